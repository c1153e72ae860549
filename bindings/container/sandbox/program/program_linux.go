package program

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/all"
	"paddock/bindings/container/sandbox/place"
)

// leastLife is how long a server serves that is asked to end. The Worker's half of the package learns of a
// sandbox's end from an alarm that it sets a second after the start, which the original takes for starting
// alone; over RPC the next call to a sandbox that has ended before fails.
const leastLife = 1100 * time.Millisecond

// Main runs the server when this process was started as one; then it does not return. Otherwise it
// returns false at once.
func Main(o Options) (handled bool) {
	if !place.Started() {
		return false
	}
	time.Local = time.UTC
	if os.Getpid() == 1 {
		os.Exit(reap())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code, err := run(ctx, o, os.Args[1:], os.Environ())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
	}
	os.Exit(code)
	return true
}

// run serves until ctx ends or the start-up command fails, and gives the exit code.
func run(ctx context.Context, o Options, command, environ []string) (code int, err error) {
	env, socket, err := surroundings(environ)
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(env.Temp)
	env.JavaScript = o.JavaScript
	if env.Lookup("SANDBOX_INTERCEPT_HTTPS") == "1" {
		if err := trust(&env); err != nil {
			return 1, fmt.Errorf("refusing to start without HTTPS interception: %w", err)
		}
	}
	listener, err := listen(socket)
	if err != nil {
		return 1, err
	}
	services, closeServices := all.Services(env)
	server := sandbox.NewServer(all.Routes(services)...)
	h := &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(listener) }()
	defer func() {
		h.Close()
		<-failed
		server.Close()
		closeServices()
	}()
	ended, stop := supervise(command, env.Env)
	defer stop()
	begun, asked := time.Now(), ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case <-asked:
			asked, late = nil, time.After(time.Until(begun.Add(leastLife)))
		case <-late:
			return 0, nil
		case err := <-failed:
			failed <- err
			return 1, err
		case e := <-ended:
			if e.code != 0 || e.err != nil {
				return e.code, e.err
			}
			ended = nil // the server goes on without the command
		}
	}
}

// surroundings makes the environment of the services, without what is the server's alone.
func surroundings(environ []string) (env sandbox.Environment, socket string, err error) {
	for _, e := range environ {
		name, value, _ := strings.Cut(e, "=")
		switch name {
		case place.ListenVariable:
			socket = value
		case place.WorkspaceVariable:
			env.Workspace = value
		default:
			env.Env = append(env.Env, e)
		}
	}
	const shared = 0o777 | os.ModeSticky
	if err := os.MkdirAll(os.TempDir(), shared); err != nil {
		return env, "", fmt.Errorf("make folder of temporary files: %w", err)
	}
	// On a socket's side, the folder is removed with the container, also when it is killed.
	parent := ""
	if socket != "" {
		parent = filepath.Dir(socket)
	}
	if env.Temp, err = os.MkdirTemp(parent, "sandbox-internal-"); err != nil {
		return env, "", fmt.Errorf("make folder of the server: %w", err)
	}
	// Where it cannot be made, sessions begin at home.
	_ = os.MkdirAll(env.Path(sandbox.Workspace), 0o755)
	return env, socket, nil
}

func listen(socket string) (net.Listener, error) {
	if socket == "" {
		return net.Listen("tcp", ":"+strconv.Itoa(place.Port))
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, err
	}
	const mine = 0o600
	return listener, os.Chmod(socket, mine)
}

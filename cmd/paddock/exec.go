package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"paddock/bindings"
	"paddock/bindings/container"
	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
)

func newExecCommand(a *app) *cobra.Command {
	f := &devFlags{}
	name := "default"
	cmd := &cobra.Command{
		Use:   "exec CLASS [flags] -- CMD [ARG…]",
		Short: "Run a command whose HTTP is answered by a class's outbound handlers",
		Long: "exec starts the container of the Durable Object of class CLASS with CMD as its entrypoint.\n" +
			"CMD runs on this machine's own files, in the current folder; only its network differs:\n" +
			"every HTTP request it makes is answered by the Worker. exec ends with CMD's exit code.",
		Example: "  paddock exec MyApp -- curl http://my.kv/some-key",
		Args:    cobra.MinimumNArgs(2),

		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return a.containerClasses(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.exec(cmd.Context(), f, args[0], name, args[1:])
		},
	}
	cmd.Flags().StringVar(&name, "name", name, "name of the Durable Object")
	f.addShared(cmd)
	return cmd
}

// containerClasses lists the classes that exec can run, for the shell's completion.
func (a *app) containerClasses() []string {
	projects, _, err := a.loadBuilt(nil)
	if err != nil {
		return nil // a shell has no place for it
	}
	var names []string
	for _, c := range projects[0].Containers() {
		names = append(names, c.ClassName)
	}
	return names
}

// outcome is how the foreground command came to be.
type outcome struct {
	instance container.Instance
	err      error
}

func (a *app) exec(ctx context.Context, f *devFlags, class, name string, command []string) (err error) {
	// Signals go to the command; it is its end that ends exec.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2)
	defer signal.Stop(signals)

	projects, _, err := a.loadBuilt(nil) // the session tells of warnings
	if err != nil {
		return err
	}
	p := projects[0]
	if err := checkClass(p, class); err != nil {
		return err
	}
	id := store.ObjectID(p.Name+"-"+class, name)
	starting := make(chan struct{})
	began := make(chan outcome, 1)
	t := &terminal{out: a.Stdout, err: a.Stderr, color: a.Color, dir: a.printer().Dir, quiet: true}
	s, err := a.session(ctx, f, t, &container.Foreground{
		Class: class, Object: id, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Starting: sync.OnceFunc(func() { close(starting) }),
		Started: func(i container.Instance, err error) {
			select {
			case began <- outcome{i, err}:
			default: // a class that starts again: exec reports its first container
			}
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(), f.save(), f.ended(t)) }()

	to := bindings.Target{Worker: p.Name, Entrypoint: class, Object: id, ObjectName: name}
	failed := start(ctx, s, to, command)
	o, early, err := await(class, starting, began, failed, signals)
	if err != nil {
		return err
	}
	if o.err != nil {
		return notStarted(command[0], o.err)
	}
	for _, sig := range early {
		pass(sig, o.instance)
	}
	go forward(ctx, signals, o.instance)
	exit, err := o.instance.Wait(ctx)
	if err != nil {
		return fmt.Errorf("wait for %s: %w", command[0], err)
	}
	if exit.Code != 0 {
		return exitCode(exit.Code)
	}
	return nil
}

// await waits for the command to have begun. Signals that come while it is being started are kept
// for it; before that they end exec.
func await(class string, starting <-chan struct{}, began <-chan outcome, failed <-chan error, signals <-chan os.Signal) (o outcome, early []os.Signal, err error) {
	for {
		select {
		case o := <-began:
			return o, early, nil
		case err := <-failed:
			// start() has ended: with the container, or without ever having begun one.
			if !isClosed(starting) {
				return o, nil, startFailure(class, err)
			}
			failed = nil
		case sig := <-signals:
			if !isClosed(starting) {
				return o, nil, exitCode(128 + int(sig.(syscall.Signal)))
			}
			early = append(early, sig)
		}
	}
}

// forward passes signals on until ctx ends.
func forward(ctx context.Context, signals <-chan os.Signal, to container.Instance) {
	for {
		select {
		case <-ctx.Done():
			return
		case sig := <-signals:
			pass(sig, to)
		}
	}
}

// pass gives a signal to the command, which may have just ended.
func pass(sig os.Signal, to container.Instance) {
	if s, ok := sig.(syscall.Signal); ok {
		_ = to.Signal(s)
	}
}

func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

// start calls the class's own start(), so that its interceptions are registered, and gives its outcome.
func start(ctx context.Context, s *dev.Session, to bindings.Target, command []string) <-chan error {
	done := make(chan error, 1)
	args, err := rpc.EncodeArgs(map[string]any{"entrypoint": command})
	if err != nil {
		done <- err
		return done
	}
	s.Fleet().Invoke(ctx, to, rpc.Op{Path: []string{"start"}, Args: args}, func(_ jsruntime.Message, err error) { done <- err })
	return done
}

// startFailure explains why no container came to be.
func startFailure(class string, err error) error {
	if err == nil {
		return message.Errors{{
			Kind: message.Error, Text: fmt.Sprintf("%s.start() returned without starting a container.", class),
			Hint: "call this.ctx.container.start({ entrypoint, … }) in start(options)",
		}}
	}
	var e *jsruntime.Error
	if errors.As(err, &e) && e.Msg == `The RPC receiver does not implement the method "start".` {
		return message.Errors{{
			Kind: message.Error, Text: fmt.Sprintf("The class %s has no method start(options), which exec calls to start its container.", class),
			Hint: "add: start(options) { this.ctx.container.start({ ...options, enableInternet: false }); } or extend Container of @cloudflare/containers",
		}}
	}
	if e != nil { // the class's own error: the console has shown it, with its stack
		return exitCode(1)
	}
	return err
}

// notStarted gives the shell's exit code for a command that cannot run.
func notStarted(command string, err error) error {
	var e *container.ErrNotStarted
	if !errors.As(err, &e) {
		return fmt.Errorf("start the sandbox: %w", err)
	}
	return cannotRun(command, err)
}

// checkClass finds out whether the project has a container for the class.
func checkClass(p *config.Project, class string) error {
	known := false
	var names []string
	for _, b := range p.DurableObjects() {
		known = known || b.ClassName == class
	}
	for _, c := range p.Containers() {
		if c.ClassName == class {
			if known {
				return nil
			}
			break
		}
		names = append(names, c.ClassName)
	}
	at := p.Where("containers")
	switch {
	case !known:
		at = p.Where("durable_objects.bindings")
		hint := "add it to \"durable_objects.bindings\", \"migrations\" and \"containers\""
		if len(names) > 0 {
			hint = fmt.Sprintf("classes with a container: %v", names)
		}
		return message.Errors{{Kind: message.Error, Text: fmt.Sprintf("There is no Durable Object class %q in the configuration.", class), Place: &at, Hint: hint}}
	}
	return message.Errors{{
		Kind: message.Error, Text: fmt.Sprintf("The Durable Object class %q has no container.", class), Place: &at,
		Hint: fmt.Sprintf("add { \"class_name\": %q, \"image\": \"./Dockerfile\" } to \"containers\"", class),
	}}
}

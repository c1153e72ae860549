package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/moby/moby/api/pkg/stdcopy"
	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/proxy"
)

const (
	// drainTime bounds the wait for output of a container that has ended.
	drainTime = 2 * time.Second
	// removeTime bounds the removal of a container that nobody waits for.
	removeTime = 30 * time.Second
)

// errEnded is returned by Dial, Signal and Exec when the instance has ended.
var errEnded = errors.New("container has ended")

// instance is one started container with its sidecar.
type instance struct {
	daemon  *daemon
	sidecar *sidecar
	id      string
	link    string
	refused []string

	done chan struct{} // closed when exit and err are set, and the output is drained
	exit container.Exit
	err  error
	gone chan struct{} // closed when everything is removed, or left is set
	left error         // what could not be removed
}

var _ container.Instance = (*instance)(nil)

// start starts the container and follows it.
func (i *instance) start(ctx context.Context, spec container.Spec, command string) error {
	api := i.daemon.api
	streams, err := api.ContainerAttach(ctx, i.id, client.ContainerAttachOptions{Stream: true, Stdin: spec.Stdin != nil, Stdout: true, Stderr: true})
	if err != nil {
		return i.unattached(ctx, command, err)
	}
	following, cancel := context.WithCancel(context.Background())
	exited := api.ContainerWait(following, i.id, client.ContainerWaitOptions{Condition: dockertypes.WaitConditionNextExit})
	drained := make(chan struct{})
	go func() { // ends with the connection
		defer close(drained)
		stdcopy.StdCopy(orDiscard(spec.Stdout), orDiscard(spec.Stderr), streams.Reader)
	}()
	if _, err := api.ContainerStart(ctx, i.id, client.ContainerStartOptions{}); err != nil {
		cancel()
		streams.Close()
		<-drained
		return notStarted(command, err)
	}
	if spec.Stdin != nil {
		go func() { // ends with the input, or at the first write after the container
			io.Copy(streams.Conn, spec.Stdin)
			streams.CloseWrite()
		}()
	}
	go func() {
		defer cancel()
		i.follow(exited)
		select {
		case <-drained:
		case <-time.After(drainTime):
		}
		streams.Close()
		<-drained
		close(i.done)
		removing, stop := context.WithTimeout(context.Background(), removeTime)
		defer stop()
		i.left = i.remove(removing)
		close(i.gone)
	}()
	return nil
}

// errVanished says that a container is gone whose streams were not to be had.
var errVanished = errors.New("the container is gone")

// unattached explains why the container's streams are not to be had. podman prepares a container for
// that, and keeps what goes wrong for who starts it, unless it has removed the container by then.
func (i *instance) unattached(ctx context.Context, command string, err error) error {
	_, why := i.daemon.api.ContainerStart(ctx, i.id, client.ContainerStartOptions{})
	if why != nil && !strings.Contains(why.Error(), "no such container") {
		return notStarted(command, why)
	}
	if not := (*container.ErrNotStarted)(nil); errors.As(notStarted(command, err), &not) {
		return not
	}
	err = fmt.Errorf("attach to the container: %w", err) // which is removed
	if why != nil {
		err = errors.Join(err, errVanished)
	}
	return err
}

func orDiscard(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

// follow waits for the container's end. Without its sidecar it has no network, and is ended.
func (i *instance) follow(exited client.ContainerWaitResult) {
	ended := i.sidecar.std.ended
	for {
		select {
		case r := <-exited.Result:
			i.exit = exitOf(int(r.StatusCode))
			if r.Error != nil && r.Error.Message != "" {
				i.err = errors.New(r.Error.Message)
			}
			return
		case err := <-exited.Error:
			i.err = fmt.Errorf("the Docker daemon at %s stopped answering: %w", i.daemon.host, err)
			return
		case <-ended:
			ended = nil
			if !i.sidecar.shut() {
				i.kill(syscall.SIGKILL)
			}
		}
	}
}

// exitOf reads an exit code as shells do: the API does not tell signals apart from codes.
func exitOf(code int) container.Exit {
	const last = 64 // of the signals of Linux
	if code > 128 && code <= 128+last {
		return container.Exit{Code: code, Signal: syscall.Signal(code - 128)}
	}
	return container.Exit{Code: code}
}

// remove removes everything.
func (i *instance) remove(ctx context.Context) error {
	var err error
	if i.id != "" {
		err = remove(ctx, i.daemon.api, i.id)
	}
	return errors.Join(err, i.sidecar.close(ctx))
}

// Dial implements [container.Instance].
func (i *instance) Dial(ctx context.Context, port uint16) (net.Conn, error) {
	select {
	case <-i.done:
		return nil, errEnded
	default:
		return i.sidecar.dial(ctx, port)
	}
}

var _ container.Listener = (*instance)(nil)

// Listening implements [container.Listener].
func (i *instance) Listening() []netip.AddrPort { return i.sidecar.listening() }

// Egress implements [container.Instance].
func (i *instance) Egress() proxy.Source { return i.sidecar.source }

// Link implements [container.Instance].
func (i *instance) Link() (string, []string) { return i.link, i.refused }

// Signal implements [container.Instance].
func (i *instance) Signal(sig syscall.Signal) error {
	select {
	case <-i.done:
		return errEnded
	default:
		return i.kill(sig)
	}
}

func (i *instance) kill(sig syscall.Signal) error {
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	_, err := i.daemon.api.ContainerKill(ctx, i.id, client.ContainerKillOptions{Signal: strconv.Itoa(int(sig))})
	return err
}

// Wait implements [container.Instance].
func (i *instance) Wait(ctx context.Context) (container.Exit, error) {
	select {
	case <-i.done:
		return i.exit, i.err
	case <-ctx.Done():
		return container.Exit{}, ctx.Err()
	}
}

// Destroy implements [container.Instance].
func (i *instance) Destroy(ctx context.Context) error {
	select {
	case <-i.done:
	default:
		i.kill(syscall.SIGKILL) // it may end by itself meanwhile
	}
	select {
	case <-i.gone:
		return i.left
	case <-ctx.Done():
		return ctx.Err()
	}
}

package docker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

var _ container.Execer = (*instance)(nil)

// pidHead begins the output of a command that [runExec] starts: then comes its number, and a line's end.
const pidHead = "\x00"

// exitPause is how long to wait between two questions whether a command whose output has ended has
// ended, too: a daemon learns of both apart.
const exitPause = 5 * time.Millisecond

// process is a further command in a container.
type process struct {
	instance *instance
	id       string // of the daemon's exec
	pid      int    // as the container numbers it
	conn     client.HijackedResponse

	stdin          io.WriteCloser
	stdout, stderr io.ReadCloser

	done chan struct{} // closed when exit is set
	exit container.Exit
}

var _ container.Process = (*process)(nil)

// Exec implements [container.Execer].
func (i *instance) Exec(ctx context.Context, c container.Command) (container.Process, error) {
	select {
	case <-i.done:
		return nil, errEnded
	default:
	}
	api := i.daemon.api
	made, err := api.ExecCreate(ctx, i.id, client.ExecCreateOptions{
		User: c.User, WorkingDir: c.Dir, Env: environment(c.Env), Cmd: execArgs(c), TTY: c.Terminal != nil,
		AttachStdin: c.Stdin || c.Terminal != nil, AttachStdout: true, AttachStderr: c.Terminal == nil,
	})
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Argv[0], err)
	}
	p := &process{instance: i, id: made.ID, done: make(chan struct{})}
	attached, err := api.ExecAttach(ctx, p.id, client.ExecAttachOptions{TTY: c.Terminal != nil})
	if err != nil {
		return nil, i.execRefused(ctx, c, err)
	}
	p.conn = attached.HijackedResponse
	if err := p.begin(ctx, c); err != nil {
		p.conn.Close()
		return nil, err
	}
	return p, nil
}

// execRefused explains why a command cannot be started, where the error tells of the connection alone
// (podman's): a command that does nothing, by the same user in the same folder, fails in words.
func (i *instance) execRefused(ctx context.Context, c container.Command, err error) error {
	api := i.daemon.api
	made, failed := api.ExecCreate(ctx, i.id, client.ExecCreateOptions{
		User: c.User, WorkingDir: c.Dir, Cmd: []string{programFile, commandKill},
	})
	if failed == nil {
		_, failed = api.ExecStart(ctx, made.ID, client.ExecStartOptions{Detach: true})
	}
	if failed != nil {
		return errors.New(strings.TrimPrefix(failed.Error(), "Error response from daemon: "))
	}
	return fmt.Errorf("start %s: %w", c.Argv[0], err)
}

// execArgs is the command of [runExec] for c.
func execArgs(c container.Command) []string {
	args := []string{programFile, commandExec}
	if t := c.Terminal; t != nil {
		// Not by the daemon, which may be asked before the terminal is there.
		args = append(args, fmt.Sprintf("-rows=%d", t.Rows), fmt.Sprintf("-cols=%d", t.Cols))
	} else {
		args = append(args, fmt.Sprintf("-stdout=%t", c.Stdout || c.Combined), fmt.Sprintf("-stderr=%t", c.Stderr || c.Combined), fmt.Sprintf("-combined=%t", c.Combined))
	}
	return append(append(args, "--"), c.Argv...)
}

// begin makes the streams, and waits until the command has said its number.
func (p *process) begin(ctx context.Context, c container.Command) error {
	// Pipes of the system hold what a command says whose exit code alone is asked for.
	out, outWriter, err := os.Pipe()
	if err != nil {
		return err
	}
	errs, errWriter, err := os.Pipe()
	if err != nil {
		return errors.Join(err, out.Close(), outWriter.Close())
	}
	go func() { // ends with the connection
		if c.Terminal != nil {
			io.Copy(outWriter, p.conn.Reader)
		} else {
			stdcopy.StdCopy(outWriter, errWriter, p.conn.Reader)
		}
		outWriter.Close()
		errWriter.Close()
		io.Copy(io.Discard, p.conn.Reader) // where nobody reads any more
		p.end()
	}()
	stop := context.AfterFunc(ctx, func() { p.conn.Close() })
	r := bufio.NewReader(out)
	err = p.hear(r, errs)
	if !stop() {
		err = ctx.Err()
	}
	if err != nil {
		out.Close()
		errs.Close()
		return err
	}
	p.stdout, p.stderr = stream(r, out, c.Stdout || c.Combined || c.Terminal != nil), stream(errs, errs, c.Stderr && !c.Combined && c.Terminal == nil)
	switch {
	case c.Terminal != nil:
		p.stdin = terminalInput{p.conn.Conn}
	case c.Stdin:
		p.stdin = pipeInput{&p.conn}
	}
	return nil
}

// hear reads the command's number. Without one the runtime has told why, on either output.
func (p *process) hear(out *bufio.Reader, errs io.Reader) error {
	line, err := out.ReadString('\n')
	number, ok := strings.CutPrefix(strings.TrimSpace(line), pidHead)
	if err == nil && ok {
		p.pid, err = strconv.Atoi(number)
		return err
	}
	for _, from := range []io.Reader{io.MultiReader(strings.NewReader(line), out), errs} {
		b, _ := io.ReadAll(io.LimitReader(from, tailSize))
		if text := strings.TrimSpace(string(b)); text != "" {
			return errors.New(text)
		}
	}
	return errEnded
}

// stream is an output that is wanted. The command itself sends nothing to another.
func stream(r io.Reader, c io.Closer, wanted bool) io.ReadCloser {
	if !wanted {
		c.Close()
		return nil
	}
	return struct {
		io.Reader
		io.Closer
	}{r, c}
}

// end learns the exit code, after the output.
func (p *process) end() {
	defer close(p.done)
	defer p.conn.Close()
	killed := exitOf(128 + int(syscall.SIGKILL))
	for {
		ctx, cancel := context.WithTimeout(context.Background(), answerTime)
		info, err := p.instance.daemon.api.ExecInspect(ctx, p.id, client.ExecInspectOptions{})
		cancel()
		switch {
		case err != nil:
			p.exit = killed // the container is gone, and has taken it along
			return
		case !info.Running:
			p.exit = exitOf(info.ExitCode)
			return
		}
		select {
		case <-p.instance.done:
			p.exit = killed
			return
		case <-time.After(exitPause):
		}
	}
}

// PID implements [container.Process].
func (p *process) PID() int { return p.pid }

// Stdin implements [container.Process].
func (p *process) Stdin() io.WriteCloser { return p.stdin }

// Stdout implements [container.Process].
func (p *process) Stdout() io.ReadCloser { return p.stdout }

// Stderr implements [container.Process].
func (p *process) Stderr() io.ReadCloser { return p.stderr }

// Signal implements [container.Process]: another command in the container sends it.
func (p *process) Signal(sig syscall.Signal) error {
	select {
	case <-p.done:
		return errEnded
	default:
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	api := p.instance.daemon.api
	made, err := api.ExecCreate(ctx, p.instance.id, client.ExecCreateOptions{
		User: "0", Cmd: []string{programFile, commandKill, strconv.Itoa(p.pid), strconv.Itoa(int(sig))}, AttachStderr: true,
	})
	if err != nil {
		return err
	}
	attached, err := api.ExecAttach(ctx, made.ID, client.ExecAttachOptions{})
	if err != nil {
		return err
	}
	defer attached.Close()
	var said tail
	if _, err := stdcopy.StdCopy(&said, &said, attached.Reader); err != nil {
		return err
	}
	if text := strings.TrimSpace(said.String()); text != "" {
		return errors.New(text)
	}
	return nil
}

// Resize implements [container.Process].
func (p *process) Resize(size container.Size) error {
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	_, err := p.instance.daemon.api.ExecResize(ctx, p.id, client.ExecResizeOptions{Height: uint(size.Rows), Width: uint(size.Cols)})
	return err
}

// Wait implements [container.Process].
func (p *process) Wait(ctx context.Context) (container.Exit, error) {
	select {
	case <-p.done:
		return p.exit, nil
	case <-ctx.Done():
		return container.Exit{}, ctx.Err()
	}
}

// pipeInput is a command's input; its end is that of the connection's half.
type pipeInput struct{ conn *client.HijackedResponse }

func (i pipeInput) Write(b []byte) (int, error) { return i.conn.Conn.Write(b) }
func (i pipeInput) Close() error                { return i.conn.CloseWrite() }

// terminalInput ends input as a user does: a terminal cannot be closed on one side.
type terminalInput struct{ w io.Writer }

func (i terminalInput) Write(b []byte) (int, error) { return i.w.Write(b) }

func (i terminalInput) Close() error {
	_, err := i.w.Write([]byte{4}) // ^D
	return err
}

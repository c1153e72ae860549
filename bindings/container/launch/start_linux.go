package launch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
)

// probeTime bounds one link's probe, which takes some 10 ms where it works.
const probeTime = 10 * time.Second

// instanceOS is what an instance has on Linux alone.
type instanceOS struct{ stage *stage }

// Start starts the command and returns when it has begun.
func Start(ctx context.Context, c Config) (*Instance, error) {
	s, err := startStage(ctx, c, false)
	if err != nil {
		c.ended()
		return nil, fmt.Errorf("start %s: %w", c.Name, err)
	}
	if err := s.begin(ctx); err != nil {
		s.abandon()
		c.ended()
		return nil, err
	}
	i := &Instance{
		instanceOS: instanceOS{s}, choice: c.Choice, source: s.source,
		signal: s.signal, kill: s.kill, done: make(chan struct{}), dial: dialLoopback,
	}
	if hasNetwork(c.Choice.Link) {
		i.dial = s.dial
	}
	go func() {
		<-s.ended
		if s.source != nil {
			s.source.Close() // its listeners would keep a dead namespace alive
		}
		i.exit = s.result()
		c.ended()
		close(i.done)
	}()
	return i, nil
}

// begin has the init stage start the command, and waits for it.
func (s *stage) begin(ctx context.Context) error {
	if err := s.wire.send(message{Go: true}); err != nil {
		return fmt.Errorf("start %s: tell the init stage to go on: %w", s.config.Name, err)
	}
	m := message{Error: "the init stage ended unexpectedly", Failed: int(unix.EIO)}
	select {
	case m = <-s.started:
	case <-s.ended:
		select {
		case m = <-s.started:
		default:
		}
	case <-ctx.Done():
		return fmt.Errorf("start %s: %w", s.config.Name, ctx.Err())
	}
	if !m.Started {
		return notStarted(s.config.Command.Argv[0], m)
	}
	return nil
}

func notStarted(name string, m message) error {
	errno := unix.Errno(m.Failed)
	switch {
	case m.Error == errNoLoader.Error():
		_, why, _ := strings.Cut(m.Error, ": ")
		return &container.ErrNotStarted{Command: name, Err: fmt.Errorf("%w: %s", os.ErrNotExist, why)}
	case errno == unix.ENOENT:
		return &container.ErrNotStarted{Command: name, Err: os.ErrNotExist}
	case errno == unix.EACCES || errno == unix.EPERM || errno == unix.ENOEXEC:
		return &container.ErrNotStarted{Command: name, Err: os.ErrPermission}
	}
	return &container.ErrNotStarted{Command: name, Err: errors.New(m.Error)}
}

// Do has an init stage do its setup and nothing else, and returns when that is done.
func Do(ctx context.Context, c Config) error {
	defer c.ended()
	s, err := startStage(ctx, c, false)
	if err == nil {
		s.abandon()
	}
	return err
}

// Probe starts an init stage that makes one connection, and sees it arrive.
func Probe(ctx context.Context, c Config) error {
	if c.Choice.Link == LinkProxy {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	c.Name, c.Resolver = "probe", echo{}
	defer c.ended()
	s, err := startStage(ctx, c, true)
	if err != nil {
		return err
	}
	defer s.abandon()
	if err := s.wire.send(message{Go: true}); err != nil {
		return fmt.Errorf("tell the init stage to go on: %w", err)
	}
	select {
	case m := <-s.started:
		if !m.Started {
			return errors.New(m.Error)
		}
	case <-s.ended:
		return errors.New("the init stage ended unexpectedly")
	case <-ctx.Done():
		return fmt.Errorf("connect through the link: %w", ctx.Err())
	}
	if c.Choice.Link == LinkSeccomp {
		return nil // the resolver has answered
	}
	flow, err := s.source.Accept(ctx)
	if err != nil {
		return fmt.Errorf("see the connection arrive: %w", err)
	}
	flow.Conn.Close()
	if flow.Dst != probeTarget {
		return fmt.Errorf("the connection to %s arrived as one to %s", probeTarget, flow.Dst)
	}
	return nil
}

type echo struct{}

func (echo) Resolve(_ context.Context, query []byte) ([]byte, error) { return query, nil }

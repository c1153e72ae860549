package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

// api is what one client sees.
type api struct {
	sandbox.Services
	ctx     context.Context // of the connection
	streams sync.WaitGroup
	turns   turns
}

// methods are the members of one service.
type methods map[string]func(ctx context.Context, args capnweb.Args) (any, error)

// main gives the main object. A service that is not there is undefined.
func (a *api) main() *capnweb.Object {
	main := &capnweb.Object{Members: map[string]any{}}
	add := func(name string, there bool, m methods) {
		if !there {
			return
		}
		o := &capnweb.Object{Members: map[string]any{}}
		for name, method := range m {
			o.Members[name] = capnweb.Method(func(ctx context.Context, args capnweb.Args) (any, error) {
				v, err := method(ctx, args)
				return v, thrown(err)
			})
		}
		main.Members[name] = o
	}
	add("commands", a.Commands != nil, a.commands())
	if commands, ok := main.Members["commands"].(*capnweb.Object); ok {
		commands.Members["execute"] = capnweb.Prompt(a.execute)
	}
	add("files", a.Files != nil, a.files())
	add("processes", a.Processes != nil, a.processes())
	add("ports", a.Ports != nil, a.ports())
	add("git", a.Git != nil, a.git())
	add("interpreter", a.Interpreter != nil, a.interpreter())
	add("utils", a.Utils != nil && a.Sessions != nil, a.utils())
	add("backup", a.Backup != nil, a.backup())
	add("watch", a.Watch != nil, a.watch())
	add("tunnels", a.Tunnels != nil, a.tunnels())
	return main
}

// thrown is what the client gets for an error: one of its classes by the property code.
func thrown(err error) error {
	var e *capnweb.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	s := sandbox.AsError(err)
	details := map[string]any(s.Context)
	if details == nil {
		details = map[string]any{}
	}
	return &capnweb.Error{Name: "Error", Message: s.Message, Props: map[string]any{"code": string(s.Code), "details": details}}
}

// read takes parameters of a call: pointers to strings must be given one or nothing, which is "", the
// others are read as encoding/json does.
func read(args capnweb.Args, to ...any) error {
	for i, p := range to {
		if s, ok := p.(*string); ok && args.At(i) != (capnweb.Undefined{}) {
			text, err := args.Text(i)
			if err != nil {
				return err
			}
			*s = text
			continue
		}
		if err := args.Into(i, p); err != nil {
			return err
		}
	}
	return nil
}

// stream makes a stream of what run emits. An error before the first event is the call's.
func (a *api) stream(frame func(event any) ([]byte, error), run func(ctx context.Context, emit func(any) error) error) (any, error) {
	ctx, cancel := context.WithCancel(a.ctx)
	events := newBacklog()
	begun := make(chan error, 1)
	a.streams.Go(func() {
		defer cancel()
		first := true
		err := run(ctx, func(event any) error {
			if first {
				first = false
				begun <- nil
			}
			text, err := frame(event)
			if err != nil {
				return err
			}
			_, err = events.Write(text)
			return err
		})
		if first {
			begun <- err
		}
		events.finish(err)
	})
	if err := <-begun; err != nil {
		return nil, err
	}
	return &capnweb.Stream{ReadCloser: canceller{events, cancel}}, nil
}

// canceller ends what writes when nobody reads any more.
type canceller struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (c canceller) Close() error {
	c.cancel()
	return c.ReadCloser.Close()
}

// named writes a server-sent event of a command, which has its type for a name.
func named(e any) ([]byte, error) {
	data, err := event(e)
	if command, ok := e.(sandbox.ExecEvent); ok && err == nil {
		data = append([]byte("event: "+command.Type+"\n"), data...)
	}
	return data, err
}

// event writes a server-sent event without a name.
func event(e any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("data: ")
	j := json.NewEncoder(&b)
	j.SetEscapeHTML(false)
	if err := j.Encode(e); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// stamped is the end of most results.
type stamped struct {
	Success   bool   `json:"success"`
	Timestamp string `json:"timestamp"`
}

func stamp() stamped { return stamped{true, sandbox.Now()} }

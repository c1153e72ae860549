package dev

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills/rpc"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// dynamicName is what the names of Workers begin with that a script has loaded. No configuration may
// have such a name.
const dynamicName = "dynamic:"

// dynamicCount numbers them.
type dynamicCount = atomic.Int64

// loadDynamic is the host's Load: the code becomes a project in a folder of its own, for as long as it
// is built.
func (s *Session) loadDynamic(ctx context.Context, code bindings.DynamicCode) (name string, unload func(), err error) {
	dir, err := os.MkdirTemp("", "paddock-worker-")
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := dynamicProject(dir, code)
	if err != nil {
		return "", nil, err
	}
	p.Name = fmt.Sprintf("%s%d", dynamicName, s.dynamic.Add(1))
	b := &build{}
	defer b.close()
	built, err := b.run(ctx, p, s.opts.Console)
	if err != nil {
		return "", nil, cannotStart(err)
	}
	out, connect := s.way(s.primaryProject()), s.opts.Dial
	if code.Outbound != nil {
		out, connect = code.Outbound, noDial
	}
	opts := s.options(p, built, out, connect)
	for _, v := range code.Env {
		opts.Bindings = append(opts.Bindings, worker.Binding{Name: v.Name, Resource: dynamicValue{v}})
	}
	if err := s.fleet.Deploy(ctx, opts); err != nil {
		return "", nil, cannotStart(startError(p, err))
	}
	return p.Name, func() { s.fleet.Remove(p.Name) }, nil
}

// dynamicProject writes modules into a folder.
func dynamicProject(dir string, code bindings.DynamicCode) (*config.Project, error) {
	p := &config.Project{Dir: dir, Home: dir}
	p.NoBundle, p.FindAdditionalModules = true, true
	p.Compat.Date, p.Compat.Flags = code.Date, code.Flags
	for _, m := range code.Modules {
		if !filepath.IsLocal(m.Name) {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "Module name must be a relative path without \"..\". Got: %s", m.Name)
		}
		if m.Name == code.Main {
			p.Main = filepath.Join(dir, m.Name)
		}
		file := filepath.Join(dir, filepath.FromSlash(m.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, m.Data, 0o600); err != nil {
			return nil, err
		}
		if m.Type != "JSON" {
			p.Rules = append(p.Rules, config.Rule{Type: m.Type, Globs: []string{m.Name}, Fallthrough: new(true)})
		}
	}
	if p.Main == "" {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "No such module %q.", code.Main)
	}
	return p, nil
}

// cannotStart is what a script is told of code that cannot be run.
func cannotStart(err error) error {
	text := err.Error()
	var all message.Errors
	if errors.As(err, &all) && len(all) > 0 {
		text = all[0].Text
		if all[0].Place != nil {
			text += fmt.Sprintf("\n  at %s:%d:%d", filepath.Base(all[0].Place.File), all[0].Place.Line, all[0].Place.Column)
		}
	}
	return jsruntime.Errorf(jsruntime.PlainError, "Failed to start Worker:\n%s", text)
}

// noDial is connect() of a Worker whose requests go elsewhere than out.
func noDial(context.Context, string) (net.Conn, error) {
	return nil, errors.New("this Worker may not open connections of its own")
}

// dynamicValue is one property of env.
type dynamicValue struct{ value bindings.DynamicValue }

// Bind implements bindings.Resource.
func (d dynamicValue) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return rpc.Decode(vm, d.value.Value)
}

// Close implements bindings.Resource.
func (dynamicValue) Close() error { return nil }

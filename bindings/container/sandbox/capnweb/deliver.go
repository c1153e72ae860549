package capnweb

import (
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
)

// property gives what lies at the end of a path, now or later.
func (s *Session) property(target any, path []any) any {
	if len(path) == 0 {
		return target
	}
	f := newFuture()
	s.whenKnown(target, func(v any, err error) {
		if err == nil {
			v, path, err = walk(v, path)
		}
		if st, ok := v.(*Stub); ok && err == nil && len(path) > 0 {
			s.work(f, func() (any, error) { return st.call(s.ctx, path, nil, false) })
			return
		}
		f.settle(v, err)
	})
	return f
}

// deliver calls what lies at the end of a path and gives the future of the result. The stubs are
// released after the call.
func (s *Session) deliver(target any, path []any, args []any, stubs []*Stub) *future {
	f := newFuture()
	if p, ok := target.(*pipe); ok {
		p.receive(f, path, args)
		return f
	}
	s.whenKnown(target, func(v any, err error) {
		rest := path
		if err == nil {
			v, rest, err = walk(v, path)
		}
		if err != nil {
			f.settle(nil, err)
			release(stubs)
			return
		}
		if prompt, ok := v.(Prompt); ok && !hasFutures(args) {
			call := s.prompted(prompt, args)
			s.work(f, func() (any, error) {
				defer release(stubs)
				return call()
			})
			return
		}
		s.work(f, func() (any, error) {
			defer release(stubs)
			if _, err := resolved(s.ctx, args); err != nil {
				return nil, err
			}
			switch v := v.(type) {
			case Method:
				return v(s.ctx, args)
			case Prompt:
				return v(s.ctx, args)()
			case *Stub:
				return v.call(s.ctx, rest, args, true)
			}
			return nil, typeError("'" + pathText(path) + "' is not a function.")
		})
	})
	return f
}

// prompted takes the first step of a call. A panic is the second's.
func (s *Session) prompted(p Prompt, args Args) (call func() (any, error)) {
	defer func() {
		if r := recover(); r != nil {
			call = func() (any, error) { panic(r) }
		}
	}()
	return p(s.ctx, args)
}

func release(stubs []*Stub) {
	for _, st := range stubs {
		st.Release()
	}
}

// whenKnown calls fn with a value that may be a future.
func (s *Session) whenKnown(v any, fn func(v any, err error)) {
	f, ok := v.(*future)
	if !ok {
		fn(v, nil)
		return
	}
	f.whenKnown(func() { fn(f.value, f.err) })
}

// work settles a future by a function in a goroutine that the session waits for. A panic is an error
// of the call's.
func (s *Session) work(f *future, fn func() (any, error)) {
	if !s.begin() {
		f.settle(nil, errEnded)
		return
	}
	go func() {
		defer s.workers.Done()
		defer func() {
			if r := recover(); r != nil {
				s.options.Panicked(fmt.Sprintf("%v\n%s", r, debug.Stack()))
				f.settle(nil, plainError(fmt.Sprint(r)))
			}
		}()
		v, err := fn()
		if !f.settle(v, err) {
			dispose(v)
		}
	}()
}

// walk follows a path through a value. It stops at a stub, and gives the rest of the path.
func walk(v any, path []any) (any, []any, error) {
	for i, part := range path {
		name, isName := part.(string)
		if isName && ofObjectPrototype(name) {
			v = Undefined{}
			continue
		}
		switch at := known(v).(type) {
		case *Stub:
			return at, path[i:], nil
		case Undefined:
			return nil, nil, typeError("Cannot read properties of undefined (reading '" + pathText(path[i:i+1]) + "')")
		case *Object:
			v = member(at.Members, name)
		case map[string]any:
			v = member(at, name)
		case []any:
			v = element(at, part)
		default:
			v = Undefined{}
		}
	}
	return v, nil, nil
}

func member(members map[string]any, name string) any {
	if v, ok := members[name]; ok {
		return v
	}
	return Undefined{}
}

func element(list []any, part any) any {
	n, ok := part.(float64)
	if i := int(n); ok && float64(i) == n && i >= 0 && i < len(list) {
		return list[i]
	}
	return Undefined{}
}

func pathText(path []any) string {
	parts := make([]string, len(path))
	for i, part := range path {
		switch part := part.(type) {
		case string:
			parts[i] = part
		case float64:
			parts[i] = strconv.FormatFloat(part, 'f', -1, 64)
		}
	}
	return strings.Join(parts, ".")
}

// dispose ends the streams of a value that nobody will read.
func dispose(v any) {
	switch v := known(v).(type) {
	case *Stream:
		_ = v.Close() // nobody is left to tell
	case []any:
		for i := range v {
			dispose(v[i])
		}
	case map[string]any:
		for _, value := range v {
			dispose(value)
		}
	}
}

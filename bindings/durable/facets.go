package durable

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// Limits of the platform.
const (
	maxFacetName  = 256 // bytes
	maxFacetDepth = 4   // the object itself counts
)

// facets is the host side of ctx.facets: the children of one instance of an object, or of a facet
// of it. All of it is for the loop; children live in their parent's isolate.
type facets struct {
	namespace *namespace
	parent    bindings.Object
	path      []string // of the parent below the object; empty for the object itself
	children  map[string]*facet
}

// facet is a child that has been started.
type facet struct {
	to      bindings.Target
	running bindings.Object // nil before its first event
}

// storageKey is the key of a scope's *Storage.
type storageKey struct{}

var facetsClass = jsruntime.NewClass[facets]("DurableObjectFacets")

func defineFacets() {
	facetsClass.
		Method("get", 2, func(vm *jsruntime.VM, f *facets, args jsruntime.Args) jsruntime.Value {
			name := facetName(vm, "get", args, 0)
			start, ok := jsruntime.AsFunction(args.At(1))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'get' on 'DurableObjectFacets': parameter 2 is not of type 'function'.")
			}
			if len(f.path)+2 > maxFacetDepth {
				vm.Throwf(jsruntime.PlainError, "Facet nesting depth limit exceeded. The maximum depth including the root Durable Object is %d.", maxFacetDepth)
			}
			return rpc.NewService(vm, &facetStub{facets: f, name: name, start: start}, rpc.Options{Kind: rpc.Outgoing})
		}).
		Method("abort", 2, func(vm *jsruntime.VM, f *facets, args jsruntime.Args) jsruntime.Value {
			f.abort(facetName(vm, "abort", args, 0), vm.Wrap(args.At(1)))
			return nil
		}).
		Method("delete", 1, func(vm *jsruntime.VM, f *facets, args jsruntime.Args) jsruntime.Value {
			deleted := jsruntime.Errorf(jsruntime.PlainError, "Facet was deleted.")
			if err := f.discard(facetName(vm, "delete", args, 0), deleted); err != nil {
				vm.Throw(err)
			}
			return nil
		}).
		Method("clone", 2, func(vm *jsruntime.VM, f *facets, args jsruntime.Args) jsruntime.Value {
			src, dst := facetName(vm, "clone", args, 0), facetName(vm, "clone", args, 1)
			if err := f.clone(src, dst); err != nil {
				vm.Throw(err)
			}
			return nil
		})
}

// facetName reads argument i of a method as the name of a facet.
func facetName(vm *jsruntime.VM, method string, args jsruntime.Args, i int) string {
	if len(args) <= i {
		vm.Throw(wrongType("DurableObjectFacets", method, i+1, "string"))
	}
	name := vm.Text(args[i])
	if len(name) > maxFacetName {
		vm.Throwf(jsruntime.TypeError, "Facet name is too long (max %d characters).", maxFacetName)
	}
	return name
}

// newFacets makes the children of an instance, which end with it.
func newFacets(n *namespace, object bindings.Object) *facets {
	f := &facets{namespace: n, parent: object, children: map[string]*facet{}}
	if to := object.Target(); to.Facet != nil {
		f.path = to.Facet.Path
	}
	object.OnEnd(func() {
		reason := object.Scope().Aborted()
		for name := range f.children {
			f.abort(name, reason)
		}
	})
	return f
}

// target gives the child that a name stands for, with the class and the id that the script gives.
func (f *facets) target(options *jsruntime.Object) (bindings.Target, error) {
	parent := f.parent.Target()
	to := bindings.Target{Worker: f.namespace.worker, Object: parent.Object, ObjectName: parent.ObjectName}
	class, props := classOf(options)
	if class == "" {
		return to, jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the 'class' field on 'StartupOptions': the provided value is not of type 'DurableObjectClass or LoopbackDurableObjectNamespace or LoopbackColoLocalActorNamespace'.")
	}
	to.Entrypoint, to.Props = class, props
	to.Facet = &bindings.Facet{Of: f.namespace.key}
	if parent.Facet != nil {
		to.Facet.ID = parent.Facet.ID
	}
	if id := options.Get("id"); !jsruntime.IsNullish(id) {
		if own, ok := idClass.From(id); ok {
			to.Facet.ID = own
		} else {
			to.Facet.ID = id.String()
		}
	}
	return to, nil
}

// classOf gives the export that options name as the class of a facet, with the props of its ctx; "" when
// they name none.
func classOf(options *jsruntime.Object) (export string, props *jsruntime.Message) {
	if options == nil {
		return "", nil
	}
	v := options.Get("class")
	if l, ok := loopbackClass.From(v); ok {
		return l.class, nil
	}
	if c, ok := rpc.ObjectClassFrom(v); ok {
		return c.Name, c.Props
	}
	return "", nil
}

// abort ends a child; the next event makes a new instance.
func (f *facets) abort(name string, reason error) {
	child := f.children[name]
	delete(f.children, name)
	if child != nil && child.running != nil {
		child.running.Abort(reason)
	}
}

// discard ends a child and deletes what it and its own children have stored.
func (f *facets) discard(name string, reason error) error {
	child := f.children[name]
	f.abort(name, reason)
	if child != nil && child.running != nil {
		if s, ok := child.running.Scope().Value(storageKey{}).(*Storage); ok {
			if err := s.close(); err != nil {
				return err
			}
		}
	}
	index, err := f.namespace.shared.facetIndex(f.parent.Target().Object)
	if err != nil {
		return err
	}
	for _, id := range index.below(f.child(name)) {
		path, err := f.namespace.shared.facetFile(f.parent.Target().Object, id)
		if err != nil {
			return err
		}
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("delete facet: %w", err)
			}
		}
	}
	return nil
}

// facetStub is what a facet's stub stands for. The child is started by its first call, which asks
// the script what it is.
type facetStub struct {
	facets *facets
	name   string
	start  jsruntime.Callable
}

var _ rpc.Service = (*facetStub)(nil)

// RoundTrip implements http.RoundTripper.
func (s *facetStub) RoundTrip(req *http.Request) (*http.Response, error) {
	type outcome struct {
		to  bindings.Target
		err error
	}
	found := make(chan outcome, 1)
	s.resolve(func(to bindings.Target, err error) { found <- outcome{to, err} })
	select {
	case o := <-found:
		if o.err != nil {
			return nil, o.err
		}
		return s.facets.namespace.workers.Fetch(req.Context(), o.to, req)
	case <-req.Context().Done():
		return nil, context.Cause(req.Context())
	}
}

// Invoke implements rpc.Receiver.
func (s *facetStub) Invoke(ctx context.Context, op rpc.Op, reply rpc.Reply) {
	s.resolve(func(to bindings.Target, err error) {
		if err != nil {
			reply(jsruntime.Message{}, err)
			return
		}
		s.facets.namespace.workers.Invoke(ctx, to, op, reply)
	})
}

// Dispose implements rpc.Receiver.
func (*facetStub) Dispose() {}

// resolve finds the child, which is started if need be; done is called once, on any goroutine.
func (s *facetStub) resolve(done func(bindings.Target, error)) {
	scope := s.facets.parent.Scope()
	var once sync.Once
	tell := func(to bindings.Target, err error) { once.Do(func() { done(to, err) }) }
	stop := context.AfterFunc(scope.Context(), func() { tell(bindings.Target{}, context.Cause(scope.Context())) })
	scope.Post(func(vm *jsruntime.VM) {
		s.begin(vm, func(to bindings.Target, err error) {
			stop()
			tell(to, err)
		})
	})
}

// begin is resolve on the loop.
func (s *facetStub) begin(vm *jsruntime.VM, done func(bindings.Target, error)) {
	f := s.facets
	if child, ok := f.children[s.name]; ok {
		done(child.to, nil)
		return
	}
	options := vm.Promised(func() (jsruntime.Value, error) { return s.start(jsruntime.Undefined()) })
	vm.Then(options, func(v jsruntime.Value) {
		if child, ok := f.children[s.name]; ok { // another call was faster
			done(child.to, nil)
			return
		}
		to, err := f.target(jsruntime.AsObject(v))
		if err == nil {
			to.Facet.Path = f.child(s.name)
			f.add(s.name, to)
		}
		done(to, err)
	}, func(reason jsruntime.Value) { done(bindings.Target{}, vm.Wrap(reason)) })
}

// add notes a child. When its instance ends the next call asks anew what it is.
func (f *facets) add(name string, to bindings.Target) {
	child := &facet{to: to}
	to.Facet.Began = func(object bindings.Object) {
		child.running = object
		object.OnEnd(func() {
			if f.children[name] == child {
				delete(f.children, name)
			}
		})
	}
	f.children[name] = child
}

// facetIndex reads the index of an object's facets.
func (k *class) facetIndex(object string) (*facetIndex, error) {
	path, err := k.host.StateFile("do/" + k.key + "/" + object + ".facets")
	if err != nil {
		return nil, err
	}
	return readFacetIndex(path)
}

// facetFile gives the file of a facet's storage.
func (k *class) facetFile(object string, id int) (string, error) {
	return k.host.StateFile(fmt.Sprintf("do/%s/%s.%d.sqlite", k.key, object, id))
}

// file gives the file of the storage of an object or a facet.
func (k *class) file(to bindings.Target) (string, error) {
	if to.Facet == nil {
		return k.host.StateFile("do/" + k.key + "/" + to.Object + ".sqlite")
	}
	index, err := k.facetIndex(to.Object)
	if err != nil {
		return "", err
	}
	id, err := index.id(to.Facet.Path)
	if err != nil {
		return "", err
	}
	return k.facetFile(to.Object, id)
}

// roomKey tells the rooms of an object and of its facets apart.
func roomKey(to bindings.Target) string {
	if to.Facet == nil {
		return to.Object
	}
	return to.Object + "\x00" + strings.Join(to.Facet.Path, "\x00")
}

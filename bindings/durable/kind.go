// Package durable is the kind of binding for Durable Objects: namespaces and ids on env, and
// id and storage on the ctx of each object.
//
// The ideas to hold: one SQLite file for each object, in the layout of wrangler's local state,
// used only from the object's loop. The writes of one turn are one transaction, which is
// committed before anything that the turn sent leaves. Alarms of a class stand in one file
// and are delivered by one timer. Instances of objects are the business of jsruntime/worker.
//
// Not emulated in this release: point-in-time recovery.
//
// Platform: https://developers.cloudflare.com/durable-objects/api/
package durable

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/rpc"
)

// Kind is the kind of binding. It holds the state of classes, which several bindings may share.
type Kind struct {
	mu      sync.Mutex // guards classes
	classes map[string]*class
}

// New makes the kind for a session.
func New() *Kind { return &Kind{classes: map[string]*class{}} }

var (
	_ bindings.Kind     = (*Kind)(nil)
	_ bindings.Implicit = (*Kind)(nil)
)

// Name implements bindings.Kind.
func (*Kind) Name() string { return "durable" }

// Keys implements bindings.Kind.
func (*Kind) Keys() []string { return []string{"durable_objects"} }

// entry is one element of durable_objects.bindings.
type entry struct {
	Name   string `json:"name"`
	Class  string `json:"class_name"`
	Script string `json:"script_name"`
}

// migration is one element of the section "migrations".
type migration struct {
	New     []string `json:"new_classes"`
	SQLite  []string `json:"new_sqlite_classes"`
	Deleted []string `json:"deleted_classes"`
	Renamed []struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"renamed_classes"`
}

// export is one element of the section "exports".
type export struct {
	Type    string `json:"type"`
	State   string `json:"state"`
	Storage string `json:"storage"`
}

// live tells whether the entry is about a Durable Object class that there is.
func (e export) live() bool {
	return e.Type == "durable-object" && (e.State == "" || e.State == "created" || e.State == "expecting-transfer")
}

// config is one binding.
type config struct {
	worker, class string
	own           bool // the class is of the worker that declares the binding
	sqlite        bool
}

// Parse implements bindings.Kind.
func (*Kind) Parse(project bindings.Project, _ string, raw json.RawMessage) ([]bindings.Spec, error) {
	var section struct {
		Bindings []entry `json:"bindings"`
	}
	if err := json.Unmarshal(raw, &section); err != nil {
		return nil, fmt.Errorf("read durable_objects: %w", err)
	}
	classes, err := classesOf(project)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for i, e := range section.Bindings {
		c := config{worker: project.Worker, class: e.Class, own: true, sqlite: classes[e.Class]}
		label := e.Class
		if e.Script != "" && e.Script != project.Worker {
			c.worker, c.own, c.sqlite = e.Script, false, true
			label += ", defined in " + e.Script
		}
		specs = append(specs, bindings.Spec{
			Name: e.Name, ID: c.worker + "-" + c.class, Label: label, Type: "Durable Object", Config: c,
			Path: fmt.Sprintf("durable_objects.bindings[%d]", i),
		})
	}
	return specs, nil
}

// Implied implements bindings.Implicit: the classes that migrations or exports declare and no binding
// is for. Scripts find their namespaces on ctx.exports.
func (*Kind) Implied(project bindings.Project) []bindings.Spec {
	classes, err := classesOf(project)
	if err != nil {
		return nil // Parse tells
	}
	var section struct {
		Bindings []entry `json:"bindings"`
	}
	if raw := project.Section("durable_objects"); raw != nil && json.Unmarshal(raw, &section) != nil {
		return nil
	}
	for _, e := range section.Bindings {
		if e.Script == "" || e.Script == project.Worker {
			delete(classes, e.Class)
		}
	}
	var specs []bindings.Spec
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		c := config{worker: project.Worker, class: class, own: true, sqlite: classes[class]}
		specs = append(specs, bindings.Spec{ID: c.worker + "-" + c.class, Type: "Durable Object", Config: c})
	}
	return specs
}

// classesOf follows the migrations, or reads the exports, and gives the classes that there are: those
// with SQLite storage are true.
func classesOf(project bindings.Project) (map[string]bool, error) {
	classes := map[string]bool{}
	var migrations []migration
	if raw := project.Section("migrations"); raw != nil {
		if err := json.Unmarshal(raw, &migrations); err != nil {
			return nil, fmt.Errorf("read migrations: %w", err)
		}
	}
	for _, m := range migrations { // in wrangler's order: first what goes, then what is new
		for _, name := range m.Deleted {
			delete(classes, name)
		}
		for _, r := range m.Renamed {
			classes[r.To] = classes[r.From]
			delete(classes, r.From)
		}
		for _, name := range m.New {
			classes[name] = false
		}
		for _, name := range m.SQLite {
			classes[name] = true
		}
	}
	var exports map[string]export
	if raw := project.Section("exports"); raw != nil {
		if err := json.Unmarshal(raw, &exports); err != nil {
			return nil, fmt.Errorf("read exports: %w", err)
		}
	}
	for name, e := range exports {
		if e.live() {
			classes[name] = e.Storage == "sqlite"
		}
	}
	return classes, nil
}

// Open implements bindings.Kind.
func (k *Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	c, ok := spec.Config.(config)
	if !ok {
		return nil, fmt.Errorf("durable object binding is a %T", spec.Config)
	}
	n := &namespace{config: c, key: spec.ID, workers: host.Workers()}
	if !c.own {
		return n, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	shared, ok := k.classes[spec.ID]
	if !ok {
		var err error
		if shared, err = openClass(host, c, spec.ID); err != nil {
			return nil, err
		}
		k.classes[spec.ID] = shared
	}
	n.shared = shared
	return n, nil
}

// namespace is the resource of one binding.
type namespace struct {
	config
	key     string // of ids: "<worker>-<class>"
	workers bindings.Dispatcher
	shared  *class // nil for classes of other workers
	names   names
}

var (
	_ bindings.Resource = (*namespace)(nil)
	_ bindings.Attacher = (*namespace)(nil)
)

// ObjectClass names the class that the binding is for, when it is of this worker.
func (n *namespace) ObjectClass() string {
	if n.own {
		return n.class
	}
	return ""
}

// Bind implements bindings.Resource.
func (n *namespace) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	define()
	return namespaceClass.New(vm, n), nil
}

// BindLoopback implements bindings.Loopback: the namespace, which gives its class with props when it
// is called.
func (n *namespace) BindLoopback(vm *jsruntime.VM) (jsruntime.Value, error) {
	define()
	fn := rpc.CallableWithProps(vm, loopbackClass.Name(), loopbackClass.Prototype(vm), func(props *jsruntime.Message) jsruntime.Value {
		return rpc.NewObjectClass(vm, rpc.ObjectClass{Name: n.class, Props: props})
	})
	loopbackClass.Adopt(fn, &loopbackNamespace{n})
	return fn, nil
}

// serves tells whether an object, or the object that it is a facet of, is of the namespace.
func (n *namespace) serves(to bindings.Target) bool {
	if to.Facet != nil {
		return n.own && to.Facet.Of == n.key
	}
	return n.own && to.Entrypoint == n.class && (to.Worker == "" || to.Worker == n.worker)
}

// id makes ctx.id.
func (n *namespace) id(vm *jsruntime.VM, to bindings.Target) jsruntime.Value {
	if to.Facet != nil {
		switch id := to.Facet.ID.(type) {
		case *ID:
			return idClass.New(vm, id)
		case string:
			return vm.ToValue(id)
		}
	}
	return idClass.New(vm, &ID{key: n.key, hex: to.Object, name: to.ObjectName, named: to.ObjectName != ""})
}

// Attach implements bindings.Attacher: id, storage and facets of the class's objects, and of their
// facets.
func (n *namespace) Attach(vm *jsruntime.VM, object bindings.Object) ([]bindings.Property, error) {
	to := object.Target()
	if !n.serves(to) {
		return nil, nil
	}
	define()
	storage, err := n.shared.storage(vm, object)
	if err != nil {
		return nil, err
	}
	return append(n.shared.room(to).attach(vm, object), []bindings.Property{
		{Name: "id", Value: n.id(vm, to)},
		{Name: "storage", Value: storageClass.New(vm, storage)},
		{Name: "facets", Value: facetsClass.New(vm, newFacets(n, object))},
	}...), nil
}

// Close implements bindings.Resource.
func (n *namespace) Close() error {
	if n.shared == nil {
		return nil
	}
	return n.shared.close()
}

// stub makes the stub of an object.
func (n *namespace) stub(vm *jsruntime.VM, id *ID) jsruntime.Value {
	globalscope.NeedsEvent(vm)
	to := bindings.Target{Worker: n.worker, Entrypoint: n.class, Object: id.hex, ObjectName: id.name, Link: &bindings.Link{}}
	name := jsruntime.Undefined()
	if id.named {
		name = vm.ToValue(id.name)
	}
	own := []jsruntime.Member{{Name: "id", Value: idClass.New(vm, id)}, {Name: "name", Value: name}}
	return rpc.NewService(vm, bindings.Service(n.workers, to), rpc.Options{Own: own, Prototype: stubClass.Prototype, Kind: rpc.Outgoing})
}

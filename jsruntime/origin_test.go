package jsruntime

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"weak"
)

// events is an isolate with two events, a and b, in which scripts run, each in a turn of its own.
type events struct {
	t     *testing.T
	iso   *Isolate
	a, b  *Scope
	stray int
}

func newEvents(t *testing.T, atHome bool) *events {
	t.Helper()
	e := &events{t: t, iso: open(t, Options{})}
	e.do(func(vm *VM) {
		if atHome {
			vm.SettleAtHome(func(*VM) { e.stray++ })
		}
		e.a, e.b = vm.NewScope(context.Background(), nil), vm.NewScope(context.Background(), nil)
		must(vm.Set("who", func() string {
			switch vm.Scope() {
			case e.a:
				return "a"
			case e.b:
				return "b"
			}
			return "none"
		}))
		_, err := vm.RunScript("setup.js", "globalThis.log = []; globalThis.note = (what) => log.push(who() + ' ' + what)")
		must(err)
	})
	return e
}

func (e *events) do(f func(*VM)) {
	e.t.Helper()
	if err := e.iso.Do(context.Background(), func(vm *VM) error { f(vm); return nil }); err != nil {
		e.t.Fatal(err)
	}
}

// run runs a script in an event, and lets what it posted follow.
func (e *events) run(s *Scope, script string) string {
	e.t.Helper()
	var text string
	e.do(func(vm *VM) {
		vm.InScope(s, func() {
			v, err := vm.RunScript("event.js", script)
			if err != nil {
				e.t.Fatal(err)
			}
			text = v.String()
		})
	})
	e.do(func(*VM) {})
	e.do(func(*VM) {})
	return text
}

// log gives what scripts noted, and forgets it.
func (e *events) log() string {
	e.t.Helper()
	return e.run(e.b, "log.splice(0).join(', ')")
}

func (e *events) end(s *Scope) {
	e.do(func(*VM) { s.End() })
	e.do(func(*VM) {})
}

func (e *events) want(got, want string) {
	e.t.Helper()
	if got != want {
		e.t.Errorf("got %q, want %q", got, want)
	}
}

// makers are the ways in which scripts make promises that are pending.
var makers = map[string]string{
	"by new":                "new Promise((a, b) => { globalThis.resolve = a; globalThis.reject = b; })",
	"of a subclass":         "new (class extends Promise {})((a, b) => { globalThis.resolve = a; globalThis.reject = b; })",
	"of an async function":  "(async () => { await new Promise((a, b) => { globalThis.resolve = a; globalThis.reject = b; }); return 'value'; })()",
	"of then":               "new Promise((a, b) => { globalThis.resolve = a; globalThis.reject = b; }).then(() => 'value')",
	"of a thenable's await": "(async () => { return await { then(a, b) { globalThis.resolve = a; globalThis.reject = b; } }; })()",
	"of Promise.all":        "Promise.all([new Promise((a, b) => { globalThis.resolve = a; globalThis.reject = b; })]).then(String)",
	"of Promise.resolve":    "Promise.resolve({ then(a, b) { globalThis.resolve = a; globalThis.reject = b; } })",
}

func TestOrigin_SettlesAtHome(t *testing.T) {
	t.Parallel()
	for name, make := range makers {
		t.Run("a promise "+name+" settles in its event, and so does who waits", func(t *testing.T) {
			t.Parallel()
			e := newEvents(t, true)
			e.run(e.a, "globalThis.p = "+make+"; p.then((v) => note('then ' + v)); (async () => note('await ' + await p))(); 0")
			e.run(e.b, "(async () => note('await ' + await p))(); p.then((v) => note('then ' + v)); Promise.race([p]).then((v) => note('race ' + v)); 0")
			if n := e.b.pending; n != 3 {
				t.Errorf("%d waits count as outstanding", n)
			}
			e.run(e.b, "resolve('value'); resolve('other'); reject('other'); 0")
			e.want(sorted(e.log()), "a await value, a then value, b await value, b race value, b then value")
			if e.a.pending != 0 || e.b.pending != 0 {
				t.Error("something is outstanding")
			}
		})
	}
	t.Run("it is pending until then", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		e.run(e.a, "globalThis.p = "+makers["by new"]+"; p.then((v) => note(v)); 0")
		e.run(e.b, "resolve('settled'); note('resolved'); (async () => { for (let i = 0; i < 10; i++) await null; note('ticked'); })(); 0")
		e.want(e.log(), "b resolved, b ticked, a settled")
	})
	t.Run("what a thenable does is done in the event that settles", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		e.run(e.a, "globalThis.p = "+makers["by new"]+"; p.then((v) => note(v)); 0")
		e.run(e.b, "resolve({ then(f) { note('asked'); f('said'); } }); 0")
		e.want(e.log(), "b asked, a said")
	})
	t.Run("a rejection is told of in the event of the promise", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		var in *Scope
		e.do(func(vm *VM) { vm.iso.opts.Unhandled = func(vm *VM, _, _ Value) { in = vm.Scope() } })
		e.run(e.a, makers["by new"]+"; 0")
		e.run(e.b, "reject(new Error('reason')); 0")
		if in != e.a {
			t.Error("it was told of in another event")
		}
	})
	t.Run("without, it settles where it is settled", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, false)
		e.run(e.a, "globalThis.p = "+makers["by new"]+"; 0")
		e.run(e.b, "resolve('settled'); p.then((v) => note(v)); 0")
		e.want(e.log(), "b settled")
	})
	t.Run("what was made in no event settles anywhere", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		e.do(func(vm *VM) {
			_, err := vm.RunScript("module.js", "globalThis.p = "+makers["by new"])
			must(err)
		})
		e.run(e.a, "p.then((v) => note(v)); 0")
		if e.a.pending != 0 {
			t.Error("the wait counts as outstanding")
		}
		e.run(e.b, "resolve('settled'); p.then((v) => note(v)); 0")
		e.want(e.log(), "a settled, b settled")
	})
}

func TestOrigin_Ends(t *testing.T) {
	t.Parallel()
	const told = "(e) => note(e.constructor === Error && e.message.slice(0, 28))"
	for name, make := range makers {
		t.Run("who waits for a promise "+name+" is told that it never settles", func(t *testing.T) {
			t.Parallel()
			e := newEvents(t, true)
			e.run(e.a, "globalThis.p = "+make+"; p.then(() => note('ran'), () => note('failed')); 0")
			e.run(e.b, "p.then(() => note('ran'), "+told+"); 0")
			e.end(e.a)
			e.want(e.log(), "b This promise was created by ")
			e.run(e.b, "(async () => { try { await p; note('ran'); } catch (e) { ("+told+")(e); } })(); 0")
			e.want(e.log(), "b This promise was created by ")
			if e.b.pending != 0 {
				t.Error("something is outstanding")
			}
		})
	}
	t.Run("settling one is told of and does nothing", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		e.run(e.a, "globalThis.p = "+makers["by new"]+"; p.then(() => note('ran'), () => note('failed')); 0")
		e.end(e.a)
		e.run(e.b, "resolve('value'); reject('value'); 0")
		e.want(e.log(), "")
		if e.stray != 1 {
			t.Errorf("it was told of %d times", e.stray)
		}
	})
	t.Run("without, it stays pending until it is settled", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, false)
		e.run(e.a, "globalThis.p = "+makers["by new"]+"; 0")
		e.end(e.a)
		e.run(e.b, "p.then(note); 0")
		if e.b.pending != 1 {
			t.Error("the wait does not count as outstanding")
		}
		e.want(e.log(), "")
	})
	t.Run("nor does what waited for one in an event that has ended", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		e.run(e.a, "globalThis.p = "+makers["by new"]+"; 0")
		e.run(e.b, "p.then(() => note('ran'), () => note('failed')); 0")
		e.end(e.b)
		e.run(e.a, "resolve('value'); 0")
		e.want(e.run(e.a, "log.join()"), "")
	})
	t.Run("a promise that is kept keeps no event", func(t *testing.T) {
		t.Parallel()
		e := newEvents(t, true)
		var of weak.Pointer[Scope]
		e.do(func(vm *VM) {
			c := vm.NewScope(context.Background(), nil)
			of = weak.Make(c)
			vm.InScope(c, func() {
				_, err := vm.RunScript("event.js", "globalThis.p = (async () => { await new Promise(() => {}); })()")
				must(err)
			})
			c.End()
		})
		runtime.GC()
		runtime.GC()
		if of.Value() != nil {
			t.Error("it is there")
		}
		e.run(e.b, "p.then(() => {}, "+told+"); 0")
		e.want(e.log(), "b This promise was created by ")
	})
}

func TestOrigin_IsNotSeen(t *testing.T) {
	t.Parallel()
	e := newEvents(t, true)
	e.run(e.a, "globalThis.p = (async () => { await new Promise(() => {}); })(); 0")
	for _, s := range []*Scope{e.a, e.b} {
		for _, expr := range []string{
			"p.constructor === Promise", "p instanceof Promise", "Object.getPrototypeOf(p) === Promise.prototype",
			"p.__proto__ === Promise.prototype", "Reflect.getPrototypeOf(p) === Promise.prototype", "Promise.resolve(p) === p",
			"Promise.prototype.isPrototypeOf(p)", "p.then === Promise.prototype.then", "Object.prototype.toString.call(p) === '[object Promise]'",
			"Reflect.ownKeys(p).length === 0", "(() => { const keys = []; for (const k in p) keys.push(k); return keys.length === 0; })()",
			"(() => { Promise.prototype.extra = 1; try { return p.extra === 1; } finally { delete Promise.prototype.extra; } })()",
			"(() => { const then = Promise.prototype.then; Promise.prototype.then = 1; try { return p.then === 1; } finally { Promise.prototype.then = then; } })()",
			"(() => { const q = Object.create(Object.getPrototypeOf(p)); return q instanceof Promise; })()",
			"Object.getPrototypeOf(new Proxy(p, {})) === Promise.prototype",
		} {
			if got := e.run(s, expr); got != "true" {
				t.Errorf("%s is %s", expr, got)
			}
		}
	}
	e.run(e.b, "p.constructor = 5; 0")
	e.want(e.run(e.b, "p.constructor + ' ' + Promise.prototype.constructor.name"), "5 Promise")
}

func sorted(log string) string {
	words := strings.Split(log, ", ")
	slices.Sort(words)
	return strings.Join(words, ", ")
}

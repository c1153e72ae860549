package jsruntime

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func open(t testing.TB, opts Options) *Isolate {
	t.Helper()
	iso, err := New(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = iso.Close() })
	return iso
}

// eval runs a script and waits for the promise it gives, if it gives one.
func eval(t testing.TB, iso *Isolate, src string) (string, error) {
	t.Helper()
	type outcome struct {
		text string
		err  error
	}
	ch := make(chan outcome, 1)
	err := iso.Do(context.Background(), func(vm *VM) error {
		v, err := vm.RunString(src)
		if err != nil {
			return err
		}
		vm.Then(vm.ToPromise(v), func(v Value) { ch <- outcome{text: v.String()} },
			func(v Value) { ch <- outcome{err: vm.Wrap(v)} })
		return nil
	})
	if err != nil {
		return "", err
	}
	select {
	case o := <-ch:
		return o.text, o.err
	case <-iso.Done():
		return "", iso.Err()
	}
}

type point struct{ x, y int64 }

var pointClass = NewClass[point]("Point").
	Constructor(2, func(vm *VM, args Args, _ *Object) *point {
		return &point{args.At(0).ToInteger(), args.At(1).ToInteger()}
	}).
	Accessor("x", func(vm *VM, p *point) Value { return vm.ToValue(p.x) }, func(vm *VM, p *point, v Value) { p.x = v.ToInteger() }).
	Method("sum", 0, func(vm *VM, p *point, _ Args) Value { return vm.ToValue(p.x + p.y) }).
	AsyncMethod("later", 0, func(vm *VM, p *point, _ Args) (Value, error) {
		x := p.x
		return Async(vm, func(context.Context) (int64, error) { return x * 2, nil }, nil), nil
	}).
	Static("twice", 0, func(vm *VM, _ Value, args Args) Value { return vm.ToValue(2 * args.At(0).ToInteger()) }).
	Const("DIM", 2)

type point3 struct {
	point
	z int64
}

var point3Class = Extends(NewClass[point3]("Point3").
	Constructor(3, func(vm *VM, args Args, _ *Object) *point3 {
		return &point3{point{args.At(0).ToInteger(), args.At(1).ToInteger()}, args.At(2).ToInteger()}
	}).
	Getter("z", func(vm *VM, p *point3) Value { return vm.ToValue(p.z) }), pointClass, func(p *point3) *point { return &p.point })

var pointAPI = API{Name: "point", Globals: map[string]func(*VM) Value{
	"Point":  func(vm *VM) Value { return pointClass.Object(vm) },
	"Point3": func(vm *VM) Value { return point3Class.Object(vm) },
}}

func TestClass(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"constructs", `new Point(1, 2).sum()`, "3"},
		{"is an instance", `new Point() instanceof Point`, "true"},
		{"has its name, length and tag", `[Point.name, Point.length, String(new Point())].join()`, "Point,2,[object Point]"},
		{"can be subclassed with private fields", `class P extends Point { #z = 3; y2 = 4; get z() { return this.#z + this.sum() } } new P(1, 2).z + new P(1, 2).y2`, "10"},
		{"takes expandos", `const p = new Point(); p.foo = 1; p.foo`, "1"},
		{"hides the struct", `JSON.stringify(Object.keys(new Point()))`, "[]"},
		{"checks the receiver", `try { Point.prototype.sum.call({}) } catch (e) { e.name + ": " + e.message }`, "TypeError: Illegal invocation: function called with incorrect `this` reference. See https://developers.cloudflare.com/workers/observability/errors/#illegal-invocation-errors for details."},
		{"cannot be applied to a foreign object", `try { Point.call({}) } catch (e) { e.name }`, "TypeError"},
		{"cannot be applied twice", `try { Point.call(new Point()) } catch (e) { e.name }`, "TypeError"},
		{"inherits", `const p = new Point3(1, 2, 3); [p.sum(), p.z, p instanceof Point, Object.getPrototypeOf(Point3) === Point].join()`, "3,3,true,true"},
		{"does not give a child's getter to the parent", `try { Object.getOwnPropertyDescriptor(Point3.prototype, "z").get.call(new Point()) } catch (e) { e.message.slice(0, 18) }`, "Illegal invocation"},
		{"has constants on both", `Point.DIM + new Point().DIM`, "4"},
		{"has statics", `Point.twice(4)`, "8"},
		{"settles promises from goroutines", `new Point(21).later()`, "42"},
		{"rejects asynchronous methods on a wrong receiver", `Point.prototype.later.call(1).catch(e => e.message.slice(0, 18))`, "Illegal invocation"},
		{"sets through accessors", `const p = new Point(); p.x = 7; p.sum()`, "7"},
		{"has a DOMException that is an Error", `const e = new DOMException("m", "AbortError"); [e instanceof Error, e.code, e.name, String(e), e.stack.split("\n")[0]].join()`, "true,20,AbortError,AbortError: m,AbortError: m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := eval(t, open(t, Options{APIs: []API{pointAPI}}), tt.src)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// broken is a host class with mistakes in it.
type broken struct{ m map[string]int }

var brokenClass = NewClass[broken]("Broken").
	Constructor(0, func(_ *VM, args Args, _ *Object) *broken {
		b := &broken{}
		if args.At(0).ToBoolean() {
			b.m["a"] = 1
		}
		return b
	}).
	Method("method", 0, func(_ *VM, b *broken, _ Args) Value { b.m["a"] = 1; return nil }).
	AsyncMethod("later", 0, func(_ *VM, b *broken, _ Args) (Value, error) { b.m["a"] = 1; return nil, nil }).
	Method("promised", 0, func(vm *VM, b *broken, _ Args) Value {
		return vm.Promised(func() (Value, error) { b.m["a"] = 1; return nil, nil })
	}).
	Method("derived", 0, func(vm *VM, b *broken, _ Args) Value {
		return vm.ThenValue(vm.Resolved(nil), func(Value) Value { b.m["a"] = 1; return nil }, nil)
	})

func TestIsolate(t *testing.T) {
	t.Parallel()
	t.Run("an endless loop kills the isolate with the platform's words", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{CPULimit: 20 * time.Millisecond})
		if _, err := eval(t, iso, `for (;;);`); !errors.Is(err, ErrCPULimit) {
			t.Errorf("got %v", err)
		}
		if err := iso.Do(context.Background(), func(*VM) error { return nil }); !errors.Is(err, ErrCPULimit) {
			t.Errorf("afterwards: %v", err)
		}
	})
	t.Run("an endless loop in a microtask does too", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{CPULimit: 20 * time.Millisecond})
		if _, err := eval(t, iso, `Promise.resolve().then(() => { for (;;); })`); !errors.Is(err, ErrCPULimit) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a length without elements does not keep host code from ending", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{CPULimit: 20 * time.Millisecond})
		err := iso.Do(context.Background(), func(vm *VM) error {
			v, err := vm.RunString(`({ length: 2 ** 53, 1: "x" })`)
			if err != nil {
				return err
			}
			for i, v := range vm.Elements(AsObject(v)) {
				if (v == nil) == (i == 1) {
					t.Errorf("element %d is %v", i, v)
				}
			}
			return nil
		})
		if !errors.Is(err, ErrCPULimit) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no script catches what ends host code, whoever has found out first", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{CPULimit: 20 * time.Millisecond})
		err := iso.Do(context.Background(), func(vm *VM) error {
			_ = vm.Set("elements", func(call FunctionCall) Value {
				for range vm.Elements(AsObject(call.Argument(0))) {
				}
				return Undefined()
			})
			_, err := vm.RunString(`try { elements({ length: 2 ** 53 }) } catch {} finally { caught = true }`)
			if vm.Get("caught") != nil {
				t.Error("it went on")
			}
			return err
		})
		if !errors.Is(err, ErrCPULimit) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a turn that has ended before its end came leaves nothing to the next", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		err := iso.Do(context.Background(), func(*VM) error {
			iso.end(ErrCPULimit)
			return nil
		})
		if err != nil {
			t.Errorf("the turn itself: %v", err)
		}
		<-iso.Done()
		if _, err := eval(t, iso, `1`); !errors.Is(err, ErrCPULimit) {
			t.Errorf("the next one: %v", err)
		}
	})
	t.Run("values without end kill the isolate with the platform's words", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{Memory: 256 << 20})
		if _, err := eval(t, iso, `const all = []; for (;;) all.push(new Uint8Array(4096))`); !errors.Is(err, ErrMemoryLimit) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("recursion kills the isolate where only the engine sees it", func(t *testing.T) {
		t.Parallel()
		if _, err := eval(t, open(t, Options{}), `(function f() { return f() + 1 })()`); !errors.Is(err, ErrStackOverflow) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what a task catches of it kills the isolate as well", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{CPULimit: 20 * time.Millisecond})
		err := iso.Do(context.Background(), func(vm *VM) error {
			_, err := vm.RunString(`for (;;);`)
			if err = vm.Caught(err); !errors.Is(err, ErrCPULimit) {
				t.Errorf("caught %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if err := iso.Do(context.Background(), func(*VM) error { return nil }); !errors.Is(err, ErrCPULimit) {
			t.Errorf("afterwards: %v", err)
		}
	})
	t.Run("an unhandled rejection whose message throws is reported", func(t *testing.T) {
		t.Parallel()
		got := make(chan bool, 1)
		iso := open(t, Options{Unhandled: func(_ *VM, reason, _ Value) { got <- AsObject(reason) != nil }})
		if _, err := eval(t, iso, `Promise.reject(Object.defineProperty(new Error("x"), "message", { get() { throw new Error("mine"); } })); 1`); err != nil {
			t.Error(err)
		}
		if !<-got {
			t.Error("something else was reported")
		}
	})
	t.Run("a panic in a host function is an error of the task, and the isolate's end", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		err := iso.Do(context.Background(), func(vm *VM) error {
			must(vm.Set("boom", func() { var m map[string]int; m["a"] = 1 }))
			_, err := vm.RunString("boom()")
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "internal error") {
			t.Errorf("got %v", err)
		}
		if err := iso.Do(context.Background(), func(*VM) error { return nil }); err == nil || !strings.Contains(err.Error(), "internal error") {
			t.Errorf("afterwards: %v", err)
		}
	})
	for name, src := range map[string]string{
		"in a method rejects the promise of who called it":   `(async () => { await 1; new Broken().method() })()`,
		"in an asynchronous method rejects its promise":      `new Broken().later()`,
		"in a constructor rejects the promise of who called": `(async () => { await 1; new Broken(true) })()`,
		"behind Promised rejects its promise":                `new Broken().promised()`,
		"in a reaction rejects the derived promise":          `new Broken().derived()`,
		"can be caught": `(async () => { try { new Broken().method() } catch (e) { throw e } })()`,
	} {
		t.Run("a panic "+name, func(t *testing.T) {
			t.Parallel()
			iso := open(t, Options{APIs: []API{{Name: "broken", Globals: map[string]func(*VM) Value{
				"Broken": func(vm *VM) Value { return brokenClass.Object(vm) },
			}}}})
			got, err := eval(t, iso, src+`.catch((e) => e.message)`)
			if err != nil || !strings.HasPrefix(got, "internal error: assignment to entry in nil map") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for name, src := range map[string]string{
		"an iterator without next":                   `(async () => { await 1; const o = {}; Object.defineProperty(o, Symbol.iterator, { value() { return {} } }); for (const x of o); })()`,
		"what only has the prototype of promises":    `(async () => { await 1; await { __proto__: Promise.prototype } })()`,
		"the same, in a turn that began with script": `(async () => { await { __proto__: Promise.prototype } })()`,
	} {
		t.Run("a panic of the engine for "+name+" ends the isolate", func(t *testing.T) {
			t.Parallel()
			iso := open(t, Options{})
			if got, err := eval(t, iso, src); err == nil || !strings.Contains(err.Error(), "internal error") {
				t.Errorf("got %q, %v", got, err)
			}
			if err := iso.Do(context.Background(), func(*VM) error { return nil }); err == nil {
				t.Error("the isolate lives")
			}
		})
	}
	t.Run("a panic of the engine among the microtasks at a turn's end ends the isolate", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		err := iso.Do(context.Background(), func(vm *VM) error {
			vm.nop = func(Value, ...Value) (Value, error) { panic(errors.New("a broken stack")) }
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		<-iso.Done()
		if err := iso.Err(); err == nil || !strings.Contains(err.Error(), "a broken stack") {
			t.Errorf("it ended with %v", err)
		}
	})
	t.Run("an exception carries name, message, stack and cause", func(t *testing.T) {
		t.Parallel()
		_, err := eval(t, open(t, Options{}), "function f() { throw new RangeError('r', {cause: new Error('c')}) }\nf()")
		var ex *Exception
		if !errors.As(err, &ex) || ex.Name != "RangeError" || ex.Cause == nil || ex.Cause.Message != "c" || !strings.Contains(ex.Stack, "\n    at f (") {
			t.Errorf("got %#v", err)
		}
	})
	t.Run("an event that nothing can answer is found", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		hung := make(chan struct{})
		err := iso.Do(context.Background(), func(vm *VM) error {
			vm.NewScope(context.Background(), vm.NewGate()).AddPending(1) // an actor's own affair
			s := vm.NewScope(context.Background(), nil)
			s.Answering(func() { close(hung) })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		<-hung
	})
	t.Run("an event is not hung while others may call what it has lent, or hope is left", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		hung, hope := make(chan struct{}), true
		var back func()
		do := func(f func(vm *VM)) {
			t.Helper()
			if err := iso.Do(context.Background(), func(vm *VM) error { f(vm); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		do(func(vm *VM) {
			s := vm.NewScope(context.Background(), nil)
			back = s.Lend()
			s.Hope(func() bool { return hope })
			s.Answering(func() { close(hung) })
		})
		notYet := func() {
			select {
			case <-hung:
				t.Fatal("hung")
			default:
			}
		}
		do(func(*VM) { notYet(); back() })
		do(func(*VM) { notYet(); hope = false })
		<-hung
	})
	t.Run("closing cancels work and waits for it", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		started, ended := make(chan struct{}), false
		_ = iso.Do(context.Background(), func(vm *VM) error {
			Async(vm, func(ctx context.Context) (int, error) {
				close(started)
				<-ctx.Done()
				ended = true
				return 0, ctx.Err()
			}, nil)
			return nil
		})
		<-started
		if err := iso.Close(); err != nil || !ended {
			t.Errorf("closed with %v, ended %v", err, ended)
		}
	})
	t.Run("unhandled rejections are reported, handled ones not", func(t *testing.T) {
		t.Parallel()
		got := make(chan string, 10)
		iso := open(t, Options{Unhandled: func(_ *VM, reason, _ Value) { got <- reason.String() }})
		_, _ = eval(t, iso, `Promise.reject("late").catch(() => {}); Promise.reject("lost"); 1`)
		if reason := <-got; reason != "lost" || len(got) != 0 {
			t.Errorf("got %q and %d more", reason, len(got))
		}
	})
}

func TestVM_TellRejectionsEarly(t *testing.T) {
	t.Parallel()
	script := `(async () => {
		const late = Promise.reject("late");
		Promise.reject("lost");
		Promise.reject("last");
		await null;
		say("next");
		late.catch(() => {});
	})(); 1`
	for _, c := range []struct {
		name, want string
		early      bool
	}{
		{"rejections are told of at the turn's end, the last first where one was handled", "next, unhandled last, unhandled lost", false},
		{"or in the next microtask, too early for a handler that comes later", "unhandled late, unhandled last, unhandled lost, next, handled late", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var said []string
			say := func(text string) { said = append(said, text) }
			iso := open(t, Options{
				Unhandled: func(_ *VM, reason, _ Value) { say("unhandled " + reason.String()) },
				Handled: func(_ *VM, promise Value) {
					p, _ := AsPromise(promise)
					say("handled " + p.Result().String())
				},
			})
			err := iso.Do(context.Background(), func(vm *VM) error {
				vm.TellRejectionsEarly(func() bool { return c.early })
				return vm.Set("say", say)
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := eval(t, iso, script); err != nil {
				t.Fatal(err)
			}
			if err := iso.Do(context.Background(), func(*VM) error { return nil }); err != nil { // a turn later
				t.Fatal(err)
			}
			if got := strings.Join(said, ", "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestGate(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	var order []string
	var outer, inner *Frame
	var leave func()
	do := func(f func(*VM)) {
		t.Helper()
		if err := iso.Do(context.Background(), func(vm *VM) error { f(vm); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(vm *VM) {
		g := vm.NewGate()
		s := vm.NewScope(context.Background(), g)
		outer = s.frame()
		vm.InFrame(outer, func() { leave = g.Inside(func() { inner = vm.Frame() }) })
	})
	outer.Post(func(*VM) { order = append(order, "held") })
	inner.Post(func(*VM) { order = append(order, "inside") })
	do(func(*VM) { order = append(order, "open"); leave() })
	do(func(*VM) {})
	do(func(*VM) {
		if got := strings.Join(order, " "); got != "inside open held" {
			t.Errorf("order is %s", got)
		}
	})
}

func TestGate_order(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	var order []string
	note := func(what string) func(*VM) { return func(*VM) { order = append(order, what) } }
	done := make(chan struct{})
	err := iso.Do(context.Background(), func(vm *VM) error {
		g := vm.NewGate()
		s := vm.NewScope(context.Background(), g)
		open := g.Shut()
		s.PostEvent(func(*VM) {
			note("first")(vm)
			opened := g.Shut() // as a constructor that reads its storage does
			s.Event(note("rest of first"))
			opened()
		})
		s.PostEvent(note("second"))
		s.Post(func(*VM) {
			open()
			s.PostEvent(note("third"))
			s.PostEvent(func(*VM) { close(done) })
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	<-done
	if got := strings.Join(order, ", "); got != "first, rest of first, second, third" {
		t.Errorf("order is %s", got)
	}
}

func BenchmarkDo(b *testing.B) {
	iso := open(b, Options{})
	ctx := context.Background()
	for b.Loop() {
		_ = iso.Do(ctx, func(*VM) error { return nil })
	}
}

func BenchmarkAsync(b *testing.B) {
	iso := open(b, Options{})
	ctx := context.Background()
	done := make(chan struct{})
	for b.Loop() {
		_ = iso.Do(ctx, func(vm *VM) error {
			Async(vm, func(context.Context) (int, error) { return 1, nil }, func(vm *VM, i int) (Value, error) {
				done <- struct{}{}
				return nil, nil
			})
			return nil
		})
		<-done
	}
}

func BenchmarkClassNew(b *testing.B) {
	iso := open(b, Options{})
	_ = iso.Do(context.Background(), func(vm *VM) error {
		for b.Loop() {
			o := pointClass.New(vm, &point{})
			if _, ok := pointClass.From(o); !ok {
				b.Fatal()
			}
		}
		return nil
	})
}

func TestIsolate_MistakesAtItsEnd(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	iso := open(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	told := false
	_ = iso.Do(context.Background(), func(vm *VM) error {
		vm.NewScope(context.Background(), nil).OnEnd(func() { panic("of a scope") })
		iso.Post(func(vm *VM) { _ = vm.Turn() }) // of no VM
		iso.Post(func(vm *VM) { told = vm == nil })
		vm.Abort(errors.New("over"))
		return nil
	})
	<-iso.Done()
	if !told || strings.Count(log.String(), "panic in a host function") != 2 {
		t.Errorf("told: %v, logged: %s", told, &log)
	}
}

package jsruntime

import (
	"context"
	"testing"
)

func TestThen(t *testing.T) {
	t.Parallel()
	t.Run("what a function throws is a rejection that nobody handles", func(t *testing.T) {
		t.Parallel()
		got := make(chan string, 2)
		iso := open(t, Options{Unhandled: func(_ *VM, reason, _ Value) { got <- reason.String() }})
		err := onLoop(t, iso, `Promise.resolve("late")`, func(vm *VM, p Value) error {
			vm.Then(p, func(v Value) { panic(v) }, nil)
			vm.Then(p, func(Value) { panic("a mistake") }, nil)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if first, second := <-got, <-got; first != "late" || second != "Error: internal error: a mistake" {
			t.Errorf("unhandled were %q and %q", first, second)
		}
		if v, err := eval(t, iso, "1 + 1"); v != "2" || err != nil {
			t.Errorf("the isolate says %q, %v afterwards", v, err)
		}
	})
	t.Run("microtasks wait for the end of a function", func(t *testing.T) {
		t.Parallel()
		iso := open(t, Options{})
		err := onLoop(t, iso, `globalThis.seen = []; (x) => Promise.resolve().then(() => seen.push(x))`, func(vm *VM, fn Value) error {
			call, _ := AsFunction(fn)
			twice := func() {
				for range 2 {
					vm.Call(call, Undefined(), vm.ToValue(vm.Get("seen").String()))
				}
			}
			vm.Then(vm.Resolved(nil), func(Value) { twice() }, nil)
			vm.Enter(twice)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if v, err := eval(t, iso, `JSON.stringify(seen)`); v != `["","","",""]` || err != nil {
			t.Errorf("microtasks saw %s, %v", v, err)
		}
	})
	t.Run("waiting for a promise of another event is outstanding", func(t *testing.T) {
		t.Parallel()
		iso, ran := open(t, Options{}), make(chan struct{})
		err := iso.Do(context.Background(), func(vm *VM) error {
			maker, waiter := vm.NewScope(context.Background(), nil), vm.NewScope(context.Background(), nil)
			vm.InScope(maker, func() {
				p, resolve, _ := vm.NewResolvers()
				vm.InScope(waiter, func() { vm.Then(p, func(Value) { close(ran) }, nil) })
				if waiter.pending != 1 {
					t.Errorf("outstanding are %d", waiter.pending)
				}
				maker.Post(func(*VM) { resolve(Undefined()) })
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		<-ran
	})
	t.Run("an isolate that is to end does not go on", func(t *testing.T) {
		t.Parallel()
		iso, ran := open(t, Options{}), false
		_ = iso.Do(context.Background(), func(vm *VM) error {
			vm.Then(vm.Resolved(nil), func(Value) { ran = true }, nil)
			vm.Interrupt(ErrClosed)
			return nil
		})
		<-iso.Done()
		if ran {
			t.Error("the function ran")
		}
	})
}

func TestBytes_AskNoScript(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), `(() => {
		const view = new Uint16Array([1, 2, 3, 4]).subarray(1, 3);
		for (const name of ["buffer", "byteOffset", "byteLength"]) Object.defineProperty(view, name, { get() { throw name } });
		return view;
	})()`, func(_ *VM, v Value) error {
		if b, ok := Bytes(v); !ok || string(b) != "\x02\x00\x03\x00" {
			t.Errorf("bytes are %x, %v", b, ok)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

package jsruntime

import "testing"

func TestSketch(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	for src, want := range map[string]string{
		`"text"`:                         "text",
		`undefined`:                      "undefined",
		`1.5`:                            "1.5",
		`Symbol("s")`:                    "Symbol(s)",
		`({ get name() { throw 1 } })`:   "#<Object>",
		`new (class Foo {})`:             "#<Foo>",
		`Promise.resolve()`:              "#<Promise>",
		`[1]`:                            "[object Array]",
		`new RangeError("far")`:          "RangeError: far",
		`Object.create(new Error("up"))`: "Error: up",
		`Object.defineProperty(new Error("m"), "name", { get() { throw 1 } })`:    "m",
		`Object.defineProperty(new Error("m"), "message", { get() { throw 1 } })`: "Error",
		`new DOMException("m", "N")`: "N: m",
		`new Proxy({}, { get() { throw 1 }, getOwnPropertyDescriptor() { throw 1 } })`: "#<Object>",
		`({ toString() { return "own" } })`:                                            "[object Object]",
		`new Date(0)`:                                                                  "[object Date]",
		`/x/`:                                                                          "[object RegExp]",
		`new Uint8Array(2)`:                                                            "[object Uint8Array]",
		`new Map()`:                                                                    "#<Map>",
		`(function* () {})()`:                                                          "[object Generator]",
		`() => 1`:                                                                      "() => 1",
		`Object.create(null)`:                                                          "[object Object]",
	} {
		t.Run(src, func(t *testing.T) {
			err := onLoop(t, iso, "("+src+")", func(vm *VM, v Value) error {
				if got := vm.Sketch(v); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLazyGlobalsAreNotSetByHeirs(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{APIs: []API{{Name: "x", Globals: map[string]func(*VM) Value{"Thing": func(vm *VM) Value { return vm.ToValue(5) }}}}})
	got, err := eval(t, iso, `"use strict"; const heir = Object.create(globalThis); heir.Thing = 6; JSON.stringify([heir.Thing, Object.keys(heir), Thing])`)
	if want := `[6,["Thing"],5]`; err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

func TestLazyGlobalsHaveNoGetter(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{APIs: []API{{Name: "x", Globals: map[string]func(*VM) Value{"Thing": func(vm *VM) Value { return vm.ToValue(5) }}}}})
	for _, holder := range []string{"Object", "Reflect"} {
		got, err := eval(t, iso, `JSON.stringify(`+holder+`.getOwnPropertyDescriptor(globalThis, "Thing"))`)
		if want := `{"value":5,"writable":true,"enumerable":true,"configurable":true}`; err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", holder, got, err, want)
		}
	}
}

func TestRegard(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	for src, want := range map[string]string{
		`new RangeError("far")`: "RangeError: far",
		`Object.defineProperty(new Error("m"), "message", { get() { throw 1 } })`: "Error",
		`new Proxy(new Error("p"), { get() { throw 1 } })`:                        "Error: #<Object>",
		`Object.assign(new Error(), { message: { toString() { throw 1 } } })`:     "Error: [object Object]",
		`new DOMException("m", "N")`:                                              "N: m",
	} {
		t.Run(src, func(t *testing.T) {
			err := onLoop(t, iso, "("+src+")", func(vm *VM, v Value) error {
				if got := vm.Regard(v).Error(); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

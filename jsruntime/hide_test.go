package jsruntime

import (
	"context"
	"testing"
)

func TestHide(t *testing.T) {
	t.Parallel()
	class := NewClass[struct{ _ int }]("Thing").Constructor(0, func(*VM, Args, *Object) *struct{ _ int } { return &struct{ _ int }{} })
	iso, err := New(context.Background(), Options{APIs: []API{{Name: "thing", Globals: map[string]func(*VM) Value{
		"Thing": func(vm *VM) Value { return class.Object(vm) },
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	for script, want := range map[string]string{
		`Object.getOwnPropertyNames(new Thing()).length`:                                          "0",
		`class Sub extends Thing { a = 1; [7] = 2 }; Object.getOwnPropertyNames(new Sub())+""`:    "7,a",
		`Reflect.ownKeys(new (class extends Thing { a = 1; [Symbol.iterator] = 2 })()).length`:    "2",
		`Reflect.ownKeys(new Proxy(new Thing(), {})).length`:                                      "0",
		`Object.keys(Object.getOwnPropertyDescriptors(new (class extends Thing { a = 1 })()))+""`: "a",
		`Object.getOwnPropertyNames({ b: 1, a: 2 })+""`:                                           "b,a",
		`globalThis["%x"] = 1; Reflect.ownKeys(globalThis).filter((n) => n[0] === "%").length`:    "0",
		`Object.keys(Object.getOwnPropertyDescriptors({ "%a": 1 }))+typeof GoError`:               "%aundefined",
	} {
		err := iso.Do(context.Background(), func(vm *VM) error {
			v, err := vm.RunString(script)
			if err == nil && v.String() != want {
				t.Errorf("%s is %s, want %s", script, v, want)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", script, err)
		}
	}
}

package jsruntime

import (
	"context"
	"math"
	"runtime"
	"slices"
	"strconv"
	"testing"
)

func TestInside_EngineHasTheFields(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), `[new Uint16Array(4), new DataView(new ArrayBuffer(4), 1), Uint16Array, [].map]`, func(vm *VM, v Value) error {
		at := func(i string) *Object { return v.(*Object).Get(i).(*Object) }
		array, view := at("0"), at("1")
		if w := windowOf(array); w != (window{0, 4, 2}) {
			t.Errorf("the typed array's window is %v", w)
		}
		if w := windowOf(view); w != (window{1, 3, 1}) {
			t.Errorf("the DataView's window is %v", w)
		}
		if !IsDataView(view) || IsDataView(array) || IsDataView(at("2")) || BufferOf(v) != nil {
			t.Error("views are not told from other objects")
		}
		if !IsBuiltIn(at("2")) || !IsBuiltIn(at("3")) || IsBuiltIn(array) {
			t.Error("native functions are not told from other objects")
		}
		b := BufferOf(array).Export().(ArrayBuffer)
		replaceBytes(b, make([]byte, 2))
		setWindow(array, b, 1)
		if len(Shown(array)) != 2 || Outside(array) {
			t.Error("the array does not show its new bytes")
		}
		setWindow(array, standIn(vm, b), 0)
		if !Outside(array) || !BufferOf(array).SameAs(array.Get("buffer")) {
			t.Error("the array does not stand outside of its own buffer")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUnconstruct_LeavesTheFunction(t *testing.T) {
	t.Parallel()
	src := `(() => { let n = 1; const f = function named(a, b = 2) { return [this.x, a, b, n++, new.target, typeof named].join(); }; f.own = 5; f.prototype.p = 1; return f; })()`
	err := onLoop(t, open(t, Options{}), src, func(vm *VM, v Value) error {
		f := v.(*Object)
		vm.Unconstruct(f)
		if err := vm.Set("f", f); err != nil {
			return err
		}
		got, err := vm.RunString(`
			let refused = 0;
			for (const make of [() => new f(), () => Reflect.construct(Object, [], f), () => class extends f {}]) try { make(); } catch (e) { refused += e instanceof TypeError; }
			f.length = 9;
			[f.call({ x: 7 }, 3), f.bind({ x: 8 })(4), refused, f.own, f.prototype.p, f.name, f.length, typeof f, Object.prototype.toString.call(f), String(f).slice(0, 14)].join(";")`)
		if err != nil {
			return err
		}
		if want := "7,3,2,1,,function;8,4,2,2,,function;3;5;1;named;1;function;[object Function];function named"; got.String() != want {
			t.Errorf("got %s, want %s", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResize_ForgetsViewsThatAreGone(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), "new ArrayBuffer(1)", func(vm *VM, v Value) error {
		buffer := v.(*Object)
		vm.MakeResizable(buffer, 8)
		for range 2000 {
			if _, err := vm.New(vm.Get("Uint8Array"), buffer); err != nil {
				return err
			}
			if len(stateOf(buffer).views)%100 == 0 {
				runtime.GC()
			}
		}
		if n := len(stateOf(buffer).views); n > 1000 {
			t.Errorf("%d views are remembered", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHalfBits(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 65504: 0x7bff, 65519.99: 0x7bff, 65520: 0x7c00, math.Inf(-1): 0xfc00,
		0x1p-14: 0x0400, 0x1p-24: 1, 0x1p-25: 0, 0x1.8p-25: 1, 0x1.ff8p-15: 0x03ff, 0x1.ffcp-15: 0x0400,
		2049: 0x6800, 2051: 0x6802, 0x1.ffep0: 0x4000,
	} {
		if got := HalfBits(f); got != want {
			t.Errorf("%v has the bits %#x, want %#x", f, got, want)
		}
	}
	for n := range 1 << 16 {
		if f := HalfFloat(uint16(n)); !math.IsNaN(f) && HalfBits(f) != uint16(n) {
			t.Fatalf("%#x is %v, whose bits are %#x", n, f, HalfBits(f))
		}
	}
}

func TestPlain_TellsWhatItReads(t *testing.T) {
	t.Parallel()
	source := `[{b: 1, a: "x"}, {1: 1}, {"é": 1}, {get a() { return 1 }}, Object.defineProperty({}, "a", {value: 1}), new Map,
		Object.freeze({a: 1}), [1, , 3], class { static a = 1 }, new Proxy({a: 1}, {}), Object.create({c: 1}), {}]`
	err := onLoop(t, open(t, Options{}), source, func(vm *VM, v Value) error {
		p := vm.Plain()
		at := func(i int) *Object { return v.(*Object).Get(strconv.Itoa(i)).(*Object) }
		if names, ok := p.Names(nil, at(0)); !ok || !slices.Equal(names, []string{"b", "a"}) {
			t.Errorf("a plain object's names are %v, %v", names, ok)
		}
		if v, ok := p.Property(at(0), "a"); !ok || v.String() != "x" {
			t.Errorf("a plain object's property is %v, %v", v, ok)
		}
		for i := 1; i < 10; i++ {
			if names, ok := p.Names(nil, at(i)); ok || len(names) > 0 {
				t.Errorf("object %d passes for a simple one with %v", i, names)
			}
			if _, ok := p.Property(at(i), "a"); ok {
				t.Errorf("object %d passes for one with a simple property", i)
			}
		}
		for i := 10; i < 12; i++ {
			if names, ok := p.Names(nil, at(i)); !ok || len(names) > 0 {
				t.Errorf("the empty object %d has %v, %v", i, names, ok)
			}
		}
		for i, want := range []bool{true, true, true, true, true, false, true, true, false, false, true, true} {
			if got := p.Is(at(i)); got != want {
				t.Errorf("object %d is plain: %v", i, got)
			}
		}
		for i, want := range []bool{true, false, false, true, true, false, true, false, false, false, false, false} {
			has, known := p.Has(at(i), "a")
			if seen := i != 5 && i != 7 && i != 8 && i != 9; known != seen || has != (want && seen) {
				t.Errorf("object %d has a: %v, %v", i, has, known)
			}
		}
		if has, known := p.Has(at(2), "é"); has || known {
			t.Errorf("a name that is not ASCII: %v, %v", has, known)
		}
		for i, want := range []bool{true, false, true, false} {
			if _, ok := p.Element(at(7), i); ok != want {
				t.Errorf("element %d of the array: %v", i, ok)
			}
		}
		if _, ok := p.Element(at(0), 0); ok {
			t.Error("an object passes for an array")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPlain_MakesOrdinaryObjects(t *testing.T) {
	t.Parallel()
	check := `(o => {
		o.z = 1; delete o.b; o.b = 2; Object.defineProperty(o, "c", {get: () => 7});
		return JSON.stringify([Object.keys(o), Object.getPrototypeOf(o) === Object.prototype, o.a, o.b, o.c, "__proto__" in o, Object.keys({...o})]);
	})`
	err := onLoop(t, open(t, Options{}), check, func(vm *VM, v Value) error {
		fn, _ := AsFunction(v)
		one := []Member{{"a", vm.ToValue(1)}, {"b", vm.ToValue(1)}, {"1", vm.ToValue(1)}, {"a", vm.ToValue(3)}, {"c", vm.ToValue(3)}}
		if got := vm.Call(fn, Undefined(), vm.Plain().Object(one)).String(); got != `[["1","a","c","z","b"],true,3,2,7,true,["1","a","c","z","b"]]` {
			t.Errorf("got %s", got)
		}
		if text := vm.Plain().Text("ascii"); !IsString(text) || !text.StrictEquals(vm.ToValue("ascii")) || text.ExportType() != vm.ToValue("x").ExportType() {
			t.Errorf("the string is %v", text)
		}
		var many []Member
		for i := range 100 {
			many = append(many, Member{"key" + strconv.Itoa(i), vm.ToValue(i)})
		}
		if got := len(vm.Plain().Object(many).Keys()); got != 100 {
			t.Errorf("%d keys", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMold_MakesValuesOfTheirOwn(t *testing.T) {
	t.Parallel()
	source := `[{ id: "x", on: true, n: 1.5, none: null, lost: undefined, deep: { list: {}, "": 1 } }, { list: [1] }, { f() {} }, new Map, "text",
		{ d: new Date }, (() => { const o = {}; o.self = { o }; return o; })(), (() => { const o = {}; return { o, again: o }; })()]`
	err := onLoop(t, open(t, Options{}), source, func(vm *VM, v Value) error {
		p := vm.Plain()
		at := func(i int) Value { return v.(*Object).Get(strconv.Itoa(i)) }
		m := p.Mold(at(0))
		if m == nil {
			t.Fatal("an object of plain values has no mold")
		}
		stringify := callableOf(vm.Get("JSON").(*Object).Get("stringify"))
		text := func(v Value) string { return vm.Call(stringify, Undefined(), v).String() }
		one, two := p.Cast(m).(*Object), p.Cast(m).(*Object)
		if text(one) != text(at(0)) || one.Prototype() != at(0).(*Object).Prototype() || !IsUndefined(one.Get("lost")) {
			t.Errorf("the copy is %s", text(one))
		}
		must(one.Set("id", "changed"))
		must(one.Get("deep").(*Object).Set("more", 1))
		must(one.Delete("on"))
		if text(two) != text(at(0)) || text(p.Cast(m)) != text(at(0)) {
			t.Errorf("a change of one copy has changed another: %s", text(two))
		}
		for _, i := range []int{1, 2, 3, 5, 6, 7} {
			if p.Mold(at(i)) != nil {
				t.Errorf("value %d has a mold", i)
			}
		}
		if got := p.Cast(p.Mold(at(4))); got != at(4) {
			t.Errorf("the text is %v", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNewFunction_HasItsNameAndLength(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), `(f) => { f.calls = f(1, 2); return JSON.stringify([f.name, f.length, Object.getOwnPropertyNames(f), Object.getOwnPropertyDescriptors(f), f.calls]); }`, func(vm *VM, v Value) error {
		f := vm.NewFunction("two words", 3, func(call FunctionCall) Value { return vm.ToValue(len(call.Arguments)) })
		shape, _ := AsFunction(v)
		got := vm.Call(shape, Undefined(), f).String()
		want := `["two words",3,["length","name","calls"],{"length":{"value":3,"writable":false,"enumerable":false,"configurable":true},` +
			`"name":{"value":"two words","writable":false,"enumerable":false,"configurable":true},"calls":{"value":2,"writable":true,"enumerable":true,"configurable":true}},2]`
		if got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPatchArrayMethods_PatchesWhatIsMadeLater(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	err := iso.Do(t.Context(), func(vm *VM) error {
		made := map[string]int{}
		wraps := map[string]Wrap{}
		for _, name := range []string{"fill", "push", "values"} {
			wraps[name] = func(_ *VM, original Native) Native {
				made[name]++
				return func(call FunctionCall) Value { return vm.NewArrayOf(original(call)) }
			}
		}
		if _, err := vm.RunString(`[].push`); err != nil {
			return err
		}
		vm.PatchArrayMethods(wraps)
		if made["push"] != 1 || made["fill"] != 0 {
			t.Errorf("at first %v were made", made)
		}
		v, err := vm.RunString(`JSON.stringify([[].push(5), [1, 2].fill(0), [].fill === [].fill, [].fill.name, [3].indexOf(3), Object.keys(Array.prototype)])`)
		if err != nil {
			return err
		}
		if want := `[[1],[[0,0]],true,"fill",0,[]]`; v.String() != want || made["fill"] != 1 {
			t.Errorf("got %s, want %s; %v were made", v, want, made)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPatchMethod_PatchesWhatIsMadeLater(t *testing.T) {
	t.Parallel()
	err := open(t, Options{}).Do(t.Context(), func(vm *VM) error {
		made := ""
		adding := func(text string) func(Native) Native {
			return func(original Native) Native {
				made += text
				return func(call FunctionCall) Value { return vm.ToValue(original(call).String() + text) }
			}
		}
		texts, patterns := vm.Get("String").(*Object).Get("prototype").(*Object), vm.Get("Reflect").(*Object)
		if _, err := vm.RunString(`const early = "".padStart`); err != nil {
			return err
		}
		vm.PatchMethod(texts, "padStart", adding("a")) // which is there
		vm.PatchMethod(texts, "padEnd", adding("b"))
		vm.PatchMethod(texts, "padEnd", adding("c"))
		vm.PatchMethod(patterns, "has", adding("d")) // of an object that has all from the beginning
		if made != "ad" {
			t.Errorf("at first %q were made", made)
		}
		v, err := vm.RunString(`[early.call("x", 2), "x".padEnd(2), "x".padEnd === "".padEnd, "".padEnd.name, Reflect.has({}, "x"), "x".trim(), Object.keys(String.prototype).length].join()`)
		vm.PatchMethod(vm.GlobalObject(), "parseInt", adding("e"))
		if _, err := vm.RunString(`parseInt`); err != nil {
			return err
		}
		vm.PatchGlobals(nil) // goes over what is there
		if one, err := vm.RunString(`parseInt("1")`); err != nil || one.String() != "1e" {
			t.Errorf("parseInt was changed twice: %v, %v", one, err)
		}
		if want := " xa,x bc,true,padEnd,falsed,x,0"; err != nil || v.String() != want || made != "adbce" {
			t.Errorf("got %s, %v, want %s; %q were made", v, err, want, made)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	err = open(t, Options{}).Do(t.Context(), func(vm *VM) error {
		v, err := vm.RunString(`"x".padEnd(2)`)
		if err == nil && v.String() != "x " {
			t.Errorf("another VM got %q", v)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNewAccess_IsAFunctionOfItsOwn(t *testing.T) {
	t.Parallel()
	err := open(t, Options{}).Do(t.Context(), func(vm *VM) error {
		o := vm.NewObject()
		for i, name := range []string{"a", "b"} {
			access := vm.newAccess(func(call FunctionCall) Value {
				if len(call.Arguments) > 0 {
					vm.Throwf(TypeError, "%s is for reading", name)
				}
				return vm.ToValue(i)
			})
			must(o.DefineAccessorProperty(name, access, access, Yes, Yes))
		}
		must(vm.Set("o", o))
		v, err := vm.RunString(`try { o.a = 1 } catch (e) { [o.a, o.b, e].join() }`)
		if want := "0,1,TypeError: a is for reading"; err != nil || v.String() != want {
			t.Errorf("got %v, %v, want %s", v, err, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNamesBesideElements(t *testing.T) {
	err := open(t, Options{}).Do(context.Background(), func(vm *VM) error {
		v, err := vm.RunString(`const u = new Float64Array(3); u.x = 1; u[Symbol()] = 2; u[1] = 3; Object.defineProperty(u, "hidden", { value: 4 }); u`)
		if err != nil {
			return err
		}
		if got := NamesBesideElements(v.(*Object)); !slices.Equal(got, []string{"x", "hidden"}) {
			t.Errorf("got %q", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

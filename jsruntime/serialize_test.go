package jsruntime

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"
)

// onLoop evaluates src and calls f with the result on the loop.
func onLoop(t testing.TB, iso *Isolate, src string, f func(vm *VM, v Value) error) error {
	t.Helper()
	return iso.Do(context.Background(), func(vm *VM) error {
		v, err := vm.RunString(src)
		if err != nil {
			t.Fatal(err)
		}
		return f(vm, v)
	})
}

func TestSerialize_Bytes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"null", "null", "30"}, {"true", "true", "54"}, {"false", "false", "46"}, {"undefined", "undefined", "5F"},
		{"a small integer", "-5", "4909"},
		{"a number beyond int32", "3000000000", "4E000000C00B5AE641"},
		{"a fraction", "1.5", "4E000000000000F83F"},
		{"negative zero", "-0", "4E0000000000000080"},
		{"a bigint", "12345678901234567890n", "5A10D20A1FEB8CA954AB"},
		{"a negative bigint", "-1n", "5A110100000000000000"},
		{"one-byte text", `"hi"`, "22026869"}, {"latin-1 text", `"é"`, "2201E9"},
		{"two-byte text", `"日本"`, "6304E5652C67"},
		{"aligned two-byte text", `[true,"日"]`, "4102" + "54" + "00" + "6302E565" + "240002"},
		{"a date", "new Date(0)", "440000000000000000"},
		{"a regular expression", "/a/gi", "5222016103"},
		{"a map", `new Map([[1,2]])`, "3B490249043A02"},
		{"a set", `new Set([1])`, "2749022C01"},
		{"an array buffer", `new Uint8Array([1,2]).buffer`, "42020102"},
		{"a typed array", `new Uint16Array([1,2])`, "420401000200" + "5657000400"},
		{"views of one buffer", `(() => { const b = new ArrayBuffer(2); return [new Uint8Array(b), new DataView(b, 1)] })()`,
			"4102" + "42020000" + "5642000200" + "5E01" + "563F010100" + "240002"},
		{"a dense array", `[1,"a"]`, "4102490222016124" + "0002"},
		{"a sparse array", `[1,,3]`, "6103490049024904490640" + "0203"},
		{"an empty array", `[]`, "4100240000"},
		{"an array with properties", `Object.assign([1], {a: 2})`, "4101490222016149042401" + "01"},
		{"an object", `({k:1})`, "6F22016B49027B01"},
		{"integer keys first", `({b:1, 2:3})`, "6F4904490622016249027B02"},
		{"wrapper objects", `[Object(true), Object(false), Object(1), Object("a"), Object(1n)]`,
			"4105" + "79" + "78" + "6E000000000000F03F" + "73220161" + "7A100100000000000000" + "240005"},
		{"a back reference", `(() => { const a = {}; a.a = a; return a })()`, "6F2201615E007B01"},
		{"an error", `(() => { const e = new TypeError("m", {cause: 1}); e.stack = "s"; return e })()`, "7254" + "6D22016D" + "73220173" + "634902" + "2E"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := onLoop(t, open(t, Options{}), "("+tt.src+")", func(vm *VM, v Value) error {
				m, err := vm.Serialize(v, nil, nil)
				if err != nil {
					return err
				}
				if got := strings.ToUpper(hex.EncodeToString(m.Data)); got != "FF0F"+tt.want {
					t.Errorf("got  %s\nwant FF0F%s", got, tt.want)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// cloneAPI offers a clone function to test scripts.
var cloneAPI = API{Name: "clone", Globals: map[string]func(*VM) Value{
	"clone": func(vm *VM) Value {
		return vm.ToValue(func(call FunctionCall) Value {
			var transfer []Value
			if list := AsObject(call.Argument(1)); list != nil {
				vm.Iterate(list, func(v Value) bool { transfer = append(transfer, v); return true })
			}
			v, err := vm.Clone(call.Argument(0), nil, transfer)
			if err != nil {
				vm.Throw(err)
			}
			return v
		})
	},
}}

func TestClone(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"keeps plain values", `JSON.stringify(clone({a:[1,"x",null,true,{b:-1.5}], c:"日本é"}))`, `{"a":[1,"x",null,true,{"b":-1.5}],"c":"日本é"}`},
		{"keeps lone surrogates", `clone("\ud800x").charCodeAt(0)`, "55296"},
		{"keeps cycles", `const o = {}; o.self = [o]; const c = clone(o); c.self[0] === c && c !== o`, "true"},
		{"keeps holes", `const a = clone([1,,3]); [a.length, 1 in a, 0 in a].join()`, "3,false,true"},
		{"keeps properties of arrays", `clone(Object.assign([1], {k: 2})).k`, "2"},
		{"keeps maps and sets", `const m = clone(new Map([[{a:1}, new Set([1,2])]])); [...m][0][1].has(2)`, "true"},
		{"keeps invalid dates", `String(clone(new Date(NaN)).getTime())`, "NaN"},
		{"keeps regular expressions", `const r = /a+/giu; r.lastIndex = 3; const c = clone(r); [c, c.lastIndex].join()`, "/a+/giu,0"},
		{"keeps wrappers", `[typeof clone(Object(1n)), clone(Object("x")).length, clone(Object(false)) == false].join()`, "object,1,true"},
		{"keeps one buffer behind two views", `const b = new ArrayBuffer(8); const [x, y] = clone([new Uint8Array(b, 2), new Int16Array(b)]); x[0] = 7; [y[1], x.byteOffset, x.length].join()`, "7,2,6"},
		{"keeps data views", `const d = clone(new DataView(new Uint8Array([1,2,3]).buffer, 1, 2)); [d.byteLength, d.getUint8(0)].join()`, "2,2"},
		{"keeps errors", `const e = clone(new RangeError("m", {cause: new Error("c")})); [e instanceof RangeError, e.message, e.cause.message, typeof e.stack, Object.keys(e).length].join()`, "true,m,c,string,0"},
		{"keeps errors that are their own cause", `const e = new Error("x"); e.cause = e; const c = clone(e); c.cause === c`, "true"},
		{"makes errors of unknown names plain", `class E extends Error { name = "E" }; const e = clone(new E("m")); [e.name, e instanceof E].join()`, "Error,false"},
		{"keeps DOMExceptions", `const e = clone(new DOMException("m", "AbortError")); [e instanceof DOMException, e.name, e.message, e.code].join()`, "true,AbortError,m,20"},
		{"makes class instances plain", `class A { x = 1; #y = 2 }; const c = clone(new A()); [c.x, c.constructor === Object].join()`, "1,true"},
		{"calls getters", `clone({ get a() { return 5 } }).a`, "5"},
		{"does not set through prototypes", `Object.defineProperty(Object.prototype, "evil", { set() { throw 1 }, configurable: true }); clone(JSON.parse('{"evil":1,"__proto__":2}')).evil`, "1"},
		{"leaves out what a getter deleted", `const o = { get a() { delete o.b; return 1 }, b: 2 }; Object.keys(clone(o)).join()`, "a"},
		{"clones a map as it was", `const m = new Map([[1, {get x() { m.clear(); return 1 }}], [2, 2]]); clone(m).size`, "2"},
		{"transfers buffers", `const b = new Uint8Array([9]).buffer; const c = clone([b, new Uint8Array(b)], [b]); [b.byteLength, c[0].byteLength, c[1][0], c[1].buffer === c[0]].join()`, "0,1,9,true"},
		{"does not transfer when it fails", `const b = new ArrayBuffer(3); try { clone([b, () => {}], [b]) } catch {}; b.byteLength`, "3"},
		{"refuses functions", `try { clone(() => 1) } catch (e) { [e.name, e.message].join() }`, "DataCloneError,() => 1 could not be cloned."},
		{"refuses symbols", `try { clone(Symbol("s")) } catch (e) { e.message }`, "Symbol(s) could not be cloned."},
		{"refuses promises", `try { clone(Promise.resolve()) } catch (e) { e.message }`, "#<Promise> could not be cloned."},
		{"refuses proxies", `try { clone(new Proxy({}, {})) } catch (e) { e.message }`, "#<Object> could not be cloned."},
		{"refuses weak maps", `try { clone(new WeakMap()) } catch (e) { e.message }`, "#<WeakMap> could not be cloned."},
		{"refuses host objects without a codec", `try { clone(new Point(1, 2)) } catch (e) { e.message }`, `Could not serialize object of type "Point". This type does not support serialization.`},
		{"passes exceptions of getters", `try { clone({ get a() { throw new TypeError("mine") } }) } catch (e) { e.message }`, "mine"},
		{"survives deep nesting", `let o = {}; for (let i = 0; i < 100000; i++) o = {o}; try { clone(o) } catch (e) { e.name }`, "RangeError"},
		{"copies 9000 levels", `let o = 1; for (let i = 0; i < 9000; i++) o = [o]; clone(o).length`, "1"},
		{"copies long arrays", `const a = Array.from({length: 1000}, (_, i) => i); clone(a).join() === a.join()`, "true"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := eval(t, open(t, Options{APIs: []API{pointAPI, cloneAPI}}), "{"+tt.src+"}")
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestSerialize_Codec(t *testing.T) {
	t.Parallel()
	codec := &Codec{
		Strict: true,
		Encode: func(_ *VM, o *Object) (any, bool, error) {
			p, ok := pointClass.From(o)
			return p, ok, nil
		},
		Decode: func(vm *VM, external any) (Value, error) {
			p := *external.(*point)
			return pointClass.New(vm, &p), nil
		},
	}
	iso := open(t, Options{APIs: []API{pointAPI}})
	err := onLoop(t, iso, `(() => { const p = new Point(1, 2); return [p, p] })()`, func(vm *VM, v Value) error {
		c, err := vm.Clone(v, codec, nil)
		if err != nil {
			return err
		}
		must(vm.Set("c", c))
		same, err := vm.RunString(`c[0] === c[1] && c[0].sum() === 3`)
		if err != nil || !same.ToBoolean() {
			t.Errorf("got %v, %v", same, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	err = onLoop(t, iso, `new (class Foo {})`, func(vm *VM, v Value) error {
		_, err := vm.Serialize(v, codec, nil)
		return err
	})
	if want := `Could not serialize object of type "Foo"`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}

func FuzzDeserialize(f *testing.F) {
	for _, seed := range []string{"FF0F30", "FF0F4102490222016124" + "0002", "FF0F420401000200" + "5657000400", "FF0F3B490249043A02",
		"FF0F72546D22016D6349022E", "FF0F6F2201615E007B01", "FF0F61FFFFFFFF0F4000FFFFFFFF0F", "FF0F5C0100", "FF0F5222016103"} {
		b, err := hex.DecodeString(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	iso := open(f, Options{})
	f.Fuzz(func(t *testing.T, data []byte) {
		err := iso.Do(context.Background(), func(vm *VM) error {
			v, err := vm.Deserialize(Message{Data: data}, nil)
			if err != nil {
				return nil //nolint:nilerr // most inputs are no messages
			}
			_, err = vm.Serialize(v, nil, nil)
			return err
		})
		if err != nil && strings.Contains(err.Error(), "internal error") {
			t.Error(err)
		}
		if iso.Err() != nil {
			t.Fatal(iso.Err())
		}
	})
}

func BenchmarkClone(b *testing.B) {
	for name, src := range map[string]string{
		"small": `({id: 1, name: "abc", tags: ["a", "b"], ok: true})`,
		"text":  `"x".repeat(10000)`,
		"array": `Array.from({length: 1000}, (_, i) => i)`,
	} {
		b.Run(name, func(b *testing.B) {
			err := onLoop(b, open(b, Options{CPULimit: -1}), src, func(vm *VM, v Value) error {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := vm.Clone(v, nil, nil); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}

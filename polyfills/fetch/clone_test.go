package fetch_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// The bytes are what the platform keeps in a Durable Object's storage.
func TestClone(t *testing.T) {
	t.Parallel()
	const head = "ff0f"
	for _, tt := range []struct{ name, script, bytes, want string }{
		{"headers with a number", `new Headers({ "content-type": "v" })`, "5c04030111" + "0176", `{"content-type":"v"}`},
		{"headers with a name", `new Headers({ "x-own": "v" })`, "5c04030100" + "05782d6f776e" + "0176", `{"x-own":"v"}`},
		{"cookies one by one", `(() => { const h = new Headers(); h.append("Set-Cookie", "a"); h.append("set-cookie", "b"); return h })()`,
			"5c040302" + "290161" + "290162", `["a","b"]`},
		{"a request", `new Request("http://x/")`,
			"5c0509687474703a2f2f782f6f22066d6574686f645f2207686561646572735c0403002204626f6479302208726564697265637" +
				"45f2207666574636865725f220263665f220563616368655f2209696e746567726974795f22067369676e616c5f2212656e636f6465526573706f6e7365426f64795f7b0a",
			`["GET","http://x/","follow",{}]`},
		{"a request with options", `new Request("http://x/y", { method: "POST", headers: { a: "1" }, redirect: "manual", cf: { q: 1 } })`,
			"5c050a687474703a2f2f782f796f22066d6574686f642204504f53542207686561646572735c04030100016101312204626f6479302208726564697265637" +
				"422066d616e75616c2207666574636865725f220263666f22017149027b01220563616368655f2209696e746567726974795f22067369676e616c5f2212656e636f6465526573706f6e7365426f64795f7b0a",
			`["POST","http://x/y","manual",{"a":"1"},1]`},
		{"a response", `new Response(null, { status: 204, statusText: "T", headers: { b: "2" } })`,
			"5c06306f2206737461747573499803220a737461747573546578742201542207686561646572735c0403010001620132220263665f2209776562536f636b65745f220a656e636f6465426f64795f7b06",
			`[204,"T","default",{"b":"2"}]`},
		{"a blob", `new Blob(["té"], { type: "t/u" })`, "5c0f" + "03742f75" + "03" + "74c3a9", `["t/u",3]`},
		{"an error", `Response.error()`, "", `[0,"","error",{}]`},
	} {
		t.Run(tt.name+" are cloned in the platform's form", func(t *testing.T) {
			t.Parallel()
			err := jstest.New(t, apis(nil)...).Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(tt.script)
				if err != nil {
					return err
				}
				m, err := vm.Serialize(v, nil, nil)
				if err != nil {
					return err
				}
				if got := hex.EncodeToString(m.Data); tt.bytes != "" && got != head+tt.bytes {
					t.Errorf("got %s, want %s", got, head+tt.bytes)
				}
				again, err := vm.Deserialize(m, nil)
				if err != nil {
					return err
				}
				show, err := vm.RunString(`(v) => {
					const headers = (h) => h.getSetCookie().length ? h.getSetCookie() : Object.fromEntries(h);
					if (v instanceof Blob) return JSON.stringify([v.type, v.size]);
					if (v instanceof Headers) return JSON.stringify(headers(v));
					if (v instanceof Request) return JSON.stringify([v.method, v.url, v.redirect, headers(v.headers), v.cf?.q]).replace(",null]", "]");
					return JSON.stringify([v.status, v.statusText, v.type, headers(v.headers)]);
				}`)
				if err != nil {
					return err
				}
				fn, _ := jsruntime.AsFunction(show)
				if text, err := fn(nil, again); err != nil || text.String() != tt.want {
					return fmt.Errorf("read again: %v, %w", text, err)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for script, want := range map[string]string{
		`new Request("http://x/", { method: "POST", body: "a" })`: "DataCloneError: ReadableStream can only be serialized for RPC.",
		`new Response("a")`: "DataCloneError: ReadableStream can only be serialized for RPC.",
		`new Request("http://x/", { signal: new AbortController().signal })`: "DataCloneError: AbortSignal serialization is not enabled.",
		`[][Symbol.iterator]()`: "DataCloneError: [object Array Iterator] could not be cloned.",
		`(function* () {})()`:   "DataCloneError: [object Generator] could not be cloned.",
	} {
		t.Run(script+" is refused", func(t *testing.T) {
			t.Parallel()
			err := jstest.New(t, apis(nil)...).Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(script)
				if err != nil {
					return err
				}
				_, err = vm.Serialize(v, nil, nil)
				return err
			})
			if err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
	for name, bytes := range map[string]string{
		"an unknown guard": "5c040900", "an unknown number": "5c040301300176", "too many headers": "5c0403ffff7f", "an end in the middle": "5c04030105",
		"a response of nothing": "5c063030", "a request of nothing": "5c0501",
	} {
		t.Run(name+" is no message", func(t *testing.T) {
			t.Parallel()
			data, err := hex.DecodeString(head + bytes)
			if err != nil {
				t.Fatal(err)
			}
			err = jstest.New(t, apis(nil)...).Do(context.Background(), func(vm *jsruntime.VM) error {
				_, err := vm.Deserialize(jsruntime.Message{Data: data}, nil)
				return err
			})
			if err == nil {
				t.Error("it was read")
			}
		})
	}
}

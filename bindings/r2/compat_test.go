package r2_test

import (
	"testing"

	"paddock/bindings/bindtest"
	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
	"paddock/polyfills/compat"
)

func TestList_Compat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, date, want string }{
		{"objects had all of their metadata", "2022-08-03", `["text/css",{"a":"b"}]`},
		{"they have what is asked for", "2022-08-04", `[null,null]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := open(bindtest.NewHost(t, t.TempDir()))
			apis := polyfills.All(polyfills.Options{Compat: compat.New(tt.date, nil)})
			script := `test("list", async () => {
				await BUCKET.put("k", "v", { httpMetadata: { contentType: "text/css" }, customMetadata: { a: "b" } });
				const [o] = (await BUCKET.list()).objects;
				const entries = Object.keys(o.customMetadata ?? {}).length > 0 ? o.customMetadata : null;
				assertEquals(JSON.stringify([o.httpMetadata?.contentType ?? null, entries]), '` + tt.want + `');
			})`
			jstest.Script(t, "compat.js", script, append(apis, jsruntime.API{Name: "env", Install: func(vm *jsruntime.VM) error {
				v, err := env["BUCKET"].Bind(vm)
				if err != nil {
					return err
				}
				return vm.Set("BUCKET", v)
			}})...)
		})
	}
}

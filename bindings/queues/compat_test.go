package queues_test

import (
	"testing"

	"paddock/bindings/bindtest"
	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
	"paddock/polyfills/compat"
)

func TestProducer_Compat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, date, script string }{
		{"messages were V8's and errors had reasons", "2024-03-01", `
			test("old", async () => {
				await assertRejects(Q.send("x".repeat(128000)), Error, "Queue send failed: message length of 128006 bytes exceeds limit of 128000");
				await assertRejects(Q.sendBatch([{ body: 1, delaySeconds: -1 }]), Error, "Queue sendBatch failed: Internal Server Error");
				await Q.send(1n);
			})`},
		{"messages are JSON and errors have numbers", "2026-04-01", `
			test("new", async () => {
				await assertRejects(Q.send("x".repeat(128000)), Error, "Unknown Internal Error (15000)");
				await assertRejects(Q.sendBatch([{ body: 1, delaySeconds: -1 }]), Error, "Unknown Internal Error (15000)");
				await assertRejects(Q.send(1n), TypeError, "Do not know how to serialize a BigInt");
				await assertRejects(Q.send(() => 1), Error, "Unknown Internal Error (15000)");
			})`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := open(bindtest.NewHost(t, t.TempDir()))
			apis := polyfills.All(polyfills.Options{Compat: compat.New(tt.date, nil)})
			jstest.Script(t, "compat.js", tt.script, append(apis, jsruntime.API{Name: "env", Install: func(vm *jsruntime.VM) error {
				v, err := env["Q"].Bind(vm)
				if err != nil {
					return err
				}
				return vm.Set("Q", v)
			}})...)
		})
	}
}

package worker_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestFleet_Tests(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { WorkerEntrypoint, DurableObject } from "cloudflare:workers";
		export const passes = { test(controller, env, ctx) {
			if (controller.constructor.name !== "TestController") throw new Error("no controller");
			ctx.waitUntil(Promise.resolve());
		} };
		export const throws = { async test() { throw new RangeError("boom"); } };
		export const waits = { test(_, env, ctx) { ctx.waitUntil(Promise.reject(new Error("later"))); } };
		export const hangs = { test() { return new Promise(() => {}); } };
		export const other = { fetch() {} };
		export class Class extends WorkerEntrypoint { test(controller) { if (!controller || !this.env) throw new Error("bare"); } }
		export class Object_ extends DurableObject { test() {} }
		export default { test() {} };
	`, nil)
	s := workertest.Start(t, code, workertest.Options{})
	tests, err := s.Fleet.Tests("test")
	if want := []string{"default", "passes", "throws", "waits", "hangs", "Class"}; err != nil || !slices.Equal(slices.Sorted(slices.Values(tests)), slices.Sorted(slices.Values(want))) || tests[0] != "default" {
		t.Fatalf("tests are %v, %v; want %v", tests, err, want)
	}
	for name, want := range map[string]string{
		"default": "", "passes": "", "Class": "", "throws": "RangeError: boom", "waits": "Error: later", "hangs": "The Workers runtime canceled this request",
		"other": "Handler does not export a test() function.",
	} {
		err := s.Fleet.Test(context.Background(), "test", name)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}

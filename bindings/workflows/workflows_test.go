package workflows_test

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"paddock/bindings/bindtest"
	"paddock/bindings/workflows"
	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

func TestJavaScript(t *testing.T) {
	t.Parallel()
	workertest.Run(t, os.DirFS("testdata"))
}

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: workflows.New(), Key: "workflows", Section: `[{ "binding": "B", "name": "flow", "class_name": "Flow" }]`,
		Wrong: map[string]string{
			`{}`:                            "workflows",
			`[{"name":1}]`:                  "workflows[0].name",
			`[{},{"limits":{"steps":"x"}}]`: "workflows[1].limits.steps",
		},
		Dispatcher: bindtest.Echo{},
		Use:        `return (await B.create({ id: "x" })).id`,
		Want:       "x",
	})
}

// flow is a Worker whose workflow sleeps between two steps. Its requests create instance "x", tell
// its status, and send it an event.
func flow(version string) string {
	return `
		import { WorkflowEntrypoint } from "cloudflare:workers";
		export class Flow extends WorkflowEntrypoint {
			async run(event, step) {
				const a = await step.do("a", async () => "a of ` + version + `");
				await step.sleep("s", "1 hour");
				const b = await step.do("b", async () => "b of ` + version + `");
				const { payload } = await step.waitForEvent("e", { type: "go", timeout: "1 day" });
				return [event.payload.n, a, b, payload].join(", ");
			}
		}
		export default {
			async fetch(request, env) {
				const { pathname } = new URL(request.url);
				if (pathname === "/create") return new Response((await env.FLOW.create({ id: "x", params: { n: 7 } })).id);
				const instance = await env.FLOW.get("x");
				if (pathname === "/go") await instance.sendEvent({ type: "go", payload: "went" });
				const { status, output } = await instance.status();
				return new Response(status + " " + output);
			},
		}`
}

var sections = map[string]any{"workflows": []any{map[string]any{"binding": "FLOW", "name": "flow", "class_name": "Flow"}}}

// until asks for the status until it begins with want.
func until(t *testing.T, s *workertest.Session, want string) string {
	t.Helper()
	for range 100 {
		if text := s.Text("/status"); strings.HasPrefix(text, want) {
			return text
		}
		time.Sleep(time.Minute)
	}
	t.Fatalf("status is %q, want %q", s.Text("/status"), want)
	return ""
}

func TestInstance_OutlivesTheSession(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code := workertest.Compile(t, flow("1"), nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, code, workertest.Options{Sections: sections, StateDir: dir})
		s.Text("/create")
		synctest.Wait()
		s.Close()

		s = workertest.Start(t, code, workertest.Options{Sections: sections, StateDir: dir})
		time.Sleep(2 * time.Hour)
		s.Text("/go")
		if got, want := until(t, s, "complete"), "complete 7, a of 1, b of 1, went"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		s.Close()

		s = workertest.Start(t, code, workertest.Options{Sections: sections, StateDir: dir})
		if got, want := s.Text("/status"), "complete 7, a of 1, b of 1, went"; got != want {
			t.Errorf("after another session: got %q, want %q", got, want)
		}
		s.Close()
	})
}

func TestInstance_GoesOnWithNewerCode(t *testing.T) {
	t.Parallel()
	one, two := workertest.Compile(t, flow("1"), nil), workertest.Compile(t, flow("2"), nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, one, workertest.Options{Sections: sections})
		defer s.Close()
		s.Text("/create")
		time.Sleep(time.Minute)
		if err := s.Deploy(two); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		s.Text("/go")
		if got, want := until(t, s, "complete"), "complete 7, a of 1, b of 2, went"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if e := s.Exceptions(); len(e) > 0 {
			t.Errorf("the user was told of %q", e)
		}
	})
}

// TestInstance_EventsKeepTheirOrder: twelve events wait while the instance sleeps, for longer than the session.
func TestInstance_EventsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code := workertest.Compile(t, `
		import { WorkflowEntrypoint } from "cloudflare:workers";
		export class Flow extends WorkflowEntrypoint {
			async run(event, step) {
				await step.sleep("s", "1 hour");
				let all = "";
				for (let n = 0; n < 12; n++) all += " " + (await step.waitForEvent("e" + n, { type: "go" })).payload;
				return all;
			}
		}
		export default {
			async fetch(request, env) {
				if (request.url.endsWith("/create")) {
					const made = await env.FLOW.create({ id: "x" });
					for (let n = 0; n < 12; n++) await made.sendEvent({ type: "go", payload: n });
				}
				const { status, output } = await (await env.FLOW.get("x")).status();
				return new Response(status + output);
			},
		}`, nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, code, workertest.Options{Sections: sections, StateDir: dir})
		s.Text("/create")
		s.Close()

		s = workertest.Start(t, code, workertest.Options{Sections: sections, StateDir: dir})
		defer s.Close()
		time.Sleep(2 * time.Hour)
		if got, want := until(t, s, "complete"), "complete 0 1 2 3 4 5 6 7 8 9 10 11"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// The engine of the local platform has a date of its own, so that a Worker's date decides nothing in it.
func TestStatus_NonRetryableErrors(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { WorkflowEntrypoint } from "cloudflare:workers";
		import { NonRetryableError } from "cloudflare:workflows";
		export class Flow extends WorkflowEntrypoint {
			async run({ payload }, step) {
				await step.do("s", async () => { throw payload === "own" ? new NonRetryableError("stop") : new Error("NonRetryableError: stop"); });
			}
		}
		export default {
			async fetch(request, env) {
				const name = new URL(request.url).pathname.slice(1);
				const instance = await env.FLOW.get(name).catch(() => env.FLOW.create({ id: name, params: name }));
				const { status, error } = await instance.status();
				return new Response([status, error?.name + ":", error?.message].join(" "));
			},
		}`, nil)
	const terminated = "errored WorkflowFatalError: The execution of the Workflow instance was terminated, as a step threw an NonRetryableError and it was not handled"
	for _, tt := range []struct {
		name, want string
		flags      []string
	}{
		{"are told of by what they did to the instance, at the newest date, too", terminated, nil},
		{"are told of in their own words with the flag", "errored NonRetryableError: stop", []string{"workflows_preserve_non_retryable_error_message"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := workertest.Start(t, code, workertest.Options{Sections: sections, Compat: compat.New(compat.Latest, tt.flags)})
				defer s.Close()
				for _, path := range []string{"/own", "/named"} {
					got := s.Text(path)
					for range 100 {
						if strings.HasPrefix(got, "errored") {
							break
						}
						time.Sleep(time.Minute)
						got = s.Text(path)
					}
					if got != tt.want {
						t.Errorf("%s gave %s, want %s", path, got, tt.want)
					}
				}
			})
		})
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	h.SetDispatcher(bindtest.Echo{})
	world := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(workflows.New(), "workflows", `[{ "binding": "B", "name": "flow", "class_name": "Flow" }]`)})
	bindtest.Status(t, world, map[string]string{"WorkflowImpl": "B", "InstanceImpl": `await B.create()`})
}

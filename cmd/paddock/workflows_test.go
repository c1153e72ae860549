package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestWorkflows holds the commands of workflows to what wrangler's print of the same session.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07",
			"workflows": [{ "binding": "FLOW", "name": "flow", "class_name": "Flow" }] }`,
		"index.js": `import { WorkflowEntrypoint } from "cloudflare:workers";
			export class Flow extends WorkflowEntrypoint {
				async run(event, step) {
					const { payload } = await step.waitForEvent("wait", { type: "go", timeout: "1 hour" });
					await step.do("fails", { retries: { limit: 0, delay: 1 } }, async () => { throw new TypeError(payload.why); });
				}
			}
			export default { fetch() { return new Response(); } };`,
		"ids.json": `["first", "gone"]`,
	})
	session := startDev(t, dir)
	at, err := url.Parse(session.url)
	if err != nil {
		t.Fatal(err)
	}
	when, lasted := regexp.MustCompile(`\d+/\d+/\d{4}, \d+:\d\d:\d\d [AP]M`), regexp.MustCompile(`\d+ seconds?`)
	fill := regexp.MustCompile(` *(─) *─+|  +`) // times are not always as wide
	even := func(text string) string {
		text = lasted.ReplaceAllString(when.ReplaceAllString(text, "1/2/2026, 3:04:05 PM"), "0 seconds")
		return fill.ReplaceAllString(text, "$1 ")
	}
	table := func(rows ...string) string { return strings.Join(rows, "\n") + "\n" }
	run := func(args ...string) result {
		if !slices.Contains(args, "--local=false") {
			args = append(slices.Clone(args), "--local")
		}
		return finish(t, paddock(t, dir, append(append([]string{"workflows"}, args...), "--port", at.Port())...))
	}
	steps := []struct {
		args []string
		code int
		want string // on standard output; with another code: on standard error
	}{
		{[]string{"list"}, 0, "Showing 1 workflow from local dev session:\n" + table(
			"┌──────┬─────────────┬────────────┐",
			"│ Name │ Script name │ Class name │",
			"├──────┼─────────────┼────────────┤",
			"│ flow │ w           │ Flow       │",
			"└──────┴─────────────┴────────────┘")},
		{[]string{"list", "--json"}, 0, "[\n    {\n        \"name\": \"flow\",\n        \"class_name\": \"Flow\",\n        \"script_name\": \"w\"\n    }\n]\n"},
		{[]string{"trigger", "flow", `{"a":1}`, "--id", "first"}, 0, "🚀 Workflow instance \"first\" has been triggered successfully\n"},
		{[]string{"trigger", "flow", "--id", "no id"}, 1, "✘ [ERROR] Local API error: WorkflowError: Workflow instance has invalid id\n\n"},
		{[]string{"trigger", "flow", "{"}, 1, "✘ [ERROR] Error while parsing instance parameters: \"{\" with unexpected end of JSON input\n\n"},
		{[]string{"instances", "list", "flow"}, 0, "Showing 1 instance from page 1:\n" + table(
			"┌─────────────┬──────────────────────┬───────────┐",
			"│ Instance ID │ Created              │ Status    │",
			"├─────────────┼──────────────────────┼───────────┤",
			"│ first       │ 1/2/2026, 3:04:05 PM │ ▶ Running │",
			"└─────────────┴──────────────────────┴───────────┘")},
		{[]string{"instances", "list", "flow", "--date-start", "2020"}, 1, "✘ [ERROR] Looks like you have provided an invalid date \"2020\" for --date-start. Provide an ISO 8601 date or timestamp, for example 2026-01-01 or 2026-01-01T13:00:00Z.\n\n"},
		{[]string{"describe", "flow"}, 0, "Name:         flow\nScript Name:  w\nClass Name:   Flow\nInstance Status Counts:\n" +
			"  complete:         0\n  errored:          0\n  paused:           0\n  queued:           0\n  running:          1\n  terminated:       0\n  waiting:          0\n  waitingForPause:  0\n"},
		{[]string{"describe", "nope"}, 1, "✘ [ERROR] Local API error: Workflow 'nope' not found.\n\n"},
		{[]string{"instances", "send-event", "flow", "latest", "--type", "go", "--payload", `{"why":"bad"}`}, 0,
			"Latest instance is \"first\"\n📤 The event with type \"go\" and payload \"{\"why\":\"bad\"}\" was sent to the instance \"first\" from flow\n"},
		{[]string{"instances", "send-event", "flow", "first"}, 1, "✘ [ERROR] Missing required argument: type\n\n"},
		{[]string{"instances", "describe", "flow", "first"}, 0, "…" + `Describing latest instance:
Workflow Name:  flow
Instance Id:    first
Status:         ❌ Errored
Queued:         1/2/2026, 3:04:05 PM
Start:          1/2/2026, 3:04:05 PM
End:            1/2/2026, 3:04:05 PM
Duration:       0 seconds
Error:          TypeError: bad
Steps:

  Name:      wait-1
  Type:      👀 Waiting for event
  Start:     1/2/2026, 3:04:05 PM
  End:       1/2/2026, 3:04:05 PM
  Duration:  0 seconds
  Output:    {"type":"go","payload":{"why":"bad"},"timestamp":"TIME"}

  Name:      fails-1
  Type:      🎯 Step
  Start:     1/2/2026, 3:04:05 PM
  End:       1/2/2026, 3:04:05 PM
  Duration:  0 seconds
  Success:   ❌ No
┌──────────────────────┬──────────────────────┬───────────┬──────────┬────────────────┐
│ Start                │ End                  │ Duration  │ State    │ Error          │
├──────────────────────┼──────────────────────┼───────────┼──────────┼────────────────┤
│ 1/2/2026, 3:04:05 PM │ 1/2/2026, 3:04:05 PM │ 0 seconds │ ❌ Error │ TypeError: bad │
└──────────────────────┴──────────────────────┴───────────┴──────────┴────────────────┘
`},
		{[]string{"instances", "restart", "flow", "first"}, 0, "🥷 The instance \"first\" from flow was restarted successfully\n"},
		{[]string{"instances", "pause", "flow", "first"}, 0, "⏸️ The instance \"first\" from flow was paused successfully\n"},
		{[]string{"instances", "resume", "flow", "first"}, 0, "🔄 The instance \"first\" from flow was resumed successfully\n"},
		{[]string{"instances", "terminate", "flow", "first"}, 0, "🥷 The instance \"first\" from flow was terminated successfully\n"},
		{[]string{"instances", "delete", "flow", "--filename", "ids.json"}, 1,
			"✘ [ERROR] Failed to delete 1 workflow instance(s):\n\n    - gone: workflows.api.error.instance.not_found\n\n"},
		{[]string{"delete", "flow"}, 0, "✅ Workflow \"flow\" instances removed successfully from local dev session.\n"},
		{[]string{"instances", "list", "flow", "--local=false"}, 1, "✘ [ERROR] not emulated: Workflows of an account.\n\n  Hint: leave --local=false out, or use wrangler\n\n"},
	}
	for _, s := range steps {
		got, want := run(s.args...), s.want
		if rest, ok := strings.CutPrefix(want, "…"); ok {
			want = rest
			eventually(t, func() bool { got = run(s.args...); return strings.Contains(got.stdout, "Errored") }, "it does not end: %s", got.stdout)
			got.stdout = regexp.MustCompile(`"timestamp":"[^"]+"`).ReplaceAllString(got.stdout, `"timestamp":"TIME"`)
		}
		text := got.stdout
		if s.code != 0 {
			text = got.stderr
		}
		if got.code != s.code || even(text) != even(want) {
			t.Fatalf("%v: exit code %d\n%s\nwant %d\n%s", s.args, got.code, text, s.code, want)
		}
	}
}

func TestWorkflows_withoutASession(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "wrangler.json"), []byte(`{ "name": "w" }`), 0o600); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	r := finish(t, paddock(t, dir, "workflows", "list", "--port", port))
	want := fmt.Sprintf("✘ [ERROR] Could not connect to local dev session on port %s. Make sure \"paddock dev\" is running.\n", port)
	if r.code != 1 || !strings.HasPrefix(r.stderr, want) {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
}

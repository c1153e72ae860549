package dev_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// flows is a Worker with a Workflow that waits for an event.
const flows = `import { WorkflowEntrypoint } from "cloudflare:workers";
	export class Flow extends WorkflowEntrypoint {
		async run(event, step) {
			const a = await step.do("first", async () => event.payload);
			await step.sleep("nap", 1);
			const { payload } = await step.waitForEvent("wait", { type: "go", timeout: "1 hour" });
			try {
				await step.do("fails", { retries: { limit: 1, delay: 1 } }, async () => { throw new TypeError("bad"); });
			} catch {}
			return { a, payload };
		}
	}
	export default { fetch() { return new Response("the Worker's"); } };`

const flowsConfiguration = `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07",
	"workflows": [{ "binding": "FLOW", "name": "flow", "class_name": "Flow" }] }`

// times and ids are other ones in each run.
var times, randomID = regexp.MustCompile(`"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"`), regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// ask sends a request and gives its status and body, without times and random ids.
func ask(t *testing.T, method, url, body string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	told := randomID.ReplaceAllString(times.ReplaceAllString(string(text), "TIME"), "UUID")
	return resp.StatusCode, strings.TrimSpace(told), resp.Header
}

// Parts of what is told of an instance.
const (
	retries = `"config":{"retries":{"limit":5,"backoff":"exponential","delay":1000},"timeout":"10 minutes"}`
	first   = `{"name":"first-1","start":TIME,"end":TIME,"success":true,"type":"step","output":{"a":1},` + retries +
		`,"attempts":[{"start":TIME,"end":TIME,"success":true,"error":null}]}`
	nap     = `{"name":"nap-1","start":TIME,"end":TIME,"finished":true,"type":"sleep","error":null}`
	waiting = `{"name":"wait-1","start":TIME,"end":null,"finished":false,"type":"waitForEvent","error":null,"output":null}`
	waited  = `{"name":"wait-1","start":TIME,"end":TIME,"finished":true,"type":"waitForEvent","error":null,"output":{"type":"go","payload":{"z":1},"timestamp":TIME}}`
	attempt = `{"start":TIME,"end":TIME,"success":false,"error":{"name":"TypeError","message":"bad"}}`
	fails   = `{"name":"fails-1","start":TIME,"end":TIME,"success":false,"type":"step",` +
		`"config":{"retries":{"limit":1,"backoff":"exponential","delay":1},"timeout":"10 minutes"},"attempts":[` + attempt + "," + attempt + `]}`
)

// TestExplorer holds what `wrangler workflows --local` asks for to what wrangler's own session answers.
func TestExplorer(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, flowsConfiguration, flows).serve(t)
	const of = "/workflows/flow/instances"
	failed := func(code, text string) string {
		return `{"success":false,"errors":[{"code":` + code + `,"message":"` + text + `"}],"messages":[],"result":null}`
	}
	well := func(result string) string {
		return `{"success":true,"errors":[],"messages":[],"result":` + result + `}`
	}
	told := func(state, end, output, steps, count string) string {
		return well(`{"status":"` + state + `","params":{"a":1},"queued":TIME,"start":TIME,"end":` + end + `,"output":` + output + `,"error":null,"steps":[` + steps + `],"step_count":` + count + `}`)
	}
	page := func(result, page, per, total, pages, counts string) string {
		return strings.TrimSuffix(well(result), "}") +
			`,"result_info":{"page":` + page + `,"per_page":` + per + `,"total_count":` + total + `,"total_pages":` + pages + `,"status_counts":` + counts + `}}`
	}
	const one, two = `{"id":"one","status":"running","created_on":TIME}`, `{"id":"two","status":"running","created_on":TIME}`
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string // where it begins with "…" it is asked for until it is so
	}{
		{"GET", "/workflows", "", 200, strings.TrimSuffix(well(`[{"name":"flow","class_name":"Flow","script_name":"w"}]`), "}") + `,"result_info":{"count":1}}`},
		{"GET", "/workflows/", "", 200, strings.TrimSuffix(well(`[{"name":"flow","class_name":"Flow","script_name":"w"}]`), "}") + `,"result_info":{"count":1}}`},
		{"GET", "/workflows/nope", "", 404, failed("10501", "Workflow 'nope' not found.")},
		{"POST", of, `{"id":"one","params":{"a":1}}`, 200, well(`{"id":"one"}`)},
		{"POST", of, `{"id":"one"}`, 500, failed("10001", `WorkflowError: (instance.already_exists) Workflow instance with id \"one\" already exists`)},
		{"POST", of, `{"id":"no id"}`, 500, failed("10001", "WorkflowError: Workflow instance has invalid id")},
		{"GET", of + "/one", "", 200, "…" + told("running", "null", "null", first+","+nap+","+waiting, "3")},
		{"POST", of, `{"id":"two","params":{"a":1}}`, 200, well(`{"id":"two"}`)},
		{"GET", of + "/two", "", 200, "…" + told("running", "null", "null", first+","+nap+","+waiting, "3")},
		{"GET", of, "", 200, page("["+two+","+one+"]", "1", "25", "2", "1", `{"running":2}`)},
		{"GET", of + "?per_page=1&page=2", "", 200, page("["+one+"]", "2", "1", "2", "2", `{"running":2}`)},
		{"GET", of + "?status=complete", "", 200, page("[]", "1", "25", "0", "1", `{"running":2}`)},
		{"GET", of + "?date_end=2020-01-01T00:00:00Z", "", 200, page("[]", "1", "25", "0", "1", `{"running":2}`)},
		{"GET", of + "?date_start=2020-01-01T00:00:00Z", "", 200, page("["+two+","+one+"]", "1", "25", "2", "1", `{"running":2}`)},
		{"GET", of + "?per_page=0", "", 400, failed("10001", "per_page: Too small: expected number to be >=1")},
		{"GET", of + "?per_page=101", "", 400, failed("10001", "per_page: Too big: expected number to be <=100")},
		{"GET", of + "?page=x", "", 400, failed("10001", `page: Expected query param to be number but received \"x\"`)},
		{"GET", of + "?date_start=2020", "", 400, failed("10001", "date_start: Invalid ISO datetime")},
		{"GET", "/workflows/flow", "", 200, well(`{"name":"flow","class_name":"Flow","script_name":"w","instances":{"complete":0,"errored":0,"paused":0,"queued":0,"running":2,"terminated":0,"waiting":0,"waitingForPause":0}}`)},
		{"GET", of + "/none", "", 404, failed("10501", "Workflow instance 'none' not found.")},
		{"POST", of + "/one/events/go", `{"z":1}`, 200, well(`{"success":true}`)},
		{"POST", of + "/none/events/go", `{}`, 404, failed("10501", "Workflow instance 'none' not found.")},
		{"GET", of + "/one", "", 200, "…" + told("complete", "TIME", `{"a":{"a":1},"payload":{"z":1}}`, first+","+nap+","+waited+","+fails, "4")},
		{"PATCH", of + "/two/status", `{"status":"pause"}`, 200, well(`{"status":"paused","timestamp":TIME}`)},
		{"PATCH", of + "/two/status", `{"status":"resume"}`, 200, well(`{"status":"running","timestamp":TIME}`)},
		{"PATCH", of + "/two/status", `{"status":"restart","from":{"name":"nope"}}`, 409, failed("10001", `WorkflowError: (instance.cannot_restart) Step \"nope\" not found in execution history`)},
		{"PATCH", of + "/two/status", `{"status":"restart","from":{"name":"first","count":0}}`, 400, failed("10001", "from.count: Too small: expected number to be >0")},
		{"PATCH", of + "/two/status", `{"status":"restart","from":{"name":"nap","type":"sleep"}}`, 200, well(`{"status":"running","timestamp":TIME}`)},
		{"GET", of + "/two", "", 200, "…" + told("running", "null", "null", first+","+nap+","+waiting, "3")},
		{"PATCH", of + "/two/status", `{"status":"nope"}`, 400, failed("10001", "Invalid input")},
		{"PATCH", of + "/two/status", `nope`, 400, failed("10001", "Invalid JSON request body")},
		{"PATCH", of + "/two/status", `{"status":"pause","rollback":true}`, 400, failed("10001", "'rollback' is only valid when terminating.")},
		{"PATCH", of + "/two/status", `{"status":"terminate","rollback":true}`, 200, well(`{"status":"terminated","timestamp":TIME}`)},
		{"PATCH", of + "/two/status", `{"status":"terminate"}`, 500, failed("10001", "WorkflowError: (instance.cannot_terminate) Cannot terminate instance since its on a finite state")},
		{"PATCH", of + "/none/status", `{"status":"pause"}`, 404, failed("10501", "Workflow instance 'none' not found.")},
		{"GET", of + "/two", "", 200, told("terminated", "TIME", "null", first+","+nap+","+waiting, "3")},
		{"DELETE", of + "/two", "", 200, well(`{"success":true}`)},
		{"DELETE", of + "/two", "", 404, failed("10501", "Workflow instance 'two' not found.")},
		{"POST", of + "/batch/delete", `{"instances":["one","zzz"]}`, 200, well(`{"deleted":[{"id":"one"}],"errors":[{"id":"zzz","code":10400,"message":"workflows.api.error.instance.not_found"}]}`)},
		{"POST", of + "/batch/delete", `{"instances":[]}`, 400, failed("10001", "instances: Too small: expected array to have >=1 items")},
		{"POST", of + "/batch/delete", `{"instances":["!"]}`, 400, failed("10001", `instances.0: Invalid string: must match pattern /^[a-zA-Z0-9, *\\/#_-]+$/`)},
		{"POST", of + "/batch/delete", `{}`, 400, failed("10001", "instances: Invalid input: expected array, received undefined")},
		{"POST", of, `no JSON`, 200, well(`{"id":"UUID"}`)},
		{"DELETE", "/workflows/flow", "", 200, well(`{"status":"ok","success":true}`)},
		{"GET", of, "", 200, page("[]", "1", "25", "0", "1", "{}")},
		{"PUT", "/workflows", "", 404, "404 page not found"},
	} {
		want, patient := strings.CutPrefix(c.want, "…")
		status, got, _ := ask(t, c.method, url+"/cdn-cgi/local/explorer/api"+c.path, c.body)
		for n := 0; patient && got != want && n < 10000; n++ {
			status, got, _ = ask(t, c.method, url+"/cdn-cgi/local/explorer/api"+c.path, c.body)
		}
		if status != c.status || got != want {
			t.Fatalf("%s %s %s: got %d\n%s\nwant %d\n%s", c.method, c.path, c.body, status, got, c.status, want)
		}
	}
}

func TestExplorer_door(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, flowsConfiguration, flows).serve(t)
	t.Run("the older prefix leads there, too", func(t *testing.T) {
		if status, got, _ := ask(t, "GET", url+"/cdn-cgi/explorer/api/workflows", ""); status != 200 || !strings.Contains(got, `"name":"flow"`) {
			t.Errorf("got %d %s", status, got)
		}
	})
	t.Run("what is not emulated says so", func(t *testing.T) {
		for _, path := range []string{"", "/", "/api", "/api/d1/database"} {
			if status, got, _ := ask(t, "GET", url+"/cdn-cgi/local/explorer"+path, ""); status != 404 || !strings.HasPrefix(got, "not emulated: ") {
				t.Errorf("%s: got %d %s", path, status, got)
			}
		}
	})
	t.Run("a path that only begins like it is the Worker's", func(t *testing.T) {
		if _, got, _ := ask(t, "GET", url+"/cdn-cgi/local/explorers", ""); got != "the Worker's" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("pages of this machine may ask, those of others may not", func(t *testing.T) {
		path := url + "/cdn-cgi/local/explorer/api/workflows"
		if status, _, header := ask(t, "OPTIONS", path, "", "Origin", "http://localhost:5173"); status != 204 || header.Get("Access-Control-Allow-Origin") != "http://localhost:5173" {
			t.Errorf("got %d %v", status, header)
		}
		if status, got, _ := ask(t, "GET", path, "", "Origin", "http://elsewhere.example"); status != 403 || got != "Invalid Origin header" {
			t.Errorf("got %d %s", status, got)
		}
	})
}

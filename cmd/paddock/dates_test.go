package main

import (
	"cmp"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
)

// datedExchange is a request to an app, and its answer.
type datedExchange struct {
	method, path, body string
	status             int    // 0 for 200
	want               string // the answer, or what it begins with if that ends with "…"
}

func get(path, want string) datedExchange { return datedExchange{http.MethodGet, path, "", 0, want} }

func failed(e datedExchange) datedExchange {
	e.status = http.StatusInternalServerError
	return e
}

// stored are a value's ways in and out of a store of the ledger.
func stored(store string) []datedExchange {
	return []datedExchange{{http.MethodPut, "/" + store + "/key", "value", 0, "put"}, get("/"+store+"/key", "value")}
}

// dated are what an app answers at its own compatibility date and the newest, and what it answers at
// the oldest, as the real runtime does (where none was asked for its containers, that is Paddock's).
type dated struct {
	now, old []datedExchange
	refused  string // what is said of the app at the oldest date; "" if it is taken
}

// noRPC is what the real runtime says of calls at the oldest date.
func noRPC(method string) string { return "TypeError: " + method + " is not a function…" }

// apps are all of fixtures/apps, with what the tests of each at its own date do not tell.
func apps() map[string]dated {
	ledger := slices.Concat([]datedExchange{get("/prepare", "prepared")}, stored("kv"), stored("r2"), stored("d1"))
	object := []datedExchange{failed(get("/do/key", "Error: Handler does not export a fetch() function."))}
	usage := func(text string) []datedExchange { return []datedExchange{get("/", text)} }
	app := func(text string, now, old datedExchange) dated {
		return dated{now: append(usage(text), now), old: append(usage(text), old)}
	}
	return map[string]dated{
		"authenticated": {now: usage("Try: paddock exec Agent…"), old: usage("Try: paddock exec Agent…")},
		"git":           {now: usage("Try: paddock exec Builder…"), old: usage("Try: paddock exec Builder…")},
		"ledger":        {now: append(ledger, stored("do")...), old: append(ledger, object...)},
		"ci":            {now: []datedExchange{get("/4", `item 4: {"id":4,"price":40,"currency":"EUR"}`)}},
		"lifecycle":     {now: usage("GET / from the class"), old: nil},
		"outbound": {
			now: append(usage("Try /container/<name>\n"), datedExchange{http.MethodGet, "/kv/none", "", http.StatusNotFound, "Not Found"}),
			old: append(usage("Try /container/<name>\n"), datedExchange{http.MethodGet, "/kv/none", "", http.StatusNotFound, "Not Found"},
				failed(get("/container/one", "Failed to start container: ctx.exports is undefined, please try to update your compatibility date…"))),
		},
		"outbound-sandbox": app("POST a command to /<sandbox>\n",
			datedExchange{http.MethodPost, "/one", "echo hello", 0, `{"success":true,"exitCode":0,"stdout":"hello…`},
			failed(datedExchange{http.MethodPost, "/one", "echo hello", 0, noRPC("stub.exec")})),
		"sandboxes/agent": {now: usage("POST a task\n"), old: usage("POST a task\n")},
		"sandboxes/api":   {now: usage("GET /http, /websocket or /rpc\n"), old: usage("GET /http, /websocket or /rpc\n")},
		"sandboxes/authentication": app("Try /curl, /node, /python, /git, /npm, /pip, /elsewhere, /secret\n",
			get("/secret", "0"), failed(get("/curl", noRPC("stub.exec")))),
		"sandboxes/backup": app("Try /write, /save, /remove, /restore and /read",
			get("/write?text=one", `"written"`),
			failed(get("/write?text=one", `{"name":"TypeError","message":"stub.mkdir is not a function"}`))),
		"sandboxes/bench":       {now: []datedExchange{{http.MethodGet, "/", "", http.StatusNotFound, "not found"}}, old: []datedExchange{{http.MethodGet, "/", "", http.StatusNotFound, "not found"}}},
		"sandboxes/git":         app("Try /build\n", get("/", "Try /build\n"), failed(get("/build", noRPC("stub.exec")))),
		"sandboxes/interpreter": app("Try /run, /stream or /callbacks", get("/", "Try…"), failed(datedExchange{http.MethodPost, "/run", "1", 0, `{"name":"TypeError","message":"sandbox.runCode is not a function"}`})),
		"sandboxes/lifecycle": app("Try /exec", datedExchange{http.MethodPost, "/exec?id=one", "echo on", 0, `"on"`},
			failed(get("/destroy?id=one", `{"message":"sandbox.destroy is not a function"}`))),
		"sandboxes/minimal": app("Try /run or /file\n", get("/run", `{"output":"2 + 2 = 4","exitCode":0,"success":true}`), failed(get("/run", noRPC("stub.exec")))),
		"sandboxes/openai":  {refused: `Could not resolve "child_process"`},
		"sandboxes/preview": app("Try /start", get("/", "Try /start"), failed(get("/ports", `{"name":"TypeError","message":"sandbox.getExposedPorts is not a function"}`))),
		"sandboxes/terminal": app("<!doctype html>…", datedExchange{http.MethodGet, "/none", "", http.StatusNotFound, "Not found"},
			datedExchange{http.MethodGet, "/none", "", http.StatusNotFound, "Not found"}),
		"sandboxes/vite": app("Try /start", get("/", "Try /start"), failed(get("/log", noRPC("sandbox.getProcessLogs")))),
	}
}

// TestApps_dates drives each app at its own compatibility date, the oldest and the newest.
func TestApps_dates(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	all := apps()
	t.Run("every app is driven", func(t *testing.T) {
		if got := slices.Sorted(projects(t)); len(got) != len(all) {
			t.Errorf("there are %v", got)
		}
	})
	for name, app := range all {
		dir := appDir(t, name)
		for _, c := range []struct {
			when string
			args []string
			want []datedExchange
		}{
			{"its own date", nil, app.now},
			{"the newest date", []string{"--compatibility-date", "2026-11-17"}, app.now},
			{"the oldest date", []string{"--compatibility-date", "2021-11-02"}, app.old},
		} {
			t.Run(name+" at "+c.when, func(t *testing.T) {
				t.Parallel()
				if c.when == "the oldest date" && app.refused != "" {
					refuses(t, dir, app.refused, c.args...)
					return
				}
				s := startDev(t, dir, append([]string{"--egress", launch.LinkNFT}, c.args...)...)
				for _, x := range c.want {
					s.tryDated(t, x)
				}
			})
		}
	}
}

// projects gives the folders of fixtures/apps with a configuration.
func projects(t *testing.T) func(yield func(string) bool) {
	t.Helper()
	const root = "../../fixtures/apps"
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		case d.Name() == "wrangler.jsonc":
			name, err := filepath.Rel(root, filepath.Dir(path))
			found = append(found, filepath.ToSlash(name))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Values(found)
}

// appDir is the folder of an app with its packages.
func appDir(t *testing.T, name string) string {
	t.Helper()
	if name == "lifecycle" { // it has those of another
		dir := fixture(t, name, "")
		if err := os.Symlink(filepath.Join(outboundApp(t), "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir, err := filepath.Abs("../../fixtures/apps/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// refuses expects a project that is not served, with the reason.
func refuses(t *testing.T, dir, reason string, args ...string) {
	t.Helper()
	c := startConsole(t, paddock(t, dir, devArguments(t, args)...))
	c.says(t, reason)
}

// tryDated makes a request and looks at its answer.
func (s *devServer) tryDated(t *testing.T, x datedExchange) {
	t.Helper()
	status, body, err := ask(x.method, s.url+x.path, x.body)
	if err != nil {
		t.Fatal(err)
	}
	begins, open := strings.CutSuffix(x.want, "…")
	right := body == x.want || open && strings.HasPrefix(body, begins)
	if status != cmp.Or(x.status, http.StatusOK) || !right {
		t.Errorf("%s %s is answered %d %q, want %q", x.method, x.path, status, body, x.want)
	}
}

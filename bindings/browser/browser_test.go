package browser

import (
	"os"
	"strings"
	"testing"
	"time"

	"paddock/bindings/bindtest"
	"paddock/polyfills/websocket"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: Kind{}, Key: "browser", Section: `{ "binding": "BROWSER" }`,
		Wrong: map[string]string{`[]`: "browser", `{}`: "browser"},
		Use: `const get = async (path) => { const r = await B.fetch("https://x" + path); return r.status + " " + (await r.text()) };
			return (await Promise.all(["/v1/sessions", "/v1/history", "/v1/devtools/session", "/v1/devtools/session/x", "/v1/devtools/browser/x", "/v1/connectDevtools", "/v1/nothing"].map(get))).join("; ")`,
		Want: `200 {"sessions":[]}; 200 []; 200 []; 404 {"error":"Session not found"}; 404 {"error":"Browser not found"}; 400 browser_session must be set; 404 `,
	})
}

func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("PADDOCK_BROWSER", "")
	if _, err := find(); err == nil || !strings.HasPrefix(err.Error(), "not emulated: Browser Rendering without Chrome or Chromium") {
		if _, missing := os.Stat(names[len(names)-1]); missing != nil {
			t.Errorf("got %v", err)
		}
	}
	t.Setenv("PADDOCK_BROWSER", "nowhere")
	if _, err := find(); err == nil {
		t.Error("a browser that is not there is found")
	}
}

func TestBrowserThatEnds(t *testing.T) {
	t.Setenv("PADDOCK_BROWSER", "false")
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(Kind{}, "browser", `{ "binding": "B" }`)})
	got := w.Eval(`try { await B.fetch("https://x/v1/acquire") } catch (e) { return e.message }`)
	if !strings.Contains(got, "ended before it listened: it said nothing") {
		t.Errorf("got %s", got)
	}
}

// withBrowser gives an isolate with the binding B.
func withBrowser(t *testing.T) *bindtest.World {
	t.Helper()
	if path, err := find(); err != nil {
		t.Skipf("there is no browser: %v (%s)", err, path)
	}
	h := bindtest.NewHost(t, t.TempDir())
	r := h.Open(Kind{}, "browser", `{ "binding": "B" }`)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return bindtest.NewWorld(h, bindtest.Env{"B": r})
}

const helpers = `
const json = async (path, init) => (await B.fetch("https://x" + path, init)).json();
const dial = async (path) => { const r = await B.fetch("https://x" + path, { headers: { Upgrade: "websocket" } }); r.webSocket?.accept(); return r };
const reply = (ws) => new Promise((ok, no) => { ws.addEventListener("message", (e) => ok(e.data), { once: true }); ws.addEventListener("close", () => no(new Error("closed")), { once: true }) });
`

func TestSession(t *testing.T) {
	t.Parallel()
	w := withBrowser(t)
	got := w.Eval(helpers + `
		const out = [];
		const { sessionId } = await json("/v1/devtools/browser", { method: "POST" });
		const { webSocket: ws, headers } = await dial("/v1/devtools/browser/" + sessionId);
		out.push(headers.get("cf-browser-session-id") === sessionId);
		ws.send(JSON.stringify({ id: 1, method: "Browser.getVersion" }));
		out.push(/Chrom/.test(JSON.parse(await reply(ws)).result.product));
		const [s] = (await json("/v1/sessions")).sessions;
		out.push(s.sessionId === sessionId, typeof s.connectionId, s.connectionStartTime >= s.startTime);
		out.push((await json("/v1/devtools/session/" + sessionId)).sessionId === sessionId);
		out.push(/Chrom/.test((await json("/v1/devtools/browser/" + sessionId + "/json/version")).Browser));
		const page = await json("/v1/devtools/browser/" + sessionId + "/json/new?url=data:text/html,hi", { method: "PUT" });
		const tab = (await dial("/v1/devtools/browser/" + sessionId + "/page/" + page.id)).webSocket;
		tab.send(JSON.stringify({ id: 2, method: "Runtime.evaluate", params: { expression: "6 * 7" } }));
		out.push(JSON.parse(await reply(tab)).result.result.value);
		out.push((await json("/v1/devtools/browser/" + sessionId, { method: "DELETE" })).status);
		out.push((await json("/v1/sessions")).sessions.length);
		out.push((await B.fetch("https://x/v1/devtools/browser/" + sessionId, { headers: { Upgrade: "websocket" } })).status);
		return out.join()`)
	if want := "true,true,true,string,true,true,true,42,closed,0,404"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSession_connect(t *testing.T) {
	t.Parallel()
	w := withBrowser(t)
	got := w.Eval(helpers + `
		const { webSocket: ws, headers } = await dial("/v1/devtools/browser");
		const id = headers.get("cf-browser-session-id");
		const before = (await json("/v1/sessions")).sessions.map((s) => s.sessionId).join();
		const heard = [];
		const closed = new Promise((ok) => ws.addEventListener("close", ok));
		ws.addEventListener("error", () => heard.push("error"));
		ws.send(JSON.stringify({ id: 1, method: "Browser.close" }));
		await closed;
		return before === id && heard.length === 0`)
	if got != "true" {
		t.Errorf("got %s", got)
	}
}

func TestSession_legacy(t *testing.T) {
	t.Parallel()
	w := withBrowser(t)
	got := w.Eval(helpers + `
		const { sessionId } = await json("/v1/acquire");
		const path = "/v1/connectDevtools?browser_session=" + sessionId;
		const { webSocket: ws } = await dial(path);
		const second = (await B.fetch("https://x" + path, { headers: { Upgrade: "websocket" } })).status;
		ws.binaryType = "arraybuffer";
		ws.send("ping");
		const message = new TextEncoder().encode(JSON.stringify({ id: 1, method: "Browser.getVersion" }));
		const chunk = new Uint8Array(4 + 10);
		new DataView(chunk.buffer).setUint32(0, message.length, true);
		chunk.set(message.subarray(0, 10), 4);
		ws.send(chunk);
		ws.send(message.subarray(10));
		const data = new Uint8Array(await reply(ws));
		const size = new DataView(data.buffer).getUint32(0, true);
		ws.close();
		const third = (await dial(path)).webSocket !== null;
		return [second, third, size === data.length - 4, /Chrom/.test(JSON.parse(new TextDecoder().decode(data.subarray(4))).result.product)].join()`)
	if want := "409,true,true,true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestProcess_pipe breaks the pipes that a browser shares with Paddock, as Paddock's end does.
func TestProcess_pipe(t *testing.T) {
	t.Parallel()
	if path, err := find(); err != nil {
		t.Skipf("there is no browser: %v (%s)", err, path)
	}
	h := bindtest.NewHost(t, t.TempDir())
	p, err := start(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop()
	if err := p.life.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(time.Minute):
		t.Error("the browser lives on")
	}
}

func TestSession_idle(t *testing.T) {
	t.Parallel()
	s := &session{keep: time.Hour, idle: time.NewTimer(time.Hour)}
	defer s.idle.Stop()
	one, two := s.connect(time.Now()), s.connect(time.Now())
	for _, c := range []struct {
		name  string
		leave func()
		runs  bool
	}{
		{"with connections no time runs", func() {}, false},
		{"one that is left does not begin it", one, false},
		{"the last one does", two, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.leave()
			if runs := s.idle.Stop(); runs != c.runs {
				t.Errorf("the time runs: %v", runs)
			}
		})
	}
}

func TestAssembly(t *testing.T) {
	t.Parallel()
	var a assembly
	chunked := func(text string) []byte {
		m, _ := framed(websocket.Message{Text: true, Data: []byte(text)})
		return m.Data
	}
	long := chunked(strings.Repeat("x", 100))
	for _, c := range []struct {
		name  string
		chunk []byte
		want  string // "": nothing is whole
	}{
		{"a message in one chunk", chunked("one"), "one"},
		{"what is too short for a length is dropped", []byte{1, 2}, ""},
		{"the beginning of a message", long[:50], ""},
		{"its middle", long[50:70], ""},
		{"its end", long[70:], strings.Repeat("x", 100)},
		{"another one", chunked("two"), "two"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := a.add(websocket.Message{Data: c.chunk})
			if ok != (c.want != "") || ok && (!got.Text || string(got.Data) != c.want) {
				t.Errorf("got %q, %v", got.Data, ok)
			}
		})
	}
}

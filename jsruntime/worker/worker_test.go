package worker_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"paddock/bindings"
	"paddock/jsruntime/worker"
	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

const source = `
import { DurableObject, WorkerEntrypoint, env, waitUntil, withEnv } from "cloudflare:workers";

let done = 0;

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/hi": return new Response("hi " + this.env.NAME + " " + env.NAME);
      case "/throw": throw new RangeError("no");
      case "/number": return 5;
      case "/nothing": return;
      case "/hang": await new Promise(() => {});
      case "/loop": for (;;);
      case "/recurse": { const f = () => f() + 1; return new Response(String(f())); }
      case "/later":
        this.ctx.waitUntil(scheduler.wait(1000).then(() => done++));
        waitUntil(scheduler.wait(1000).then(() => done++));
        return new Response("answered");
      case "/rejects": this.ctx.waitUntil(Promise.reject(new Error("late"))); return new Response("ok");
      case "/done": return new Response(String(done));
      case "/slow": await scheduler.wait(60_000); return new Response("slow");
      case "/with": return new Response(withEnv({ NAME: "other" }, () => env.NAME));
      case "/alarm": await this.env.Clock.getByName("a").set(...new URL(request.url).search.slice(1).split(",").map(Number)); return new Response("set");
      case "/count": return Response.json(await this.env.Clock.getByName("b").count(Number(new URL(request.url).search.slice(1))));
      case "/rang": return Response.json(await this.env.Clock.getByName("a").rang());
    }
    return new Response("?", { status: 404 });
  }
}

export class Named extends WorkerEntrypoint {
  fetch() { return new Response("named"); }
}

export const plain = { fetch: (request, env, ctx) => new Response("plain " + env.NAME + " " + ctx.constructor.name) };

export const empty = {};

export class Clock extends DurableObject {
  async set(ms, fails = 2) {
    await this.ctx.storage.put("fails", fails);
    await this.ctx.storage.setAlarm(Date.now() + ms);
  }
  async alarm(info) {
    const rang = (await this.ctx.storage.get("rang")) ?? [];
    rang.push([info.retryCount, info.isRetry, await this.ctx.storage.getAlarm()]);
    await this.ctx.storage.put("rang", rang);
    if (rang.length <= await this.ctx.storage.get("fails")) throw new Error("again");
  }
  rang() { return this.ctx.storage.get("rang"); }

  calls = 0; // of this instance
  async count(wait) {
    const kept = ((await this.ctx.storage.get("calls")) ?? 0) + 1;
    await this.ctx.storage.put("calls", kept);
    this.calls++;
    if (wait) await scheduler.wait(wait);
    return [this.calls, kept];
  }
}
`

func options() workertest.Options {
	return workertest.Options{Sections: map[string]any{
		"vars":            map[string]any{"NAME": "x"},
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "Clock", "class_name": "Clock"}}},
		"migrations":      []any{map[string]any{"new_sqlite_classes": []string{"Clock"}}},
	}}
}

func TestWorker_Fetch(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, source, nil), options())
	for path, want := range map[string]string{"/hi": "hi x x", "/with": "other"} {
		if got := s.Text(path); got != want {
			t.Errorf("GET %s gave %q, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{
		"/throw":   "RangeError: no",
		"/number":  "TypeError: Incorrect type for Promise: the Promise did not resolve to 'Response'.",
		"/nothing": "TypeError: Incorrect type for Promise: the Promise did not resolve to 'Response'.",
		"/hang":    worker.ErrHung.Error(),
	} {
		if _, _, err := s.Get(path); err == nil || err.Error() != want {
			t.Errorf("GET %s failed with %v, want %s", path, err, want)
		}
	}
	for entrypoint, want := range map[string]string{"Named": "named", "plain": "plain x ExecutionContext"} {
		if got, err := fetch(s, entrypoint); got != want || err != nil {
			t.Errorf("entrypoint %s gave %q, %v; want %q", entrypoint, got, err, want)
		}
	}
	for entrypoint, want := range map[string]string{
		"empty": "Error: Handler does not export a fetch() function.",
		"nope":  `TypeError: Worker "test" has no such entrypoint: "nope".`,
	} {
		if _, err := fetch(s, entrypoint); err == nil || err.Error() != want {
			t.Errorf("entrypoint %s failed with %v, want %s", entrypoint, err, want)
		}
	}
}

// fetch gives the text of an entrypoint's answer.
func fetch(s *workertest.Session, entrypoint string) (string, error) {
	req, err := http.NewRequest(http.MethodGet, "http://test.example/", nil)
	if err != nil {
		return "", err
	}
	resp, err := s.Do(context.Background(), entrypoint, req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}

func TestWorker_WaitUntil(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, source, nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, code, options())
		defer s.Close()
		if got := s.Text("/later"); got != "answered" {
			t.Errorf("answer %q", got)
		}
		if got := s.Text("/done"); got != "0" {
			t.Errorf("%s promises had settled before the answer", got)
		}
		time.Sleep(2 * time.Second)
		if got := s.Text("/done"); got != "2" {
			t.Errorf("%s of 2 promises settled after the answer", got)
		}
		s.Text("/rejects")
		synctest.Wait()
		if got := s.Exceptions(); !slices.Equal(got, []string{"waitUntil: Error: late"}) {
			t.Errorf("reported %q", got)
		}
	})
}

func TestWorker_ClientGone(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, source, nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, code, options())
		defer s.Close()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		req, err := http.NewRequest(http.MethodGet, "http://test.example/slow", nil)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		if _, err := s.Do(ctx, "", req); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a request whose client has gone gave %v", err)
		}
		if d := time.Since(begin); d != time.Second {
			t.Errorf("it ended after %v", d)
		}
		s.Close() // would wait for the minute if the handler still ran
		if d := time.Since(begin); d != time.Second {
			t.Errorf("the fleet closed after %v", d)
		}
	})
}

// What a client that goes away leaves behind: what was given to waitUntil, and an aborted signal where the
// flag has it.
func TestWorker_ClientGone_GoesOn(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		const seen = [];
		export default { async fetch(request, env, ctx) {
			const { pathname } = new URL(request.url);
			if (pathname === "/seen") return Response.json(seen.splice(0));
			request.signal.addEventListener("abort", () => seen.push("abort " + request.signal.reason));
			if (pathname === "/inner") ctx.waitUntil(scheduler.wait(3000).then(() => seen.push("waited " + request.signal.aborted)));
			if (pathname === "/endless") return new Response(new ReadableStream({ pull(c) { c.enqueue("chunk"); }, cancel() { seen.push("cancel"); } }, { highWaterMark: 0 }));
			if (pathname === "/whole") return new Response(ReadableStream.from(["whole"]));
			await scheduler.wait(2000);
			seen.push("after");
			return new Response();
		} };
	`, nil)
	for _, tt := range []struct {
		flag, path string
		cut        int // bytes after which the client goes; 0: a second
		want       string
	}{
		{"enable_request_signal", "/inner", 0, `["abort AbortError: The client has disconnected","after","waited true"]`},
		{"disable_request_signal", "/inner", 0, `["after","waited false"]`},
		{"enable_request_signal", "/handler", 0, `["abort AbortError: The client has disconnected"]`},
		{"enable_request_signal", "/endless", 5, `["cancel","abort AbortError: The client has disconnected"]`},
		{"disable_request_signal", "/endless", 5, `["cancel"]`},
		{"enable_request_signal", "/whole", 100, `[]`},
	} {
		t.Run("with "+tt.flag+" "+tt.path+" sees "+tt.want, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := workertest.Start(t, code, workertest.Options{Compat: compat.New("", []string{tt.flag})})
				defer s.Close()
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				req, err := http.NewRequest(http.MethodGet, "http://test.example"+tt.path, nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := s.Do(ctx, "", req)
				switch {
				case tt.cut == 0 && !errors.Is(err, context.DeadlineExceeded):
					t.Errorf("a request whose client has gone gave %v", err)
				case tt.cut > 0 && err != nil:
					t.Fatal(err)
				case tt.cut > 0:
					_, _ = io.CopyN(io.Discard, resp.Body, int64(tt.cut))
					_ = resp.Body.Close()
				}
				time.Sleep(5 * time.Second)
				if got := s.Text("/seen"); got != tt.want {
					t.Errorf("saw %s, want %s", got, tt.want)
				}
			})
		})
	}
}

// Whether a request of the handler's own ends with the client of the one that it serves.
func TestWorker_ClientGone_Subrequest(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		const seen = [];
		export default { async fetch(request, env, ctx) {
			const { pathname } = new URL(request.url);
			if (pathname === "/seen") return Response.json(seen.splice(0));
			if (pathname === "/inner") {
				await scheduler.wait(3000);
				return new Response("inner");
			}
			const given = {
				"/copy": () => [new Request("http://x/inner", request)],
				"/clone": () => [new Request("http://x/inner", request.clone())],
				"/signal": () => ["http://x/inner", { signal: request.signal }],
				"/any": () => ["http://x/inner", { signal: AbortSignal.any([request.signal]) }],
				"/none": () => ["http://x/inner"],
			};
			ctx.waitUntil(ctx.exports.default.fetch(...given[pathname]()).then((r) => r.text()).then((text) => seen.push(text), (e) => seen.push(e.name)));
			await scheduler.wait(5000);
		} };
	`, nil)
	for _, tt := range []struct{ flag, path, want string }{
		{"no_request_signal_passthrough", "/copy", `["inner"]`},
		{"no_request_signal_passthrough", "/clone", `["inner"]`},
		{"no_request_signal_passthrough", "/signal", `["inner"]`},
		{"no_request_signal_passthrough", "/any", `["AbortError"]`},
		{"request_signal_passthrough", "/copy", `["AbortError"]`},
		{"request_signal_passthrough", "/clone", `["AbortError"]`},
		{"request_signal_passthrough", "/signal", `["AbortError"]`},
		{"request_signal_passthrough", "/none", `["inner"]`},
	} {
		t.Run("with "+tt.flag+" "+tt.path+" sees "+tt.want, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := workertest.Start(t, code, workertest.Options{Compat: compat.New("", []string{tt.flag})})
				defer s.Close()
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				req, err := http.NewRequest(http.MethodGet, "http://test.example"+tt.path, nil)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Do(ctx, "", req); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("a request whose client has gone gave %v", err)
				}
				time.Sleep(9 * time.Second) // of the bubble's clock
				if got := s.Text("/seen"); got != tt.want {
					t.Errorf("saw %s, want %s", got, tt.want)
				}
			})
		})
	}
}

func TestWorker_Death(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, source, nil)
	opts := options()
	opts.CPULimit = 2 * time.Second // far above what the recursion takes on a busy machine
	s := workertest.Start(t, code, opts)
	if err := s.DeployAs("neighbour", code); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/loop": "Worker exceeded CPU time limit.", "/recurse": "Maximum call stack size exceeded"} {
		if _, _, err := s.Get(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("GET %s failed with %v, want %s", path, err, want)
		}
		if got := s.Text("/hi"); got != "hi x x" {
			t.Errorf("after %s the Worker gave %q", path, got)
		}
		req, err := http.NewRequest(http.MethodGet, "http://test.example/hi", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := s.Fleet.Fetch(context.Background(), bindings.Target{Worker: "neighbour"}, req)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("after %s the neighbour gave %v, %v", path, resp, err)
		}
		_ = resp.Body.Close()
	}
	settled := func() int {
		s.Text("/hi")
		runtime.GC()
		return runtime.NumGoroutine()
	}
	before := settled()
	for range 100 {
		if _, _, err := s.Get("/recurse"); err == nil {
			t.Fatal("endless recursion ended")
		}
	}
	if after := settled(); after > before+20 { // other tests run beside this one
		t.Errorf("%d goroutines before 100 failures, %d after", before, after)
	}
}

func TestWorker_Alarm(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, source, nil)
	synctest.Test(t, func(t *testing.T) {
		opts := options()
		opts.StateDir = t.TempDir()
		s := workertest.Start(t, code, opts)
		s.Text("/alarm?60000")
		time.Sleep(30 * time.Second)
		s.Close()
		time.Sleep(10 * time.Minute) // it is overdue when the next session begins
		s = workertest.Start(t, code, opts)
		defer s.Close()
		time.Sleep(time.Second) // state is open a little before the Worker is there
		if got := s.Text("/rang"); got != `[[0,false,null]]` {
			t.Errorf("at the start of the next session: %s", got)
		}
		time.Sleep(3 * time.Second) // 2 s and at most a quarter more
		if got := s.Text("/rang"); got != `[[0,false,null],[1,true,null]]` {
			t.Errorf("after the first back-off: %s", got)
		}
		time.Sleep(5 * time.Second)
		if got := s.Text("/rang"); got != `[[0,false,null],[1,true,null],[2,true,null]]` {
			t.Errorf("after the second back-off: %s", got)
		}
		time.Sleep(10 * time.Minute)
		if got := s.Text("/rang"); strings.Count(got, "true") != 2 {
			t.Errorf("an alarm that succeeded rang again: %s", got)
		}
	})
}

// An alarm that fails every time is tried again six times, after 2 s and twice as long each time, and then dropped.
func TestWorker_AlarmThatAlwaysFails(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, source, nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, code, options())
		defer s.Close()
		s.Text("/alarm?1000,100")
		for _, after := range []time.Duration{3 * time.Minute, 24 * time.Hour} {
			time.Sleep(after)
			want := "[[0,false,null],[1,true,null],[2,true,null],[3,true,null],[4,true,null],[5,true,null],[6,true,null]]"
			if got := s.Text("/rang"); got != want {
				t.Errorf("%v later it has rung %s, want %s", after, got, want)
			}
		}
	})
}

func TestWorker_Idle(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, source, nil)
	synctest.Test(t, func(t *testing.T) {
		s := workertest.Start(t, code, options())
		defer s.Close()
		for _, step := range []struct {
			what  string
			after time.Duration
			path  string
			want  string // how often the instance was called, and the object
		}{
			{"an object begins", 0, "/count", "[1,1]"},
			{"it stays while it is used", worker.DefaultIdleTimeout - time.Second, "/count", "[2,2]"},
			{"each use makes it stay as long again", worker.DefaultIdleTimeout - time.Second, "/count", "[3,3]"},
			{"without events it is evicted, and what it stored stays", worker.DefaultIdleTimeout + time.Second, "/count", "[1,4]"},
			{"one that is at work is not idle", 0, "/count?60000", "[2,5]"},
			{"it stays after that", worker.DefaultIdleTimeout - time.Second, "/count", "[3,6]"},
		} {
			time.Sleep(step.after)
			if got := s.Text(step.path); got != step.want {
				t.Errorf("%s: got %s, want %s", step.what, got, step.want)
			}
		}
	})
}

package dev_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"

	"paddock/bindings/container"
	"paddock/proxy"
	"paddock/proxy/sourcetest"
)

// fakeEngine starts containers that are nothing but a source of connections.
type fakeEngine struct{ started chan *fakeInstance }

var _ container.Engine = fakeEngine{}

func (fakeEngine) Name() string                { return "fake" }
func (fakeEngine) Probe(context.Context) error { return nil }

func (fakeEngine) Prepare(_ context.Context, image container.Image, _ io.Writer) (container.Ref, error) {
	if image.Reference == "nowhere" {
		return nil, errors.New("No such image available named nowhere")
	}
	return "image", nil
}

func (e fakeEngine) Start(_ context.Context, _ container.Ref, spec container.Spec) (container.Instance, error) {
	i := &fakeInstance{spec: spec, source: sourcetest.NewMemory(), signals: make(chan syscall.Signal, 1), ended: make(chan struct{})}
	e.started <- i
	return i, nil
}

type fakeInstance struct {
	spec    container.Spec
	source  *sourcetest.Memory
	signals chan syscall.Signal

	once  sync.Once
	ended chan struct{}
	exit  container.Exit // valid when ended is closed
}

var _ container.Instance = (*fakeInstance)(nil)

func (i *fakeInstance) end(code int) {
	i.once.Do(func() { i.exit.Code = code; close(i.ended) })
}

func (*fakeInstance) Dial(context.Context, uint16) (net.Conn, error) {
	return nil, syscall.ECONNREFUSED
}
func (i *fakeInstance) Egress() proxy.Source            { return i.source }
func (*fakeInstance) Link() (string, []string)          { return "memory", nil }
func (i *fakeInstance) Signal(sig syscall.Signal) error { i.signals <- sig; return nil }
func (i *fakeInstance) Destroy(context.Context) error   { i.end(137); return nil }

func (i *fakeInstance) Wait(ctx context.Context) (container.Exit, error) {
	select {
	case <-i.ended:
		return i.exit, nil
	case <-ctx.Done():
		return container.Exit{}, ctx.Err()
	}
}

const boxes = `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01",
	"durable_objects": { "bindings": [{ "name": "BOX", "class_name": "Box" }] },
	"migrations": [{ "tag": "v1", "new_sqlite_classes": ["Box"] }],
	"containers": [{ "class_name": "Box", "image": "docker.io/library/alpine:3.22" }] }`

const boxSource = `import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
export class Out extends WorkerEntrypoint {
	async connect(socket) {
		const { localAddress } = await socket.opened;
		const writer = socket.writable.getWriter();
		await writer.write(new TextEncoder().encode(this.ctx.props.name + " has " + localAddress + "\n"));
		for await (const chunk of socket.readable) await writer.write(new TextEncoder().encode(new TextDecoder().decode(chunk).toUpperCase()));
		await writer.close();
	}
	fetch(request) {
		const { pathname } = new URL(request.url);
		if (pathname === "/throw") throw new RangeError("boom");
		if (request.headers.get("upgrade") === "websocket") {
			const [client, server] = Object.values(new WebSocketPair());
			server.accept();
			server.addEventListener("message", ({ data }) => server.send(new URL(request.url).protocol + data));
			return new Response(null, { status: 101, webSocket: client });
		}
		return new Response(this.ctx.props.name + " got " + pathname);
	}
}
export class Box extends DurableObject {
	async fetch(request) {
		const c = this.ctx.container;
		const steps = {
			"/running": () => c.running,
			"/start": async () => {
				await c.interceptOutboundHttp("my.host", this.ctx.exports.Out({ props: { name: "Out" } }));
				c.start({ entrypoint: ["run", "it"], env: { A: "1" }, enableInternet: false });
				return "started";
			},
			"/tcp": async () => {
				await c.interceptOutboundTcp("203.0.113.0/24:5432", this.ctx.exports.Out({ props: { name: "Range" } }));
				await c.interceptOutboundTcp("db.host", this.ctx.exports.Out({ props: { name: "Host" } }));
				return "intercepted";
			},
			"/nowhere": async () => { // often: it may end before start() has returned
				let told;
				for (let i = 0; i < 50; i++) {
					c.start({ image: "nowhere" });
					await c.monitor().catch((e) => (told = e));
				}
				throw told;
			},
			"/https": async () => {
				await c.interceptOutboundHttps("*.secret.host", this.ctx.exports.Out({ props: { name: "Secret" } }));
				await c.interceptOutboundHttps("*", this.ctx.exports.Out({ props: { name: "Any" } }));
				return "intercepted";
			},
			"/https-again": async () => {
				await c.interceptOutboundHttps("*.SECRET.host", this.ctx.exports.Out({ props: { name: "Again" } }));
				return "replaced";
			},
			"/https-nothing": () => c.interceptOutboundHttps("a.host", {}),
			"/https-nowhere": () => c.interceptOutboundHttps("a.host:0", this.ctx.exports.Out),
			"/monitor": async () => { await c.monitor(); return "ended well"; },
			"/destroy": async () => { await c.destroy(new Error("the reason")); return "destroyed"; },
			"/signal": () => { c.signal(15); return "sent"; },
			"/no-signal": () => c.signal(0),
			"/port": () => c.getTcpPort(80).fetch("http://x/"),
			"/no-port": () => c.getTcpPort(0),
		};
		try {
			return new Response(String(await steps[new URL(request.url).pathname]()));
		} catch (e) {
			return new Response(e.name + ": " + e.message + (e.exitCode === undefined ? "" : " (" + e.exitCode + ")"));
		}
	}
}
export default { fetch: (request, env) => env.BOX.getByName(new URL(request.url).search || "one").fetch(request) };`

// TestSession_containers drives ctx.container of a Durable Object over an engine of the test's own.
func TestSession_containers(t *testing.T) {
	t.Parallel()
	p := newProject(t, boxes, boxSource)
	p.engine = fakeEngine{make(chan *fakeInstance, 1)}
	var c *fakeInstance // the latest
	t.Cleanup(func() {  // after the session's own
		select {
		case <-c.ended:
		default:
			t.Error("the container outlives its session")
		}
	})
	s, url := p.serve(t)
	answers := func(t *testing.T, path, want string) {
		t.Helper()
		if _, body, _ := get(t, url+path); body != want {
			t.Errorf("%s: got %q, want %q", path, body, want)
		}
	}
	t.Run("before its start there is nothing to signal or to watch", func(t *testing.T) {
		answers(t, "/running", "false")
		answers(t, "/signal", "Error: signal() cannot be called on a container that is not running.")
		answers(t, "/monitor", "Error: monitor() cannot be called on a container that is not running.")
		answers(t, "/destroy", "destroyed")
	})
	t.Run("a start that fails at once is told by monitor", func(t *testing.T) {
		answers(t, "/nowhere", "Error: Container failed to start: No such image available named nowhere")
		answers(t, "/running", "false")
	})
	t.Run("the user is told of it once, whoever asks monitor", func(t *testing.T) {
		p.console.says(t, "did not start: No such image available named nowhere")
		if n := strings.Count(p.console.text(), "did not start"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
	t.Run("it starts once, as it was asked to", func(t *testing.T) {
		answers(t, "/start", "started")
		c = <-p.engine.started
		if !reflect.DeepEqual(c.spec.Entrypoint, []string{"run", "it"}) || c.spec.Env["A"] != "1" || c.spec.EnableInternet {
			t.Errorf("it was started with %+v", c.spec)
		}
		answers(t, "/running", "true")
		answers(t, "/start", "Error: start() cannot be called on a container that is already running.")
	})
	t.Run("wrong signals and ports are refused", func(t *testing.T) {
		answers(t, "/no-signal", "RangeError: Invalid signal number.")
		answers(t, "/no-port", "TypeError: Invalid port number: 0")
		answers(t, "/port", "Error: Container is not listening to port 80: the container is not listening in the TCP address 10.0.0.1:80")
	})
	t.Run("a signal arrives", func(t *testing.T) {
		answers(t, "/signal", "sent")
		if sig := <-c.signals; sig != syscall.SIGTERM {
			t.Errorf("got %v", sig)
		}
	})
	inside := &http.Client{Transport: &http.Transport{DialContext: c.source.Dial, DisableKeepAlives: true}}
	t.Run("its requests are answered by the entrypoint that was given", func(t *testing.T) {
		resp, err := inside.Get("http://my.host/path")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "Out got /path" {
			t.Errorf("got %q, %v", body, err)
		}
	})
	t.Run("what the entrypoint throws is a 500 inside and told outside", func(t *testing.T) {
		resp, err := inside.Get("http://my.host/throw")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusInternalServerError {
			t.Errorf("got %s", resp.Status)
		}
		p.console.says(t, "w threw in fetch: RangeError: boom")
	})
	t.Run("HTTPS to a host whose HTTP alone has a handler is refused and told of", func(t *testing.T) {
		conn, err := c.source.Dial(t.Context(), "tcp", "203.0.113.7:443")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := tls.Client(conn, &tls.Config{ServerName: "my.host"}).HandshakeContext(t.Context()); err == nil {
			t.Error("the handshake went well")
		}
		p.console.says(t, "asked for https://my.host/, which is refused: only its http:// has a handler.")
	})
	t.Run("its HTTPS is answered too, with handlers that change on open connections", func(t *testing.T) {
		answers(t, "/https", "intercepted")
		secureRequests(t, c, func() { answers(t, "/https-again", "replaced") })
		answers(t, "/https-nothing", "TypeError: Failed to execute 'interceptOutboundHttps' on 'Container': parameter 2 is not of type 'Fetcher'.")
		answers(t, "/https-nowhere", `TypeError: parse egress address "a.host:0": port "0" is not a number from 1 to 65535`)
	})
	t.Run("its connections are taken whole, whoever speaks first", func(t *testing.T) {
		answers(t, "/tcp", "intercepted")
		for _, e := range []struct{ to, say, want string }{
			{"203.0.113.7:5432", "hello", "Range has 203.0.113.7:5432\nHELLO"},
			{"203.0.113.7:5432", "", "Range has 203.0.113.7:5432\n"},
			{"db.host:9999", "GET / HTTP/1.0\r\n\r\n", "Host has db.host:9999\nGET / HTTP/1.0\r\n\r\n"},
		} {
			conn, err := c.source.Dial(t.Context(), "tcp", e.to)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, e.say)
			if e.say != "" {
				conn.(*net.TCPConn).CloseWrite()
			}
			got := make([]byte, len(e.want))
			if _, err := io.ReadFull(conn, got); err != nil || string(got) != e.want {
				t.Errorf("%s: got %q, %v, want %q", e.to, got, err, e.want)
			}
		}
	})
	t.Run("a host that nobody answers for is refused", func(t *testing.T) {
		if resp, err := inside.Get("http://other.host/"); err == nil {
			resp.Body.Close()
			t.Errorf("got %s", resp.Status)
		}
	})
	t.Run("its exit code reaches monitor", func(t *testing.T) {
		c.end(3)
		answers(t, "/monitor", "Error: Container exited with unexpected exit code: 3 (3)")
		answers(t, "/running", "false")
	})
	t.Run("when it is made anew it is asked to end, and its object is told of that end", func(t *testing.T) {
		answers(t, "/start", "started")
		c = <-p.engine.started
		if !s.Renew() {
			t.Error("there is no container to be made anew")
		}
		if sig := <-c.signals; sig != syscall.SIGTERM {
			t.Errorf("got %v", sig)
		}
		c.end(143)
		answers(t, "/monitor", "Error: Container exited with unexpected exit code: 143 (143)")
	})
	t.Run("it can be started again and destroyed with a reason", func(t *testing.T) {
		answers(t, "/start", "started")
		<-p.engine.started
		answers(t, "/destroy", "destroyed")
		answers(t, "/monitor", "Error: the reason")
	})
	answers(t, "/start", "started")
	c = <-p.engine.started // which the end of the session ends
}

// secureRequests asks over HTTP/1.1, HTTP/2 and a WebSocket, all with TLS.
func secureRequests(t *testing.T, c *fakeInstance, replace func()) {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(c.spec.Trust.CA) || c.spec.Trust.Mode == container.TrustFileOnly {
		t.Fatalf("the engine was told to trust %q", c.spec.Trust.CA)
	}
	for _, h2 := range []bool{false, true} {
		client := &http.Client{Transport: &http.Transport{DialContext: c.source.Dial, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: h2}}
		ask := func(url, want string) {
			t.Helper()
			resp, err := client.Get(url)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if body, err := io.ReadAll(resp.Body); err != nil || string(body) != want || (resp.ProtoMajor == 2) != h2 {
				t.Errorf("%s: got %q, %v over %s, want %q", url, body, err, resp.Proto, want)
			}
		}
		ask("https://other.host/x", "Any got /x")
		if !h2 {
			ask("https://a.secret.host/x", "Secret got /x")
			replace()
		}
		ask("https://a.secret.host/x", "Again got /x")
		client.CloseIdleConnections()
	}
	conn, err := c.source.Dial(t.Context(), "tcp", "sockets.host:443")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	secure := tls.Client(conn, &tls.Config{RootCAs: roots, ServerName: "sockets.host"})
	io.WriteString(secure, "GET /ws HTTP/1.1\r\nHost: sockets.host\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n\x81\x82\x00\x00\x00\x00hi")
	r := bufio.NewReader(secure)
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("got %v, %v", resp, err)
	}
	frame := make([]byte, 2+len("https:hi"))
	if _, err := io.ReadFull(r, frame); err != nil || string(frame[2:]) != "https:hi" {
		t.Errorf("got the frame %q, %v", frame, err)
	}
}

// TestSession_maxInstances starts more containers than may run.
func TestSession_maxInstances(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(boxes, `"class_name": "Box", "image"`, `"class_name": "Box", "max_instances": 2, "image"`, 1), boxSource)
	p.engine = fakeEngine{make(chan *fakeInstance, 3)}
	_, url := p.serve(t)
	answers := func(path, want string) {
		t.Helper()
		if _, body, _ := get(t, url+path); body != want {
			t.Errorf("%s: got %q, want %q", path, body, want)
		}
	}
	answers("/start?1", "started")
	answers("/start?2", "started")
	first, second := <-p.engine.started, <-p.engine.started
	const refused = "Error: Maximum number of running container instances exceeded: there is no container instance that can be provided to this Durable Object, try again later"
	answers("/start?3", "started")
	answers("/monitor?3", refused)
	answers("/port?3", refused)
	answers("/running?3", "false")
	p.console.says(t, "2 containers of Box are running, which is its max_instances")
	if !strings.HasPrefix(first.spec.Name, "Box/") || first.spec.Name == second.spec.Name {
		t.Errorf("the containers are %s and %s", first.spec.Name, second.spec.Name)
	}
	first.end(0)
	second.end(2)
	answers("/monitor?1", "ended well")
	answers("/monitor?2", "Error: Container exited with unexpected exit code: 2 (2)")
	p.console.says(t, "has ended with exit code 0")
	p.console.says(t, "has ended with exit code 2")
	answers("/start?3", "started")
	<-p.engine.started
	answers("/port?3", "Error: Container is not listening to port 80: the container is not listening in the TCP address 10.0.0.1:80")
}

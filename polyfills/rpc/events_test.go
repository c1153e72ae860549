package rpc_test

import (
	"net/http"
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

// sender calls handlers of other entrypoints.
const sender = `
	import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
	const bytes = (text) => new TextEncoder().encode(text);
	export class Far extends WorkerEntrypoint {
		queue(batch) {
			seen.push([batch.queue, batch.metadata.metrics.backlogCount, ...batch.messages.map((m) => [m.id, m.body, m.attempts, m.timestamp.getTime()].join())]);
			for (const m of batch.messages) {
				if (m.body === "ack") m.ack();
				if (m.body === "retry") m.retry({ delaySeconds: 5 });
				if (m.body === "all") batch.retryAll({ delaySeconds: 3 });
				if (m.body === "throw") throw new RangeError("boom");
				if (m.body === "wait") this.ctx.waitUntil(Promise.reject(new Error("later")));
			}
		}
		scheduled(controller) {
			seen.push([controller.scheduledTime, controller.cron]);
			if (controller.cron === "never") controller.noRetry();
			if (controller.cron === "throw") throw new Error("boom");
		}
		async connect(socket) {
			const { localAddress, remoteAddress } = await socket.opened;
			const writer = socket.writable.getWriter();
			await writer.write(bytes([localAddress, remoteAddress, ""].join("|")));
			for await (const chunk of socket.readable) await writer.write(chunk);
			await writer.close();
		}
	}
	export class None extends WorkerEntrypoint {}
	export class Throws extends WorkerEntrypoint { connect() { throw new RangeError("no"); } }
	export class Leaves extends WorkerEntrypoint {
		connect(socket) {
			const writer = socket.writable.getWriter();
			this.ctx.waitUntil(scheduler.wait(1).then(() => writer.write(bytes("late"))).catch((e) => seen.push(String(e))));
		}
	}
	export class Thing extends DurableObject {
		async connect(socket) { const w = socket.writable.getWriter(); await w.write(bytes("object")); await w.close(); }
	}
	let seen = [];
	async function talk(socket, text) {
		let got = "";
		const say = (p) => p.then((v) => v && Object.entries(v).join(), String);
		const opened = await say(socket.opened);
		if (/Error/.test(opened)) return [opened, await say(socket.closed)];
		if (text) { const w = socket.writable.getWriter(); w.write(bytes(text)); w.close(); }
		for await (const chunk of socket.readable) got += new TextDecoder().decode(chunk);
		return [opened, got, await say(socket.closed)];
	}
	const message = (body, more) => ({ id: "i" + body, timestamp: new Date(1000), attempts: 2, body, ...more });
	const tell = async (f) => { try { return await f(); } catch (e) { return String(e); } };
	const parts = {
		queue: (far, env) => [
			() => far.queue("q", [message("a"), message("ack"), message("retry")], { metrics: { backlogCount: 7, backlogBytes: 8, oldestMessageTimestamp: 9 } }),
			() => far.queue("q", [message("all")]),
			() => far.queue("q", [message("throw")]),
			() => far.queue("q", [message("wait")]),
			() => far.queue("q", [message(undefined, { serializedBody: new Uint8Array([0xff, 15, 0x54]) })]),
			() => env.NONE.queue("q", []),
			() => env.OLD.queue("q", []),
			() => far.queue("q", [message()]), () => far.queue("q", [{}]), () => far.queue("q"), () => far.queue(),
			() => far.queue("q", [message(1, { attempts: 70000 })]), () => far.queue("q", [], 5), () => far.queue("q", [], {}),
		],
		scheduled: (far, env) => [
			() => far.scheduled({ scheduledTime: 1000, cron: "* *" }), () => far.scheduled({ scheduledTime: new Date(5), cron: "never" }),
			() => far.scheduled({ scheduledTime: 1, cron: "throw" }), () => env.NONE.scheduled(), () => env.OLD.scheduled(),
			() => far.scheduled(5), () => far.scheduled({ scheduledTime: "x" }),
			async () => [typeof (await far.scheduled()).outcome, seen.pop()[1]],
		],
		connect: (far, env) => [
			() => talk(far.connect("example.com:1234"), "hi"), () => talk(far.connect({ hostname: "host", port: 5 }), "yes"),
			() => talk(env.NONE.connect("a:1")), () => talk(env.THROWS.connect("a:1")), () => talk(env.OLD.connect("a:1")),
			async () => { const s = env.LEAVES.connect("a:1"); await s.closed; await scheduler.wait(20); },
			() => talk(env.THING.get(env.THING.idFromName("x")).connect("a:1")),
			() => far.connect(), () => far.connect("nonsense"), () => far.connect("a:1", { secureTransport: "on" }),
			() => [typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(far), "connect"), far.connect.length],
		],
		without: (far) => [() => far.queue("q", []), () => far.scheduled()],
	};
	export default { async fetch(request, env) {
		seen = [];
		const told = [];
		for (const step of parts[new URL(request.url).pathname.slice(1)](env.FAR, env)) told.push(await tell(step));
		return Response.json([told, seen]);
	} };
`

// Events that a Worker sends to another by a service binding; what is expected was seen in workerd.
func TestEvents(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, sender, nil)
	old := workertest.Compile(t, `addEventListener("queue", (e) => e.ackAll()); addEventListener("scheduled", () => {});`, nil)
	services := []any{}
	for binding, entrypoint := range map[string]string{"FAR": "Far", "NONE": "None", "THROWS": "Throws", "LEAVES": "Leaves"} {
		services = append(services, map[string]any{"binding": binding, "service": "test", "entrypoint": entrypoint})
	}
	services = append(services, map[string]any{"binding": "OLD", "service": "old"})
	start := func(flags ...string) *workertest.Session {
		set := compat.New("2026-01-01", flags)
		s := workertest.Start(t, code, workertest.Options{Compat: set, Sections: map[string]any{
			"services":        services,
			"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "THING", "class_name": "Thing"}}},
			"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []any{"Thing"}}},
		}})
		if err := s.DeployAs("old", old); err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := start("service_binding_extra_handlers")
	defer s.Close()
	const nothing = `"ackAll":false,"retryBatch":{"retry":false},"explicitAcks":[],"retryMessages":[]}`
	for path, want := range map[string]string{
		"queue": `[[{"outcome":"ok","ackAll":false,"retryBatch":{"retry":false},"explicitAcks":["iack"],"retryMessages":[{"msgId":"iretry","delaySeconds":5}]},` +
			`{"outcome":"ok","ackAll":false,"retryBatch":{"retry":true,"delaySeconds":3},"explicitAcks":[],"retryMessages":[]},` +
			`{"outcome":"exception",` + nothing + `,{"outcome":"exception",` + nothing + `,{"outcome":"ok",` + nothing + `,{"outcome":"exception",` + nothing +
			`,{"outcome":"ok","ackAll":true,"retryBatch":{"retry":false},"explicitAcks":[],"retryMessages":[]},` +
			`"TypeError: Expected one of body or serializedBody for each message",` +
			`"TypeError: Incorrect type for the 'timestamp' field on 'ServiceBindingQueueMessage': the provided value is not of type 'date'.",` +
			`"TypeError: Failed to execute 'queue' on 'Fetcher': parameter 2 is not of type 'Array'.",` +
			`"TypeError: Failed to execute 'queue' on 'Fetcher': parameter 1 is not of type 'string'.",` +
			`"TypeError: Value out of range. Must be less than or equal to 65535.",` +
			`"TypeError: Failed to execute 'queue' on 'Fetcher': parameter 3 is not of type 'MessageBatchMetadata'.",` +
			`"TypeError: Cannot initialize N7workerd3api19MessageBatchMetricsE with required members from an undefined or null value."],` +
			`[["q",7,"ia,a,2,1000","iack,ack,2,1000","iretry,retry,2,1000"],["q",0,"iall,all,2,1000"],["q",0,"ithrow,throw,2,1000"],["q",0,"iwait,wait,2,1000"],["q",0,"iundefined,true,2,1000"]]]`,
		"scheduled": `[[{"outcome":"ok","noRetry":false},{"outcome":"ok","noRetry":true},{"outcome":"exception","noRetry":false},{"outcome":"exception","noRetry":true},{"outcome":"ok","noRetry":false},` +
			`"TypeError: Failed to execute 'scheduled' on 'Fetcher': parameter 1 is not of type 'ScheduledOptions'.",` +
			`"TypeError: Incorrect type for the 'scheduledTime' field on 'ScheduledOptions': the provided value is not of type 'date'.",["string",""]],[[1000,"* *"],[5,"never"],[1,"throw"]]]`,
		"connect": `[[["remoteAddress,example.com:1234","example.com:1234||hi",null],["remoteAddress,host:5","host:5||yes",null],` +
			`["Error: proxy request failed, cannot connect to the specified address","Error: proxy request failed, cannot connect to the specified address"],` +
			`["remoteAddress,a:1","",null],["Error: proxy request failed, cannot connect to the specified address","Error: proxy request failed, cannot connect to the specified address"],` +
			`null,["remoteAddress,a:1","object",null],` +
			`"TypeError: Failed to execute 'connect' on 'Fetcher': parameter 1 is not of type 'SocketAddress or string'.","TypeError: Specified address is missing port.","Error: Incoming CONNECT with TLS not supported",["object",0]],` +
			`["TypeError: Can't read from request stream because client disconnected."]]`,
	} {
		if status, text, err := s.Get("/" + path); err != nil || status != http.StatusOK || text != want {
			t.Errorf("%s: status %d, %v\n got %s\nwant %s", path, status, err, text, want)
		}
	}
	plain := start()
	defer plain.Close()
	// Without the flag they are methods like any other; a handler over RPC is called without a batch.
	if _, text, err := plain.Get("/without"); err != nil || text != `[["TypeError: Cannot read properties of undefined (reading 'metrics')","TypeError: Cannot read properties of undefined (reading 'scheduledTime')"],[]]` {
		t.Errorf("without the flag: %s, %v", text, err)
	}
}

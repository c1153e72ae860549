// A Worker whose events are told of to another one.
import { DurableObject, RpcTarget, tracing, WorkerEntrypoint } from "cloudflare:workers";
import { channel } from "node:diagnostics_channel";

class Counter extends RpcTarget {
	n = 0;
	inc() {
		console.log("inc");
		return ++this.n;
	}
}

class Mine extends Error {
	constructor(message) {
		super(message);
		this.name = "Mine";
	}
}

const ring = {};
ring.self = ring;

const paths = {
	logs() {
		console.log("plain", 1, true, null, undefined, { a: 1, b: [2, { c: 3 }] }, [1, , 2]);
		console.info();
		console.warn("w %s", "x");
		console.debug(10n, Symbol("s"), new Map([[1, 2]]), new Date(0), /x/g, NaN, -0, new Uint8Array(3), new Headers({ a: "b" }), Promise.resolve());
		console.log(ring, { toJSON: () => "J" }, { u: undefined, f() {} }, new String("boxed"), Object.create(null));
		console.log(
			new Proxy(
				{},
				{
					get() {
						throw new Error("p");
					},
				},
			),
		);
		console.group("g");
		console.log("in");
		console.groupEnd();
		console.table([{ a: 1 }]);
		console.dir({ a: 1 });
		console.count();
		console.trace("t");
	},
	errors() {
		const evil = new Error("e");
		Object.defineProperty(evil, "stack", {
			get() {
				throw new Error("no");
			},
		});
		console.error("before", new TypeError("boom"), evil, { name: "Error", message: "duck" });
		console.error(new Mine("own"));
	},
	big() {
		console.log("x".repeat(200000));
		console.log("y".repeat(100000));
		console.log("z");
	},
	throw() {
		throw new RangeError("bad");
	},
	text() {
		throw "a string";
	},
	object() {
		throw { a: 1 };
	},
	async later(env, ctx) {
		ctx.waitUntil(Promise.reject(new Error("later")));
		console.log("now");
		return new Response("", { status: 201 });
	},
	hang: () => new Promise(() => {}),
	wrong: () => 5,
	channels() {
		channel("c1").publish({ key: "v" });
		channel(Symbol("sy")).publish(1);
		channel("c2").publish(() => {});
	},
	stream() {
		const { readable, writable } = new TransformStream();
		(async () => {
			const writer = writable.getWriter();
			for (let i = 0; i < 3; i++) {
				console.log("chunk", i);
				await writer.write(new TextEncoder().encode("x"));
			}
			await writer.close();
		})();
		return new Response(readable);
	},
	broken: () =>
		new Response(
			new ReadableStream({
				async pull() {
					await 0;
					throw new Error("instream");
				},
			}),
		),
	rpc: async (env) => new Response(await env.ENT.add(1, 2)),
	property: async (env) => new Response(await env.ENT.seven),
	async target(env) {
		using counter = await env.ENT.counter();
		return new Response(await counter.inc());
	},
	async refused(env) {
		return new Response(await env.ENT.fail().catch(String));
	},
	entry: (env) => env.ENT.fetch("http://ent.example/x"),
	"of-object": (env) => env.DO.getByName("a").fetch("http://do.example/y"),
	"of-failing-object": (env) => env.DO.getByName("a").fetch("http://do.example/throw"),
	async callback(env) {
		return new Response(await env.ENT.call(() => console.log("called back")));
	},
	async spans(env) {
		const value = tracing.enterSpan(
			"sync",
			(span, ...rest) => {
				span.setAttribute("a", 1).setAttribute("a", 2).setAttributes({ b: true, c: "text", d: null, e: undefined, f: {} });
				console.log("in", span.isTraced, tracing.getActiveSpan() === span);
				return rest.join();
			},
			1,
			2,
		);
		await tracing.enterSpan("outer", async () => {
			await env.ENT.add(1, 2);
			await tracing.enterSpan("inner", async () => console.log(await "deep"));
		});
		try {
			tracing.enterSpan("throws", () => ring.none.none);
		} catch {}
		await tracing.enterSpan("rejects", async () => ring.none.none).catch(() => {});
		const manual = tracing.startSpan("manual");
		manual.updateName("renamed").setStatus({ code: "error", message: "m" }).setStatus({ code: "ok" });
		manual.recordException(new Mine("recorded"));
		manual.recordException("text");
		manual.setAttribute("k", "v").end();
		manual.setAttribute("late", 1).end();
		tracing.withActiveSpan(tracing.startSpan("never ended"), () => console.log("within"));
		await tracing.startActiveSpan("ended by hand", async (span) => {
			await null;
			span.end();
			console.log("behind");
		});
		const { traceId, spanId } = tracing.getActiveSpan().setAttribute("root", 1).spanContext();
		return new Response([value, traceId.length, spanId.length].join());
	},
	async kv({ KV }) {
		await KV.put("k", "value", { expirationTtl: 60, metadata: { a: 1 } });
		await KV.put("bytes", new Uint8Array(3));
		await KV.get("k", { type: "text", cacheTtl: 60 });
		await KV.getWithMetadata("bytes", "arrayBuffer");
		await KV.get(["k", "none"]);
		await KV.list({ prefix: "k", limit: 3 });
		await KV.delete("k");
		await KV.get("k");
		await KV.put("k", "v", { expirationTtl: 1 }).catch(() => {});
	},
	async r2({ R2 }) {
		await R2.put("o", "hello", { httpMetadata: { contentType: "text/plain" }, customMetadata: { a: "1" } });
		await (await R2.get("o")).text();
		await R2.get("o", { onlyIf: { etagMatches: "zz" } });
		await R2.head("none");
		await R2.list({ prefix: "o", limit: 2, delimiter: "/" });
		const upload = await R2.createMultipartUpload("m");
		await upload.uploadPart(1, "abc");
		await upload.abort();
		await R2.delete(["o", "p"]);
	},
	async d1({ DB }) {
		await DB.exec("CREATE TABLE t (a)");
		await DB.prepare("INSERT INTO t VALUES (?)").bind(1).run();
		await DB.prepare("SELECT * FROM t").first();
		await DB.prepare("SELECT * FROM t").raw();
		await DB.batch([DB.prepare("SELECT 1"), DB.prepare("SELECT 2")]);
		await DB.prepare("nonsense").all().catch(() => {});
	},
	async queue({ QUEUE }) {
		await QUEUE.send(1);
		await QUEUE.sendBatch([{ body: 1 }]);
		await QUEUE.metrics();
	},
	storage: ({ DO }) => DO.getByName("storage").store(),
	within: ({ KV }) => tracing.enterSpan("mine", async () => new Response(await KV.get("none"))),
	async alarm(env) {
		return new Response(await env.DO.getByName("a").wake());
	},
};

export default {
	async fetch(request, env, ctx) {
		const run = paths[new URL(request.url).pathname.slice(1)];
		return (await run?.(env, ctx, request)) ?? new Response("ok");
	},
	async scheduled(controller) {
		console.log("cron", controller.cron);
		if (controller.cron === "throw") throw new Error("cronfail");
	},
};

export class Ent extends WorkerEntrypoint {
	add(a, b) {
		console.log("add", a, b);
		return a + b;
	}
	get seven() {
		return 7;
	}
	counter() {
		return new Counter();
	}
	async call(f) {
		return await f();
	}
	fail() {
		throw new SyntaxError("rpcfail");
	}
	fetch(request) {
		return new Response(request.url);
	}
}

export class D extends DurableObject {
	async fetch(request) {
		console.log(request.url);
		if (request.url.endsWith("throw")) throw new Error("dofail");
		return new Response("do");
	}
	async wake() {
		await this.ctx.storage.setAlarm(Date.now());
		return "set";
	}
	async store() {
		const { storage } = this.ctx;
		await storage.put({ a: 1 });
		await storage.get("a");
		await storage.setAlarm(1e14 / 20);
		await storage.deleteAlarm();
		await storage.transaction(async (t) => t.delete("a"));
		storage.kv.put("b", 1);
		storage.kv.delete("b");
		storage.sql.exec("CREATE TABLE t (a)");
		storage.sql.exec("INSERT INTO t VALUES (?)", 1);
		try {
			storage.sql.exec("nonsense");
		} catch {}
		storage.sql.databaseSize;
		await storage.deleteAll();
	}
	alarm() {
		console.log("alarm");
	}
}

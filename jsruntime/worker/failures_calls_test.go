package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

// failingCalls is a Worker whose calls fail in every way that they can, as in failing.
const failingCalls = `
import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
class Target extends RpcTarget {
	#hidden() {}
	own = 1;
	hello() { return "hello"; }
	call(f) { return f(); }
}
const methods = {
	echo: (v) => v,
	symbol: () => Symbol("x"),
	instance: () => new (class A {})(),
	getter: () => ({ get a() { throw new Error("mine"); } }),
	nothing() { throw null; },
	text() { throw "text"; },
	object() { throw { a: 1 }; },
	untellable() { throw { toString() { throw new Error("twice"); } }; },
	later: () => Promise.reject(new Error("mine")),
	target: () => new Target(),
	stream: () => new ReadableStream({ pull() { throw new Error("mine"); } }),
};
export class Ent extends WorkerEntrypoint {}
export class Obj extends DurableObject {
	constructor(ctx, env) {
		super(ctx, env);
		if (ctx.id.name === "throws") throw new Error("mine");
		if (ctx.id.name === "rejects") ctx.blockConcurrencyWhile(() => Promise.reject(new Error("mine")));
	}
	async abort(ms) {
		await scheduler.wait(ms);
		this.ctx.abort("mine");
	}
	never() { return new Promise(() => {}); }
	query() { return this.ctx.storage.sql.exec("SELEC 1").toArray(); }
	put() { return this.ctx.storage.put("a", () => {}); }
}
for (const [name, method] of Object.entries(methods)) Ent.prototype[name] = Obj.prototype[name] = function (...args) { return method(...args); };
const either = (f) => [(env) => f(env.ENT), (env) => f(env.OBJ.getByName("a"))];
let nested = [];
for (let i = 0; i < 20000; i++) nested = [nested];
const failures = [
	...either((to) => to.echo(Symbol("x"))),
	...either((to) => to.echo(new WeakMap())),
	...either((to) => to.echo(new (class A {})())),
	...either((to) => to.echo(nested)),
	...either((to) => to.echo({ get a() { throw new Error("mine"); } })),
	...["symbol", "instance", "getter", "nothing", "text", "object", "untellable", "later", "missing"].flatMap((name) => either((to) => to[name]())),
	...either(async (to) => { const target = await to.target(); target[Symbol.dispose](); return target.hello(); }),
	...either(async (to) => (await to.target())["#hidden"]()),
	...either(async (to) => (await to.target()).own),
	...either(async (to) => (await to.target()).call(() => { throw new Error("mine"); })),
	...either(async (to) => (await to.stream()).getReader().read()),
	...either((to) => to.echo(1).missing()),
	...either((to) => to.fetch("nowhere")),
	(env) => env.OBJ.getByName("throws").echo(1),
	(env) => env.OBJ.getByName("rejects").echo(1),
	(env) => Promise.all([env.OBJ.getByName("dies").never(), env.OBJ.getByName("dies").abort(0)]),
	async (env) => {
		const target = await env.OBJ.getByName("dies").target();
		await env.OBJ.getByName("dies").abort(0).catch(() => {});
		return target.hello();
	},
	(env) => env.OBJ.getByName("a").query(),
	(env) => env.OBJ.getByName("a").put(),
	(env) => env.OBJ.idFromString("zz"),
];
export default {
	async fetch(request, env) {
		const n = new URL(request.url).search.slice(1);
		if (n === "count") return new Response(String(failures.length));
		await failures[n](env);
		return new Response("no failure");
	},
};
`

// TestWorker_FailuresOfCalls is TestWorker_Failures for calls of Workers and of objects.
func TestWorker_FailuresOfCalls(t *testing.T) {
	failAgain(t, workertest.Start(t, workertest.Compile(t, failingCalls, nil), workertest.Options{Sections: map[string]any{
		"services":        []any{map[string]any{"binding": "ENT", "service": "test", "entrypoint": "Ent"}},
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "OBJ", "class_name": "Obj"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []any{"Obj"}}},
	}}))
}

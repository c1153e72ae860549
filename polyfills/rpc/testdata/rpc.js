// objects: Box
// services: NAMED=Named, PLAIN=plain, SELF
import { DurableObject, RpcPromise, RpcProperty, RpcStub, RpcTarget, ServiceStub, WorkerEntrypoint } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows } from "./workertest.js";

let disposed = 0;

class Target extends RpcTarget {
  own = 1;
  get nested() { return { x: { y: 5 } }; }
  inc(x) { return x + 1; }
  [Symbol.dispose]() { disposed++; }
}

export class Box extends DurableObject {
  own = 3;
  get g() { return 7; }
  hi() { return "hi"; }
  echo(x) { return x; }
  target() { return new Target(); }
  fn() { return (x) => x * 2; }
  dressed() { return Object.assign(() => 1, { own: 5 }); }
  pending(other) { return { value: other.inc(1) }; }
  object() { return { a: 1, f: () => 7, t: new Target(), nested: { z: 3 } }; }
  list() { return [1, () => 2]; }
  bad() { return { u: new URL("http://a") }; }
  tail() { return "tail"; }
  alarm() {}
  #secret() {}
  async apply(fn, x) { return await fn(x); }
  async inc(t) { return await t.inc(1); }
  keep(fn) { this.kept = fn; }
  keepDup(fn) { this.kept = fn.dup(); }
  async useKept() { return await this.kept(1); }
  async read(stream) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(...chunk);
    return chunks;
  }
  bytes() { return new Response("stream").body; }
  async fill(stream) {
    const writer = stream.getWriter();
    await writer.write(new TextEncoder().encode("ab"));
    await writer.write(new Uint8Array([99]));
    await writer.close();
    return "filled";
  }
  response() { return new Response("body", { status: 201, headers: { a: "b" } }); }
  async request(r) { return [r.method, r.url, r.headers.get("a"), await r.text()]; }
  boom(kind) {
    class Mine extends Error { name = "Mine"; }
    switch (kind) {
      case "object": throw { a: 1 };
      case "uncloneable": throw { f() {} };
      case "function": throw () => 1;
      case "symbol": throw Symbol("s");
      case "string": throw "text";
      case "null": throw null;
      case "number": throw 5;
      case "subclass": throw new Mine("m");
      case "cause": throw new Error("c", { cause: new Error("inner") });
      case "properties": throw Object.assign(new TypeError("p"), { code: 5 });
      case "dom": throw new DOMException("d", "AbortError");
    }
  }
}

export class Named extends WorkerEntrypoint {
  call(a, b) { return [a, b, this.ctx.props]; }
  get g() { return 4; }
  async fetch(request) {
    if (request.url.endsWith("/phrase")) return new Response("", { status: 201, statusText: "Two Words" });
    if (request.url.endsWith("/word")) return new Response("", { status: 201, statusText: "One" });
    return new Response("named " + request.url);
  }
}

export const plain = {
  extra(a, env, ctx) { return [a, typeof env.Box, typeof ctx.waitUntil]; },
  four(a, b, c, d) { return a; },
  value: 5,
};

const missing = (name) => `The RPC receiver does not implement the method "${name}".`;

export const tests = {
  async "own properties of a function can be read"(env) {
    const fn = await env.Box.getByName("a").dressed();
    assertEquals([await fn.own, await fn()], [5, 1]);
  },
  async "a promise of a call does not cross over in something else"(env) {
    await assertRejects(() => env.Box.getByName("a").pending(new Target()), "DataCloneError",
      "Could not serialize object of type \"RpcPromise\". This type does not support serialization.");
  },
  async "stubs, promises and properties have the platform's names"({ Box, SELF }) {
    const box = Box.getByName("a");
    assertEquals([typeof box, typeof box.hi, typeof box.hi(), typeof SELF], ["object", "function", "function", "object"]);
    assertEquals([String(box.hi), String(box.hi())], ["[object JsRpcProperty]", "[object JsRpcPromise]"]);
    assert(box.hi instanceof RpcProperty);
    assert(box.hi() instanceof RpcPromise);
    assert(SELF instanceof ServiceStub);
    const f = await box.fn();
    assertEquals([typeof f, String(f), f.constructor.name, await f(5)], ["function", "[object JsRpcStub]", "RpcStub", 10]);
    assert(f instanceof RpcStub);
    assertThrows(() => new RpcPromise(), "TypeError", "Illegal constructor");
    assertEquals(box.then, undefined);
  },

  async "calls are pipelined"({ Box }) {
    const box = Box.getByName("a");
    assertEquals(await box.target().inc(4), 5);
    assertEquals(await box.target().nested.x.y, 5);
    assertEquals(await box.fn()(4), 8);
    assertEquals([await box.object().a, await box.object().f(), await box.object().nested.z, await box.object().t.inc(3)], [1, 7, 3, 4]);
    assertEquals(await box.g, 7);
    assertEquals(await (await box.hi)(), "hi");
  },

  async "what cannot be seen is not there"({ Box }) {
    const box = Box.getByName("a");
    for (const [call, name] of [
      [() => box.nope(), "nope"], [() => box.own, "own"], [() => box.ctx, "ctx"], [() => box.env, "env"], [() => box.target().own, "own"],
      [() => box.target().nope(), "nope"], [() => box.object().zip.zap, "zip"], [() => box.object().zip(), "zip"], [() => box.hi().length, "length"],
      [() => box.hi().foo(), "foo"], [() => box.scheduled(), "scheduled"], [() => box.object().toFixed(), "toFixed"], [() => box.secret(), "secret"],
    ]) {
      const e = await assertRejects(call, "TypeError", missing(name));
      assertEquals(e.remote, true, name);
    }
  },

  async "reserved names are refused, others of handlers are not"({ Box }) {
    const box = Box.getByName("a");
    for (const name of ["alarm", "webSocketMessage", "webSocketClose", "webSocketError"]) {
      await assertRejects(() => box[name](), "TypeError", `'${name}' is a reserved method and cannot be called over RPC.`);
    }
    await assertRejects(() => box.target().dup(), "TypeError", "'dup' is a reserved method and cannot be called over RPC.");
    assertEquals(await box.tail(), "tail");
  },

  async "what is no function cannot be called"({ Box }) {
    const box = Box.getByName("a");
    await assertRejects(() => box.g(), "TypeError", '"g" is not a function.');
    await assertRejects(() => box.hi()(), "TypeError", '"(this)" is not a function.');
  },

  async "an error keeps class, name, message and properties and is remote"({ Box }) {
    const box = Box.getByName("a");
    for (const [kind, name, message, code, cause] of [
      ["string", "Error", "text"], ["null", "Error", "null"], ["number", "Error", "5"],
      ["subclass", "Mine", "m"], ["cause", "Error", "c", undefined, "Error: inner"], ["properties", "TypeError", "p", 5], ["dom", "AbortError", "d", 20],
    ]) {
      const e = await assertRejects(() => box.boom(kind), name, message);
      assertEquals([e.remote, e.code, e.cause && String(e.cause)], [true, code, cause], kind);
    }
  },

  async "an object that is thrown arrives as it is, but for what cannot be cloned"({ Box }) {
    const box = Box.getByName("a");
    assertEquals(await box.boom("object").catch((e) => e), { a: 1, durableObjectId: box.id.toString(), remote: true });
    await assertRejects(() => box.boom("uncloneable"), "Error", "#<Object>");
    await assertRejects(() => box.boom("function"), "Error", "() => 1");
    await assertRejects(() => box.boom("symbol"), "Error", "Symbol(s)");
  },

  async "what cannot be cloned is refused on the side that has it"({ Box }) {
    const box = Box.getByName("a");
    const url = 'Could not serialize object of type "URL". This type does not support serialization.';
    assertEquals((await assertRejects(() => box.bad(), "DataCloneError", url)).remote, true);
    assertEquals((await assertRejects(() => box.echo(new URL("http://a")), "DataCloneError", url)).remote, undefined);
    await assertRejects(() => box.echo(Symbol("x")), "DataCloneError", "Symbol(x) could not be cloned.");
    await assertRejects(() => box.echo(new (class Foo {})()), "DataCloneError", 'Could not serialize object of type "Foo". This type does not support serialization.');
    await assertRejects(() => box.echo(Promise.resolve(1)), "DataCloneError", "#<Promise> could not be cloned.");
    await assertRejects(() => box.echo(new WeakMap()), "DataCloneError", "#<WeakMap> could not be cloned.");
  },

  async "functions and targets are passed by reference"({ Box }) {
    const box = Box.getByName("a");
    assertEquals(await box.apply((x) => x * 3, 4), 12);
    assertEquals(await box.inc(new Target()), 2);
    const e = await assertRejects(() => box.apply(() => { throw new RangeError("cb"); }), "RangeError", "cb");
    assertEquals(e.remote, true);
  },

  async "a parameter is the callee's until its call ends, a dup for longer"({ Box }) {
    const box = Box.getByName("params");
    await box.keep(() => "k");
    await assertRejects(() => box.useKept(), "Error", "RPC stub used after being disposed.");
    await box.keepDup(() => "k");
    assertEquals(await box.useKept(), "k");
  },

  async "a target's disposer runs when its last stub has gone"({ Box }) {
    const box = Box.getByName("a");
    disposed = 0;
    const t = await box.target();
    const again = t.dup();
    t[Symbol.dispose]();
    await scheduler.wait(20);
    assertEquals(disposed, 0);
    assertEquals(await again.inc(1), 2);
    again[Symbol.dispose]();
    await scheduler.wait(20);
    assertEquals(disposed, 1);
    await box.inc(new Target());
    await scheduler.wait(20);
    assertEquals(disposed, 2);
    { using o = await box.object(); assertEquals(o.a, 1); }
    await scheduler.wait(20);
    assertEquals(disposed, 3);
  },

  async "what goes to a call that fails is given up"({ Box, PLAIN, SELF }) {
    const box = Box.getByName("a");
    const failures = {
      "a missing method": (t) => box.nope(t),
      "no method": (t) => box.g(t),
      "a method that throws": (t) => box.boom("object", t),
      "an argument that cannot be cloned": (t) => box.inc(t, Symbol("s")),
      "arguments that are too large": (t) => box.inc(t, new Uint8Array(33 << 20)),
      "the wrong number of arguments": (t) => PLAIN.extra(t, 2),
      "a missing method of a plain object": (t) => PLAIN.nope(t),
      "a missing method of a target": async (t) => { using far = await box.target(); return await far.nope(t); },
    };
    for (const [name, fail] of Object.entries(failures)) {
      disposed = 0;
      const stub = new RpcStub(new Target());
      await fail(stub).then(() => assert(false, name), () => {});
      await scheduler.wait(20);
      disposed = 0;
      stub[Symbol.dispose]();
      await scheduler.wait(20);
      assertEquals([name, disposed], [name, 1]);
    }
  },

  async "what was disposed of cannot be used"({ Box }) {
    const box = Box.getByName("a");
    const f = await box.fn();
    f[Symbol.dispose]();
    await assertRejects(() => f(1), "Error", "RPC stub used after being disposed.");
    const p = box.fn();
    p[Symbol.dispose]();
    await assertRejects(() => p(1), "Error", "RPC promise used after being disposed.");
    assertEquals(typeof (await p), "function");
    for (const o of [await box.object(), await box.list(), await box.echo({}), await box.echo(new Map())]) {
      assertEquals(typeof o[Symbol.dispose], "function");
    }
    assertEquals(Object.keys(await box.echo({ a: 1 })), ["a"]);
  },

  async "RpcStub wraps targets, functions and plain objects"() {
    const stub = new RpcStub(new Target());
    assertEquals([typeof stub, String(stub), stub.constructor.name, stub instanceof RpcStub], ["function", "[object JsRpcStub]", "RpcStub", true]);
    assertEquals([await stub.inc(1), await stub.nested.x.y], [2, 5]);
    await assertRejects(() => stub.own, "TypeError", missing("own"));
    assertEquals(await new RpcStub((x) => x + 1)(2), 3);
    assertEquals(await new RpcStub(new Proxy(new Proxy(new Target(), {}), {})).inc(2), 3);
    const gone = Proxy.revocable(new Target(), {});
    gone.revoke();
    assertThrows(() => new RpcStub(gone.proxy), "TypeError");
    const o = new RpcStub({ a: 1, f() { return this.a; } });
    assertEquals([await o.a, await o.f()], [1, 1]);
    const words = "RpcStubs can only wrap plain objects, functions, and RpcTarget derivatives.";
    assertThrows(() => new RpcStub(new (class Foo {})()), "TypeError", words);
    assertThrows(() => new RpcStub(new Date()), "TypeError", words);
    assertThrows(() => new RpcStub(5), "TypeError", "Failed to construct 'JsRpcStub': constructor parameter 1 is not of type 'Object'.");
  },

  async "streams, requests and responses are values"({ Box }) {
    const box = Box.getByName("a");
    assertEquals(await box.read(new Response("abc").body), [97, 98, 99]);
    assertEquals(await new Response(await box.bytes()).text(), "stream");
    const r = await box.response();
    assertEquals([r instanceof Response, r.status, r.headers.get("a"), await r.text()], [true, 201, "b", "body"]);
    assertEquals(await box.request(new Request("http://a/b", { method: "POST", body: "zz", headers: { a: "h" } })), ["POST", "http://a/b", "h", "zz"]);
    assertEquals((await box.echo(new Headers({ a: "b" }))).get("a"), "b");
    const blob = await box.echo(new Blob(["té"], { type: "t/u" }));
    assertEquals([blob instanceof Blob, blob.type, await blob.text()], [true, "t/u", "té"]);
    await assertRejects(() => box.echo(new File(["x"], "n")), "DataCloneError", 'Could not serialize object of type "File". This type does not support serialization.');
  },

  async "a WritableStream is written from afar"({ Box }) {
    const box = Box.getByName("a");
    const { readable, writable } = new IdentityTransformStream();
    const text = new Response(readable).text();
    assertEquals(await box.fill(writable), "filled");
    assertEquals(await text, "abc");
  },

  async "entrypoints of a class take calls, reads and requests"({ NAMED }) {
    assertEquals(await NAMED.call(1, 2), [1, 2, {}]);
    assertEquals(await NAMED.g, 4);
    assertEquals(await (await NAMED.fetch("http://z/y")).text(), "named http://z/y");
    assertEquals((await NAMED.fetch("http://z/phrase")).statusText, "Two Words");
    assertEquals((await NAMED.fetch("http://z/word")).statusText, "One");
    await assertRejects(() => NAMED.fetch("/y"), "TypeError", "Invalid URL: /y");
  },

  async "entrypoints that are plain objects take one argument"({ PLAIN }) {
    assertEquals(await PLAIN.extra(1), [1, "object", "function"]);
    assertEquals(await PLAIN.value, 5);
    const wrong = 'Attempted to call RPC function "extra" with the wrong number of arguments. When calling a top-level handler function that is not declared as part of a class, you must always send exactly one argument. In order to support variable numbers of arguments, the server must use class-based syntax (extending WorkerEntrypoint) instead.';
    await assertRejects(() => PLAIN.extra(), "TypeError", wrong);
    await assertRejects(() => PLAIN.extra(1, 2), "TypeError", wrong);
    await assertRejects(() => PLAIN.four(1), "TypeError", 'Cannot call handler function "four" over RPC because it has the wrong number of arguments. A simple function handler can only be called over RPC if it has exactly the arguments (arg, env, ctx), where only the first argument comes from the client. To support multi-argument RPC functions, use class-based syntax (extending WorkerEntrypoint) instead.');
    await assertRejects(() => PLAIN.nope(1), "TypeError", missing("nope"));
  },

  async "proxies that can be called and pass for targets are targets, and copied as arguments"(env, ctx) {
    const make = (name) => new Proxy(() => {}, {
      get: (_, key) => {
        if (key === "dup") return () => make(name + " again");
        return typeof key === "symbol" || key === "then" ? undefined : (...args) => [name, key, ...args];
      },
      getPrototypeOf: () => Target.prototype,
      getOwnPropertyDescriptor: () => undefined,
    });
    assertEquals(await new RpcStub(make("a")).say(1), ["a", "say", 1]);
    const box = ctx.exports.Box.getByName("proxies");
    assertEquals(await box.inc(make("b")), ["b again", "inc", 1]);
    const given = await new RpcStub({ get: () => make("c") }).get();
    assertEquals(await given.say(), ["c", "say"]);
  },

  async "targets with a method dup are copied as arguments"(env, ctx) {
    const box = ctx.exports.Box.getByName("copies");
    const more = new (class extends RpcTarget { inc(x) { return x + 10; } })();
    assertEquals(await box.inc(Object.assign(new Target(), { dup: () => more })), 11);
    const bad = Object.assign(new Target(), { dup: () => ({}) });
    await assertRejects(() => box.inc(bad), "DataCloneError", "Couldn't create a stub for the RcpTarget because it has a dup() method which did not return another RpcTarget. Either remove the dup() method or make sure it returns an RpcTarget.");
    await assertRejects(() => box.inc(new Proxy(bad, {})), "DataCloneError", "Couldn't create a stub for the Proxy because it has a dup() method which did not return the same underlying type (RpcTarget or Function) as the Proxy itself represents. Either remove the dup() method or make sure it returns an RpcTarget.");
  },

  async "a request with a fetcher is answered by that"({ NAMED }) {
    const request = new Request("http://z/y", { fetcher: NAMED });
    assert(request.fetcher === NAMED, "it tells its fetcher");
    for (const args of [[request], [new Request(request)], ["http://z/y", { fetcher: NAMED }]]) {
      assertEquals(await (await fetch(...args)).text(), "named http://z/y");
    }
    assertEquals(new Request(request, { fetcher: null }).fetcher, null);
    assertThrows(() => new Request("http://z/", { fetcher: { fetch() {} } }), "TypeError", "Incorrect type for the 'fetcher' field on 'RequestInitializerDict': the provided value is not of type 'Fetcher'.");
  },

  async "a path of more than 64 names is refused where it gets too long"({ NAMED }) {
    for (const start of [NAMED, NAMED.call(1)]) {
      let far = start;
      for (let i = 0; i < 64; i++) far = far.x;
      assertThrows(() => far.x, "TypeError", "RPC pipelined property path is too deep (max 64).");
    }
  },

  async "ctx.exports gives loopback stubs with props"(env, ctx) {
    assertEquals(await ctx.exports.Named.call(1, 2), [1, 2, {}]);
    assertEquals(await ctx.exports.Named({ props: { p: 1 } }).call(1, 2), [1, 2, { p: 1 }]);
    for (const none of [undefined, null]) assertEquals(await ctx.exports.Named(none).call(1, 2), await ctx.exports.Named({}).call(1, 2));
    assertEquals(await ctx.exports.Box.getByName("a").hi(), "hi");
    assertEquals(Object.keys(ctx.exports).sort(), ["Box", "Named", "default", "plain", "tests"]);
  },
};

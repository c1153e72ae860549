test("the constructor's arguments are checked", () => {
  for (const s of [1, 100, 199, 600, -1, "x", null, NaN, 101]) assertThrows(() => new Response(null, { status: s }), RangeError, "Responses may only be constructed with status codes in the range 200 to 599, inclusive.");
  for (const s of [1e10, 2 ** 32 + 200]) assertThrows(() => new Response(null, { status: s }), TypeError, "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
  assertEquals([new Response(null, { status: "201" }).status, new Response(null, { status: 200.7 }).status], [201, 200]);
  const wrong = (field, type, ...values) => {
    for (const v of values) assertThrows(() => new Response(null, { [field]: v }), TypeError, `Incorrect type for the '${field}' field on 'InitializerDict': the provided value is not of type '${type}'.`);
  };
  wrong("headers", "Headers or Sequence or object", 1, null, "x");
  wrong("cf", "Object", 1, null, "x");
  wrong("webSocket", "WebSocket", 1, {});
  assertThrows(() => new Response(null, { encodeBody: "x" }), TypeError, "encodeBody: unexpected value: x");
  assertThrows(() => new Response(null, { statusText: "a\n" }), TypeError, "Invalid statusText");
  for (const bad of [1, "x", true]) assertThrows(() => new Response("", bad), TypeError, "Failed to construct 'Response': constructor parameter 2 is not of type 'InitializerDict or Response'.");
});
test("an init is read in the platform's order", () => {
  const order = [], init = {};
  for (const k of ["encodeBody", "webSocket", "cf", "headers", "statusText", "status"]) Object.defineProperty(init, k, { get() { order.push(k); } });
  new Response("", init);
  assertEquals(order, ["status", "statusText", "headers", "cf", "webSocket", "encodeBody"]);
});
test("a null body status allows a body without bytes only, and drops it", () => {
  for (const status of [204, 205, 304]) {
    for (const body of [null, undefined, "", new Uint8Array(0), new Blob([])]) {
      const r = new Response(body, { status });
      assertEquals([r.status, r.body, r.headers.get("content-type")], [status, null, null]);
    }
    assertThrows(() => new Response("x", { status }), TypeError, "Response with null body status (101, 204, 205, or 304) cannot have a body.");
  }
});
test("a status has the text that is given", () => {
  assertEquals([new Response().statusText, Response.json(1, { status: 201 }).statusText, Response.redirect("http://x/").statusText], ["", "", ""]);
  assertEquals([new Response("", { statusText: "" }).statusText, new Response("", { statusText: "q" }).clone().statusText], ["", "q"]);
});
test("a response can be an init", async () => {
  const r = new Response("new", new Response("x", { status: 404, statusText: "q", headers: { a: "b" }, cf: { c: 1 } }));
  assertEquals([r.status, r.statusText, r.cf.c, [...r.headers], await r.text()], [404, "q", 1, [["a", "b"], ["content-type", "text/plain;charset=UTF-8"]], "new"]);
});
test("a WebSocket goes with status 101 and no body", () => {
  const webSocket = new WebSocketPair()[0];
  assertThrows(() => new Response(null, { webSocket }), RangeError, "Responses with a WebSocket must have status code 101.");
  assertThrows(() => new Response("x", { webSocket, status: 101 }), TypeError, "Response with null body status (101, 204, 205, or 304) cannot have a body.");
  const r = new Response(null, { webSocket, status: 101 });
  assertEquals([r.webSocket === webSocket, r.statusText], [true, ""]);
  assertThrows(() => r.clone(), TypeError, "Cannot clone a response to a WebSocket handshake.");
});
test("Response.json", async () => {
  const of = async (...args) => { const r = Response.json(...args); return [r.status, r.headers.get("content-type"), await r.text()]; };
  assertEquals(await of({ a: [1, "é"] }), [200, "application/json", '{"a":[1,"é"]}']);
  assertEquals(await of("x", { status: 201, headers: { "content-type": "q" } }), [201, "q", '"x"']);
  assertEquals(await of(undefined), [200, "application/json", "undefined"]);
  assertEquals(await of(null, null), [200, "application/json", "null"]);
  assertThrows(() => Response.json(), TypeError, "Failed to execute 'json' on 'Response': parameter 1 is not of type 'Value'.");
  assertThrows(() => Response.json(1, 1), TypeError, "Failed to execute 'json' on 'Response': parameter 2 is not of type 'InitializerDict or Response'.");
  assertThrows(() => Response.json("", { status: 204 }), TypeError, "Response with null body status");
  assertThrows(() => Response.json(1n), TypeError);
});
test("Response.redirect", () => {
  const r = Response.redirect("http://a/é b#f", 303);
  assertEquals([r.status, r.headers.get("location"), r.url, r.redirected], [303, "http://a/%C3%A9%20b#f", "", false]);
  assertThrows(() => r.headers.set("a", "b"), TypeError, "Can't modify immutable headers.");
  assertEquals(Response.redirect("http://a/").status, 302);
  for (const s of [200, 304, "x"]) assertThrows(() => Response.redirect("http://a/", s), RangeError, "is not a redirect status code. It must be one of: 301, 302, 303, 307, or 308.");
  assertThrows(() => Response.redirect("/x"), TypeError, "Unable to parse URL: /x");
  assertThrows(() => Response.redirect(), TypeError, "Failed to execute 'redirect' on 'Response': parameter 1 is not of type 'string'.");
});
test("Response.error", async () => {
  const r = Response.error();
  r.headers.set("a", "b");
  assertEquals([r.type, r.status, r.ok, r.body, await r.text(), r.clone().type], ["error", 0, false, null, "", "error"]);
});
test("subclasses", async () => {
  class R extends Response { get x() { return 1; } }
  const r = new R("a");
  assertEquals([r.x, r instanceof Response, r.clone().constructor.name, await r.text()], [1, true, "Response", "a"]);
});
test("an iterable body is a stream of its items, unless it says how it becomes text", async () => {
  const bytes = (s) => new TextEncoder().encode(s);
  const items = { *[Symbol.iterator]() { yield bytes("a"); yield bytes("b"); } };
  const body = (o) => new Response(o).text();
  assertEquals(await body(items), "ab");
  assertEquals(await body([bytes("c")]), "c");
  assertEquals(await body(new Set([bytes("d")])), "d");
  assertEquals(await body({ ...items, toString: () => "text" }), "text");
  assertEquals(await body({ __proto__: { toString: () => "inherited" }, ...items }), "inherited");
  assertEquals(await body({ ...items, [Symbol.toPrimitive]: () => "primitive" }), "primitive");
  const once = (...all) => ({ next: async () => ({ value: all[0], done: all.shift() === undefined }) });
  assertEquals(await body({ [Symbol.asyncIterator]: () => once(bytes("e")), toString: () => "text" }), "e");
});
test("a constructor has Function.prototype behind it, a prototype that of Body", () => {
  for (const c of [Request, Response]) assertEquals([Object.getPrototypeOf(c) === Function.prototype, c.prototype instanceof Body], [true, true]);
});
test("a reason phrase has no control characters", () => {
  for (const c of "\0\x01\t\n\x1f") assertThrows(() => new Response(null, { statusText: "a" + c }), TypeError, "Invalid statusText");
  for (const c of "\x7f\xe9\u0100") assertEquals(new Response(null, { statusText: "a" + c }).statusText, "a" + c);
});

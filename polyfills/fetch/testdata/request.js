const U = "http://a/";
test("a request of a URL has the defaults", () => {
  const r = new Request(" HTTP://É/a b#c ");
  assertEquals([r.url, r.method, r.redirect, r.body, r.bodyUsed, r.cf, r.cache, r.fetcher, r.integrity, r.keepalive], ["http://xn--9ca/a%20b#c", "GET", "follow", null, false, undefined, undefined, null, "", false]);
  assert(r.signal instanceof AbortSignal && r.headers === r.headers && r instanceof Body);
  assertEquals(new Request(new URL("http://u:p@z/#f")).url, "http://u:p@z/#f");
});
test("the constructor's arguments are checked", () => {
  assertThrows(() => new Request(), TypeError, "Failed to construct 'Request': constructor parameter 1 is not of type 'Request or string'.");
  for (const bad of [undefined, 1, "", "/x", {}, "http://a:99999/"]) assertThrows(() => new Request(bad), TypeError, "Invalid URL: " + bad);
  for (const bad of [1, "x", true, Symbol("a")]) assertThrows(() => new Request(U, bad), TypeError, "Failed to construct 'Request': constructor parameter 2 is not of type 'RequestInitializerDict or Request'.");
  for (const none of [undefined, null, [], () => {}]) assertEquals(new Request(U, none).method, "GET");
});
test("methods are those that the platform knows, in any case", () => {
  for (const m of ["patch", "PATCH", "propfind", "Get", "delete"]) assertEquals(new Request(U, { method: m }).method, m.toUpperCase());
  for (const m of [1, null, "", "a b", "foo", "CONNECT", "é"]) assertThrows(() => new Request(U, { method: m }), TypeError, "Invalid HTTP method string: " + m);
});
test("fields of the wrong type are named", () => {
  const wrong = (field, type, ...values) => {
    for (const v of values) assertThrows(() => new Request(U, { [field]: v }), TypeError, `Incorrect type for the '${field}' field on 'RequestInitializerDict': the provided value is not of type '${type}'.`);
  };
  wrong("headers", "Headers or Sequence or object", 1, null, "x");
  wrong("signal", "AbortSignal", 1, {}, "x");
  wrong("cf", "Object", 1, null, "x");
  wrong("fetcher", "Fetcher", 1, {});
  assertEquals(new Request(U, { fetcher: null }).fetcher, null);
  for (const v of ["default", "reload", "", null]) assertThrows(() => new Request(U, { cache: v }), TypeError, "Unsupported cache mode: " + v);
  assertEquals(new Request(U, { cache: "no-store" }).cache, "no-store");
  assertThrows(() => new Request(U, { redirect: "error" }), TypeError, "Invalid redirect value, must be one of");
  assertThrows(() => new Request(U, { integrity: "sha256-x" }), TypeError, "Subrequest integrity checking is not implemented. The integrity option must be either undefined or an empty string.");
  assertThrows(() => new Request(U, { encodeResponseBody: "x" }), TypeError, "encodeResponseBody: unexpected value: x");
});
test("an init is read in the platform's order", () => {
  const order = [];
  const init = {};
  for (const k of ["signal", "integrity", "encodeResponseBody", "cache", "cf", "fetcher", "redirect", "body", "headers", "method"])
    Object.defineProperty(init, k, { get() { order.push(k); } });
  new Request(U, init);
  assertEquals(order, ["method", "headers", "body", "redirect", "fetcher", "cf", "cache", "integrity", "signal", "encodeResponseBody"]);
});
test("a request of a request takes its body over", async () => {
  const q = new Request("http://y/", { method: "POST", body: "abc", headers: { a: "b" }, redirect: "manual" });
  const r = new Request(q, { method: "PUT" });
  assertEquals([r.method, r.url, r.redirect, [...r.headers], q.bodyUsed, await r.text()], ["PUT", "http://y/", "manual", [["a", "b"], ["content-type", "text/plain;charset=UTF-8"]], true, "abc"]);
  await assertRejects(q.text(), TypeError, "Body has already been used.");
  assertThrows(() => new Request(q), TypeError, "Cannot reconstruct a Request with a used body.");
  assertEquals(await new Request(q, { body: "y" }).text(), "y");
  for (const body of ["abc", new Response("abc").body, ReadableStream.from([new TextEncoder().encode("abc")])]) {
    const from = new Request("http://y/", { method: "POST", body });
    const stream = from.body;
    const to = new Request(from);
    assertEquals([from.body === stream, stream.locked, to.body === stream, to.body.locked, from.bodyUsed, to.bodyUsed], [true, true, false, false, true, false]);
    assertEquals(await to.text(), "abc");
  }
});
test("a body that init replaces is not used", async () => {
  const q = new Request("http://y/", { method: "POST", body: "abc" });
  const r = new Request(q, { body: new URLSearchParams("a=b"), headers: { q: "r" } });
  assertEquals([[...r.headers], await r.text(), q.bodyUsed], [[["content-type", "application/x-www-form-urlencoded;charset=UTF-8"], ["q", "r"]], "a=b", false]);
});
test("a request can be an init", async () => {
  const q = new Request("http://y/", { method: "POST", body: "abc", headers: { a: "b" }, redirect: "manual" });
  const r = new Request("http://x/", q);
  assertEquals([r.url, r.method, r.redirect, r.headers.get("a"), await r.text(), q.bodyUsed], ["http://x/", "POST", "manual", "b", "abc", true]);
});
test("a request that is an init shares its body, as what a dictionary has", async () => {
  for (const body of ["abc", ReadableStream.from([new TextEncoder().encode("abc")])]) {
    const q = new Request("http://y/", { method: "POST", body });
    const r = new Request("http://x/", q);
    assertEquals([q.bodyUsed, r.bodyUsed, q.body === r.body, q.body.locked], [false, false, true, false]);
    assertEquals([await q.text(), q.bodyUsed, r.bodyUsed], ["abc", true, true]);
    await assertRejects(r.text(), TypeError, "Body has already been used.");
    assertThrows(() => new Request("http://x/", q), TypeError, "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.");
  }
  const locked = new Request("http://y/", { method: "POST", body: "abc" });
  locked.body.getReader();
  await assertRejects(new Request("http://x/", locked).text(), TypeError, "This ReadableStream is currently locked to a reader.");
  assertEquals(new Request(new Request("http://y/", { method: "POST", body: "a" }), new Request("http://z/")).body, null);
});
test("GET and HEAD have no body", () => {
  for (const init of [{ body: "x" }, { method: "HEAD", body: "" }]) assertThrows(() => new Request(U, init), TypeError, "Request with a GET or HEAD method cannot have a body.");
  assertEquals([new Request(U, { body: null }).body, new Request(U, { body: undefined }).body], [null, null]);
  const post = () => new Request(U, { method: "POST", body: "x" });
  assertThrows(() => new Request(post(), { method: "GET" }), TypeError, "Request with a GET or HEAD method cannot have a body.");
  assertEquals(new Request(post(), { method: "GET", body: null }).method, "GET");
});
test("the signal is handed on", () => {
  const c = new AbortController();
  const r = new Request(U, { signal: c.signal });
  assert(r.signal === c.signal && new Request(r).signal === c.signal && r.clone().signal === c.signal);
  const apart = new Request(r, { signal: null });
  c.abort();
  assertEquals([r.signal.aborted, apart.signal.aborted], [true, false]);
});
test("clone gives both the whole body", async () => {
  const r = new Request(U, { method: "POST", body: new ReadableStream({ start(c) { c.enqueue(new Uint8Array([65, 66])); c.close(); } }), headers: { a: "b" }, cf: { x: 1 } });
  const c = r.clone();
  c.headers.set("a", "c");
  assertEquals([r.headers.get("a"), c.cf.x, await c.text(), await r.text()], ["b", 1, "AB", "AB"]);
  assertThrows(() => r.clone(), TypeError, "This ReadableStream is currently locked to a reader,");
});

const B = "http://server.test";
const echo = async (path, init) => (await (await fetch(B + path, init)).json());
test("redirects are followed up to twenty", async () => {
  const r = await fetch(B + "/redirects?n=20");
  assertEquals([r.status, r.redirected, r.url, await r.text()], [200, true, B + "/redirects?n=0", "end"]);
  const e = await assertRejects(fetch(B + "/redirects?n=21"), TypeError, "Too many redirects." + B + "/redirects?n=21, " + B + "/redirects?n=20, ");
  assertEquals(e.message.split(", ").length, 21);
});
test("a redirect may change the method", async () => {
  const seen = [];
  for (const method of ["POST", "PUT", "GET", "HEAD"])
    for (const s of [301, 302, 303, 307, 308]) {
      const r = await fetch(`${B}/to?s=${s}&l=/echo`, { method, body: /^P/.test(method) ? "abc" : undefined });
      seen.push(r.headers.get("x-method"));
    }
  assertEquals(seen.join(), "GET,GET,GET,POST,POST,PUT,PUT,GET,PUT,PUT,GET,GET,GET,GET,GET,HEAD,HEAD,HEAD,HEAD,HEAD");
});
test("a body in memory is sent again, a stream is not", async () => {
  for (const body of ["abc", new Uint8Array([97, 98, 99]), new Blob(["abc"])])
    assertEquals((await echo("/to?s=307&l=/echo", { method: "POST", body })).body, "abc");
  const stream = () => new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.close(); } });
  await assertRejects(fetch(B + "/to?s=307&l=/echo", { method: "POST", body: stream() }), TypeError, "A request with a one-time-use body (it was initialized from a stream, not a buffer) encountered a redirect requiring the body to be retransmitted.");
  assertEquals((await echo("/to?s=303&l=/echo", { method: "POST", body: stream() })).method, "GET");
});
test("only Authorization stays behind at another origin", async () => {
  const headers = { authorization: "a", cookie: "c", "x-other": "o" };
  const same = await echo("/to?s=302&l=/echo", { headers }), other = await echo("/to?s=302&l=http://other.test/echo", { headers });
  assertEquals([same.headers.Authorization, other.headers.Authorization, other.headers.Cookie, other.headers["X-Other"], other.host], [["a"], undefined, ["c"], ["o"], "other.test"]);
});
test("redirects by hand, and ones that lead nowhere", async () => {
  const r = await fetch(B + "/to?s=302&l=/echo", { redirect: "manual" });
  assertEquals((await fetch(B + "/to?s=302&l=/echo%3F%ff%C3%A4")).url, B + "/echo?%FF%C3%A4");
  assertEquals([r.status, r.redirected, r.headers.get("location")], [302, false, "/echo"]);
  for (const bad of ["data:,x", "http://a:99999/"]) await assertRejects(fetch(B + "/to?s=302&l=" + encodeURIComponent(bad)), TypeError, "Invalid Location header; unable to follow redirect.");
  assertEquals((await fetch(B + "/to?s=302&l=/echo%23x#y")).url, B + "/echo");
});
test("nothing is said in the script's name", async () => {
  const plain = await echo("/echo");
  assertEquals([plain.headers, plain.length, plain.coding], [{}, 0, null]);
  const own = await echo("/echo", { headers: { "user-agent": "me", connection: "close", te: "trailers", "keep-alive": "5", "transfer-encoding": "x", upgrade: "foo", host: "evil", "content-length": "77" } });
  assertEquals([own.headers, own.host, own.length], [{ "User-Agent": ["me"] }, "server.test", 0]);
});
test("what is known of a body's length is said", async () => {
  const of = async (method, body) => { const r = await echo("/echo", { method, body }); return [r.length, r.coding, r.body]; };
  assertEquals(await of("POST", "abc"), [3, null, "abc"]);
  assertEquals(await of("POST", ""), [0, null, ""]);
  assertEquals(await of("DELETE", "x"), [1, null, "x"]);
  const one = new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.close(); } });
  assertEquals(await of("PUT", one), [-1, ["chunked"], "a"]);
  const fixed = new FixedLengthStream(3), w = fixed.writable.getWriter();
  w.write(new Uint8Array([97, 98, 99])); w.close();
  assertEquals(await of("PUT", fixed.readable), [3, null, "abc"]);
});
test("gzip and br are undone, everything else is as it came", async () => {
  for (const e of ["gzip", "br"]) {
    const r = await fetch(B + "/coded?e=" + e);
    assertEquals([r.headers.get("content-encoding"), await r.text()], [e, "hello hello hello"]);
    const raw = await fetch(B + "/coded?e=" + e, { encodeResponseBody: "manual" });
    assert((await raw.text()) !== "hello hello hello", e);
  }
  for (const e of ["deflate", "GZIP", "x-gzip", "zstd", "gzip, br"]) assertEquals(await (await fetch(B + "/coded?e=" + encodeURIComponent(e))).text(), "hello hello hello", e);
  const broken = (e) => async () => (await fetch(B + "/coded?broken=1&e=" + e)).text();
  await assertRejects(broken("gzip"), TypeError, "Gzip decompression failed.");
  await assertRejects(broken("br"), TypeError, "Brotli decompression failed.");
  const cut = (e) => async () => (await fetch(B + "/coded?cut=1&e=" + e)).arrayBuffer();
  await assertRejects(cut("gzip"), TypeError, "Gzip compressed stream ended prematurely.");
  await assertRejects(cut("br"), TypeError, "Brotli compressed stream ended prematurely.");
});
test("an abort ends a fetch before, during and after", async () => {
  await assertRejects(fetch(B, { signal: AbortSignal.abort() }), "AbortError", "The operation was aborted");
  assertEquals(await fetch(B, { signal: AbortSignal.abort("why") }).catch((e) => e), "why");
  const during = new AbortController(), p = fetch(B + "/hang", { signal: during.signal });
  during.abort(new RangeError("q"));
  await assertRejects(p, RangeError, "q");
  const after = new AbortController(), r = await fetch(B + "/echo", { signal: after.signal });
  after.abort();
  await assertRejects(r.text(), "AbortError", "The operation was aborted");
  const reading = new AbortController(), slow = await fetch(B + "/slow", { signal: reading.signal });
  const reader = slow.body.getReader();
  assertEquals((await reader.read()).value, new Uint8Array([97]));
  const next = reader.read();
  reading.abort();
  await assertRejects(next, "AbortError");
});
test("an aborted signal does not touch a request that is not sent", async () => {
  const r = new Request(B, { method: "POST", body: "abc", signal: AbortSignal.abort() });
  assertEquals(await r.clone().text(), "abc");
  await assertRejects(fetch(r), "AbortError");
});
test("what cannot be fetched is refused", async () => {
  for (const u of ["ftp://x/y", "about:blank", "blob:abc"]) await assertRejects(fetch(u), TypeError, "Fetch API cannot load: " + u);
  for (const u of ["/y", "http://"]) await assertRejects(fetch(u), TypeError, "Invalid URL: " + u);
  await assertRejects(fetch(), TypeError, "Failed to execute 'fetch' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'Request or string'.");
  await assertRejects(fetch(B + "/reset"), Error, "Network connection lost.");
  assertEquals({ ...await fetch(B + "/reset").catch((e) => e) }, { retryable: true });
});
test("a body streams both ways at once", async () => {
  const { readable, writable } = new IdentityTransformStream();
  const w = writable.getWriter(), enc = new TextEncoder();
  const p = fetch(B + "/duplex", { method: "POST", body: readable });
  await w.write(enc.encode("one"));
  const r = await p, reader = r.body.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "ONE");
  await w.write(enc.encode("two"));
  assertEquals(new TextDecoder().decode((await reader.read()).value), "TWO");
  await w.close();
  assertEquals((await reader.read()).done, true);
});
test("the headers of an answer are not to be changed, those of a copy are", async () => {
  const r = await fetch(B + "/echo");
  assertThrows(() => r.headers.set("a", "b"), TypeError, "Can't modify immutable headers.");
  const copy = new Response(r.body, r);
  copy.headers.set("a", "b");
  assertEquals([copy.headers.get("a"), (await copy.json()).method], ["b", "GET"]);
});
test("data: URLs", async () => {
  const of = async (u, init) => { const r = await fetch(u, init); return [r.status, r.url, r.headers.get("content-type"), await r.text()]; };
  const plain = "text/plain;charset=US-ASCII";
  assertEquals(await of("data:,a%20b#c"), [200, "", plain, "a b"]);
  assertEquals(await of("data:;charset=x;base64 ,WA"), [200, "", "text/plain;charset=x", "X"]);
  assertEquals(await of("data:IMAGE/gif;Hi=\"x\";base64,WFg="), [200, "", "image/gif;hi=x", "XX"]);
  assertEquals(await of("data:x/x;base64x,%zz%4"), [200, "", "x/x", "%zz%4"]);
  assertEquals(await of("data:,x", { method: "POST" }), [200, "", plain, ""]);
  for (const bad of ["data:text/plain", "data:;base64,a", "data:;base64,a==="]) await assertRejects(fetch(bad), TypeError, "Fetch API cannot load: " + bad);
  (await fetch("data:,x")).headers.set("a", "b");
});
test("a body that is being read has a stream that is used up", async () => {
  const r = await fetch(B + "/echo", { method: "POST", body: "abc" });
  const read = r.json();
  assertEquals([r.bodyUsed, r.body.locked, r.body === r.body], [true, true, true]);
  await assertRejects(r.text(), TypeError, "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.");
  assertEquals((await read).body, "abc");
  assertEquals([r.bodyUsed, r.body.locked], [true, true]);
});

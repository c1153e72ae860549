const c = caches.default;
const kept = async (headers, status = 200) => {
  await c.delete("http://c/h");
  await c.put("http://c/h", new Response("b", { headers, status }));
  return c.match("http://c/h");
};

test("some statuses are stored", async () => {
  for (const status of [200, 203, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501]) {
    assertEquals((await kept({ "cache-control": "max-age=60" }, status))?.status, status);
  }
  assertEquals((await kept({ "cache-control": "max-age=60" }, 414)).statusText, "URI Too Long");
  for (const status of [201, 418, 500, 503]) assertEquals(await kept({ "cache-control": "max-age=60" }, status), undefined, String(status));
});
test("what is fresh for some time is stored", async () => {
  const soon = new Date(Date.now() + 60000).toUTCString();
  for (const headers of [{ "cache-control": "s-maxage=60, max-age=0" }, { expires: soon }, { "last-modified": "Wed, 01 Jan 2025 00:00:00 GMT" }, { "cache-control": "immutable" },
    { "cache-control": 'max-age="60"' }, { "cache-control": "max-age=60", pragma: "no-cache" }, { "cache-control": "max-age=60", vary: "accept" }, { "cache-control": "max-age=60", age: "59" },
    { "cache-control": "max-age=0, stale-while-revalidate=60" }]) {
    assertEquals(await (await kept(headers))?.text(), "b", JSON.stringify(headers));
  }
});
test("what is not is not", async () => {
  for (const headers of [{}, { "cache-control": "" }, { "cache-control": "no-store" }, { "cache-control": "private, max-age=60" }, { "cache-control": "no-cache" }, { "cache-control": "max-age=0" },
    { "cache-control": "public" }, { "cache-control": "MAX-AGE=60" }, { "cache-control": "max-age=60, proxy-revalidate" }, { "cache-control": "max-age=60", age: "60" },
    { expires: "Wed, 01 Jan 2025 00:00:00 GMT" }, { expires: "soon" }, { pragma: "no-cache", "last-modified": "Wed, 01 Jan 2025 00:00:00 GMT" }]) {
    assertEquals(await kept(headers), undefined, JSON.stringify(headers));
  }
});
test("cookies are not stored, and may be taken off", async () => {
  const cookie = { "set-cookie": "a=b" };
  for (const control of ["max-age=60", "public, max-age=60", "max-age=60,no-cache=Set-Cookie"]) assertEquals(await kept({ ...cookie, "cache-control": control }), undefined, control);
  for (const [control, left] of [["max-age=60, private=set-cookie", "max-age=60,"], ["private=Set-Cookie, max-age=60", ", max-age=60"]]) {
    const r = await kept({ ...cookie, "cache-control": control });
    assertEquals([r.headers.get("cache-control"), r.headers.get("set-cookie")], [left, null]);
  }
});
test("requests with credentials need a word that it may be shared", async () => {
  const put = async (control) => {
    await c.delete("http://c/auth");
    await c.put(new Request("http://c/auth", { headers: { authorization: "x", "cache-control": "no-store" } }), new Response("b", { headers: { "cache-control": control } }));
    return (await c.match("http://c/auth"))?.status;
  };
  assertEquals([await put("max-age=60"), await put("max-age=60, public"), await put("s-maxage=60"), await put("max-age=60, must-revalidate")], [undefined, 200, 200, 200]);
});
test("bodies are used up at once, and streams are stored", async () => {
  const r = new Response("x", { headers: { "cache-control": "max-age=60" } });
  const done = c.put("http://c/used", r);
  assertEquals(r.bodyUsed, true);
  await done;
  const { readable, writable } = new TransformStream();
  const put = c.put("http://c/stream", new Response(readable, { headers: { "cache-control": "max-age=60" } }));
  const writer = writable.getWriter();
  await writer.write(new TextEncoder().encode("chunk"));
  await writer.close();
  await put;
  const found = await c.match("http://c/stream");
  assertEquals([await found.text(), found.headers.get("content-length")], ["chunk", null]);
});
test("a body that breaks is not stored", async () => {
  const broken = new ReadableStream({ pull(controller) { controller.error(new RangeError("broken")); } });
  await assertRejects(c.put("http://c/broken", new Response(broken, { headers: { "cache-control": "max-age=60" } })), RangeError, "broken");
  assertEquals(await c.match("http://c/broken"), undefined);
});
test("bodies may be empty", async () => {
  await c.put("http://c/empty", new Response(null, { status: 301, headers: { "cache-control": "max-age=60", location: "/x" } }));
  const r = await c.match("http://c/empty");
  assertEquals([r.status, await r.text(), r.headers.get("location"), r.headers.get("content-length")], [301, "", "/x", "0"]);
});
test("what cannot be stored is refused", async () => {
  const refused = (text, ...args) => assertRejects(async () => c.put(...args), TypeError, text);
  await refused("Cannot cache response to non-GET request.", new Request("http://c/p", { method: "POST" }), new Response("x"));
  await refused("Cannot cache response to a range request (206 Partial Content).", "http://c/p", new Response("x", { status: 206 }));
  await refused("Cannot cache response with 'Vary: *' header.", "http://c/p", new Response("x", { headers: { vary: "a, *" } }));
  await refused("Cache is unable to store an error response", "http://c/p", Response.error());
  const used = new Response("x");
  await used.text();
  await refused("Body has already been used. It can only be used once. Use tee() first if you need to read it twice.", "http://c/p", used);
  await refused("Failed to execute 'put' on 'Cache': parameter 2 is not of type 'Response'.", "http://c/p", "x");
  await refused("Failed to execute 'put' on 'Cache': parameter 2 is not of type 'Response'.", "http://c/p");
  await refused("Failed to execute 'put' on 'Cache': parameter 1 is not of type 'Request or string'.");
  await refused("Invalid URL: /rel", "/rel", new Response("x"));
  await refused("Invalid URL. Cache API keys must be fully-qualified, valid URLs.", "data:x", new Response("x"));
  assertEquals(await c.put("http://c/p", new Response(null, { status: 304 })), undefined);
});
test("match, delete and open are picky too", async () => {
  await assertRejects(async () => c.match(), TypeError, "Failed to execute 'match' on 'Cache': parameter 1 is not of type 'Request or string'.");
  await assertRejects(async () => c.match("/rel"), TypeError, "Invalid URL: /rel");
  await assertRejects(async () => c.delete("/rel"), TypeError, "Invalid URL: /rel");
  await assertRejects(async () => caches.open(), TypeError, "Failed to execute 'open' on 'CacheStorage': parameter 1 is not of type 'string'.");
  await assertRejects(async () => caches.open("x".repeat(1024)), TypeError, "Cache name is too long.");
  assert(await caches.open("x".repeat(1023)) instanceof Cache);
});
test("what the platform has not says so", async () => {
  for (const m of ["add", "addAll", "matchAll", "keys"]) await assertRejects(async () => c[m]("http://c"), Error, `Failed to execute '${m}' on 'Cache': the method is not implemented.`);
  for (const m of ["match", "has", "delete", "keys"]) await assertRejects(async () => caches[m]("http://c"), Error, `Failed to execute '${m}' on 'CacheStorage': the method is not implemented.`);
  assertThrows(() => new Cache(), TypeError, "Illegal constructor");
  assert(caches instanceof CacheStorage && caches.default === caches.default);
});
test("what a Workers Sites key asks for is never stored", async () => {
  const key = "http://c/$__MINIFLARE_SITES__$/index.html";
  await caches.default.put(key, new Response("x", { headers: { "cache-control": "max-age=9" } }));
  assertEquals(await caches.default.match(key), undefined);
  await caches.default.put("http://c/?/$__MINIFLARE_SITES__$/", new Response("x", { headers: { "cache-control": "max-age=9" } }));
  assertEquals(await (await caches.default.match("http://c/?/$__MINIFLARE_SITES__$/")).text(), "x");
});

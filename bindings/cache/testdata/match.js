const c = caches.default;
const put = (url, body, headers = {}, status = 200, cache = c) =>
  cache.put(url, new Response(body, { status, statusText: "ST", headers: { "cache-control": "max-age=60", ...headers } }));
const show = async (r) => r && [r.status, r.statusText, await r.text()];
const get = async (headers) => c.match(new Request("http://c/a", { headers }));
await put("http://c/a", "abc", { etag: '"x"', "last-modified": "Wed, 01 Jan 2025 00:00:00 GMT", "X-Y": "1", "content-type": "text/css" });

test("what was put is found with its headers and a few more", async () => {
  const r = await c.match("http://c/a");
  assertEquals(await show(r), [200, "OK", "abc"]);
  const headers = [...r.headers];
  assertEquals(headers.map(([name]) => name), ["age", "cache-control", "cf-cache-status", "content-length", "content-type", "date", "etag", "last-modified", "x-y"]);
  assertEquals(["age", "cf-cache-status", "content-length", "x-y"].map((name) => r.headers.get(name)), ["0", "HIT", "3", "1"]);
  assertThrows(() => r.headers.set("a", "b"), TypeError, "Can't modify immutable headers.");
});
test("the key is the whole URL without its fragment", async () => {
  assertEquals(await show(await c.match(new Request("http://C:80/a#frag"))), [200, "OK", "abc"]);
  assertEquals(await c.match("http://c/a?x"), undefined);
  assertEquals(await c.match("http://c/"), undefined);
  assertEquals(await c.match("https://c/a"), undefined);
});
test("a key may be given", async () => {
  await c.put(new Request("http://c/keyed", { cf: { cacheKey: "KEY" } }), new Response("keyed", { headers: { "cache-control": "max-age=60" } }));
  assertEquals(await show(await c.match(new Request("http://other/", { cf: { cacheKey: "KEY" } }))), [200, "OK", "keyed"]);
  assertEquals(await c.match("http://c/keyed"), undefined);
});
test("other methods than GET find nothing, unless the method is ignored", async () => {
  for (const method of ["HEAD", "POST"]) {
    assertEquals(await c.match(new Request("http://c/a", { method })), undefined);
    assertEquals((await c.match(new Request("http://c/a", { method }), { ignoreMethod: true })).status, 200);
  }
});
test("a range gives a part", async () => {
  for (const [range, body, content] of [["bytes=1-1", "b", "bytes 1-1/3"], ["bytes=1-", "bc", "bytes 1-2/3"], ["bytes=-1", "c", "bytes 2-2/3"], ["Bytes = 0-100", "abc", "bytes 0-2/3"]]) {
    const r = await get({ range });
    assertEquals([...await show(r), r.headers.get("content-range"), r.headers.get("content-length")], [206, "Partial Content", body, content, String(body.length)], range);
  }
  assertEquals(await show(await get({ range: "bytes=-0" })), [200, "OK", "abc"]);
});
test("a range that cannot be given is refused", async () => {
  for (const range of ["bytes=5-9", "lines=1", "bytes=x", "bytes=2-1", "bytes=0-0,5-9"]) {
    const r = await get({ range });
    assertEquals([...await show(r), JSON.stringify([...r.headers])], [416, "Range Not Satisfiable", "", '[["cf-cache-status","HIT"],["content-range","bytes */3"]]'], range);
  }
});
test("several ranges give several parts", async () => {
  const r = await get({ range: "bytes=0-0,2-2" });
  const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(r.headers.get("content-type"))[1];
  assertEquals(await show(r), [206, "Partial Content",
    `--${boundary}\r\nContent-Type: text/css\r\nContent-Range: bytes 0-0/3\r\n\r\na\r\n--${boundary}\r\nContent-Type: text/css\r\nContent-Range: bytes 2-2/3\r\n\r\nc\r\n--${boundary}--`]);
});
test("conditions that are met give a 304", async () => {
  for (const headers of [{ "if-none-match": '"x"' }, { "if-none-match": 'W/"x"' }, { "if-none-match": "*" }, { "if-none-match": '"y", "x"' },
    { "if-modified-since": "Wed, 01 Jan 2025 00:00:00 GMT" }, { "if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT", "if-none-match": '"y"' }]) {
    const r = await get(headers);
    assertEquals([...await show(r), r.body, r.headers.get("etag")], [304, "Not Modified", "", null, '"x"'], JSON.stringify(headers));
  }
  for (const headers of [{ "if-none-match": '"y"' }, { "if-modified-since": "Tue, 31 Dec 2024 00:00:00 GMT" }, { "if-modified-since": "bogus" }]) {
    assertEquals(await show(await get(headers)), [200, "OK", "abc"], JSON.stringify(headers));
  }
});
test("caches with names are apart", async () => {
  const n = await caches.open("na:me/x");
  await put("http://c/n", "named", {}, 200, n);
  assertEquals(await show(await n.match("http://c/n")), [200, "OK", "named"]);
  assertEquals(await show(await (await caches.open("na:me/x")).match("http://c/n")), [200, "OK", "named"]);
  assertEquals([await c.match("http://c/n"), await (await caches.open("default")).match("http://c/a")], [undefined, undefined]);
});
test("delete tells whether there was something", async () => {
  await put("http://c/d", "x");
  const post = new Request("http://c/d", { method: "POST" });
  assertEquals([await c.delete(post), await c.delete(post, { ignoreMethod: true }), await c.delete("http://c/d")], [false, true, false]);
  assertEquals(await c.match("http://c/d"), undefined);
});
test("a later response takes the place of an earlier one", async () => {
  await put("http://c/twice", "one");
  await put("http://c/twice", "two");
  assertEquals(await show(await c.match("http://c/twice")), [200, "OK", "two"]);
  await put("http://c/twice", "three", {}, 500);
  assertEquals(await show(await c.match("http://c/twice")), [200, "OK", "two"]);
  await put("http://c/twice", "four", { "cache-control": "max-age=0" });
  assertEquals(await c.match("http://c/twice"), undefined);
});
test("what is not of the web is taken and not kept", async () => {
  for (const url of ["ftp://c/x", "file:///x", "ws://c/x"]) {
    const r = new Response("x", { headers: { "cache-control": "max-age=60" } });
    assertEquals([await c.put(url, r), r.bodyUsed], [undefined, true]);
    for (const ask of ["match", "delete"]) await assertRejects(c[ask](url), TypeError, "Fetch API cannot load: " + url);
  }
  for (const url of ["data:,x", "about:blank", "foo:/x", "http://u:p@c/x"]) {
    for (const ask of [() => c.match(url), () => c.delete(url), () => put(url, "x")]) await assertRejects(ask(), TypeError, "Invalid URL. Cache API keys must be fully-qualified, valid URLs.");
    assertEquals(await c.match(new Request(url, { method: "POST" })), undefined);
  }
});
test("options other than ignoreMethod are refused", async () => {
  for (const name of ["ignoreSearch", "ignoreVary", "cacheName"]) {
    for (const ask of ["match", "delete"]) await assertRejects(c[ask]("http://c/a", { [name]: false }), Error, `The '${name}' field on 'CacheQueryOptions' is not implemented.`);
    assertEquals(await c.match("http://c/none", { [name]: undefined }), undefined);
  }
});

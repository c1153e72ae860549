const rejects = async (promise, cls, message) => assertEquals((await assertRejects(promise, cls)).message, message);
const names = (page) => page.keys.map((k) => k.name);

test("an empty namespace lists nothing", async () => {
  assertEquals(JSON.stringify(await KV2.list()), '{"keys":[],"list_complete":true,"cacheStatus":null}');
});
test("keys are in the order of their UTF-8 bytes", async () => {
  for (const key of ["o:\uffff", "o:a", "o:😀", "o:B", "o:é", "o:_", "o:\ufffd", "o:a/"]) await KV.put(key, "v");
  assertEquals(names(await KV.list({ prefix: "o:" })), ["o:B", "o:_", "o:a", "o:a/", "o:é", "o:\ufffd", "o:\uffff", "o:😀"]);
});
test("a line has name, expiration and metadata", async () => {
  await KV.put("l:1", "v");
  await KV.put("l:2", "v", { metadata: { a: 1 } });
  await KV.put("l:3", "v", { metadata: "m", expirationTtl: 100 });
  const { keys } = await KV.list({ prefix: "l:" });
  assertEquals(JSON.stringify(keys[0]), '{"name":"l:1"}');
  assertEquals(JSON.stringify(keys[1]), '{"name":"l:2","metadata":{"a":1}}');
  assertEquals(Object.keys(keys[2]), ["name", "expiration", "metadata"]);
});
test("pages go on at the cursor", async () => {
  for (let i = 0; i < 5; i++) await KV.put("p:" + i, "v");
  const first = await KV.list({ prefix: "p:", limit: 2 });
  assertEquals(names(first), ["p:0", "p:1"]);
  assertEquals(Object.keys(first), ["keys", "list_complete", "cursor", "cacheStatus"]);
  assertEquals(first.list_complete, false);
  assertEquals(first.cursor, btoa("p:1"));
  const second = await KV.list({ prefix: "p:", limit: 2, cursor: first.cursor });
  assertEquals(names(second), ["p:2", "p:3"]);
  const third = await KV.list({ prefix: "p:", limit: 2, cursor: second.cursor });
  assertEquals(names(third), ["p:4"]);
  assertEquals(third.list_complete, true);
  assertEquals("cursor" in third, false);
});
test("a page that is just full is complete", async () => {
  assertEquals((await KV.list({ prefix: "p:", limit: 5 })).list_complete, true);
  assertEquals((await KV.list({ prefix: "p:", limit: 4 })).list_complete, false);
});
test("a cursor is read leniently", async () => {
  assertEquals(names(await KV.list({ prefix: "p:", cursor: "" })).length, 5);
  assertEquals(names(await KV.list({ prefix: "p:", cursor: btoa("p:2").replace(/=+$/, "") })), ["p:3", "p:4"]);
  assertEquals(names(await KV.list({ prefix: "p:", cursor: "!!!" })).length, 5);
});
test("a cursor of characters beyond ASCII goes on", async () => {
  for (const key of ["q:é", "q:😀", "q:a"]) await KV.put(key, "v");
  const all = [];
  for (let cursor; ;) {
    const page = await KV.list({ prefix: "q:", limit: 1, cursor });
    all.push(...names(page));
    if (page.list_complete) break;
    cursor = page.cursor;
  }
  assertEquals(all, ["q:a", "q:é", "q:😀"]);
});
test("a prefix is no pattern", async () => {
  for (const key of ["x%a", "xba", "X%a", "x_a"]) await KV.put(key, "v");
  assertEquals(names(await KV.list({ prefix: "x%" })), ["x%a"]);
  assertEquals(names(await KV.list({ prefix: "x_" })), ["x_a"]);
});
test("limits that cannot be are left out, or refused", async () => {
  for (const limit of [0, -1, NaN, null, undefined]) assertEquals(names(await KV.list({ prefix: "p:", limit })).length, 5);
  assertEquals(names(await KV.list({ prefix: "p:", limit: 2.9 })).length, 2);
  assertEquals(names(await KV.list({ prefix: "p:", limit: "2" })).length, 2);
  assertEquals(names(await KV.list({ prefix: "p:", limit: 1000 })).length, 5);
  await rejects(KV.list({ limit: 1001 }), Error, "KV GET failed: 400 Invalid key_count_limit of 1001. Please specify an integer less than 1000.");
});
test("a prefix longer than a key is refused", async () => {
  await rejects(KV.list({ prefix: "x".repeat(513) }), Error, "KV GET failed: 414 UTF-8 encoded length of 513 exceeds key length limit of 512.");
});
test("null stands for no options", async () => {
  assert((await KV.list(null)).keys.length > 0);
  assert((await KV.list({ prefix: null, cursor: null })).keys.length > 0);
});
test("options of another kind are refused", async () => {
  for (const options of ["x", 5]) await rejects(KV.list(options), TypeError, "Failed to execute 'list' on 'KvNamespace': parameter 1 is not of type 'ListOptions'.");
  await rejects(KV.list({ limit: 2 ** 31 }), TypeError, "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
});

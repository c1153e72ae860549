const list = async (options) => { const p = await BUCKET.list(options); return [p.objects.map((o) => o.key), p.delimitedPrefixes, p.truncated]; };
const refused = async (options, cls, text) => assertEquals((await assertRejects(BUCKET.list(options), cls)).message, text);
const bytes = (cursor) => Array.from(atob(cursor), (c) => c.charCodeAt(0));
const utf8 = (text) => [...new TextEncoder().encode(text)];
const all = ["B", "a/1", "a/2", "a/b/3", "b", "c//x", "d/", "é", "\uffff", "😀"];

test("an empty bucket lists nothing", async () => {
  assertEquals(JSON.stringify(await BUCKET.list()), '{"objects":[],"truncated":false,"delimitedPrefixes":[]}');
  for (const key of all) await BUCKET.put(key, "v", { httpMetadata: { contentType: "x/y" }, customMetadata: { m: key } });
});
test("objects are in the order of their keys' UTF-8 bytes", async () => {
  assertEquals(await list(), [all, [], false]);
  assertEquals(await list(null), [all, [], false]);
  assertEquals(await list({ delimiter: "" }), [all, [], false]);
});
test("a delimiter makes groups", async () => {
  assertEquals(await list({ delimiter: "/" }), [["B", "b", "é", "\uffff", "😀"], ["a/", "c/", "d/"], false]);
  assertEquals(await list({ delimiter: "/", prefix: "a/" }), [["a/1", "a/2"], ["a/b/"], false]);
  assertEquals(await list({ delimiter: "//" }), [["B", "a/1", "a/2", "a/b/3", "b", "d/", "é", "\uffff", "😀"], ["c//"], false]);
});
test("each group counts as one, and the cursor is its last key", async () => {
  const pages = [];
  for (let cursor; ;) {
    const p = await BUCKET.list({ delimiter: "/", limit: 2, cursor });
    pages.push([p.objects.map((o) => o.key), p.delimitedPrefixes, p.truncated]);
    if (pages.length === 1) assertEquals(bytes(p.cursor), utf8("a/b/3"));
    if (pages.length === 3) assertEquals(bytes(p.cursor), utf8("é"));
    if (!p.truncated) { assertEquals(["cursor" in p, p.cursor], [true, undefined]); break; }
    cursor = p.cursor;
  }
  assertEquals(pages, [[["B"], ["a/"], true], [["b"], ["c/"], true], [["é"], ["d/"], true], [["\uffff", "😀"], [], false]]);
});
test("a page has its members in this order", async () => {
  assertEquals(Object.keys(await BUCKET.list({ limit: 1 })), ["objects", "truncated", "cursor", "delimitedPrefixes"]);
});
test("a list goes on behind a key", async () => {
  assertEquals((await list({ startAfter: "a/2" }))[0], all.slice(3));
  assertEquals((await list({ startAfter: "a/", delimiter: "/" })).slice(0, 2), [["b", "é", "\uffff", "😀"], ["a/", "c/", "d/"]]);
  assertEquals((await list({ startAfter: "a/1", delimiter: "/" }))[1], ["a/", "c/", "d/"]);
  assertEquals((await list({ startAfter: "b", cursor: btoa("B") }))[0], all.slice(5));
  assertEquals((await list({ startAfter: "B", cursor: btoa("b") }))[0], all.slice(5));
});
test("a cursor is read leniently", async () => {
  assertEquals((await list({ cursor: "!!" }))[0], all);
  assertEquals((await list({ cursor: "" }))[0], all);
  assertEquals((await list({ cursor: btoa("a/b").replace(/=/g, "") }))[0], all.slice(3));
});
test("a prefix is no pattern", async () => {
  await BUCKET.put("x%y", "v");
  await BUCKET.put("xzy", "v");
  assertEquals((await list({ prefix: "x%" }))[0], ["x%y"]);
  assertEquals((await list({ prefix: "x".repeat(1025) }))[0], []);
  await BUCKET.delete(["x%y", "xzy"]);
});
test("limits that cannot be are refused, or left out", async () => {
  for (const [limit, n] of [[1, 1], [1000, 10], [-1, 10], [1.5, 1], ["2", 2], [undefined, 10]]) assertEquals((await list({ limit }))[0].length, n);
  for (const limit of [0, 1001, NaN, null]) await refused({ limit }, Error, "list: MaxKeys params must be positive integer <= 1000. (10022)");
  await refused({ limit: 2 ** 31 }, TypeError, "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
});
test("metadata are there when they are asked for", async () => {
  const meta = async (include) => { const o = (await BUCKET.list({ limit: 1, include })).objects[0]; return JSON.stringify([o.httpMetadata, o.customMetadata]); };
  assertEquals(await meta(["httpMetadata", "customMetadata"]), '[{"contentType":"x/y"},{"m":"B"}]');
  assertEquals(await meta(["httpMetadata"]), '[{"contentType":"x/y"},{}]');
  assertEquals(await meta(["customMetadata"]), '[{},{"m":"B"}]');
  for (const none of [undefined, []]) assertEquals(await meta(none), "[{},{}]");
  const o = (await BUCKET.list({ limit: 1 })).objects[0], h = new Headers();
  o.writeHttpMetadata(h);
  assertEquals([[...h].length, o.constructor.name, o.range, "range" in o], [0, "HeadResult", undefined, true]);
});
test("members of another kind are refused", async () => {
  await refused({ include: ["bad"] }, RangeError, "Unsupported include value bad");
  for (const include of ["httpMetadata", 5, null, new Set(["bad"])]) await refused({ include }, TypeError, "Incorrect type for the 'include' field on 'ListOptions': the provided value is not of type 'Array'.");
  await refused({ delimiter: null }, TypeError, "Incorrect type for the 'delimiter' field on 'ListOptions': the provided value is not of type 'string'.");
});
test("with metadata a page has at most 100 objects", async () => {
  await Promise.all(Array.from({ length: 120 }, (_, i) => BUCKET.put("n/" + String(i).padStart(3, "0"), "v")));
  const page = await BUCKET.list({ prefix: "n/", include: ["customMetadata"] });
  assertEquals([page.objects.length, page.truncated, atob(page.cursor)], [100, true, "n/099"]);
  assertEquals((await list({ prefix: "n/", include: [] }))[0].length, 120);
});

test("parts are joined", async () => {
  const b = new Blob([1, null, {}, new Uint8Array([65, 66]).subarray(1), new DataView(new ArrayBuffer(1)), new Blob(["x"]), "ä", "\ud800"]);
  assertEquals(await b.text(), "1null[object Object]B\0xä\ufffd");
  assertEquals([b.size, b.type, String(b)], [28, "", "[object Blob]"]);
  const bytes = new Uint8Array([1]), kept = new Blob([bytes]);
  bytes[0] = 2;
  assertEquals([await kept.bytes(), await kept.arrayBuffer()], [new Uint8Array([1]), new Uint8Array([1]).buffer]);
  (await kept.bytes())[0] = 3;
  assertEquals(await kept.bytes(), new Uint8Array([1]));
});
test("the first argument is an array", () => {
  for (const wrong of ["abc", 1, null, {}, new Set(["a"]), new Uint8Array(1)])
    assertThrows(() => new Blob(wrong), TypeError, "Failed to construct 'Blob': constructor parameter 1 is not of type 'Array'.");
  assertEquals(new Blob().size, 0);
  assertThrows(() => new Blob([Symbol()]), TypeError, "Cannot convert a Symbol value to a string");
});
test("options", () => {
  assertEquals(["Text/PLAIN;charset=UTF-8", "te\u00e9", "Nonsense Thing", null].map((type) => new Blob([], { type }).type), ["text/plain;charset=utf-8", "", "nonsense thing", "null"]);
  assertEquals(new Blob([], null).type, "");
  assertThrows(() => new Blob([], 1), TypeError, "Failed to construct 'Blob': constructor parameter 2 is not of type 'Options'.");
  assertThrows(() => new Blob([], { endings: "native" }), Error, "The 'endings' field on 'Options' is not implemented.");
});
test("text is UTF-8 without a byte order mark", async () => {
  assertEquals(await new Blob([new Uint8Array([0xef, 0xbb, 0xbf, 65])]).text(), "A");
  assertEquals(await new Blob([new Uint8Array([0xf0, 0x9f, 0x98, 65, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80])]).text(), "\ufffdA" + "\ufffd".repeat(6));
});
test("slices", async () => {
  const b = new Blob(["abcdef"], { type: "x/y" });
  const cut = async (...a) => { const s = b.slice(...a); return [await s.text(), s.type]; };
  assertEquals(await cut(1, -1), ["bcde", ""]);
  assertEquals(await cut(-3), ["def", ""]);
  assertEquals(await cut(4, 2), ["", ""]);
  assertEquals(await cut(100), ["", ""]);
  assertEquals(await cut(-100, 2), ["ab", ""]);
  assertEquals(await cut(NaN, undefined, "A/B"), ["abcdef", "a/b"]);
  assertEquals(await cut("1", "3", null), ["bc", "null"]);
});
test("stream gives bytes", async () => {
  const s = new Blob(["abc"]).stream(), r = s.getReader({ mode: "byob" });
  assertEquals((await r.read(new Uint8Array(2))).value, new Uint8Array([97, 98]));
  assertEquals((await r.read(new Uint8Array(2))).value, new Uint8Array([99]));
  assertEquals((await r.read(new Uint8Array(2))).done, true);
});
test("files", () => {
  const f = new File(["a"], "n/x", { type: "A/b", lastModified: 12 });
  assertEquals([f.name, f.type, f.lastModified, f.size, f instanceof Blob, String(f)], ["n/x", "a/b", 12, 1, true, "[object File]"]);
  assert(new File([], "n").lastModified > 0);
  assertEquals(new File([], "n", { lastModified: "x" }).lastModified, 0);
  assertEquals(new File([], "n", { lastModified: new Date(5) }).lastModified, 5);
  assertEquals(new File([], "\ud800").name, "\ufffd");
  for (const args of [[], [[]]]) assertThrows(() => new File(...args), TypeError, "Failed to construct 'File': constructor parameter 2 is not of type 'string'.");
  assertThrows(() => new File(null, "x"), TypeError, "Failed to construct 'File': constructor parameter 1 is not of type 'Array'.");
});
test("brands are checked", async () => {
  await assertRejects(Blob.prototype.text.call({}), TypeError, "Illegal invocation");
  assertThrows(() => Blob.prototype.slice.call({}), TypeError, "Illegal invocation");
  assertThrows(() => Object.getOwnPropertyDescriptor(File.prototype, "name").get.call(new Blob([])), TypeError, "Illegal invocation");
});
test("blobs can be cloned, files cannot", async () => {
  const { b, c } = structuredClone({ b: new Blob(["té"], { type: "A/b" }), c: new Blob() });
  assertEquals([b.type, await b.text(), c.type, c.size], ["a/b", "té", "", 0]);
  class Mine extends Blob {}
  assertEquals(structuredClone(new Mine(["x"])).constructor, Blob);
  assertThrows(() => structuredClone(new File(["x"], "n")), "DataCloneError", 'Could not serialize object of type "File". This type does not support serialization.');
});

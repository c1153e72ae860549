const rejects = async (promise, cls, message) => assertEquals((await assertRejects(promise, cls)).message, message);
const refused = (promise, text) => rejects(promise, Error, "KV GET_BULK failed: " + text);

test("many keys give a Map in the order asked for", async () => {
  await KV.put("b", "vb");
  await KV.put("a", "va", { metadata: { m: 1 } });
  const found = await KV.get(["b", "missing", "a"]);
  assert(found instanceof Map);
  assertEquals([...found], [["b", "vb"], ["missing", null], ["a", "va"]]);
});
test("a key asked for twice is there once", async () => {
  assertEquals([...await KV.get(["b", "a", "b"])], [["b", "vb"], ["a", "va"]]);
});
test("values are read as text or JSON", async () => {
  await KV.put("j", '{"x":1}');
  assertEquals((await KV.get(["j"], "json")).get("j"), { x: 1 });
  assertEquals((await KV.get(["j"], { type: "json" })).get("j"), { x: 1 });
  assertEquals((await KV.get(["j"], { type: "text", cacheTtl: 60 })).get("j"), '{"x":1}');
  await refused(KV.get(["j"], "arrayBuffer"), '400 "arrayBuffer" is not a valid type. Use "json" or "text"');
  await refused(KV.get(["j"], "stream"), '400 "stream" is not a valid type. Use "json" or "text"');
  await refused(KV.get(["j", "a"], "json"), "400 At least one of the requested keys corresponds to a non-json value");
});
test("metadata is given on request", async () => {
  const found = await KV.getWithMetadata(["a", "b", "missing"]);
  assertEquals(JSON.stringify([...found]), '[["a",{"value":"va","metadata":{"m":1}}],["b",{"value":"vb","metadata":null}],["missing",null]]');
});
test("keys are made strings", async () => {
  await KV.put("null", "n");
  assertEquals([...(await KV.get([null]))], [["null", "n"]]);
});
test("what cannot be asked for is refused", async () => {
  await refused(KV.get([]), "400 You must request a minimum of 1 key");
  await refused(KV.get(Array.from({ length: 101 }, (_, i) => "k" + i)), "400 You can request a maximum of 100 keys");
  assertEquals((await KV.get(Array.from({ length: 100 }, (_, i) => "k" + i))).size, 100);
  await refused(KV.get(["a", ""]), "400 Key names must not be empty");
  await refused(KV.get(["a", "."]), '400 Illegal key name ".". Please use a different name.');
  await refused(KV.get([".."]), '400 Illegal key name "..". Please use a different name.');
  await refused(KV.get(["x".repeat(513)]), "414 UTF-8 encoded length of 513 exceeds key length limit of 512.");
  await refused(KV.get(["a"], { cacheTtl: 10 }), "400 Invalid cache_ttl of 10. Cache TTL must be at least 30.");
});
test("more than 25 MiB at once is refused", async () => {
  await KV.put("h1", "x".repeat(13 * 1024 * 1024));
  await KV.put("h2", "x".repeat(13 * 1024 * 1024));
  await refused(KV.get(["h1", "h2"]), "413 Total size of request exceeds the limit of 25MB");
  assertEquals((await KV.get(["h1"])).get("h1").length, 13 * 1024 * 1024);
});

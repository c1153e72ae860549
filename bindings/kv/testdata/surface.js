test("the binding is a KvNamespace", () => {
  assertEquals(Object.prototype.toString.call(KV), "[object KvNamespace]");
  assertEquals(KV.constructor.name, "KvNamespace");
});
test("it cannot be constructed", () => {
  assertThrows(() => new KV.constructor(), TypeError, "Illegal constructor");
});
test("it cannot be cloned", () => {
  const e = assertThrows(() => structuredClone(KV));
  assertEquals([e.name, e.code, e.message], ["DataCloneError", 25, "A KV namespace binding cannot be serialized."]);
});
test("methods throw without their receiver", () => {
  const { get, put, list, getWithMetadata } = KV;
  for (const method of [get, put, list, getWithMetadata, (0, KV.delete)]) assertThrows(() => method("x", "y"), TypeError, "Illegal invocation");
});
test("two namespaces are strangers", async () => {
  await KV.put("mine", "v");
  assertEquals(await KV2.get("mine"), null);
});

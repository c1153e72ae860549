const one = async (...values) => (await DB.prepare(`SELECT ${values.map(() => "?").join()}`).bind(...values).raw())[0];
const hex = async (value) => DB.prepare("SELECT hex(?) h").bind(value).first("h");
const typed = async (value) => DB.prepare("SELECT typeof(?) t").bind(value).first("t");

test("values come back", async () => {
  assertEquals(await one(1, 2.5, "é\u{1F600}", null, "", true, false), [1, 2.5, "é\u{1F600}", null, "", 1, 0]);
  assertEquals(await one(NaN, Infinity, -Infinity, -0), [null, null, null, 0]);
  assertEquals(await one(new Uint8Array([1, 255]), new Uint8Array()), [[1, 255], []]);
});
test("numbers are floats to SQLite", async () => {
  assertEquals([await typed(1), await typed(true), await typed("x"), await typed(null), await typed([])], ["real", "real", "text", "null", "blob"]);
  await DB.exec("CREATE TABLE i (n INTEGER)");
  assertEquals(await DB.prepare("INSERT INTO i VALUES (?) RETURNING typeof(n) t").bind(3).first("t"), "integer");
});
test("bytes come from buffers, from the elements of views and from arrays", async () => {
  assertEquals(await hex(new Uint8Array([1, 2, 3]).buffer), "010203");
  assertEquals(await hex(new Uint8Array([1, 2, 3]).subarray(1)), "0203");
  assertEquals(await hex(new Int8Array([-1])), "FF");
  assertEquals(await hex(new Uint16Array([1, 300])), "012C");
  assertEquals(await hex(new Float32Array([1.5, 300, -1])), "012CFF");
  assertEquals(await hex([1, 2.5, 255.5]), "0102FF");
  assertEquals(await hex(new DataView(new ArrayBuffer(2))), "");
});
test("SQLite's values become those of JSON", async () => {
  const row = (await DB.prepare("SELECT 9e999, -9e999, 9223372036854775807, x'0102', NULL, '', x''").raw())[0];
  assertEquals(row, [null, null, 9223372036854776000, [1, 2], null, "", []]);
});
test("declared types do not change what was stored", async () => {
  await DB.exec("CREATE TABLE d (b BOOLEAN, t TIMESTAMP, d DATE)");
  await DB.prepare("INSERT INTO d VALUES (?, ?, ?)").bind(true, 1700000000, "2026-01-02").run();
  assertEquals(await DB.prepare("SELECT * FROM d").first(), { b: 1, t: 1700000000, d: "2026-01-02" });
});
test("bind refuses other types on the spot", async () => {
  const refused = (value, type, text) => {
    const e = assertThrows(() => DB.prepare("x").bind(value), Error);
    const message = `Type '${type}' not supported for value '${text}'`;
    assertEquals([e.message, e.cause.message], ["D1_TYPE_ERROR: " + message, message]);
  };
  refused(undefined, "undefined", "undefined");
  refused(1n, "bigint", "1");
  refused(() => 1, "function", "() => 1");
  refused({}, "object", "[object Object]");
  refused(new Date(0), "object", String(new Date(0)));
  refused([256], "object", "256");
  refused([-1], "object", "-1");
  refused([NaN], "object", "NaN");
  assertThrows(() => DB.prepare("x").bind(Symbol("a")), TypeError, "Cannot convert a Symbol value to a string");
});
test("what JSON cannot hold is refused by the call", async () => {
  await assertRejects(hex(new BigInt64Array([1n])), TypeError, "Do not know how to serialize a BigInt");
  await assertRejects(hex([, 1]), Error, "D1_ERROR: Failed to parse body as JSON, got: ZodError");
  await assertRejects(hex(new Float32Array([NaN])), Error, "D1_ERROR: Failed to parse body as JSON, got: ZodError");
});

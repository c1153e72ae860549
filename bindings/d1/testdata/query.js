const sql = (text, ...values) => values.length ? DB.prepare(text).bind(...values) : DB.prepare(text);
const meta = (changes, last_row_id, changed_db) => ({ changes, last_row_id, changed_db });
const metaOf = async (promise) => { const { meta: m } = await promise; return meta(m.changes, m.last_row_id, m.changed_db); };

test("run tells what changed", async () => {
  assertEquals(await metaOf(sql("CREATE TABLE t (a INTEGER PRIMARY KEY, b)").run()), meta(0, 0, true));
  assertEquals(await metaOf(sql("INSERT INTO t (b) VALUES (?)", "x").run()), meta(1, 1, true));
  assertEquals(await metaOf(sql("INSERT INTO t (b) VALUES (?), (?)", 1, 2.5).run()), meta(2, 3, true));
  assertEquals(await metaOf(sql("SELECT * FROM t").run()), meta(0, 3, false));
  assertEquals(await metaOf(sql("UPDATE t SET b = 1").run()), meta(3, 3, true));
});
test("a result has its keys in order", async () => {
  const r = await sql("SELECT 1").all();
  assertEquals(Object.keys(r), ["success", "meta", "results"]);
  assertEquals(Object.keys(r.meta), ["served_by", "served_by_primary", "total_attempts", "timings", "duration", "changes", "last_row_id", "changed_db", "size_after", "rows_read", "rows_written"]);
  assertEquals([r.meta.served_by_primary, r.meta.total_attempts, r.meta.timings], [true, 1, { sql_duration_ms: r.meta.duration }]);
  assertEquals([r.success, r.meta.served_by, typeof r.meta.duration, r.meta.size_after > 0], [true, "miniflare.db", "number", true]);
});
test("all and run give rows", async () => {
  assertEquals((await sql("SELECT a FROM t WHERE a > ? ORDER BY a", 1).all()).results, [{ a: 2 }, { a: 3 }]);
  assertEquals((await sql("SELECT 1 AS n").run()).results, [{ n: 1 }]);
  assertEquals((await sql("INSERT INTO t (b) VALUES (7) RETURNING b").run()).results, [{ b: 7 }]);
});
test("first gives a row, a column or null", async () => {
  assertEquals(await sql("SELECT 1 a, 2 b").first(), { a: 1, b: 2 });
  assertEquals(await sql("SELECT 1 a, 2 b").first("b"), 2);
  assertEquals(await sql("SELECT NULL a").first("a"), null);
  assertEquals(await sql("SELECT 1 a WHERE 0").first(), null);
  assertEquals(await sql("SELECT 1 a WHERE 0").first("nope"), null);
  for (const [column, text] of [["nope", "nope"], [null, "null"]]) {
    const e = await assertRejects(sql("SELECT 1 a").first(column), Error);
    assertEquals([e.message, e.cause.message], [`D1_COLUMN_NOTFOUND: Column not found (${text})`, "Column not found"]);
  }
});
test("raw gives arrays, with the names if they are asked for", async () => {
  assertEquals(await sql("SELECT 1 a, 2 a").raw(), [[1, 2]]);
  assertEquals(await sql("SELECT 1 a, 2 a").raw({ columnNames: true }), [["a", "a"], [1, 2]]);
  assertEquals(await sql("SELECT 1 a WHERE 0").raw({ columnNames: true }), [["a"]]);
  assertEquals(await sql("SELECT 1 a").raw(null), [[1]]);
});
test("of columns with one name the last counts, and any name will do", async () => {
  assertEquals(await sql("SELECT 1 a, 2 a").first(), { a: 2 });
  assertEquals(JSON.stringify(await sql('SELECT 1 "2", 3 "1", 4 "__proto__"').first()), '{"1":3,"2":1,"__proto__":4}');
});
test("of several statements the last gives the rows and has the values", async () => {
  assertEquals((await sql("SELECT 1; SELECT 2 AS b").all()).results, [{ b: 2 }]);
  assertEquals(await sql("SELECT 1; SELECT ? AS b;", 5).first("b"), 5);
});
test("parameters may be numbered and named", async () => {
  assertEquals(await sql("SELECT ?2 a, ?1 b", 1, 2).raw(), [[2, 1]]);
  assertEquals(await sql("SELECT :a, ?3", 1, 2, 3).raw(), [[1, 3]]);
});
test("a statement tells its text and never changes", async () => {
  const a = DB.prepare("SELECT ?");
  const b = a.bind(1);
  assert(a !== b && b.bind(2) !== b);
  assertEquals([b.statement, b.params, a.params], ["SELECT ?", [1], []]);
  assertEquals(DB.prepare("x").bind(new Uint8Array([1, 2])).params, [[1, 2]]);
});
test("databases are apart", async () => {
  await DB2.exec("CREATE TABLE other (x)");
  await assertRejects(DB.prepare("SELECT * FROM other").all(), Error, "no such table: other");
});

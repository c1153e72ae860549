await DB.exec("CREATE TABLE p (id PRIMARY KEY)");
const ids = async () => (await DB.prepare("SELECT id FROM p ORDER BY id").raw()).flat();

test("a batch gives a result for each statement", async () => {
  const results = await DB.batch([DB.prepare("INSERT INTO p VALUES (?)").bind(1), DB.prepare("SELECT * FROM p")]);
  assertEquals(results.map((r) => r.results), [[], [{ id: 1 }]]);
  assertEquals(results.map((r) => r.meta.changes), [1, 0]);
});
test("a batch is one transaction", async () => {
  const insert = DB.prepare("INSERT INTO p VALUES (6)");
  const e = await assertRejects(DB.batch([DB.prepare("CREATE TABLE gone (x)"), insert, insert]), Error);
  assertEquals(e.message, "D1_ERROR: UNIQUE constraint failed: p.id: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_PRIMARYKEY)");
  assertEquals(await ids(), [1]);
  await assertRejects(DB.prepare("SELECT * FROM gone").all(), Error, "no such table");
});
test("several statements in one text are one transaction", async () => {
  await assertRejects(DB.prepare("INSERT INTO p VALUES (7); INSERT INTO p VALUES (7)").run(), Error, "UNIQUE");
  assertEquals(await ids(), [1]);
});
test("blank statements give nothing", async () => {
  assertEquals((await DB.batch([DB.prepare(" "), DB.prepare("SELECT 1")])).length, 1);
  assertEquals((await assertRejects(DB.batch([]), Error)).message, "D1_ERROR: No SQL statements detected.");
});
test("anything like a statement may be in a batch", async () => {
  assertEquals((await DB.batch([{ statement: "SELECT ? a", params: [7] }, { statement: "SELECT 8 a" }])).map((r) => r.results[0].a), [7, 8]);
  await assertRejects(DB.batch([1]), Error, "D1_ERROR: Failed to parse body as JSON, got: ZodError");
  await assertRejects(DB.batch("x"), TypeError, "statements.map is not a function");
  await assertRejects(DB.batch(), TypeError, "Cannot read properties of undefined (reading 'map')");
});
test("exec runs lines and counts them", async () => {
  const r = await DB.exec("SELECT 1\n\n  SELECT 2; SELECT 3\n");
  assertEquals(Object.keys(r), ["count", "duration"]);
  assertEquals([r.count, typeof r.duration], [2, "number"]);
});
test("the lines of exec are one transaction, and the first is blamed", async () => {
  const e = await assertRejects(DB.exec("  INSERT INTO p VALUES (8)\nSELEC 2"), Error);
  const text = 'Error in line 1: INSERT INTO p VALUES (8): near "SELEC": syntax error at offset 0: SQLITE_ERROR';
  assertEquals([e.message, e.cause.message], ["D1_EXEC_ERROR: " + text, text]);
  assertEquals(await ids(), [1]);
});
test("exec has no values and knows no statements of several lines", async () => {
  const message = async (text) => (await assertRejects(DB.exec(text), Error)).message;
  assertEquals(await message("SELECT ?"), "D1_EXEC_ERROR: Error in line 1: SELECT ?: Wrong number of parameter bindings for SQL query.");
  assertEquals(await message("CREATE TABLE ml (\nx)"), "D1_EXEC_ERROR: Error in line 1: CREATE TABLE ml (: incomplete input: SQLITE_ERROR");
  assertEquals(await message(""), "D1_EXEC_ERROR: Error in line 1: : No SQL statements detected.");
  await assertRejects(DB.exec(5), TypeError, "query.trim is not a function");
});
test("calls at the same time come one after the other", async () => {
  await DB.exec("CREATE TABLE n (x)");
  await Promise.all(Array.from({ length: 20 }, (_, i) => DB.batch([DB.prepare("INSERT INTO n SELECT count(*) FROM n"), DB.prepare("SELECT 1")])));
  assertEquals((await DB.prepare("SELECT x FROM n ORDER BY rowid").raw()).flat(), Array.from({ length: 20 }, (_, i) => i));
});

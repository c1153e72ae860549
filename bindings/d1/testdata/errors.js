const refused = async (text, message, ...values) => {
  const e = await assertRejects(DB.prepare(text).bind(...values).all(), Error);
  assertEquals([e.message, e.cause?.message], ["D1_ERROR: " + message, message]);
};
await DB.exec("CREATE TABLE u (e TEXT UNIQUE, n INT NOT NULL, c CHECK (c > 0), k INTEGER PRIMARY KEY)\nCREATE TABLE p (id PRIMARY KEY)\nCREATE TABLE now (p REFERENCES p(id))\nCREATE TABLE later (p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)\nINSERT INTO u VALUES ('a', 1, 1, 1)");

test("SQLite's refusals have the place and the code", async () => {
  await refused("SELEC", 'near "SELEC": syntax error at offset 0: SQLITE_ERROR');
  await refused("\n  SELEC", 'near "SELEC": syntax error at offset 3: SQLITE_ERROR');
  await refused("SELECT * FROM nope", "no such table: nope: SQLITE_ERROR");
  await refused("SELECT nope", "no such column: nope at offset 7: SQLITE_ERROR");
  await refused("INSERT INTO u (k) VALUES ('x')", "datatype mismatch: SQLITE_MISMATCH");
});
test("constraints are named", async () => {
  const constraint = (text, what, name) => refused(text, `${what}: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_${name})`);
  await constraint("INSERT INTO u VALUES ('a', 1, 1, 2)", "UNIQUE constraint failed: u.e", "UNIQUE");
  await constraint("INSERT INTO u VALUES ('b', NULL, 1, 2)", "NOT NULL constraint failed: u.n", "NOTNULL");
  await constraint("INSERT INTO u VALUES ('b', 1, 0, 2)", "CHECK constraint failed: c > 0", "CHECK");
  await constraint("INSERT INTO u VALUES ('b', 1, 1, 1)", "UNIQUE constraint failed: u.k", "PRIMARYKEY");
  await constraint("INSERT INTO now VALUES (1)", "FOREIGN KEY constraint failed", "FOREIGNKEY");
});
test("a deferred constraint that fails in the end resets the database", async () => {
  await DB.exec("INSERT INTO p VALUES (9)");
  const e = await assertRejects(DB.prepare("INSERT INTO later VALUES (1)").run(), Error);
  assertEquals(e.message, "Durable Object was reset and rolled back to its last known good state because the application left the database in a state where constraints were violated: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_FOREIGNKEY)");
  assertEquals([e.remote, e.cause], [true, undefined]);
  const { meta, results } = await DB.prepare("SELECT count(*) n FROM later").all();
  assertEquals([meta.last_row_id, results], [0, [{ n: 0 }]]);
  await DB.batch([DB.prepare("INSERT INTO later VALUES (1)"), DB.prepare("INSERT INTO p VALUES (1)")]);
});
test("values and parameters must match", async () => {
  const text = "Wrong number of parameter bindings for SQL query.";
  await refused("SELECT ?", text);
  await refused("SELECT ?", text, 1, 2);
  await refused("SELECT 1", text, 1);
  await refused("SELECT ?; SELECT 2", "When executing multiple SQL statements in a single call, only the last statement can have parameters.", 1);
});
test("there must be a statement", async () => {
  await refused("", "No SQL statements detected.");
  await refused(" \n", "No SQL statements detected.");
  await refused(" -- x", "No SQL statements detected.");
  await refused("-- x", "No SQL statements detected.");
  await refused("SELECT 1; -- x", "SQL code did not contain a statement.");
  await refused("\ufeff", "No SQL statements detected.");
  await refused("SELECT 1;\ufeff", "SQL code did not contain a statement.");
  assertEquals((await DB.prepare("\ufeffSELECT 1 a").all()).results, [{ a: 1 }]);
  assertEquals((await DB.exec("\ufeffSELECT 1;\ufeff")).count, 1);
});
test("what stands behind a NUL is no statement", async () => {
  for (const text of ["\0", "\0SELECT 1", "SELECT 1\0SELECT 2", "SELECT 1;\0SELECT 2", "SELECT 1; \0 \n", "/* \0 */ SELECT 1", "SELECT 1 -- \0\n+ 2"]) {
    await refused(text, "SQL code did not contain a statement.");
    await assertRejects(DB.exec(text.replace("\n", " ")), Error, "SQL code did not contain a statement.");
  }
  await refused("SELECT '\0a'", `unrecognized token: "'" at offset 7: SQLITE_ERROR`);
  await refused("SELECT ?\0", "When executing multiple SQL statements in a single call, only the last statement can have parameters.");
});
test("text is text", async () => {
  for (const text of [5, undefined, null]) await assertRejects(DB.prepare(text).all(), Error, "D1_ERROR: Failed to parse body as JSON, got: ZodError");
});
test("transactions are refused", async () => {
  for (const text of ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x"]) {
    await assertRejects(DB.prepare(text).run(), Error, "D1_ERROR: To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements.");
  }
  await refused("VACUUM", "cannot VACUUM from within a transaction: SQLITE_ERROR");
});
test("what is not allowed is refused", async () => {
  await refused("ATTACH 'x' AS y", "not authorized: SQLITE_AUTH");
  await refused("PRAGMA journal_mode", "not authorized: SQLITE_AUTH");
  await refused("CREATE TEMP TABLE x (a)", "not authorized: SQLITE_AUTH");
  await refused("CREATE TABLE _cf_x (a)", "not authorized: SQLITE_AUTH");
  await refused("SELECT sqlite_version()", "not authorized to use function: sqlite_version at offset 7: SQLITE_ERROR");
  await refused("PRAGMA table_info('_cf_METADATA')", "not authorized: SQLITE_AUTH");
  await refused("SELECT * FROM pragma_table_info('_cf_nothing')", "not authorized: SQLITE_AUTH");
  await refused("SELECT if(1, 2, 3)", "not authorized to use function: if at offset 7: SQLITE_ERROR");
  await refused("SELECT * FROM _cf_METADATA", "no such table: _cf_METADATA: SQLITE_ERROR");
  await DB.withSession().prepare("SELECT 1").all(); // makes it
  await refused("SELECT * FROM _cf_METADATA", "access to _cf_METADATA.key is prohibited: SQLITE_AUTH");
});
test("limits are the platform's", async () => {
  const many = (n, text) => Array.from({ length: n }, (_, i) => text).join();
  await refused("SELECT '" + "x".repeat(100000) + "'", "statement too long: SQLITE_TOOBIG");
  await refused("SELECT " + many(101, "?"), "too many SQL variables at offset 207: SQLITE_ERROR", ...Array.from({ length: 101 }, () => 1));
  await refused("SELECT " + many(101, "1"), "too many columns in result set: SQLITE_ERROR");
  await refused("SELECT 1 LIKE '" + "x".repeat(51) + "'", "LIKE or GLOB pattern too complex: SQLITE_ERROR");
});
test("dump is refused as the local platform does", async () => {
  const e = await assertRejects(DB.dump(), Error);
  assertEquals([e.message, e.cause.message], ["D1_DUMP_ERROR: Status + 404", "Status 404"]);
});

// objects: Box
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertThrows, inside } from "./workertest.js";

export class Box extends DurableObject {
  run(name) {
    return cases[name](this.ctx.storage.sql, this.ctx.storage, this);
  }
}

const transactions = "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will automatically roll back on exceptions, and because it interacts correctly with Durable Objects' automatic atomic write coalescing.";

const cases = {
  "a full scan counts as many rows as it goes through"(sql) {
    sql.exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO t SELECT i, 'b' || i FROM n");
    const read = (query) => {
      const c = sql.exec(query);
      c.toArray();
      return c.rowsRead;
    };
    for (const _ of [1, 2]) { // a statement that is run again counts anew
      assertEquals(["SELECT * FROM t", "SELECT * FROM t WHERE b = 'b7'", "SELECT * FROM t WHERE a = 7", "SELECT * FROM t LIMIT 2", "UPDATE t SET b = b", "SELECT 1"].map(read), [20, 20, 1, 2, 20, 0]);
    }
  },

  "the row behind the one that was given is read already"(sql) {
    sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    const c = sql.exec("SELECT a FROM t"), seen = [c.rowsRead];
    for (const _ of c) seen.push(c.rowsRead);
    assertEquals(seen, [1, 2, 3, 3]);
  },

  "a statement that is run again sees what became of its table"(sql) {
    sql.exec("CREATE TABLE t (a)");
    sql.exec("INSERT INTO t VALUES (?)", 1);
    assertEquals(sql.exec("SELECT * FROM t").one(), { a: 1 });
    sql.exec("ALTER TABLE t ADD COLUMN b");
    assertEquals(sql.exec("SELECT * FROM t").one(), { a: 1, b: null });
    sql.exec("DROP TABLE t; CREATE TABLE t (c)");
    assertEquals(sql.exec("SELECT * FROM t").columnNames, ["c"]);
  },

  "JSON that a subquery makes stays JSON"(sql) {
    assertEquals(sql.exec("SELECT json_object('a', (SELECT json_group_array(1))) AS j").one(), { j: '{"a":[1]}' });
  },

  async "reads begin no transaction, so that foreign keys can be switched off"(sql, storage) {
    const keys = () => sql.exec("PRAGMA foreign_keys").one().foreign_keys;
    sql.exec("CREATE TABLE t (a)");
    sql.exec("PRAGMA foreign_keys = off");
    assertEquals(keys(), 1);
    await storage.sync();
    sql.exec("SELECT * FROM t");
    sql.exec("PRAGMA foreign_keys = off");
    assertEquals(keys(), 0);
  },

  async "the platform's own tables are there from when they are needed"(sql, storage) {
    const tables = () => [...sql.exec("SELECT name FROM sqlite_master ORDER BY name").raw()].flat().join();
    assertEquals(tables(), "__miniflare_do_name");
    assertEquals(await storage.get("k"), undefined);
    assertEquals(await storage.delete("k"), false);
    assertEquals([...(await storage.list()).keys(), ...storage.kv.list()], []);
    assertEquals(tables(), "__miniflare_do_name");
    const rollback = (e) => assertEquals(e.message, "undo");
    try { storage.transactionSync(() => { storage.kv.put("k", 1); throw new Error("undo"); }); } catch (e) { rollback(e); }
    assertEquals(tables(), "__miniflare_do_name");
    await storage.put("k", 1);
    assertEquals(tables(), "__miniflare_do_name,_cf_KV");
    await storage.deleteAll();
    assertEquals(tables(), "");
    assertEquals(await storage.get("k"), undefined);
    await storage.put("k", 2);
    assertEquals(await storage.get("k"), 2);
  },

  "a cursor is iterable and gives the rest"(sql) {
    sql.exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')");
    const c = sql.exec("SELECT * FROM t");
    assertEquals(c.constructor.name, "Cursor");
    assertEquals(c.columnNames, ["a", "b"]);
    assertEquals(c.next(), { done: false, value: { a: 1, b: "x" } });
    assertEquals(c.toArray(), [{ a: 2, b: "y" }, { a: 3, b: "z" }]);
    assertEquals(c.toArray(), []);
    const end = c.next();
    assertEquals([end.done, end.value], [true, undefined]);
    assertEquals([...sql.exec("SELECT a FROM t")].map((r) => r.a), [1, 2, 3]);
  },

  "raw gives arrays and shares the cursor's position"(sql) {
    sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    const c = sql.exec("SELECT a, a + 1 AS a FROM t");
    assertEquals(c.columnNames, ["a", "a"]);
    assertEquals(c.next().value, { a: 2 });
    const raw = c.raw();
    assertEquals(raw.next().value, [2, 3]);
    assertEquals(raw.toArray(), [[3, 4]]);
    assertEquals(c.toArray(), []);
    assertEquals([...sql.exec("SELECT 1, 1").raw()], [[1, 1]]);
  },

  "one wants exactly one row"(sql) {
    assertEquals(sql.exec("SELECT 5 AS n").one(), { n: 5 });
    assertThrows(() => sql.exec("SELECT 1 WHERE 0").one(), "Error", "Expected exactly one result from SQL query, but got no results.");
    assertThrows(() => sql.exec("SELECT 1 UNION SELECT 2").one(), "Error", "Expected exactly one result from SQL query, but got multiple results.");
  },

  "exec reads the first row itself and counts rows"(sql) {
    sql.exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b)");
    const w = sql.exec("INSERT INTO t VALUES (1, 2), (3, 4)");
    assertEquals(w.rowsWritten, 2);
    const c = sql.exec("SELECT * FROM t");
    assertEquals(c.rowsRead, 1);
    c.toArray();
    assertEquals([c.rowsRead, c.rowsWritten], [2, 0]);
    assertEquals(sql.exec("SELECT 1").rowsRead, 0);
  },

  "rowsWritten counts the entries of indexes"(sql) {
    sql.exec("CREATE TABLE t (a, b)");
    sql.exec("CREATE INDEX i ON t (a)");
    assertEquals(sql.exec("INSERT INTO t VALUES (1, 2), (3, 4)").rowsWritten, 4);
    assertEquals(sql.exec("UPDATE t SET b = 5 WHERE a = 1").rowsWritten, 1);
    assertEquals(sql.exec("DELETE FROM t WHERE a = 3").rowsWritten, 1);
    assertEquals(sql.exec("SELECT * FROM t").rowsWritten, 0);
  },

  "a statement's values go in by the platform's rules"(sql) {
    const one = (v) => sql.exec("SELECT ? AS v, typeof(?) AS t", v, v).one();
    assertEquals(one(1), { v: 1, t: "real" });
    assertEquals(one(null), { v: null, t: "null" });
    assertEquals(one(undefined), { v: null, t: "null" });
    assertEquals(one("s"), { v: "s", t: "text" });
    assertEquals(one(true), { v: "true", t: "text" });
    assertEquals(one(new Uint8Array([1, 2]).subarray(1)), { v: new Uint8Array([2]).buffer, t: "blob" });
    assertEquals(one(new ArrayBuffer(1)), { v: new ArrayBuffer(1), t: "blob" });
    assertEquals(one([1, 2]), { v: "1,2", t: "text" });
    assertEquals(one({}), { v: "[object Object]", t: "text" });
    assertEquals(one(NaN), { v: null, t: "null" });
    assertEquals(one(Infinity), { v: Infinity, t: "real" });
    assertThrows(() => one(1n), "TypeError", "Cannot convert a BigInt value to a number");
  },

  "a column's values come out by the platform's rules"(sql) {
    assertEquals(sql.exec("SELECT 9007199254740993 AS i, 1.5 AS r, 'x' AS s, NULL AS n, x'0102' AS b").one(),
      { i: 9007199254740992, r: 1.5, s: "x", n: null, b: new Uint8Array([1, 2]).buffer });
    assertEquals(sql.exec("SELECT x'' AS b, '' AS s, 'a' || char(0) || 'b' AS z").one(), { b: new ArrayBuffer(0), s: "", z: "a\0b" });
    sql.exec("CREATE TABLE t (d DATETIME, b BOOLEAN, s TIMESTAMP, day DATE)");
    sql.exec("INSERT INTO t VALUES ('2024-01-02T03:04:05Z', 1, 1700000000, '2024-01-02'), ('x', 'true', 'y', 5)");
    assertEquals(sql.exec("SELECT * FROM t").toArray(), [
      { d: "2024-01-02T03:04:05Z", b: 1, s: 1700000000, day: "2024-01-02" },
      { d: "x", b: "true", s: "y", day: 5 },
    ]);
  },

  "numbered and named parameters"(sql) {
    assertEquals(sql.exec("SELECT ?2 AS b, ?1 AS a", "x", "y").one(), { b: "y", a: "x" });
    assertThrows(() => sql.exec("SELECT ?"), "Error", "Wrong number of parameter bindings for SQL query.");
    assertThrows(() => sql.exec("SELECT 1", 2), "Error", "Wrong number of parameter bindings for SQL query.");
  },

  "the last of several statements is the cursor"(sql) {
    assertEquals(sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1); SELECT a FROM t").one(), { a: 1 });
    assertEquals(sql.exec("SELECT 1 AS a; SELECT ? AS b;", 7).one(), { b: 7 });
    assertThrows(() => sql.exec(""), "Error", "SQL code did not contain a statement.");
    assertThrows(() => sql.exec("-- nothing"), "Error", "SQL code did not contain a statement.");
    assertThrows(() => sql.exec(";"), "Error", "SQL code did not contain a statement.");
    assertThrows(() => sql.exec(), "TypeError", "Failed to execute 'exec' on 'SqlStorage': parameter 1 is not of type 'String'.");
  },

  "a comment behind the last statement is an error, what stood before has run"(sql) {
    assertThrows(() => sql.exec("CREATE TABLE t (a); -- end"), "Error", "SQL code did not contain a statement.");
    assertEquals(sql.exec("SELECT count(*) AS n FROM t").one().n, 0);
  },

  "errors have SQLite's words"(sql) {
    assertThrows(() => sql.exec("SELECT * FROM nope"), "Error", "no such table: nope: SQLITE_ERROR");
    assertThrows(() => sql.exec("SELEC 1"), "Error", 'near "SELEC": syntax error at offset 0: SQLITE_ERROR');
    assertThrows(() => sql.exec("SELECT nope"), "Error", "no such column: nope at offset 7: SQLITE_ERROR");
    sql.exec("CREATE TABLE t (a UNIQUE, b NOT NULL, c CHECK (c > 0))");
    sql.exec("INSERT INTO t VALUES (1, 1, 1)");
    assertThrows(() => sql.exec("INSERT INTO t VALUES (1, 1, 1)"), "Error", "UNIQUE constraint failed: t.a: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)");
    assertThrows(() => sql.exec("INSERT INTO t VALUES (2, NULL, 1)"), "Error", "NOT NULL constraint failed: t.b: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)");
    assertThrows(() => sql.exec("INSERT INTO t VALUES (2, 1, 0)"), "Error", "CHECK constraint failed: c > 0: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_CHECK)");
    assertThrows(() => sql.exec("CREATE TABLE sqlite_x (a)"), "Error", "object name reserved for internal use: sqlite_x: SQLITE_ERROR");
    assertThrows(() => sql.exec("CREATE TABLE s (a INTEGER) STRICT; INSERT INTO s VALUES ('x')"), "Error", "cannot store TEXT value in INTEGER column s.a: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_DATATYPE)");
    assertThrows(() => sql.exec("SELECT json('{')"), "Error", "malformed JSON: SQLITE_ERROR");
  },

  "what the platform keeps to itself is refused"(sql, storage) {
    for (const text of ["BEGIN", "begin transaction", "SAVEPOINT x", "COMMIT", "ROLLBACK", "RELEASE x", "/* x */ BEGIN", "END"]) {
      assertEquals([text, assertThrows(() => sql.exec(text), "Error").message], [text, transactions]);
    }
    storage.kv.put("a", 1);
    const refused = {
      "SELECT * FROM _cf_KV": "access to _cf_KV.key is prohibited: SQLITE_AUTH",
      "CREATE TABLE _cf_x (a)": "not authorized: SQLITE_AUTH",
      "DROP TABLE _cf_KV": "not authorized: SQLITE_AUTH",
      "ATTACH 'x.db' AS x": "not authorized: SQLITE_AUTH",
      "PRAGMA journal_mode": "not authorized: SQLITE_AUTH",
      "PRAGMA user_version": "not authorized: SQLITE_AUTH",
      "SELECT * FROM pragma_page_count()": "not authorized: SQLITE_AUTH",
      "SELECT sqlite_version()": "not authorized to use function: sqlite_version at offset 7: SQLITE_ERROR",
      "CREATE TABLE _CF_x (a)": "not authorized: SQLITE_AUTH",
      "CREATE VIRTUAL TABLE _cf_x USING fts5(a)": "not authorized: SQLITE_AUTH",
      "PRAGMA data_version = 5": "not authorized: SQLITE_AUTH",
      "PRAGMA foreign_keys = 7": "not authorized: SQLITE_AUTH",
      "PRAGMA table_info": "not authorized: SQLITE_AUTH",
      "PRAGMA optimize(x)": "not authorized: SQLITE_AUTH",
      "CREATE TEMP TABLE x (a)": "not authorized: SQLITE_AUTH",
    };
    for (const [text, words] of Object.entries(refused)) {
      let message = "nothing";
      try { sql.exec(text); } catch (e) { message = e.message; }
      assertEquals(message, words, text);
    }
    sql.exec("CREATE VIRTUAL TABLE r USING rtree(id, a, b)");
  },

  "functions of the platform are there"(sql) {
    assertEquals(sql.exec("SELECT json_object('a', 1) AS j, upper('x') AS u, sqrt(4) AS q, date(0, 'unixepoch') AS d, row_number() OVER () AS n").one(),
      { j: '{"a":1}', u: "X", q: 2, d: "1970-01-01", n: 1 });
    assertEquals(sql.exec("SELECT json_extract(jsonb('{\"a\":[1,2]}'), '$.a[1]') AS v, unixepoch('1970-01-02') AS e, group_concat(1) AS g").one(), { v: 2, e: 86400, g: "1" });
    sql.exec("CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES ('hello world')");
    assertEquals(sql.exec("SELECT highlight(f, 0, '[', ']') AS h, bm25(f) < 0 AS b FROM f WHERE f MATCH 'hello'").one(), { h: "[hello] world", b: 1 });
  },

  "allowed pragmas answer"(sql) {
    sql.exec("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id)); CREATE INDEX i ON c (p)");
    assertEquals(sql.exec("PRAGMA foreign_keys").one(), { foreign_keys: 1 });
    assertEquals(sql.exec("PRAGMA table_info(c)").one().name, "p");
    assertEquals(sql.exec("SELECT name FROM pragma_table_info('c')").one().name, "p");
    assertEquals(sql.exec("PRAGMA index_list(c)").one().name, "i");
    assertEquals(sql.exec("PRAGMA foreign_key_list(c)").one().table, "p");
    assertEquals(sql.exec("PRAGMA quick_check").one(), { quick_check: "ok" });
    for (const p of ["data_version", "table_list", "case_sensitive_like", "defer_foreign_keys = on", "ignore_check_constraints", "legacy_alter_table", "recursive_triggers", "reverse_unordered_selects", "foreign_key_check", "index_info(i)", "index_xinfo(i)", "table_xinfo(c)", "optimize"]) {
      sql.exec("PRAGMA " + p).toArray();
    }
    sql.exec("PRAGMA defer_foreign_keys = off");
    assertThrows(() => sql.exec("INSERT INTO c VALUES (9)"), "Error", "FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_FOREIGNKEY)");
  },

  "limits are the platform's"(sql) {
    assertThrows(() => sql.exec("SELECT '" + "x".repeat(100_000) + "'"), "Error", "statement too long: SQLITE_TOOBIG");
    assertThrows(() => sql.exec("CREATE TABLE w (" + Array.from({ length: 101 }, (_, i) => "c" + i) + ")"), "Error", "too many columns on w: SQLITE_ERROR");
    assertThrows(() => sql.exec("SELECT " + "1+".repeat(101) + "1"), "Error", "Expression tree is too large (maximum depth 100): SQLITE_ERROR");
    assertThrows(() => sql.exec("SELECT 1" + " UNION SELECT 1".repeat(6)), "Error", "too many terms in compound SELECT: SQLITE_ERROR");
    assertThrows(() => sql.exec("SELECT 'a' LIKE '" + "x".repeat(51) + "'"), "Error", "LIKE or GLOB pattern too complex: SQLITE_ERROR");
    assertThrows(() => sql.exec("SELECT ?101", ...Array(101).fill(1)), "Error", "variable number must be between ?1 and ?100 at offset 7: SQLITE_ERROR");
  },

  "a cursor outlives other statements"(sql) {
    sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    const c = sql.exec("SELECT a FROM t");
    sql.exec("CREATE TABLE u (a)");
    sql.exec("INSERT INTO u VALUES (1)");
    const again = sql.exec("SELECT a FROM t");
    assertEquals(c.next().value, { a: 1 });
    assertEquals(again.toArray().length, 3);
    assertEquals(c.toArray().length, 2);
  },

  async "a cursor outlives an await"(sql, storage) {
    sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    const c = sql.exec("SELECT a FROM t");
    assertEquals(c.next().value, { a: 1 });
    await storage.put("a", 1);
    await scheduler.wait(1);
    sql.exec("INSERT INTO t VALUES (4)");
    assertEquals(c.toArray().length >= 2, true);
  },

  "a table with an open cursor is locked"(sql) {
    sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    const c = sql.exec("SELECT a FROM t");
    assertThrows(() => sql.exec("DROP TABLE t"), "Error", "database table is locked: SQLITE_LOCKED");
    c.toArray();
    sql.exec("DROP TABLE t");
  },

  "RETURNING and changes work"(sql) {
    sql.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
    assertEquals(sql.exec("INSERT INTO t (a) VALUES ('x'), ('y') RETURNING id, a").toArray(), [{ id: 1, a: "x" }, { id: 2, a: "y" }]);
    assertEquals(sql.exec("SELECT changes() AS c, last_insert_rowid() AS r").one(), { c: 2, r: 2 });
  },

  "a trigger's body is one statement"(sql) {
    sql.exec("CREATE TABLE t (a); CREATE TABLE l (a); CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO l VALUES (new.a); INSERT INTO l VALUES (CASE WHEN new.a THEN 2 END); END; INSERT INTO t VALUES (1)");
    assertEquals(sql.exec("SELECT a FROM l").raw().toArray(), [[1], [2]]);
  },

  "databaseSize is a number of bytes"(sql) {
    sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(100000))");
    assert(sql.databaseSize > 100_000 && sql.databaseSize % 4096 === 0, String(sql.databaseSize));
  },

  "the database shows only what the platform shows"(sql) {
    sql.exec("CREATE TABLE t (a)");
    const names = sql.exec("SELECT name FROM sqlite_master").raw().toArray().flat().filter((n) => !n.startsWith("_"));
    assertEquals(names, ["t"]);
  },

  "ANALYZE, EXPLAIN, REINDEX and ALTER pass"(sql) {
    sql.exec("CREATE TABLE t (a); CREATE INDEX i ON t (a)");
    sql.exec("ANALYZE");
    sql.exec("EXPLAIN SELECT * FROM t").toArray();
    sql.exec("EXPLAIN QUERY PLAN SELECT * FROM t").toArray();
    sql.exec("REINDEX t");
    sql.exec("ALTER TABLE t ADD COLUMN b; ALTER TABLE t RENAME COLUMN b TO c; ALTER TABLE t RENAME TO u; ALTER TABLE u DROP COLUMN c");
    sql.exec("DROP INDEX i");
  },
};

export const tests = inside("Box", cases);

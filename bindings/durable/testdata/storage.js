// objects: Box
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows, inside } from "./workertest.js";

export class Box extends DurableObject {
  run(name) {
    return cases[name](this.ctx, this.env, this);
  }
  alarm() {}
}

const cases = {
  "the classes have the platform's names"({ storage }) {
    assertEquals(storage.constructor.name, "DurableObjectStorage");
    assertEquals(storage.sql.constructor.name, "SqlStorage");
    assertEquals(storage.kv.constructor.name, "SyncKvStorage");
    assert(storage.sql === storage.sql, "sql is one object");
    assert(storage.kv === storage.kv, "kv is one object");
  },

  async "values come back as structured clones"({ storage }) {
    const value = {
      n: null, t: true, i: -5, big: 3000000000, f: 1.5, huge: 12345678901234567890n, s: "é日本", d: new Date(5),
      r: /a/gi, m: new Map([[1, { a: 2 }]]), set: new Set(["x"]), bytes: new Uint8Array([1, 2]), a: [1, , 3], u: undefined,
      e: new RangeError("no"),
    };
    value.self = value;
    await storage.put("k", value);
    const back = await storage.get("k");
    assert(back.self === back);
    assert(back !== value);
    delete back.self;
    delete value.self;
    assertEquals(back, value);
    assertEquals(back.e.name, "RangeError");
    assert(!(1 in back.a), "a hole stays a hole");
  },

  async "a class's instance loses its prototype"({ storage }) {
    class Point { x = 1; get y() { return 2; } }
    await storage.put("p", new Point());
    const p = await storage.get("p");
    assertEquals(Object.getPrototypeOf(p) === Object.prototype, true);
    assertEquals(p, { x: 1 });
  },

  async "get of a missing key is undefined"({ storage }) {
    assertEquals(await storage.get("nope"), undefined);
  },

  async "get of several keys is a sorted Map of those that exist"({ storage }) {
    await storage.put({ k1: 1, k2: 2, k3: 3 });
    const map = await storage.get(["k2", "nope", "k1"]);
    assert(map instanceof Map);
    assertEquals([...map], [["k1", 1], ["k2", 2]]);
    assertEquals((await storage.get([])).size, 0);
  },

  async "arguments of wrong types are refused"({ storage }) {
    const refused = async (f, want) => assertEquals(await f().catch((e) => e.name + ": " + e.message), want);
    await refused(() => storage.get(), "TypeError: Failed to execute 'get' on 'DurableObjectStorage': parameter 1 is not of type 'string or Array'.");
    for (const o of [5, "a"]) await refused(() => storage.list(o), "TypeError: Failed to execute 'list' on 'DurableObjectStorage': parameter 1 is not of type 'ListOptions'.");
    await refused(() => storage.put([["a", 1]]), "TypeError: put() called with undefined value.");
    await refused(() => storage.transaction((txn) => txn.list(5)), "TypeError: Failed to execute 'list' on 'DurableObjectTransaction': parameter 1 is not of type 'ListOptions'.");
    assertEquals((await storage.list(null)).size, (await storage.list()).size);
  },

  async "put answers undefined and skips undefined entries"({ storage }) {
    assertEquals(await storage.put("a", 1), undefined);
    assertEquals(await storage.put({ b: 2, c: undefined }), undefined);
    assertEquals([...(await storage.list()).keys()], ["a", "b"]);
  },

  async "put refuses what cannot be stored"({ storage }) {
    const p = "put() called with undefined value.";
    await assertRejects(() => storage.put("k", undefined), "TypeError", p);
    await assertRejects(() => storage.put("k"), "TypeError", p);
    await assertRejects(() => storage.put("k", () => 1), "DataCloneError", "() => 1 could not be cloned.");
    await assertRejects(() => storage.put("k", Symbol("x")), "DataCloneError", "Symbol(x) could not be cloned.");
    await assertRejects(() => storage.put("k", new URL("http://a")), "DataCloneError",
      'Could not serialize object of type "URL". This type does not support serialization.');
    await assertRejects(() => storage.put("k", new File(["a"], "n")), "DataCloneError",
      'Could not serialize object of type "File". This type does not support serialization.');
    assertEquals(await storage.get("k"), undefined);
  },

  async "blobs can be stored"({ storage }) {
    await storage.put("k", new Blob(["abc"], { type: "text/x" }));
    const blob = await storage.get("k");
    assertEquals([blob instanceof Blob, blob.type, await blob.text()], [true, "text/x", "abc"]);
  },

  async "delete tells what was there"({ storage }) {
    await storage.put({ a: 1, b: 2, c: 3 });
    assertEquals(await storage.delete("a"), true);
    assertEquals(await storage.delete("a"), false);
    assertEquals(await storage.delete(["b", "nope", "c"]), 2);
    assertEquals((await storage.list()).size, 0);
  },

  async "list is in the order of UTF-8 bytes"({ storage }) {
    await storage.put({ "\uFFFD": 1, "😀": 2, a: 3, B: 4, "": 5 });
    assertEquals([...(await storage.list()).keys()], ["", "B", "a", "\uFFFD", "😀"]);
  },

  async "list knows start, startAfter, end, prefix, reverse and limit"({ storage }) {
    await storage.put({ a: 1, b1: 2, b2: 3, b3: 4, c: 5 });
    const keys = async (o) => [...(await storage.list(o)).keys()].join(" ");
    assertEquals(await keys({ start: "b2" }), "b2 b3 c");
    assertEquals(await keys({ startAfter: "b2" }), "b3 c");
    assertEquals(await keys({ end: "b2" }), "a b1");
    assertEquals(await keys({ prefix: "b" }), "b1 b2 b3");
    assertEquals(await keys({ prefix: "b", start: "b2" }), "b2 b3");
    assertEquals(await keys({ prefix: "b", end: "b3" }), "b1 b2");
    assertEquals(await keys({ reverse: true, limit: 2 }), "c b3");
    assertEquals(await keys({ start: "b1", end: "c", reverse: true }), "b3 b2 b1");
    assertEquals(await keys({ startAfter: "b1", reverse: true }), "c b3 b2");
    assertEquals(await keys({ start: "c", end: "a" }), "");
    assertEquals(await keys({ prefix: "" }), "a b1 b2 b3 c");
    assertEquals(await keys({ prefix: "x" }), "");
    assertEquals(await keys({ prefix: "b", limit: 1, reverse: true }), "b3");
    assertEquals(await keys({ prefix: "b", start: "a", end: "z" }), "b1 b2 b3");
    assertEquals(await keys({ prefix: "b", startAfter: "b1", limit: 1 }), "b2");
    assertEquals(await keys({ prefix: "b", startAfter: "a", reverse: true }), "b3 b2 b1");
    assertEquals(await keys({ prefix: "b", startAfter: "c" }), "");
    assertEquals(await keys({ prefix: "b", end: "a" }), "");
  },

  async "list takes a prefix by its bytes"({ storage }) {
    await storage.put({ "": 0, "a\0": 1, "a\0b": 2, "a\u0001": 3, "é": 4, "éa": 5, "ê": 6, "\uFFFF": 7, "\uFFFFa": 8, "😀": 9, "😀a": 10 });
    const keys = async (o) => [...(await storage.list(o)).keys()];
    assertEquals(await keys({ prefix: "a\0" }), ["a\0", "a\0b"]);
    assertEquals(await keys({ prefix: "é" }), ["é", "éa"]);
    assertEquals(await keys({ prefix: "\uFFFF" }), ["\uFFFF", "\uFFFFa"]);
    assertEquals(await keys({ prefix: "😀" }), ["😀", "😀a"]);
    assertEquals(await keys({ startAfter: "", limit: 1 }), ["a\0"]);
  },

  async "list refuses wrong options"({ storage }) {
    await assertRejects(() => storage.list({ limit: 0 }), "TypeError", "List limit must be positive.");
    await assertRejects(() => storage.list({ limit: -1 }), "TypeError", "List limit must be positive.");
    await assertRejects(() => storage.list({ start: "a", startAfter: "a" }), "TypeError",
      "list() cannot be called with both start and startAfter values.");
  },

  async "a prefix is compared by bytes, not by characters"({ storage }) {
    await storage.put({ "é": 1, "é1": 2, "è": 3, "a\0b": 4, "a\0": 5, a: 6 });
    assertEquals([...(await storage.list({ prefix: "é" })).keys()], ["é", "é1"]);
    assertEquals([...(await storage.list({ prefix: "a\0" })).keys()], ["a\0", "a\0b"]);
  },

  async "an alarm stands in the object's own file too, where the platform looks for it"({ storage }) {
    const tables = () => [...storage.sql.exec("SELECT name FROM sqlite_master WHERE name = '_cf_METADATA'").raw()].flat().join();
    await storage.deleteAlarm();
    await storage.sync();
    assertEquals(tables(), "");
    await storage.setAlarm(4102444800000);
    await storage.sync();
    assertEquals([tables(), await storage.getAlarm()], ["_cf_METADATA", 4102444800000]);
    await storage.deleteAlarm();
    await storage.sync();
    assertEquals(await storage.getAlarm(), null);
  },

  async "deleteAll clears keys, tables and the alarm"({ storage }) {
    await storage.put("a", 1);
    storage.sql.exec("CREATE TABLE t (x); CREATE VIEW v AS SELECT * FROM t; CREATE INDEX i ON t (x); INSERT INTO t VALUES (1)");
    storage.sql.exec("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END");
    storage.sql.exec("CREATE VIRTUAL TABLE f USING fts5(body)");
    await storage.setAlarm(Date.now() + 3_600_000);
    assertEquals(await storage.deleteAll(), undefined);
    assertEquals(await storage.get("a"), undefined);
    assertEquals(await storage.getAlarm(), null);
    assertThrows(() => storage.sql.exec("SELECT * FROM t"), "Error", "no such table: t: SQLITE_ERROR");
    assertEquals(storage.sql.exec("SELECT count(*) AS n FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'").one().n, 0);
    await storage.put("b", 2);
    assertEquals(await storage.get("b"), 2);
  },

  async "deleteAll goes past foreign keys"({ storage }) {
    storage.sql.exec("PRAGMA foreign_keys = on; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id)); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
    await storage.deleteAll();
    assertThrows(() => storage.sql.exec("SELECT * FROM p"), "Error", "no such table: p: SQLITE_ERROR");
  },

  async "sync answers undefined"({ storage }) {
    storage.put("a", 1);
    assertEquals(await storage.sync(), undefined);
  },

  async "the sync API sees what the other wrote"({ storage }) {
    storage.put("a", 1);
    assertEquals(storage.kv.get("a"), 1);
    storage.kv.put("b", { x: 1 });
    assertEquals(await storage.get("b"), { x: 1 });
    assertEquals(storage.kv.delete("b"), true);
    assertEquals(storage.kv.delete("b"), false);
    assertEquals(storage.kv.get("b"), undefined);
    storage.kv.put(7, "seven");
    assertEquals(storage.kv.get("7"), "seven");
    assertEquals(storage.kv.get(["7"]), "seven");
    assertEquals([...storage.kv.list()], [["7", "seven"], ["a", 1]]);
    assertEquals([...storage.kv.list({ prefix: "a" })], [["a", 1]]);
    assertEquals([...storage.kv.list({ reverse: true, limit: 1 })], [["a", 1]]);
    const [first, second] = [storage.kv.list(), storage.kv.list()];
    assertEquals([second.constructor.name, second.next().value], ["ListIterator", ["7", "seven"]]);
    assertThrows(() => first.next(), "Error", "kv.list() iterator was invalidated because a new call to kv.list() was started. Only one kv.list() iterator can exist at a time.");
    assertEquals([[...second], second.next().done], [[["a", 1]], true]);
    storage.kv.list();
    assertEquals(second.next().done, true);
    assertThrows(() => storage.kv.list({ limit: 0 }), "TypeError", "List limit must be positive.");
  },

  "the sync API refuses what cannot be stored"({ storage }) {
    assertThrows(() => storage.kv.put({ a: 1 }), "TypeError", "Failed to execute 'put' on 'SyncKvStorage': parameter 2 is not of type 'Value'.");
    assertThrows(() => storage.kv.put("k", () => 1), "DataCloneError", "() => 1 could not be cloned.");
  },

  async "headers, and messages without a body, are stored"({ storage }) {
    await storage.put({
      headers: new Headers({ "content-type": "a/b" }),
      request: new Request("http://x/y", { method: "DELETE", headers: { a: "1" } }),
      nested: [new Response(null, { status: 404, headers: { b: "2" } })],
    });
    const [headers, request, [response]] = await Promise.all(["headers", "request", "nested"].map((key) => storage.get(key)));
    assertEquals([[...headers], request.method, request.url, [...request.headers], response.status, [...response.headers]],
      [[["content-type", "a/b"]], "DELETE", "http://x/y", [["a", "1"]], 404, [["b", "2"]]]);
    await assertRejects(() => storage.put("body", new Response("text")), "DataCloneError", "ReadableStream can only be serialized for RPC.");
  },

  async "large values are stored up to SQLite's limit"({ storage }) {
    const big = "x".repeat(8_388_000);
    await storage.put("big", big);
    assertEquals((await storage.get("big")).length, big.length);
    await assertRejects(() => storage.put("bigger", "x".repeat(8_388_700)), "Error", "string or blob too big: SQLITE_TOOBIG");
    await storage.put("k".repeat(2049), 1);
  },

  async "bookmarks are as those of the local platform"({ storage }) {
    const bookmark = await storage.getCurrentBookmark();
    assert(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/.test(bookmark), bookmark);
    assert(bookmark < await storage.getCurrentBookmark());
    const words = "This Durable Object's storage back-end does not implement point-in-time recovery.";
    await assertRejects(() => storage.getBookmarkForTime(Date.now()), "Error", words);
    await assertRejects(() => storage.onNextSessionRestoreBookmark(bookmark), "Error", words);
    await assertRejects(() => storage.onNextSessionRestoreBookmark(), "TypeError",
      "Failed to execute 'onNextSessionRestoreBookmark' on 'DurableObjectStorage': parameter 1 is not of type 'string'.");
  },
};

export const tests = inside("Box", cases);

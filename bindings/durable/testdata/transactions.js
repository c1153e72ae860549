// objects: Box
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows, inside } from "./workertest.js";

export class Box extends DurableObject {
  run(name) {
    return cases[name](this.ctx.storage, this.ctx);
  }
  alarm() {}
}

const cases = {
  async "transaction gives the closure's value"(storage) {
    assertEquals(await storage.transaction(async (txn) => {
      assertEquals(txn.constructor.name, "DurableObjectTransaction");
      await txn.put("a", 1);
      assertEquals(await txn.get("a"), 1);
      assertEquals([...(await txn.list())], [["a", 1]]);
      assertEquals(await txn.delete("a"), true);
      await txn.put("b", 2);
      return "done";
    }), "done");
    assertEquals([...(await storage.list())], [["b", 2]]);
  },

  async "a throw rolls back and passes on"(storage) {
    await storage.put("a", 1);
    await assertRejects(storage.transaction(async (txn) => {
      await txn.put("a", 2);
      await scheduler.wait(1);
      storage.sql.exec("CREATE TABLE t (a)");
      throw new RangeError("no");
    }), "RangeError", "no");
    assertEquals(await storage.get("a"), 1);
    assertThrows(() => storage.sql.exec("SELECT * FROM t"), "Error", "no such table: t: SQLITE_ERROR");
  },

  async "what was written before a transaction stays when it is undone"(storage, ctx) {
    storage.put("before", 1);
    await storage.transaction(async (txn) => {
      txn.put("inside", 1);
      txn.rollback();
    });
    assertEquals([...(await storage.list()).keys()], ["before"]);
  },

  async "rollback undoes and keeps the value"(storage) {
    let kept;
    assertEquals(await storage.transaction(async (txn) => {
      await txn.put("a", 2);
      txn.rollback();
      kept = txn;
      await assertRejects(async () => txn.get("a"), "Error", "Cannot get() on rolled back transaction");
      await assertRejects(async () => txn.put("a", 1), "Error", "Cannot put() on rolled back transaction");
      return "value";
    }), "value");
    assertEquals(await storage.get("a"), undefined);
    await assertRejects(async () => kept.get("a"), "Error", "Cannot get() on rolled back transaction");
    await assertRejects(async () => kept.list(), "Error", "Cannot list() on rolled back transaction");
    await assertRejects(async () => kept.delete("a"), "Error", "Cannot delete() on rolled back transaction");
    await assertRejects(async () => kept.getAlarm(), "Error", "Cannot getAlarm() on rolled back transaction");
  },

  async "deleteAll is refused within a transaction"(storage) {
    await storage.transaction(async (txn) => {
      await assertRejects(async () => txn.deleteAll(), "Error", "Cannot call deleteAll() within a transaction");
    });
  },

  async "a transaction's alarm is rolled back with it"(storage) {
    await storage.transaction(async (txn) => {
      await txn.setAlarm(Date.now() + 3_600_000);
      assert((await txn.getAlarm()) > 0);
      txn.rollback();
    });
    assertEquals(await storage.getAlarm(), null);
  },

  "transactionSync gives the value and rolls back on a throw"(storage) {
    storage.kv.put("a", 1);
    assertEquals(storage.transactionSync(() => { storage.kv.put("a", 2); return "v"; }), "v");
    assertThrows(() => storage.transactionSync(() => { storage.kv.put("a", 3); throw new TypeError("x"); }), "TypeError", "x");
    assertEquals(storage.kv.get("a"), 2);
  },

  "transactionSync nests"(storage) {
    storage.transactionSync(() => {
      storage.kv.put("a", 1);
      assertThrows(() => storage.transactionSync(() => { storage.kv.put("a", 2); storage.kv.put("b", 2); throw new Error("in"); }), "Error", "in");
      storage.transactionSync(() => storage.kv.put("c", 3));
      assertEquals([...storage.kv.list()], [["a", 1], ["c", 3]]);
    });
    assertEquals([...storage.kv.list()], [["a", 1], ["c", 3]]);
  },

  async "transactionSync takes an async function as any other"(storage) {
    const p = storage.transactionSync(async () => { storage.kv.put("a", 1); return 5; });
    assertEquals(await p, 5);
    assertEquals(storage.kv.get("a"), 1);
  },

  "a cursor that was open at a rollback is aborted"(storage) {
    storage.sql.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    let c;
    assertThrows(() => storage.transactionSync(() => {
      storage.sql.exec("INSERT INTO t VALUES (4)");
      c = storage.sql.exec("SELECT a FROM t");
      throw new Error("undo");
    }), "Error", "undo");
    assertThrows(() => c.toArray(), "Error", "abort due to ROLLBACK: SQLITE_ABORT (extended: SQLITE_ABORT_ROLLBACK)");
  },

  async "transactions run one after the other"(storage) {
    await storage.put("n", 0);
    const add = () => storage.transaction(async (txn) => {
      const n = await txn.get("n");
      await scheduler.wait(1);
      await txn.put("n", n + 1);
    });
    await Promise.all([add(), add(), add()]);
    assertEquals(await storage.get("n"), 3);
  },

  async "transaction wants a function"(storage) {
    await assertRejects(async () => storage.transaction(5), "TypeError",
      "Failed to execute 'transaction' on 'DurableObjectStorage': parameter 1 is not of type 'function'.");
    assertThrows(() => storage.transactionSync(5), "TypeError",
      "Failed to execute 'transactionSync' on 'DurableObjectStorage': parameter 1 is not of type 'function'.");
  },
};

export const tests = inside("Box", cases);

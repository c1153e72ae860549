// legacy: Box
import { DurableObject } from "cloudflare:workers";
import { assertEquals, assertThrows, inside } from "./workertest.js";

export class Box extends DurableObject {
  run(name) {
    return cases[name](this.ctx, this.env, this);
  }
}

const notEnabled = "SQL is not enabled for this Durable Object class. To enable it, change `new_classes` to `new_sqlite_classes` within the 'migrations' field in your wrangler.jsonc or wrangler.toml file. If using workerd directly,set `enableSql = true` in your workerd config for the class. Note that this change cannot be made after the class is already deployed to production.";

const cases = {
  async "a class without SQL has the asynchronous storage"({ storage }) {
    await storage.put({ b: 2, a: 1 });
    assertEquals([...(await storage.list())], [["a", 1], ["b", 2]]);
    assertEquals(await storage.transaction(async (txn) => { await txn.put("c", 3); return txn.get("c"); }), 3);
  },

  "a class without SQL is told how to get it"({ storage }) {
    const sql = storage.sql;
    assertThrows(() => sql.exec("SELECT 1"), "Error", notEnabled);
    assertThrows(() => sql.databaseSize, "Error", notEnabled);
  },

  "a class without SQL is refused the sync API"({ storage }) {
    const e = assertThrows(() => storage.kv.get("a"), "Error");
    assertEquals(e.message.slice(0, 145), "The storage.kv (synchronous KV) API is only available for SQLite-backed Durable Objects, but this object's namespace is not declared to use SQLite.".slice(0, 145));
  },

  "transactionSync works without SQL"({ storage }) {
    assertEquals(storage.transactionSync(() => 4), 4);
  },
};

export const tests = inside("Box", cases);

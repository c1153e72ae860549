// objects: Box, Broken, Late, Named, NoAlarm
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows } from "./workertest.js";

export class Box extends DurableObject {
  log = [];
  count = 0;
  stamp = Math.random();
  mark() { return this.stamp; }
  boom(message) { throw new TypeError(message); }
  abort(reason) {
    if (reason === undefined) this.ctx.abort();
    this.ctx.abort(reason);
    this.ctx.storage.put("after", 1);
  }
  async hang() { await new Promise(() => {}); }
  async wait(ms) { await scheduler.wait(ms); return ms; }
  async add() {
    const n = (await this.ctx.storage.get("n")) ?? 0;
    await this.ctx.storage.get("other");
    await this.ctx.storage.put("n", n + 1);
    return n + 1;
  }
  async block(ms, fail) {
    return await this.ctx.blockConcurrencyWhile(async () => {
      this.log.push("begin");
      await scheduler.wait(ms);
      this.log.push("end");
      if (fail) throw new RangeError(fail);
      return "blocked";
    });
  }
  async blockLater() {
    const log = [], { storage } = this.ctx;
    await storage.transaction(async () => {}); // what was written is committed
    storage.sql.exec("CREATE TABLE b (a)");
    const blocked = this.ctx.blockConcurrencyWhile(async () => {
      storage.sql.exec("PRAGMA foreign_keys = off");
      log.push("in", storage.sql.exec("PRAGMA foreign_keys").one().foreign_keys);
    });
    Promise.resolve().then(() => log.push("job"));
    log.push("behind");
    await blocked;
    return log;
  }
  note(text) { this.log.push(text); return this.log; }
  async putThenThrow() { this.ctx.storage.put("kept", 1); throw new Error("later"); }
  async read(key) { return this.ctx.storage.get(key); }
  async put(key, value) { await this.ctx.storage.put(key, value); }
  putThenAbort() { this.ctx.storage.put("lost", 1); this.ctx.abort("gone"); }
  violate() {
    const { sql } = this.ctx.storage;
    sql.exec("PRAGMA defer_foreign_keys = ON");
    sql.exec("CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent REFERENCES parent(id)); INSERT INTO child VALUES (1)");
    this.env.Box.getByName("other").put("sent", 1);
    return "done";
  }
  types() { return [this.ctx.constructor.name, typeof this.ctx.storage, typeof this.ctx.id, this.ctx.container, Object.keys(this.ctx.exports).sort().join()]; }
  waitUntil() { this.ctx.waitUntil((async () => { await scheduler.wait(10); await this.ctx.storage.put("waited", 1); })()); }
  async reenter(env) { return this.env.Box.getByName("reenter").mark(); }
  setAlarm(at) { return this.ctx.storage.setAlarm(at); }
  alarm() {}
}

let attempts = 0;
export class Broken extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    if (attempts++ < 2) throw new RangeError("constructor " + attempts);
  }
  hi() { return "hi " + attempts; }
}

export class Late extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      await scheduler.wait(20);
      this.ready = (await ctx.storage.get("ready")) ?? "yes";
    });
  }
  state() { return this.ready; }
  async fetch() { return new Response(this.ready); }
}

export class Named extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => { this.name = await ctx.storage.get("name"); });
  }
  async configure(name) {
    for (let i = 0; i < 50; i++) await null;
    await this.ctx.storage.put("name", name);
    this.name = name;
  }
  told() { return this.name; }
}

export class NoAlarm extends DurableObject {
  setAlarm(at = Date.now() + 1000) { return this.ctx.storage.setAlarm(at); }
}

export const tests = {
  async "ctx has the platform's members"({ Box }) {
    assertEquals(await Box.getByName("t").types(), ["DurableObjectState", "object", "object", undefined, "Box,Broken,Late,Named,NoAlarm,default,tests"]);
  },

  async "blockConcurrencyWhile begins in a turn of its own, behind what was written before"({ Box }) {
    assertEquals(await Box.getByName("later").blockLater(), ["behind", "job", "in", 0]);
  },

  async "an instance stays between calls"({ Box }) {
    assertEquals(await Box.getByName("a").mark(), await Box.getByName("a").mark());
    assert((await Box.getByName("a").mark()) !== (await Box.getByName("b").mark()));
  },

  async "reads and writes of concurrent calls do not interleave"({ Box }) {
    const stub = Box.getByName("a");
    await Promise.all(Array.from({ length: 10 }, () => stub.add()));
    assertEquals(await stub.read("n"), 10);
  },

  async "calls on one stub arrive in order"({ Box }) {
    const stub = Box.getByName("a");
    const calls = [];
    for (let i = 0; i < 10; i++) calls.push(stub.note(i));
    assertEquals((await calls.at(-1)).join(), "0,1,2,3,4,5,6,7,8,9");
    await Promise.all(calls);
  },

  async "calls on an object whose constructor reads its storage arrive in order"({ Named }) {
    const stub = Named.getByName("new");
    const configured = stub.configure("a name");
    assertEquals(await stub.told(), "a name");
    await configured;
  },

  async "an object runs other events while one waits for a timer"({ Box }) {
    const stub = Box.getByName("a");
    const slow = stub.wait(50);
    await stub.note("fast");
    assertEquals(await slow, 50);
  },

  async "blockConcurrencyWhile holds other events back and gives the value"({ Box }) {
    const stub = Box.getByName("blocked");
    const blocked = stub.block(20);
    assertEquals(await stub.note("after"), ["begin", "end", "after"]);
    assertEquals(await blocked, "blocked");
  },

  async "a failing blockConcurrencyWhile resets the object"({ Box }) {
    const before = await Box.getByName("a").mark();
    const e = await assertRejects(Box.getByName("a").block(5, "no"), "RangeError", "no");
    assertEquals([e.remote, e.durableObjectReset], [undefined, true]);
    await scheduler.wait(5);
    assert((await Box.getByName("a").mark()) !== before);
  },

  async "blockConcurrencyWhile in the constructor comes before every event"({ Late }) {
    assertEquals(await Late.getByName("a").state(), "yes");
    const r = await Late.getByName("b").fetch("http://x/");
    assertEquals(await r.text(), "yes");
  },

  async "a constructor that throws fails the request, the next tries again"({ Broken }) {
    attempts = 0;
    await assertRejects(Broken.getByName("a").hi(), "RangeError", "constructor 1");
    await assertRejects(Broken.getByName("a").hi(), "RangeError", "constructor 2");
    assertEquals(await Broken.getByName("a").hi(), "hi 3");
  },

  async "calls that come together are answered and kept together"({ Box }) {
    const stub = () => Box.getByName("together");
    await Promise.all(Array.from({ length: 20 }, (_, i) => stub().put("k" + i, i)));
    await assertRejects(stub().abort("enough"), "Error", "enough");
    assertEquals(await Promise.all(Array.from({ length: 20 }, (_, i) => stub().read("k" + i))), Array.from({ length: 20 }, (_, i) => i));
  },
  async "an abort leaves alone what calls before it wrote, if they are answered"({ Box }) {
    for (const [name, method] of [["writes", "putThenAbort"], ["does not", "abort"]]) {
      const stub = () => Box.getByName("abort " + name);
      await stub().mark();
      const answers = await Promise.allSettled([stub().put("a", 1), stub().put("b", 2), stub()[method]("gone")]);
      assertEquals(answers[2].status, "rejected");
      for (const [i, key] of ["a", "b"].entries()) {
        if (answers[i].status === "fulfilled") assertEquals(await stub().read(key), i + 1);
        else assertEquals(answers[i].reason.message, "gone");
      }
      assertEquals(await stub().read("lost"), undefined);
    }
  },
  async "abort fails the running calls with its reason and breaks the stub"({ Box }) {
    const stub = Box.getByName("a");
    const before = await stub.mark();
    const idle = Box.getByName("a");
    await idle.mark();
    const pending = stub.hang();
    const seen = assertRejects(() => pending, "Error", "enough");
    const e = await assertRejects(stub.abort("enough"), "Error", "enough");
    await seen;
    assertEquals([e.remote, e.durableObjectReset, e.retryable, e.overloaded], [undefined, true, undefined, undefined]);
    await assertRejects(stub.mark(), "Error", "enough");
    await assertRejects(idle.mark(), "Error", "enough");
    assert((await Box.getByName("a").mark()) !== before);
    assertEquals(await Box.getByName("a").read("after"), undefined);
  },

  async "abort has a reason of its own"({ Box }) {
    await assertRejects(Box.getByName("a").abort(), "Error", "Application called abort() to reset Durable Object.");
  },

  async "what was written before abort is lost with its turn"({ Box }) {
    await assertRejects(Box.getByName("a").putThenAbort(), "Error", "gone");
    assertEquals(await Box.getByName("a").read("lost"), undefined);
  },

  async "what was written before a throw stays"({ Box }) {
    await assertRejects(Box.getByName("a").putThenThrow(), "Error", "later");
    assertEquals(await Box.getByName("a").read("kept"), 1);
  },

  async "a turn whose writes cannot be committed has no answer, sends nothing and resets the object"({ Box }) {
    const stub = Box.getByName("a");
    const before = await stub.mark();
    const pending = stub.hang();
    const text = "Durable Object was reset and rolled back to its last known good state because the application left the database in a state where constraints were violated: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_FOREIGNKEY)";
    const error = await assertRejects(stub.violate(), "Error", text);
    assertEquals(error.durableObjectReset, true);
    await assertRejects(() => pending, "Error", text);
    assert((await Box.getByName("a").mark()) !== before);
    assertEquals(await Box.getByName("other").read("sent"), undefined);
  },

  async "waitUntil goes on after the answer"({ Box }) {
    const stub = Box.getByName("a");
    await stub.waitUntil();
    await scheduler.wait(30);
    assertEquals(await stub.read("waited"), 1);
  },

  async "an object can call itself while it waits"({ Box }) {
    const stub = Box.getByName("reenter");
    assertEquals(await stub.reenter(), await stub.mark());
  },

  async "setAlarm wants a handler"({ NoAlarm }) {
    await assertRejects(NoAlarm.getByName("a").setAlarm(), "TypeError", "Your Durable Object class must have an alarm() handler in order to call setAlarm()");
  },

  async "setAlarm refuses what is no time"({ Box, NoAlarm }) {
    const stub = Box.getByName("a");
    await assertRejects(stub.setAlarm(-1), "TypeError", "setAlarm() cannot be called with an alarm time <= 0");
    await assertRejects(stub.setAlarm(0), "TypeError", "setAlarm() cannot be called with an alarm time <= 0");
    await assertRejects(stub.setAlarm(8.64e15), "TypeError", "This API doesn't support dates after 2189.");
    await assertRejects(NoAlarm.getByName("a").setAlarm(-1), "TypeError", "setAlarm() cannot be called with an alarm time <= 0");
    await assertRejects(stub.setAlarm(NaN), "TypeError", "The value cannot be converted because it is not a valid Date.");
    await assertRejects(stub.setAlarm(new Date(NaN)), "TypeError", "The value cannot be converted because it is not a valid Date.");
    await assertRejects(stub.setAlarm("soon"), "TypeError", "Failed to execute 'setAlarm' on 'DurableObjectStorage': parameter 1 is not of type 'date'.");
    await assertRejects(stub.setAlarm(), "TypeError", "Failed to execute 'setAlarm' on 'DurableObjectStorage': parameter 1 is not of type 'date'.");
  },

  async "an error of a method keeps class and message"({ Box }) {
    const e = await assertRejects(Box.getByName("a").boom("b"), "TypeError", "b");
    assert(e instanceof TypeError);
    assertEquals(e.remote, true);
  },
};

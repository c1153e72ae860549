// objects: Parent, Child
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows } from "./workertest.js";

export class Child extends DurableObject {
  instance = crypto.randomUUID();
  async count() {
    const n = ((await this.ctx.storage.get("n")) ?? 0) + 1;
    await this.ctx.storage.put("n", n);
    return n;
  }
  who() { return [String(this.ctx.id), this.ctx.id.name, this.instance]; }
  fetch(request) { return new Response(new URL(request.url).pathname + " " + request.method); }
  boom() { throw new RangeError("boom"); }
  alarm() {}
  setAlarm() { return this.ctx.storage.setAlarm(1); }
  down(depth) {
    if (depth === 0) return this.count();
    return this.ctx.facets.get("down", () => ({ class: this.ctx.exports.Child })).down(depth - 1);
  }
}

/** Is not configured: it can only be a facet. */
export class Other extends DurableObject {
  sum(a, b) { return this.ctx.storage.sql.exec("SELECT ? + ? AS sum", a, b).one().sum; }
}

export class Parent extends DurableObject {
  run(name) { return cases[name](this.ctx, this.env); }
}

const start = (ctx) => () => ({ class: ctx.exports.Child });

const cases = {
  async "a facet has storage of its own"(ctx) {
    await ctx.storage.put("n", 100);
    const [a, b] = ["a", "b"].map((name) => ctx.facets.get(name, start(ctx)));
    assertEquals([await a.count(), await a.count(), await b.count(), await ctx.storage.get("n")], [1, 2, 1, 100]);
    assertEquals(Object.prototype.toString.call(a), "[object Fetcher]");
  },

  async "clone copies a facet with all below it, in the place of what was there"(ctx) {
    const get = (name) => ctx.facets.get(name, start(ctx));
    await get("src").count();
    assertEquals([await get("src").down(1), await get("src").down(1)], [1, 2]);
    await get("dst").count();
    await get("dst").count();
    ctx.facets.clone("src", "dst");
    assertEquals([await get("dst").count(), await get("dst").down(1)], [2, 3]);
    assertEquals([await get("src").count(), await get("src").down(1)], [2, 3]);
    ctx.facets.clone("nothing", "dst");
    assertEquals(await get("dst").count(), 1);
    const [, , instance] = await get("src").who();
    ctx.facets.clone("src", "src");
    assertEquals([await get("src").count(), (await get("src").who())[2] !== instance], [3, true]);
    assertThrows(() => ctx.facets.clone("src"), "TypeError", "Failed to execute 'clone' on 'DurableObjectFacets': parameter 2 is not of type 'string'.");
  },

  async "a facet answers requests"(ctx) {
    const r = await ctx.facets.get("a", start(ctx)).fetch("http://host/path", { method: "PUT" });
    assertEquals(await r.text(), "/path PUT");
  },

  async "it is asked what a facet is when it starts"(ctx) {
    let asked = 0;
    const get = () => ctx.facets.get("a", async () => { asked++; await scheduler.wait(1); return { class: ctx.exports.Child }; });
    const [, , instance] = await get().who();
    assertEquals((await get().who())[2], instance);
    assertEquals(asked, 1);
    ctx.facets.abort("a", new Error("enough"));
    assert((await get().who())[2] !== instance);
    assertEquals(asked, 2);
  },

  async "a facet has the object's id, or that which it is given"(ctx) {
    const id = (given) => ctx.facets.get(String(given), () => ({ class: ctx.exports.Child, id: given })).who();
    assertEquals((await id(undefined)).slice(0, 2), [String(ctx.id), ctx.id.name]);
    assertEquals((await id("text")).slice(0, 2), ["text", undefined]);
    const other = ctx.exports.Child.idFromName("other");
    assertEquals((await id(other)).slice(0, 2), [String(other), "other"]);
  },

  async "what was stored outlives an abort, but not a deletion"(ctx) {
    const get = () => ctx.facets.get("a", start(ctx));
    await get().count();
    const failing = assertRejects(get().fetch("http://host/").then(() => get().boom()), "RangeError", "boom");
    await failing;
    ctx.facets.abort("a", new Error("enough"));
    assertEquals(await get().count(), 2);
    ctx.facets.delete("a");
    assertEquals(await get().count(), 1);
    ctx.facets.delete("never there");
    ctx.facets.abort("never there");
  },

  async "facets have facets, up to a depth"(ctx) {
    const get = () => ctx.facets.get("a", start(ctx));
    assertEquals([await get().down(0), await get().down(1), await get().down(2), await get().down(2)], [1, 1, 1, 2]);
    await assertRejects(get().down(3), "Error", "Facet nesting depth limit exceeded. The maximum depth including the root Durable Object is 4.");
    ctx.facets.delete("a");
    assertEquals([await get().down(2), await get().down(0)], [1, 1]);
  },

  async "a class without a namespace can be a facet's"(ctx) {
    assertEquals(await ctx.facets.get("a", () => ({ class: ctx.exports.Other })).sum(2, 3), 5);
  },

  async "a facet cannot set alarms"(ctx) {
    await assertRejects(ctx.facets.get("a", start(ctx)).setAlarm(), "Error", "Facets currently cannot set alarms.");
  },

  async "what is no class, no function or no name is refused"(ctx, env) {
    const text = "Incorrect type for the 'class' field on 'StartupOptions': the provided value is not of type 'DurableObjectClass or LoopbackDurableObjectNamespace or LoopbackColoLocalActorNamespace'.";
    for (const given of [env.Child, Child, undefined]) await assertRejects(ctx.facets.get("a", () => ({ class: given })).count(), "TypeError", text);
    await assertRejects(ctx.facets.get("a", () => { throw new RangeError("no"); }).count(), "RangeError", "no");
    assertThrows(() => ctx.facets.get("a"), "TypeError", "Failed to execute 'get' on 'DurableObjectFacets': parameter 2 is not of type 'function'.");
    assertThrows(() => ctx.facets.get("x".repeat(257), start(ctx)), "TypeError", "Facet name is too long (max 256 characters).");
  },
};

export const tests = Object.fromEntries(Object.keys(cases).map((name) => [name, ({ Parent }) => Parent.getByName(name).run(name)]));

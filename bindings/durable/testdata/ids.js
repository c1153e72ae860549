// objects: Plain, Other
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows } from "./workertest.js";

export class Plain extends DurableObject {
  who() {
    return [this.ctx.id.toString(), this.ctx.id.name];
  }
}

export class Other extends DurableObject {}

const hex = "0123456789abcdef".repeat(4);

export const tests = {
  "idFromName derives an id of 64 hex digits"({ Plain }) {
    assert(/^[0-9a-f]{64}$/.test(Plain.idFromName("n1").toString()));
    assertEquals(Plain.idFromName("n1").name, "n1");
    assert(Plain.idFromName("n1").equals(Plain.idFromName("n1")));
    assert(!Plain.idFromName("n1").equals(Plain.idFromName("n2")));
    assertEquals(Plain.idFromName(7).toString(), Plain.idFromName("7").toString());
    assertEquals(Plain.idFromName("").name, "");
  },

  "idFromName wants a name"({ Plain }) {
    assertThrows(() => Plain.idFromName(), "TypeError",
      "Failed to execute 'idFromName' on 'DurableObjectNamespace': parameter 1 is not of type 'string'.");
  },

  "newUniqueId has no name and no jurisdiction"({ Plain }) {
    const id = Plain.newUniqueId();
    assertEquals(id.name, undefined);
    assertEquals(id.jurisdiction, undefined);
    assert(id.toString() !== Plain.newUniqueId().toString());
    assertThrows(() => Plain.newUniqueId({ jurisdiction: "eu" }), "Error", "Jurisdiction restrictions are not implemented in workerd.");
    assertThrows(() => Plain.jurisdiction("eu"), "Error", "Jurisdiction restrictions are not implemented in workerd.");
  },

  "idFromString takes the ids of its own class in any case"({ Plain, Other }) {
    const id = Plain.idFromName("n1");
    assertEquals(Plain.idFromString(id.toString().toUpperCase()).toString(), id.toString());
    assertEquals(Plain.idFromString(id.toString()).name, undefined);
    assertThrows(() => Plain.idFromString("xyz"), "TypeError", "Invalid Durable Object ID: must be 64 hex digits");
    assertThrows(() => Plain.idFromString(hex), "TypeError", "Durable Object ID is not valid for this namespace.");
    assertThrows(() => Plain.idFromString(Other.idFromName("n1").toString()), "TypeError", "Durable Object ID is not valid for this namespace.");
  },

  async "get wants an id"({ Plain, Other }) {
    assertThrows(() => Plain.get("x"), "TypeError",
      "Failed to execute 'get' on 'DurableObjectNamespace': parameter 1 is not of type 'DurableObjectId'.");
    assertThrows(() => Plain.get(), "TypeError",
      "Failed to execute 'get' on 'DurableObjectNamespace': parameter 1 is not of type 'DurableObjectId'.");
  },

  "getByName wants a name"({ Plain }) {
    assertThrows(() => Plain.getByName(), "TypeError",
      "Failed to execute 'getByName' on 'DurableObjectNamespace': parameter 1 is not of type 'string'.");
  },

  "the classes have the platform's names and members"({ Plain }) {
    assertEquals(Object.prototype.toString.call(Plain), "[object DurableObjectNamespace]");
    const id = Plain.idFromName("n1");
    assertEquals(Object.prototype.toString.call(id), "[object DurableObjectId]");
    assertEquals(JSON.stringify(id), '{"name":"n1"}');
    assertEquals(JSON.stringify(Plain.newUniqueId()), "{}");
    const stub = Plain.get(id);
    assertEquals(Object.prototype.toString.call(stub), "[object DurableObject]");
    assertEquals(stub.constructor.name, "DurableObject");
    assert(stub.id.equals(id));
    assertEquals(stub.name, "n1");
    assertEquals(typeof stub.anything, "function");
  },

  async "an object knows its id and name"({ Plain }) {
    const id = Plain.idFromName("n1");
    assertEquals(await Plain.get(id).who(), [id.toString(), "n1"]);
    const unique = Plain.newUniqueId();
    assertEquals(await Plain.get(unique).who(), [unique.toString(), undefined]);
  },

  async "a stub wants whole URLs"({ Plain }) {
    await assertRejects(Plain.getByName("n1").fetch("/foo"), "TypeError", "Invalid URL: /foo");
  },

  async "a location hint is accepted"({ Plain }) {
    assertEquals((await Plain.getByName("n1", { locationHint: "weur" }).who())[1], "n1");
  },
};

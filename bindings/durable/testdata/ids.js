// objects: Plain
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertThrows } from "./workertest.js";

export class Plain extends DurableObject {
  who() {
    return [this.ctx.id.toString(), this.ctx.id.name];
  }
}

export const tests = {
  "idFromName derives the platform's id"({ Plain }) {
    assertEquals(Plain.idFromName("n1").toString().length, 64);
    assertEquals(Plain.idFromName("n1").name, "n1");
    assert(Plain.idFromName("n1").equals(Plain.idFromName("n1")));
    assert(!Plain.idFromName("n1").equals(Plain.idFromName("n2")));
    assertEquals(Plain.idFromName(7).toString(), Plain.idFromName("7").toString());
  },

  "idFromName wants a name"({ Plain }) {
    assertThrows(() => Plain.idFromName(), "TypeError",
      "Failed to execute 'idFromName' on 'DurableObjectNamespace': parameter 1 is not of type 'string'.");
  },

  async "an object knows its id and name"({ Plain }) {
    const id = Plain.idFromName("n1");
    assertEquals(await Plain.get(id).who(), [id.toString(), "n1"]);
  },
};

// workflows: Flow
import { WorkflowEntrypoint } from "cloudflare:workers";
import { assert, assertEquals, assertRejects } from "./workertest.js";

const log = [];
let hold = 0;

export class Flow extends WorkflowEntrypoint {
  async run(event, step) {
    log.push("run");
    const a = await step.do("a", async () => { log.push("a"); await scheduler.wait(hold); return "A"; });
    await step.sleep("rest", "10 seconds");
    const b = await step.do("b", async () => { log.push("b"); return "B"; });
    return a + b;
  }
}

async function until(instance, ...states) {
  for (;;) {
    const status = await instance.status();
    if (states.includes(status.status)) return status;
    await scheduler.wait(100);
  }
}

export const tests = {
  async "an instance has an id of its own or the one that is given"(env) {
    const made = await env.Flow.create();
    assert(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(made.id));
    assertEquals((await env.Flow.create({ id: "mine" })).id, "mine");
    assertEquals((await env.Flow.get("mine")).id, "mine");
    assertEquals([env.Flow.constructor.name, made.constructor.name, JSON.parse(JSON.stringify(made)).id], ["WorkflowImpl", "InstanceImpl", made.id]);
  },
  async "an id that is there already is refused, and left out of a batch"(env) {
    log.length = 0;
    const flow = await env.Flow.create({ id: "x" });
    await assertRejects(env.Flow.create({ id: "x", params: { other: true } }), "Error", 'WorkflowError: (instance.already_exists) Workflow instance with id "x" already exists');
    assertEquals(await env.Flow.createBatch([{ id: "x" }]), []);
    await until(flow, "complete");
    assertEquals(log, ["run", "a", "b"]);
  },
  async "wrong ids and unknown instances are refused"(env) {
    const error = await assertRejects(env.Flow.create({ id: "not valid" }), "Error", "WorkflowError: Workflow instance has invalid id");
    assertEquals(error.remote, true);
    await assertRejects(env.Flow.create({ id: "x".repeat(101) }), "Error", "WorkflowError: Workflow instance has invalid id");
    await assertRejects(env.Flow.get("nobody"), "Error", "instance.not_found");
    await assertRejects(env.Flow.createBatch([]), "Error", "WorkflowError: batchCreate should have at least 1 instance");
    await assertRejects(env.Flow.create({ params: { f() {} } }), "DataCloneError");
  },
  async "many at once"(env) {
    const made = await env.Flow.createBatch([{ id: "p" }, { id: "q" }]);
    assertEquals(made.map((i) => i.id), ["p", "q"]);
    assertEquals((await until(made[1], "complete")).output, "AB");
  },
  async "a pause waits for the step that is under way, and nothing is done twice"(env) {
    log.length = 0;
    hold = 5000;
    const instance = await env.Flow.create();
    await scheduler.wait(1000);
    await instance.pause();
    assertEquals((await instance.status()).status, "waitingForPause");
    await until(instance, "paused");
    await scheduler.wait(60_000);
    assertEquals(log, ["run", "a"]);
    await instance.resume();
    assertEquals((await until(instance, "complete")).output, "AB");
    assertEquals(log, ["run", "a", "run", "b"]);
    hold = 0;
  },
  async "a pause can be taken back before it has come"(env) {
    log.length = 0;
    hold = 5000;
    const instance = await env.Flow.create();
    await scheduler.wait(1000);
    await instance.pause();
    await instance.resume();
    assertEquals((await instance.status()).status, "running");
    assertEquals((await until(instance, "complete")).output, "AB");
    assertEquals(log, ["run", "a", "b"]);
    hold = 0;
  },
  async "what is slept begins again where the pause interrupted it"(env) {
    const instance = await env.Flow.create();
    await scheduler.wait(4000);
    await instance.pause();
    await until(instance, "paused");
    await scheduler.wait(3_600_000);
    const resumed = Date.now();
    await instance.resume();
    await until(instance, "complete");
    assert(Date.now() - resumed >= 5000 && Date.now() - resumed < 7000, `took ${Date.now() - resumed}`);
  },
  async "a terminated instance stays so"(env) {
    const instance = await env.Flow.create();
    await scheduler.wait(1000);
    await instance.terminate();
    assertEquals((await instance.status()).status, "terminated");
    const error = await assertRejects(instance.terminate(), "Error", "WorkflowError: (instance.cannot_terminate) Cannot terminate instance since its on a finite state");
    assertEquals(error.remote, true);
    await instance.pause();
    await instance.resume();
    await scheduler.wait(60_000);
    assertEquals((await instance.status()).status, "terminated");
  },
  async "a restart does all again, or from a step on"(env) {
    log.length = 0;
    const instance = await env.Flow.create();
    await until(instance, "complete");
    await instance.restart();
    await until(instance, "complete");
    assertEquals(log, ["run", "a", "b", "run", "a", "b"]);
    await instance.restart({ from: { name: "b" } });
    assertEquals((await until(instance, "complete")).output, "AB");
    assertEquals(log.slice(6), ["run", "b"]);
    await assertRejects(instance.restart({ from: { name: "none" } }), "Error", 'WorkflowError: (instance.cannot_restart) Step "none" not found in execution history');
  },
  async "a deleted instance is unknown, and its id is free"(env) {
    log.length = 0;
    const instance = await env.Flow.create({ id: "gone" });
    await until(instance, "complete");
    await instance.delete();
    await assertRejects(env.Flow.get("gone"), "Error", "instance.not_found");
    await assertRejects(instance.delete(), "Error");
    await until(await env.Flow.create({ id: "gone" }), "complete");
    assertEquals(log, ["run", "a", "b", "run", "a", "b"]);
    await assertRejects(env.Flow.deleteBatch(new Array(2 ** 32 - 1)), "Error", "WorkflowError: (body) batchDeleteInstances only supports 100 instances at a time");
    await assertRejects(env.Flow.deleteBatch([, "gone"]), "Error", "WorkflowError: (instance.invalid_id) Instance ID is invalid");
    assertEquals(await env.Flow.deleteBatch(["gone", "none", "gone"]), {
      deleted: [{ id: "gone" }, { id: "gone" }],
      errors: [{ id: "none", code: 10400, message: "workflows.api.error.instance.not_found" }],
    });
  },
};

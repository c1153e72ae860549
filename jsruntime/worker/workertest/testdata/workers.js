import { assert, assertEquals, assertThrows } from "./workertest.js";
import * as workers from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import { EmailMessage } from "cloudflare:email";

const { tracing, waitUntil, withEnv, WorkerEntrypoint, DurableObject, WorkflowEntrypoint, RpcTarget, RpcStub } = workers;

export const tests = {
  "cloudflare:workers exports what the platform's does"() {
    assertEquals(Object.keys(workers).sort().filter((name) => name !== "default"), ["DurableObject", "RpcPromise", "RpcProperty", "RpcStub", "RpcTarget", "ServiceStub", "WorkerEntrypoint",
      "WorkflowEntrypoint", "cache", "env", "exports", "tracing", "waitUntil", "withEnv", "withEnvAndExports", "withExports"]);
  },
  async "a span runs its function with the arguments given"() {
    assertEquals(tracing.enterSpan("x", (span, a, b) => [span.isTraced, span.setAttribute("k", 1), a + b], 1, 2), [false, undefined, 3]);
    assertEquals(await tracing.enterSpan("x", async () => 5), 5);
    assertThrows(() => tracing.enterSpan("x"), "TypeError", "Failed to execute 'enterSpan' on 'Tracing': parameter 2 is not of type 'Function'.");
  },
  "waitUntil wants an argument"(env, ctx) {
    assertThrows(() => waitUntil(), "TypeError", "Failed to execute 'waitUntil' on 'EntrypointsModule': parameter 1 is not of type 'Promise'.");
    assertThrows(() => ctx.waitUntil(), "TypeError", "Failed to execute 'waitUntil' on 'ExecutionContext': parameter 1 is not of type 'Promise'.");
    assertEquals([waitUntil(5), ctx.waitUntil(5)], [undefined, undefined]);
    const { waitUntil: free } = ctx;
    assert(assertThrows(() => free(1), "TypeError").message.startsWith("Illegal invocation"));
  },
  async "withEnv changes env for what runs in it"(env) {
    assertEquals(withEnv({ A: 1 }, () => workers.env.A), 1);
    assertEquals(await withEnv({ A: 2 }, async () => { await scheduler.wait(1); return workers.env.A; }), 2);
    assertEquals(workers.env.A, undefined);
    assertThrows(() => withEnv({}), "TypeError", "Failed to execute 'withEnv' on 'EnvModule': parameter 2 is not of type 'function'.");
  },
  "base classes want a ctx"(env, ctx) {
    assertEquals(new WorkerEntrypoint(ctx, env).env === env, true);
    assertThrows(() => new WorkerEntrypoint(), "TypeError", "Failed to construct 'WorkerEntrypoint': constructor parameter 1 is not of type 'Object'.");
    assertEquals([DurableObject, WorkflowEntrypoint, RpcTarget, RpcStub].map((c) => c.name), ["DurableObject", "WorkflowEntrypoint", "RpcTarget", "RpcStub"]);
  },
  "the other modules of the platform can be imported"() {
    assertEquals(new NonRetryableError("x").name, "NonRetryableError");
    const message = new EmailMessage("a@x.example", "b@x.example", "Subject: x\r\n\r\ntext");
    assertEquals([message.from, message.to], ["a@x.example", "b@x.example"]);
    assertThrows(() => new EmailMessage("a@x.example"), "TypeError");
  },
};

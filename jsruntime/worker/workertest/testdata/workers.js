import { assert, assertEquals, assertThrows } from "./workertest.js";
import * as workers from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import { EmailMessage } from "cloudflare:email";

const { tracing, waitUntil, withEnv, WorkerEntrypoint, DurableObject, WorkflowEntrypoint, RpcTarget, RpcStub } = workers;

export const tests = {
  "cloudflare:workers exports what the platform's does"() {
    assertEquals(Object.keys(workers).sort().filter((name) => name !== "default"), ["DurableObject", "RpcPromise", "RpcProperty", "RpcStub", "RpcTarget", "ServiceStub", "WorkerEntrypoint",
      "WorkflowEntrypoint", "abortIsolate", "cache", "env", "exports", "restore", "tracing", "waitUntil", "withEnv", "withEnvAndExports", "withExports"]);
  },
  async "a span runs its function with the arguments given"() {
    assertEquals(tracing.enterSpan("x", (span, a, b) => [span.isTraced, span.setAttribute("k", 1) === span, a + b], 1, 2), [false, true, 3]);
    assertEquals(tracing.startActiveSpan("x", (span, a) => [tracing.getActiveSpan() === span, a], 1), [true, 1]);
    assert(await tracing.startActiveSpan("x", async (span) => { await 1; await scheduler.wait(1); return tracing.getActiveSpan() === span; }));
    const span = tracing.startSpan("x");
    assert(span instanceof tracing.Span && tracing.getActiveSpan() !== span);
    assert(tracing.withActiveSpan(span, (a) => a === 1 && tracing.getActiveSpan() === span, 1));
    const { traceId, spanId, traceFlags } = span.spanContext();
    assert(/^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId) && traceFlags === 0);
    assertEquals([tracing.startSpan("y").spanContext().traceId === traceId, tracing.startSpan("y").spanContext().spanId === spanId, span.spanContext().spanId === spanId], [true, false, true]);
    assert(span.setAttributes({ a: 1 }).updateName("z").setStatus({ code: "error", message: "m" }) === span);
    assertEquals([span.recordException(new Error("e")), span.end(), span.end()], [undefined, undefined, undefined]);
    assertThrows(() => new tracing.Span(), "TypeError", "Illegal constructor");
    assertThrows(() => span.setStatus({ code: 2 }), "TypeError", "Span status code must be 'unset', 'ok', or 'error'.");
    assertThrows(() => span.setStatus(), "TypeError", "Failed to execute 'setStatus' on 'Span': parameter 1 is not of type 'TracingSpanStatus'.");
    assertThrows(() => span.setAttributes(1), "TypeError", "Failed to execute 'setAttributes' on 'Span': parameter 1 is not of type 'object'.");
    assertThrows(() => tracing.startSpan(), "TypeError", "Failed to execute 'startSpan' on 'Tracing': parameter 1 is not of type 'string'.");
    assertThrows(() => tracing.withActiveSpan({}, () => 1), "TypeError", "Failed to execute 'withActiveSpan' on 'Tracing': parameter 1 is not of type 'Span'.");
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

// workflows: Flow
import { WorkflowEntrypoint } from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import { assert, assertEquals, assertRejects } from "./workertest.js";

// body is what run() of the next instances does; tests and workflow share the isolate.
let body;
let calls;

export class Flow extends WorkflowEntrypoint {
  async run(event, step) {
    return body(event, step, this.env);
  }
}

// finished creates an instance that does f, and waits for its end.
async function finished(env, f, options) {
  body = f;
  calls = [];
  return ended(await env.Flow.create(options));
}

async function ended(instance) {
  for (;;) {
    const status = await instance.status();
    if (["complete", "errored", "terminated"].includes(status.status)) return status;
    await scheduler.wait(500);
  }
}

const failure = (status) => `${status.status} ${status.error?.name}: ${status.error?.message}`;

export const tests = {
  async "steps run in order and their results are the instance's"(env) {
    const status = await finished(env, async (event, step) => {
      const one = await step.do("one", async () => 1);
      const two = await step.do("two", async () => ({ sum: one + 1, at: new Date(0), map: new Map([[1, 2]]) }));
      return { id: event.instanceId, name: event.workflowName, payload: event.payload, two, is: two.map instanceof Map, timestamp: event.timestamp instanceof Date };
    }, { id: "a", params: { x: 1 } });
    assertEquals(status, {
      status: "complete",
      __LOCAL_DEV_STEP_OUTPUTS: [1, { sum: 2, at: "1970-01-01T00:00:00.000Z", map: {} }],
      output: { id: "a", name: "flow", payload: { x: 1 }, two: { sum: 2, at: "1970-01-01T00:00:00.000Z", map: {} }, is: true, timestamp: true },
      error: undefined,
    });
  },
  async "an instance without a result has null, and params are an empty object"(env) {
    let payload;
    const status = await finished(env, async (event) => { payload = event.payload; });
    assertEquals([status.output, payload], [null, {}]);
  },
  async "a step is told its name, its count, the attempt and its configuration"(env) {
    const seen = [];
    await finished(env, async (event, step) => {
      await step.do("s", async (ctx) => { seen.push(ctx); });
      await step.do("s", { retries: { limit: 1, delay: "2 seconds" }, timeout: 100 }, async (ctx) => { seen.push(ctx); });
    });
    assertEquals(seen, [
      { step: { name: "s", count: 1 }, attempt: 1, config: { retries: { limit: 5, backoff: "exponential", delay: 1000 }, timeout: "10 minutes" } },
      { step: { name: "s", count: 2 }, attempt: 1, config: { retries: { limit: 1, backoff: "exponential", delay: "2 seconds" }, timeout: 100 } },
    ]);
  },
  async "a step that fails is tried again with growing delays"(env) {
    const times = [];
    const status = await finished(env, async (event, step) => step.do("s", { retries: { limit: 3, delay: "10 seconds", backoff: "exponential" } }, async ({ attempt }) => {
      times.push(Date.now());
      if (attempt < 4) throw new TypeError(`no ${attempt}`);
      return attempt;
    }));
    assertEquals([status.output, times.slice(1).map((t, i) => Math.round((t - times[i]) / 1000))], [4, [10, 20, 40]]);
  },
  async "the last error of a step is its caller's, and the instance's if nobody catches it"(env) {
    const status = await finished(env, async (event, step) => {
      await step.do("s", { retries: { limit: 1, delay: 1 } }, async () => { throw new TypeError("nope"); });
    });
    assertEquals(failure(status), "errored TypeError: nope");
    const caught = await finished(env, async (event, step) => {
      try {
        await step.do("s", { retries: { limit: 0, delay: 1 } }, async () => { throw new RangeError("far"); });
      } catch (e) {
        return `${e.name}: ${e.message}`;
      }
    });
    assertEquals(caught.output, "RangeError: far");
  },
  async "delays are constant, linear, or what a function says"(env) {
    const spread = async (retries) => {
      const times = [];
      await finished(env, async (event, step) => step.do("s", { retries }, async () => { times.push(Date.now()); throw new Error("x"); }));
      return times.slice(1).map((t, i) => Math.round((t - times[i]) / 1000));
    };
    assertEquals(await spread({ limit: 2, delay: 3000, backoff: "constant" }), [3, 3]);
    assertEquals(await spread({ limit: 3, delay: "3 seconds", backoff: "linear" }), [3, 6, 9]);
    assertEquals(await spread({ limit: 2, delay: ({ ctx, error }) => `${ctx.attempt * 5 + error.message.length} seconds`, backoff: "constant" }), [6, 11]);
    const status = await finished(env, async (event, step) => step.do("s", { retries: { limit: 2, delay: () => { throw new Error("bad"); } } }, async () => { throw new Error("x"); }));
    assertEquals(failure(status), 'errored Error: NonRetryableDelayError: The delay function for step "s-1" threw an error: bad');
  },
  async "a step that takes too long fails"(env) {
    const status = await finished(env, async (event, step) => step.do("s", { timeout: "5 seconds", retries: { limit: 0, delay: 0 } }, () => scheduler.wait(60_000)));
    assertEquals(failure(status), "errored Error: WorkflowTimeoutError: Execution timed out after 5000ms");
  },
  async "an error that forbids a retry ends the step at once"(env) {
    let tries = 0;
    const status = await finished(env, async (event, step) => step.do("s", async () => { tries++; throw new NonRetryableError("stop"); }));
    assertEquals(tries, 1);
    assertEquals(failure(status), "errored WorkflowFatalError: The execution of the Workflow instance was terminated, as a step threw an NonRetryableError and it was not handled");
    assertEquals(failure(await finished(env, async () => { throw new NonRetryableError("at once"); })), "errored WorkflowFatalError: The execution of the Workflow instance was terminated, as a step threw an NonRetryableError and it was not handled");
  },
  async "steps side by side"(env) {
    const began = Date.now();
    const status = await finished(env, async (event, step) => Promise.all([1, 2, 3].map((n) => step.do("s", async ({ step: { count } }) => { await scheduler.wait(10_000); return [n, count]; }))));
    assertEquals(status.output, [[1, 1], [2, 2], [3, 3]]);
    assert(Date.now() - began < 20_000);
  },
  async "sleeping takes its time"(env) {
    const began = Date.now();
    await finished(env, async (event, step) => {
      await step.sleep("a", "1 hour");
      await step.sleep("b", 1000);
      await step.sleepUntil("c", new Date(Date.now() + 60_000));
    });
    assertEquals(Math.floor((Date.now() - began) / 1000 / 61), 60);
    assertEquals(failure(await finished(env, async (event, step) => step.sleepUntil("x", 5))), "errored Error: You can't sleep until a time in the past, time-traveler");
  },
  async "a step waits for an event, which may have come before"(env) {
    body = async (event, step) => {
      const early = await step.waitForEvent("first", { type: "early" });
      const late = await step.waitForEvent("second", { type: "late", timeout: "1 minute" });
      return [early.payload, early.type, early.timestamp instanceof Date, late.payload];
    };
    const instance = await env.Flow.create();
    await instance.sendEvent({ type: "early", payload: { n: 1 } });
    await scheduler.wait(5000);
    assertEquals((await instance.status()).status, "running");
    await instance.sendEvent({ type: "late", payload: "two" });
    const status = await ended(instance);
    assertEquals([status.output, status.__LOCAL_DEV_STEP_OUTPUTS], [[{ n: 1 }, "early", true, "two"], [{ n: 1 }, "two"]]);
  },
  async "an event that does not come in time is an error"(env) {
    const status = await finished(env, async (event, step) => step.waitForEvent("w", { type: "t", timeout: "5 seconds" }));
    assertEquals(failure(status), "errored Error: WorkflowTimeoutError: Execution timed out after 5000ms");
  },
  async "what cannot be cloned ends the instance"(env) {
    const status = await finished(env, async (event, step) => {
      try {
        await step.do("x", async () => () => 1);
      } catch {
        // not to be had
      }
      return "went on";
    });
    assertEquals(failure(status), 'errored WorkflowFatalError: The execution of the Workflow instance was terminated, as the step "x" returned a value which is not serialisable');
  },
  async "wrong steps are refused in the platform's words"(env) {
    const refused = async (...args) => failure(await finished(env, async (event, step) => step.do(...args)));
    assertEquals(await refused("x", {}), 'errored Error: WorkflowFatalError: Step "x" requires a callback function');
    assertEquals(await refused("x", { wrong: 1 }, async () => 1), 'errored Error: WorkflowFatalError: Step config for "x" is in a invalid format. See https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/');
    assertEquals(await refused("x".repeat(257), async () => 1), `errored Error: WorkflowFatalError: Step name "${"x".repeat(257)}" exceeds max length (256 chars) or invalid characters found`);
    assertEquals(await refused("x", { timeout: 0 }, async () => 1), 'errored Error: WorkflowFatalError: Step config for "x" is in a invalid format. See https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/');
    assertEquals(await refused("x", async () => 1, { rollback: 1 }), 'errored Error: WorkflowFatalError: Rollback for "x" must be a function');
  },
  async "what steps have done is undone, the last first, when the run fails"(env) {
    const undone = [];
    const status = await finished(env, async (event, step) => {
      await step.do("a", async () => "A", { rollback: async ({ output, error, stepName }) => { undone.push([stepName, output, error.message]); } });
      await step.do("b", async () => "B");
      await step.do("c", async () => "C", { rollback: async ({ output, ctx }) => { undone.push([output, ctx.step]); } });
      throw new Error("no more");
    });
    assertEquals(undone, [["C", { name: "c", count: 1 }], ["a-1", "A", "no more"]]);
    assertEquals(failure(status), "errored Error: no more");
  },
  async "no more steps than the limit"(env) {
    const status = await finished(env, async (event, step) => { for (;;) await step.do("x", { retries: { limit: 0, delay: 0 } }, "none"); });
    assertEquals(failure(status), 'errored Error: WorkflowFatalError: Step "x" requires a callback function');
  },
  async "the step object is a stub"(env) {
    const status = await finished(env, async (event, step) => step.constructor.name);
    assertEquals(status.output, "RpcStub");
    await assertRejects(async () => { body = async (event, step) => step.nothing(); const s = await ended(await env.Flow.create()); throw new Error(s.error.message); }, "Error", 'The RPC receiver does not implement the method "nothing".');
  },
};

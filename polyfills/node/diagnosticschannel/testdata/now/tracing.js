const dc = require("diagnostics_channel");
const { AsyncLocalStorage } = require("async_hooks");

const record = (name) => {
  const tracing = dc.tracingChannel(name);
  const seen = [];
  const subscribers = {};
  for (const kind of ["start", "end", "asyncStart", "asyncEnd", "error"]) {
    subscribers[kind] = (context) => seen.push([kind, context.result, context.error?.message].filter((v) => v !== undefined).join(" "));
  }
  tracing.subscribe(subscribers);
  return { tracing, seen, subscribers };
};

test("traceSync tells of a call from start to end", () => {
  const { tracing, seen, subscribers } = record("sync");
  assertEquals(tracing.hasSubscribers, true);
  assertEquals(tracing.traceSync(function (a) { return this.b + a; }, {}, { b: 1 }, 2), 3);
  assertThrows(() => tracing.traceSync(() => { throw new Error("no"); }), Error, "no");
  assertEquals(seen, ["start", "end 3", "start", "error no", "end no"]);
  tracing.unsubscribe(subscribers);
  assertEquals(tracing.hasSubscribers, false);
});

test("tracePromise tells when the promise settles", async () => {
  const { tracing, seen } = record("promise");
  assertEquals(await tracing.tracePromise(async (a) => a, {}, null, 4), 4);
  assertEquals(seen, ["start", "end", "asyncStart 4", "asyncEnd 4"]);
  seen.length = 0;
  await assertRejects(tracing.tracePromise(() => Promise.reject(new Error("no"))), Error, "no");
  assertEquals(seen, ["start", "end", "error no", "asyncStart no", "asyncEnd no"]);
  assertEquals(await tracing.tracePromise(() => 5), 5);
});

test("traceCallback tells of the callback", async () => {
  const { tracing, seen } = record("callback");
  const call = (error, result, done) => queueMicrotask(() => done(error, result));
  await new Promise((done) => tracing.traceCallback(call, 2, {}, null, null, 6, (error, result) => { seen.push("called " + result); done(); }));
  await null;
  assertEquals(seen, ["start", "end", "asyncStart 6", "called 6", "asyncEnd 6"]);
  assertThrows(() => tracing.traceCallback(() => {}, 0, {}, null, 5), TypeError, 'The "callback" argument must be of type function. Received type number (5)');
});

test("stores that are bound to start are seen within the call", () => {
  const storage = new AsyncLocalStorage();
  const tracing = dc.tracingChannel("stores");
  tracing.start.bindStore(storage, (context) => context.id);
  assertEquals(tracing.traceSync(() => storage.getStore(), { id: 9 }), 9);
});

test("channels can be given, and wrong ones throw", () => {
  const channels = {};
  for (const kind of ["start", "end", "asyncStart", "asyncEnd", "error"]) channels[kind] = dc.channel("own:" + kind);
  assert(dc.tracingChannel(channels).end === channels.end);
  assert(dc.tracingChannel("n").start === dc.channel("tracing:n:start"));
  assertThrows(() => dc.tracingChannel({}), TypeError, 'The "channels.start" property must be an instance of Channel. Received undefined');
  assertThrows(() => dc.tracingChannel(5), TypeError, 'The "channels" argument must be of type object. Received type number (5)');
  assertThrows(() => new dc.TracingChannel(), Error, "Use diagnostic_channel.tracingChannels() to create TracingChannel");
});

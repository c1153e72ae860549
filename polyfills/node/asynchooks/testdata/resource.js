const hooks = require("async_hooks");
const { AsyncLocalStorage, AsyncResource } = hooks;

test("a resource runs functions in the context in which it was made", () => {
  const storage = new AsyncLocalStorage();
  const resource = storage.run("made", () => new AsyncResource("Thing"));
  storage.run("called", () => {
    assertEquals(resource.runInAsyncScope(function (...args) { return [storage.getStore(), this.q, args]; }, { q: 1 }, 2, 3), ["made", 1, [2, 3]]);
    assertEquals(resource.runInAsyncScope(function () { return this === globalThis; }), true);
  });
});

test("a bound function names its resource", () => {
  const storage = new AsyncLocalStorage();
  const resource = storage.run("made", () => new AsyncResource("Thing"));
  const bound = resource.bind(function (a) { return [storage.getStore(), a, this === globalThis]; });
  assertEquals(bound.asyncResource === resource, true);
  assertEquals(storage.run("called", () => bound.call(5, 1)), ["made", 1, true]);
  assertEquals(resource.bind(function () { return this.z; }, { z: 2 })(), 2);
});

test("the static bind makes a resource of its own", () => {
  const storage = new AsyncLocalStorage();
  const bound = storage.run("made", () => AsyncResource.bind(function () { return [storage.getStore(), this.z]; }, "Thing", { z: 1 }));
  assertEquals(bound(), ["made", 1]);
  assert(bound.asyncResource instanceof AsyncResource);
  assertThrows(() => AsyncResource.bind(1), TypeError, "parameter 1 is not of type 'Function'.");
});

test("subclasses are resources", () => {
  const storage = new AsyncLocalStorage();
  class Pool extends AsyncResource {
    constructor() { super("Pool"); }
    done() { return this.runInAsyncScope(() => storage.getStore()); }
  }
  assertEquals(storage.run(7, () => new Pool()).done(), 7);
});

test("identifiers are zero and hooks do nothing", () => {
  const resource = new AsyncResource("x", {});
  assertEquals([resource.asyncId(), resource.triggerAsyncId(), hooks.executionAsyncId(), hooks.triggerAsyncId()], [0, 0, 0, 0]);
  assertEquals(Object.keys(hooks.executionAsyncResource()), []);
  const hook = hooks.createHook({ init() { throw new Error("called"); } });
  assert(hook.enable() === hook && hook.disable() === hook);
  assertEquals([hooks.asyncWrapProviders.PROMISE, Object.keys(hooks.asyncWrapProviders).length], [0, 69]);
  assertThrows(() => new AsyncResource("x", { triggerAsyncId: 3 }), Error, "The 'triggerAsyncId' field on 'Options' is not implemented.");
});

test("the global object knows itself", () => {
  assertEquals([self === globalThis, origin, String(globalThis)], [true, "null", "[object ServiceWorkerGlobalScope]"]);
  assertEquals([globalThis instanceof EventTarget, globalThis instanceof WorkerGlobalScope, globalThis.constructor], [true, true, ServiceWorkerGlobalScope]);
  assertEquals([self instanceof ServiceWorkerGlobalScope, {} instanceof ServiceWorkerGlobalScope], [true, false]);
  assertThrows(() => new ServiceWorkerGlobalScope(), TypeError, "Illegal constructor");
});
test("Cloudflare.compatibilityFlags tells which flags are in force", () => {
  const flags = Cloudflare.compatibilityFlags;
  assertEquals([flags.nodejs_compat, flags.nodejs_compat_v2, flags.enable_request_signal, flags.nodejs_als], [true, true, true, false]);
  assertEquals([flags.expose_global_message_channel, flags.set_event_target_this, flags.nothing], [false, true, undefined]);
  assertEquals([Object.isFrozen(flags), Object.getPrototypeOf(flags), Object.prototype.toString.call(Cloudflare)], [true, null, "[object Cloudflare]"]);
  assertThrows(() => { "use strict"; flags.mine = true; }, TypeError);
});

test("calls listeners in order with the target as this", () => {
  const t = new EventTarget(), seen = [];
  t.addEventListener("a", function (e) { seen.push(this === t, e.type, e.target === t, e.currentTarget === t, e.eventPhase); });
  t.addEventListener("a", { handleEvent(e) { seen.push(this.tag); }, tag: "object" });
  assertEquals(t.dispatchEvent(new Event("a")), true);
  assertEquals(seen, [true, "a", true, true, 2, "object"]);
});
test("a listener is there once only, and goes by type, callback and capture", () => {
  const t = new EventTarget(); let n = 0; const f = () => n++;
  t.addEventListener("a", f); t.addEventListener("a", f); t.addEventListener("a", f, true);
  t.dispatchEvent(new Event("a"));
  assertEquals(n, 2);
  t.removeEventListener("a", f); t.removeEventListener("a", f, { capture: true });
  t.dispatchEvent(new Event("a"));
  assertEquals(n, 2);
});
test("once, signal and passive", () => {
  const t = new EventTarget(), signal = new EventTarget(); let n = 0;
  t.addEventListener("a", () => n++, { once: true });
  t.addEventListener("a", () => n += 10, { signal });
  t.addEventListener("a", (e) => e.preventDefault(), { passive: true });
  assertEquals(t.dispatchEvent(new Event("a", { cancelable: true })), true);
  t.dispatchEvent(new Event("a"));
  signal.dispatchEvent(new Event("abort"));
  t.dispatchEvent(new Event("a"));
  assertEquals(n, 21);
});
test("preventDefault works on cancelable events only", () => {
  const t = new EventTarget();
  t.addEventListener("a", (e) => e.preventDefault());
  assertEquals(t.dispatchEvent(new Event("a")), true);
  assertEquals(t.dispatchEvent(new Event("a", { cancelable: true })), false);
});
test("stopImmediatePropagation stops the rest", () => {
  const t = new EventTarget(); let n = 0;
  t.addEventListener("a", (e) => { n++; e.stopImmediatePropagation(); });
  t.addEventListener("a", () => n++);
  t.dispatchEvent(new Event("a"));
  assertEquals(n, 1);
});
test("listeners added meanwhile wait, removed ones are skipped", () => {
  const t = new EventTarget(), seen = [];
  const b = () => seen.push("b");
  t.addEventListener("a", () => { t.removeEventListener("a", b); t.addEventListener("a", () => seen.push("c")); });
  t.addEventListener("a", b);
  t.dispatchEvent(new Event("a"));
  assertEquals(seen, []);
});
test("what a listener throws is reported, and the others are called", () => {
  const t = new EventTarget(), seen = [], event = new Event("a");
  const report = (e) => seen.push(e.message);
  addEventListener("error", report);
  t.addEventListener("a", () => { throw new TypeError("boom"); });
  t.addEventListener("a", () => seen.push("next"));
  assertEquals(t.dispatchEvent(event), true);
  removeEventListener("error", report);
  assertEquals([seen, event.eventPhase, event.currentTarget], [["Uncaught TypeError: boom", "next"], 0, undefined]);
});
test("arguments are checked in the platform's words", () => {
  const t = new EventTarget(), f = () => {};
  assertThrows(() => new Event(), TypeError, "Failed to construct 'Event': constructor parameter 1 is not of type 'string'.");
  assertThrows(() => new Event("x", 1), TypeError, "Failed to construct 'Event': constructor parameter 2 is not of type 'Init'.");
  assertThrows(() => t.addEventListener(), TypeError, "Failed to execute 'addEventListener' on 'EventTarget': parameter 1 is not of type 'string'.");
  assertThrows(() => t.addEventListener("x"), TypeError, "Failed to execute 'addEventListener' on 'EventTarget': parameter 2 is not of type 'function or HandlerObject'.");
  assertThrows(() => t.addEventListener("x", 1), TypeError, "parameter 2 is not of type 'function or HandlerObject'.");
  for (const signal of [null, {}, 1]) {
    assertThrows(() => t.addEventListener("x", f, { signal }), TypeError, "Incorrect type for the 'signal' field on 'AddEventListenerOptions': the provided value is not of type 'AbortSignal'.");
  }
  t.addEventListener("x", null);
  t.removeEventListener("x", undefined);
  assertEquals(new Event("x", null).type, "x");
});
test("initEvent makes an event anew", () => {
  const e = new Event("x");
  e.initEvent("y", true, true);
  assertEquals([e.type, e.bubbles, e.cancelable], ["y", true, true]);
  assertThrows(() => e.initEvent(), TypeError);
});
test("an event cannot be dispatched twice at a time", () => {
  const t = new EventTarget(); let e;
  t.addEventListener("a", (ev) => { e = assertThrows(() => t.dispatchEvent(ev), "InvalidStateError"); });
  t.dispatchEvent(new Event("a"));
  assert(e);
  assertThrows(() => t.dispatchEvent({}), TypeError, "parameter 1 is not of type 'Event'");
});
test("can be subclassed", () => {
  class Bus extends EventTarget { #n = 1; get n() { return this.#n; } }
  const b = new Bus(); let got;
  b.addEventListener("x", (e) => { got = e.detail; });
  b.dispatchEvent(new CustomEvent("x", { detail: b.n }));
  assertEquals(got, 1);
  class Mine extends Event { constructor() { super("x"); this.detail = 5; } }
  b.dispatchEvent(new Mine());
  assertEquals(got, 5);
});
test("the kinds of events have their members", () => {
  const m = new MessageEvent("m", { data: 1, origin: "o", lastEventId: "i" });
  assertEquals([m.data, m.origin, m.lastEventId, m.source, m.ports], [1, "o", "i", null, []]);
  const c = new CloseEvent("close", { code: 1000, reason: "r", wasClean: true });
  assertEquals([c.code, c.reason, c.wasClean], [1000, "r", true]);
  const e = new ErrorEvent("error", { message: "m", filename: "f", lineno: 1, colno: 2, error: 3 });
  assertEquals([e.message, e.filename, e.lineno, e.colno, e.error], ["m", "f", 1, 2, 3]);
  const r = new PromiseRejectionEvent("x", { reason: 1 });
  assertEquals([r.reason, r.promise], [1, undefined]);
  assertThrows(() => new ExtendableEvent("x").waitUntil(1), "InvalidStateError");
  assertEquals([Event.AT_TARGET, m.BUBBLING_PHASE, m.isTrusted, m instanceof Event], [2, 3, false, true]);
});

test("a listener that returns true prevents the default, as on the platform", () => {
  const sent = (result, handler) => {
    const t = new EventTarget();
    if (handler) t.onx = () => result;
    else t.addEventListener("x", () => result);
    return t.dispatchEvent(new Event("x", { cancelable: true }));
  };
  assertEquals([sent(true), sent(false), sent(1), sent(undefined)], [false, true, true, true]);
  assertEquals([sent(true, true), sent(false, true), sent("false", true)], [false, false, true]);
});

test("events of messages, closes and rejections have what they tell as properties of their own, which are their JSON", () => {
  const promise = Promise.resolve();
  const made = [new MessageEvent("message", { data: [1], origin: "o" }), new CloseEvent("close", { code: 4, reason: "r", wasClean: true }),
    new PromiseRejectionEvent("x", { promise, reason: 5 })];
  assertEquals(made.map((e) => JSON.stringify(e)), ['{"ports":[],"source":null,"lastEventId":"","origin":"o","data":[1]}',
    '{"wasClean":true,"reason":"r","code":4}', '{"reason":5,"promise":{}}']);
  assertEquals({ ...Object.getOwnPropertyDescriptor(made[0], "data"), value: 0 }, { value: 0, writable: false, enumerable: true, configurable: true });
  assertThrows(() => { "use strict"; made[1].code = 7; }, TypeError);
  assertEquals([JSON.stringify(new (class extends CloseEvent {})("x")), Object.keys(new ErrorEvent("x")), Object.keys(new Event("x"))],
    ['{"wasClean":false,"reason":"","code":0}', [], []]);
});

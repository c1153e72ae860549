const EventEmitter = require("events");

const message = (fn) => {
	try {
		fn();
	} catch (e) {
		return [e.name, e.code, e.message].join("|");
	}
	return "nothing";
};

test("the module has the platform's members", () => {
	assertEquals(
		Object.keys(EventEmitter).join(" "),
		"on once getEventListeners getMaxListeners setMaxListeners listenerCount EventEmitter usingDomains captureRejectionSymbol errorMonitor EventEmitterAsyncResource captureRejections defaultMaxListeners init addAbortListener",
	);
	assertEquals(EventEmitter.EventEmitter, EventEmitter);
});

test("listeners are called in order, with the emitter as this", () => {
	const e = new EventEmitter();
	const seen = [];
	e.on("a", function (x, y) {
		seen.push([this === e, x, y]);
	});
	e.prependListener("a", () => seen.push("first"));
	e.once("a", () => seen.push("once"));
	assertEquals(e.emit("a", 1, 2), true);
	assertEquals(e.emit("a"), true);
	assertEquals(e.emit("b"), false);
	assertEquals(seen, ["first", [true, 1, 2], "once", "first", [true, undefined, undefined]]);
});

test("an emitter may be made by calling the function, and inherited from", () => {
	function Old() {
		EventEmitter.call(this);
	}
	require("util").inherits(Old, EventEmitter);
	class New extends EventEmitter {}
	for (const e of [new Old(), new New()]) {
		let n = 0;
		e.on("x", () => n++);
		e.emit("x");
		assertEquals(n, 1);
		assert(e instanceof EventEmitter);
	}
});

test("newListener and removeListener tell of the listeners themselves", () => {
	const e = new EventEmitter();
	const seen = [];
	const f = () => {};
	e.on("newListener", (type, listener) => seen.push("new", type, listener === f));
	e.on("removeListener", (type, listener) => seen.push("gone", type, listener === f));
	e.once("a", f);
	e.off("a", f);
	assertEquals(seen, ["new", "removeListener", false, "new", "a", true, "gone", "a", true]);
});

test("listeners can be counted and listed", () => {
	const e = new EventEmitter();
	const f = () => {};
	const s = Symbol("s");
	e.once("a", f).on("a", f).on(s, f);
	assertEquals(e.listeners("a").every((l) => l === f), true);
	assertEquals(e.rawListeners("a")[0] === f, false);
	assertEquals(e.rawListeners("a")[0].listener, f);
	assertEquals([e.listenerCount("a"), e.listenerCount("a", f), EventEmitter.listenerCount(e, "b")], [2, 2, 0]);
	assertEquals(e.eventNames().length, 2);
	e.removeAllListeners("a");
	assertEquals(e.eventNames()[0], s);
	e.removeAllListeners();
	assertEquals(e.eventNames(), []);
});

test("a listener that is removed while an event is sent is still called for it", () => {
	const e = new EventEmitter();
	const seen = [];
	const b = () => seen.push("b");
	e.on("x", () => e.off("x", b));
	e.on("x", b);
	e.emit("x");
	e.emit("x");
	assertEquals(seen, ["b"]);
});

test("an error that nobody listens for is thrown", () => {
	const e = new EventEmitter();
	assertThrows(() => e.emit("error", new RangeError("m")), RangeError, "m");
	assertEquals(message(() => e.emit("error", "x")), "Error|ERR_UNHANDLED_ERROR|Unhandled error. ('x')");
	assertEquals(message(() => e.emit("error")), "Error|ERR_UNHANDLED_ERROR|Unhandled error. (undefined)");
	const seen = [];
	e.on(EventEmitter.errorMonitor, (x) => seen.push(x));
	assertThrows(() => e.emit("error", new Error("m2")), Error, "m2");
	assertEquals(seen.length, 1);
	e.on("error", () => seen.push("heard"));
	e.emit("error", 1);
	assertEquals(seen.slice(1), [1, "heard"]);
});

test("arguments are checked in the platform's words", () => {
	const e = new EventEmitter();
	assertEquals(message(() => e.on("a", 1)), 'TypeError|ERR_INVALID_ARG_TYPE|The "listener" argument must be of type function. Received type number (1)');
	assertEquals(message(() => e.setMaxListeners(-1)), 'RangeError|ERR_OUT_OF_RANGE|The value of "n" is out of range. It must be a non-negative number. Received -1');
	assertEquals(message(() => EventEmitter.getEventListeners({}, "a")), 'TypeError|ERR_INVALID_ARG_TYPE|The "emitter" argument must be an instance of EventEmitter or EventTarget. Received an instance of Object');
});

test("limits are of the emitter or of all", () => {
	const e = new EventEmitter();
	assertEquals(e.getMaxListeners(), 10);
	EventEmitter.setMaxListeners(3, e);
	assertEquals(e.getMaxListeners(), 3);
	const target = new EventTarget();
	EventEmitter.setMaxListeners(7, target);
	assertEquals(EventEmitter.getMaxListeners(target), 10); // as on the platform, which does not read it back
	EventEmitter.defaultMaxListeners = 12;
	assertEquals(new EventEmitter().getMaxListeners(), 12);
	EventEmitter.defaultMaxListeners = 10;
});

test("too many listeners are told of, once", async () => {
	const seen = [];
	require("process").on("warning", (w) => seen.push(w.name, w.message, w.count));
	const e = new EventEmitter();
	for (let i = 0; i < 13; i++) e.on("a", () => {});
	await null;
	assertEquals(seen, ["MaxListenersExceededWarning", "Possible EventEmitter memory leak detected. 11 a listeners added to [EventEmitter]. Use emitter.setMaxListeners() to increase limit", 11]);
});

test("a rejection of a listener becomes an error", async () => {
	const e = new EventEmitter({ captureRejections: true });
	const seen = [];
	e.on("error", (error) => seen.push(error.message));
	e.on("a", async () => {
		throw new Error("late");
	});
	e.emit("a");
	await new Promise((resolve) => setTimeout(resolve));
	e[Symbol.for("nodejs.rejection")] = (error, type) => seen.push(type);
	e.emit("a");
	await new Promise((resolve) => setTimeout(resolve));
	assertEquals(seen, ["late", "a"]);
});

test("once() waits for an event of an emitter or a target", async () => {
	const e = new EventEmitter();
	queueMicrotask(() => e.emit("a", 1, 2));
	assertEquals(await EventEmitter.once(e, "a"), [1, 2]);
	assertEquals(e.listenerCount("error"), 0);
	queueMicrotask(() => e.emit("error", new Error("bad")));
	await assertRejects(EventEmitter.once(e, "a"), Error, "bad");
	const target = new EventTarget();
	queueMicrotask(() => target.dispatchEvent(new Event("t")));
	assertEquals((await EventEmitter.once(target, "t"))[0].type, "t");
});

test("once() and on() end when their signal does", async () => {
	const e = new EventEmitter();
	const controller = new AbortController();
	const waiting = EventEmitter.once(e, "a", { signal: controller.signal });
	const events = EventEmitter.on(e, "a", { signal: controller.signal });
	const next = events.next();
	controller.abort("why");
	await assertRejects(waiting, "AbortError", "The operation was aborted");
	await assertRejects(next, "AbortError", "The operation was aborted");
	assertEquals((await events.next()).done, true);
	assertEquals(e.listenerCount("a"), 0);
	assertThrows(() => EventEmitter.on(e, "a", { signal: AbortSignal.abort() }), "AbortError");
	await assertRejects(EventEmitter.once(e, "a", { signal: AbortSignal.abort() }), "AbortError");
});

test("on() gives each event, also those that came before it was asked", async () => {
	const e = new EventEmitter();
	const events = EventEmitter.on(e, "a", null);
	e.emit("a", 1);
	e.emit("a", 2);
	assertEquals((await events.next()).value, [1]);
	assertEquals((await events.next()).value, [2]);
	const later = events.next();
	e.emit("a", 3);
	assertEquals((await later).value, [3]);
	e.emit("a", 4);
	assertEquals((await events.next()).value, [4]);
	assertEquals((await events.return()).done, true);
	assertEquals((await events.next()).done, true);
	assertEquals(events[Symbol.asyncIterator](), events);
});

test("on() passes an error on once", async () => {
	const e = new EventEmitter();
	const events = EventEmitter.on(e, "a");
	e.emit("error", new Error("bad"));
	await assertRejects(events.next(), Error, "bad");
	assertEquals((await events.next()).done, true);
});

test("a listener of an abort is called once, or soon if it is too late", async () => {
	const controller = new AbortController();
	let n = 0;
	const removed = EventEmitter.addAbortListener(controller.signal, () => n++);
	removed[Symbol.dispose]();
	EventEmitter.addAbortListener(controller.signal, () => n++);
	controller.abort();
	assertEquals(n, 1);
	EventEmitter.addAbortListener(controller.signal, () => n++);
	await null;
	assertEquals(n, 2);
});

test("an error event with what cannot be shown says what it is as a string", () => {
	const value = {
		[Symbol.for("nodejs.util.inspect.custom")]() {
			throw new Error("not shown");
		},
	};
	const Emitter = require("events");
	assertThrows(() => new Emitter().emit("error", value), Error, "Unhandled error. ([object Object])");
});

(require) => {
	const { AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE, ERR_UNHANDLED_ERROR } = require("internal/errors");
	const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require("internal/validators");

	const capture = Symbol("kCapture");
	const rejection = Symbol.for("nodejs.rejection");
	const errorMonitor = Symbol("events.errorMonitor");
	const maxTargetListeners = Symbol("events.maxEventTargetListeners");
	const maxTargetListenersWarned = Symbol("events.maxEventTargetListenersWarned");
	let defaultMaxListeners = 10;

	const validateCount = (n, name) => {
		if (typeof n !== "number" || !(n >= 0)) throw new ERR_OUT_OF_RANGE(name, "a non-negative number", n);
	};

	// The listeners of an emitter are in _events, which packages look into: by type, one function,
	// or an array when there are more.

	function EventEmitter(options) {
		return EventEmitter.init.call(this, options);
	}
	EventEmitter.prototype._events = undefined;
	EventEmitter.prototype._eventsCount = 0;
	EventEmitter.prototype._maxListeners = undefined;
	Object.defineProperty(EventEmitter.prototype, capture, { value: false, writable: true });

	const clear = (emitter) => {
		emitter._events = Object.create(null);
		emitter._eventsCount = 0;
	};

	function init(options) {
		if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) clear(this);
		this._maxListeners ??= undefined;
		this.domain ??= null; // as in the newest runtime, where no domain ever is
		if (options?.captureRejections) {
			validateBoolean(options.captureRejections, "options.captureRejections");
			this[capture] = true;
		} else {
			this[capture] = EventEmitter.prototype[capture];
		}
		return this;
	}

	// report gives the rejection of a listener's promise to the emitter.
	const report = (emitter, reason, type, args) => {
		if (typeof emitter[rejection] === "function") {
			emitter[rejection](reason, type, ...args);
			return;
		}
		// Without capturing: a listener of 'error' that rejects would be called without end.
		const before = emitter[capture];
		try {
			emitter[capture] = false;
			emitter.emit("error", reason);
		} finally {
			emitter[capture] = before;
		}
	};
	const watch = (emitter, result, type, args) => {
		if (!emitter[capture]) return;
		try {
			const then = result.then;
			if (typeof then !== "function") return;
			then.call(result, undefined, (reason) => require("process").nextTick(report, emitter, reason, type, args));
		} catch (error) {
			emitter.emit("error", error);
		}
	};

	const unhandled = (error) => {
		if (error instanceof Error) return error;
		let shown;
		try {
			shown = require("internal/inspect").inspect(error);
		} catch {
			shown = error;
		}
		const wrapped = new ERR_UNHANDLED_ERROR(shown);
		wrapped.context = error;
		return wrapped;
	};

	EventEmitter.prototype.emit = function emit(type, ...args) {
		const events = this._events;
		if (type === "error") {
			if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
			if (events?.error === undefined) throw unhandled(args[0]);
		}
		const handler = events?.[type];
		if (handler === undefined) return false;
		if (typeof handler === "function") {
			const result = handler.apply(this, args);
			if (result !== undefined && result !== null) watch(this, result, type, args);
			return true;
		}
		for (const listener of handler.slice()) {
			const result = listener.apply(this, args);
			if (result !== undefined && result !== null) watch(this, result, type, args);
		}
		return true;
	};

	const warnOfLeak = (emitter, type, list) => {
		const limit = emitter.getMaxListeners?.() ?? maxListenersOf(emitter);
		if (!(limit > 0) || list.length <= limit || list.warned) return;
		list.warned = true;
		const { inspect } = require("internal/inspect");
		const text = (name) =>
			`Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ${name}. Use emitter.setMaxListeners() to increase limit`;
		console.log(text("an EventEmitter"));
		const warning = new Error(text(inspect(emitter, { depth: -1 })));
		Object.assign(warning, { name: "MaxListenersExceededWarning", emitter, type, count: list.length });
		require("process").emitWarning(warning);
	};

	const add = (emitter, type, listener, first) => {
		validateFunction(listener, "listener");
		if (emitter._events === undefined) clear(emitter);
		// Before it is added, so that listeners of 'newListener' do not hear of themselves.
		else if (emitter._events.newListener !== undefined) emitter.emit("newListener", type, listener.listener ?? listener);
		const events = emitter._events;
		const existing = events[type];
		if (existing === undefined) {
			events[type] = listener;
			emitter._eventsCount++;
			return emitter;
		}
		const list = typeof existing === "function" ? (events[type] = [existing]) : existing;
		if (first) list.unshift(listener);
		else list.push(listener);
		warnOfLeak(emitter, type, list);
		return emitter;
	};

	const onceWrapper = (emitter, type, listener) => {
		validateFunction(listener, "listener");
		let fired = false;
		const wrapped = (...args) => {
			if (fired) return undefined;
			fired = true;
			emitter.removeListener(type, wrapped);
			return listener.apply(emitter, args);
		};
		Object.defineProperty(wrapped, "name", { value: "bound onceWrapper", configurable: true });
		wrapped.listener = listener;
		return wrapped;
	};

	EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
		validateCount(n, "n");
		this._maxListeners = n;
		return this;
	};
	const maxListenersOf = (emitter) => emitter._maxListeners ?? defaultMaxListeners;
	EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
		return maxListenersOf(this);
	};
	EventEmitter.prototype.addListener = function addListener(type, listener) {
		return add(this, type, listener, false);
	};
	EventEmitter.prototype.on = EventEmitter.prototype.addListener;
	EventEmitter.prototype.prependListener = function prependListener(type, listener) {
		return add(this, type, listener, true);
	};
	EventEmitter.prototype.once = function once(type, listener) {
		return this.on(type, onceWrapper(this, type, listener));
	};
	EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
		return this.prependListener(type, onceWrapper(this, type, listener));
	};

	const dropType = (emitter, type) => {
		if (--emitter._eventsCount === 0) emitter._events = Object.create(null);
		else delete emitter._events[type];
	};

	EventEmitter.prototype.removeListener = function removeListener(type, listener) {
		validateFunction(listener, "listener");
		const events = this._events;
		const list = events?.[type];
		if (list === undefined) return this;
		const is = (f) => f === listener || f.listener === listener;
		if (typeof list === "function") {
			if (!is(list)) return this;
			dropType(this, type);
			if (this._events.removeListener) this.emit("removeListener", type, list.listener || listener);
			return this;
		}
		const at = list.findLastIndex(is);
		if (at < 0) return this;
		list.splice(at, 1);
		if (list.length === 1) events[type] = list[0];
		if (events.removeListener !== undefined) this.emit("removeListener", type, listener);
		return this;
	};
	EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

	EventEmitter.prototype.removeAllListeners = function removeAllListeners(...types) {
		const events = this._events;
		if (events === undefined) return this;
		if (events.removeListener === undefined) {
			if (types.length === 0) clear(this);
			else if (events[types[0]] !== undefined) dropType(this, types[0]);
			return this;
		}
		if (types.length === 0) {
			for (const type of Reflect.ownKeys(events)) if (type !== "removeListener") this.removeAllListeners(type);
			this.removeAllListeners("removeListener");
			clear(this);
			return this;
		}
		for (const listener of listenersOf(this, types[0]).reverse()) this.removeListener(types[0], listener);
		return this;
	};

	// listenersOf gives a copy, with the wrappers of once().
	const listenersOf = (emitter, type) => {
		const list = emitter._events?.[type];
		if (list === undefined) return [];
		return typeof list === "function" ? [list] : list.slice();
	};
	EventEmitter.prototype.listeners = function listeners(type) {
		return listenersOf(this, type).map((f) => f.listener ?? f);
	};
	EventEmitter.prototype.rawListeners = function rawListeners(type) {
		return listenersOf(this, type);
	};
	EventEmitter.prototype.listenerCount = function listenerCount(type) {
		return listenersOf(this, type).length;
	};
	EventEmitter.prototype.eventNames = function eventNames() {
		return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
	};

	// What is for emitters and EventTargets alike.

	const notEmitter = (value) => new ERR_INVALID_ARG_TYPE("emitter", "EventEmitter", value);
	const listen = (target, type, listener, options) => {
		if (typeof target.on === "function") {
			if (options?.once) target.once(type, listener);
			else target.on(type, listener);
		} else if (typeof target.addEventListener === "function") {
			target.addEventListener(type, listener, options);
		} else {
			throw notEmitter(target);
		}
	};
	const unlisten = (target, type, listener) => {
		if (typeof target.removeListener === "function") target.removeListener(type, listener);
		else if (typeof target.removeEventListener === "function") target.removeEventListener(type, listener);
		else throw notEmitter(target);
	};

	async function once(emitter, name, options = {}) {
		validateObject(options, "options");
		const { signal } = options;
		validateAbortSignal(signal, "options.signal");
		if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
		return new Promise((resolve, reject) => {
			const stop = () => {
				unlisten(emitter, name, onEvent);
				if (typeof emitter.removeListener === "function") emitter.removeListener("error", onError);
				signal?.removeEventListener("abort", onAbort);
			};
			const onEvent = (...args) => {
				stop();
				resolve(args);
			};
			const onError = (error) => {
				stop();
				reject(error);
			};
			const onAbort = () => {
				stop();
				reject(new AbortError(undefined, { cause: signal?.reason }));
			};
			listen(emitter, name, onEvent, { once: true });
			if (name !== "error" && typeof emitter.once === "function") emitter.once("error", onError);
			signal?.addEventListener("abort", onAbort, { once: true });
		});
	}

	// done is what an iterator gives at its end.
	const done = () => ({ value: undefined, done: true });

	// on knows no option but signal, as the platform's: close and the high-water marks do nothing.
	function on(emitter, event, options) {
		const signal = options?.signal;
		validateAbortSignal(signal, "options.signal");
		if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
		const events = [];
		const waiting = [];
		let failure = null;
		let finished = false;

		const onEvent = (...args) => {
			if (waiting.length > 0) {
				waiting.shift().resolve({ value: args, done: false });
				return;
			}
			events.push(args);
		};
		const onError = (error) => {
			const next = waiting.shift();
			if (next) next.reject(error);
			else failure = { error };
			close();
		};
		const onAbort = () => onError(new AbortError(undefined, { cause: signal.reason }));
		const close = () => {
			unlisten(emitter, event, onEvent);
			if (event !== "error" && typeof emitter.removeListener === "function") emitter.removeListener("error", onError);
			signal?.removeEventListener("abort", onAbort);
			finished = true;
			for (const next of waiting.splice(0)) next.resolve(done());
			return Promise.resolve(done());
		};

		const iterator = {
			next() {
				if (events.length > 0) return Promise.resolve({ value: events.shift(), done: false });
				if (failure) {
					const { error } = failure;
					failure = null;
					return Promise.reject(error);
				}
				if (finished) return close();
				return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
			},
			return() {
				return close();
			},
			throw(error) {
				if (!(error instanceof Error)) throw new ERR_INVALID_ARG_TYPE("EventEmitter.AsyncIterator", "Error", error);
				onError(error);
			},
			[Symbol.asyncIterator]() {
				return this;
			},
		};
		listen(emitter, event, onEvent);
		if (event !== "error" && typeof emitter.on === "function") emitter.on("error", onError);
		signal?.addEventListener("abort", onAbort, { once: true });
		return iterator;
	}

	function getEventListeners(emitter, type) {
		if (typeof emitter?.listeners === "function") return emitter.listeners(type);
		// The platform does not tell the listeners of an EventTarget.
		if (emitter instanceof EventTarget) return [];
		throw new ERR_INVALID_ARG_TYPE("emitter", ["EventEmitter", "EventTarget"], emitter);
	}

	function getMaxListeners(emitter) {
		if (typeof emitter?.getMaxListeners === "function") return emitter.getMaxListeners();
		return defaultMaxListeners;
	}

	function setMaxListeners(n = defaultMaxListeners, ...targets) {
		validateCount(n, "n");
		if (targets.length === 0) defaultMaxListeners = n;
		for (const target of targets) {
			if (target instanceof EventTarget) {
				target[maxTargetListeners] = n;
				target[maxTargetListenersWarned] = false;
			} else if (typeof target?.setMaxListeners === "function") {
				target.setMaxListeners(n);
			} else {
				throw new ERR_INVALID_ARG_TYPE("eventTargets", ["EventEmitter", "EventTarget"], target);
			}
		}
	}

	function listenerCount(emitter, type) {
		if (typeof emitter.listenerCount === "function") return emitter.listenerCount(type);
		return EventEmitter.prototype.listenerCount.call(emitter, type);
	}

	function addAbortListener(signal, listener) {
		if (signal === undefined) throw new ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
		validateAbortSignal(signal, "signal");
		validateFunction(listener, "listener");
		let remove;
		if (signal.aborted) {
			queueMicrotask(() => listener());
		} else {
			signal.addEventListener("abort", listener, { once: true });
			remove = () => signal.removeEventListener("abort", listener);
		}
		return {
			__proto__: null,
			[Symbol.dispose]() {
				remove?.();
			},
		};
	}

	// EventEmitterAsyncResource needs async_hooks, which needs errors of this module's neighbours: it
	// is made when first asked for.
	const makeAsyncResource = () => {
		const { AsyncResource } = require("async_hooks");
		class EventEmitterReferencingAsyncResource extends AsyncResource {
			#emitter;
			constructor(emitter, type, options) {
				super(type, options);
				this.#emitter = emitter;
			}
			get eventEmitter() {
				return this.#emitter;
			}
		}
		return class EventEmitterAsyncResource extends EventEmitter {
			#resource;
			constructor(options = undefined) {
				super(typeof options === "string" ? undefined : options);
				const name = typeof options === "string" ? options : (options?.name ?? new.target.name);
				this.#resource = new EventEmitterReferencingAsyncResource(this, name, typeof options === "string" ? undefined : options);
			}
			#check() {
				if (!(#resource in this)) throw new ERR_INVALID_THIS("EventEmitterAsyncResource");
				return this.#resource;
			}
			emit(event, ...args) {
				return this.#check().runInAsyncScope(super.emit, this, event, ...args);
			}
			get asyncResource() {
				return this.#check();
			}
		};
	};
	let asyncResourceClass;

	Object.assign(EventEmitter, { on, once, getEventListeners, getMaxListeners, setMaxListeners, listenerCount, EventEmitter });
	EventEmitter.usingDomains = false;
	EventEmitter.captureRejectionSymbol = rejection;
	EventEmitter.errorMonitor = errorMonitor;
	Object.defineProperties(EventEmitter, {
		EventEmitterAsyncResource: { get: () => (asyncResourceClass ??= makeAsyncResource()), enumerable: true, configurable: true },
		captureRejections: {
			get: () => EventEmitter.prototype[capture],
			set(value) {
				validateBoolean(value, "EventEmitter.captureRejections");
				EventEmitter.prototype[capture] = value;
			},
			enumerable: true,
		},
		defaultMaxListeners: {
			get: () => defaultMaxListeners,
			set(n) {
				validateCount(n, "defaultMaxListeners");
				defaultMaxListeners = n;
			},
			enumerable: true,
		},
		kMaxEventTargetListeners: { value: maxTargetListeners },
		kMaxEventTargetListenersWarned: { value: maxTargetListenersWarned },
	});
	Object.assign(EventEmitter, { init, addAbortListener });
	return EventEmitter;
}

(require) => {
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateObject, validateFunction, validateInteger, validateBoolean } = require("internal/validators");

	const remember = Symbol("remember");

	// A MockFunctionContext tells of the calls of one mock, and what it does.
	class MockFunctionContext {
		#calls = [];
		#implementation;
		#once = new Map();
		#restore;
		constructor(implementation, restore, times) {
			this.#implementation = implementation;
			this.#restore = restore;
			this.times = times;
			Object.defineProperty(this, "times", { enumerable: false });
		}
		get calls() {
			return [...this.#calls];
		}
		callCount() {
			return this.#calls.length;
		}
		mockImplementation(implementation) {
			validateFunction(implementation, "implementation");
			this.#implementation = implementation;
		}
		mockImplementationOnce(implementation, onCall) {
			validateFunction(implementation, "implementation");
			const next = this.#calls.length;
			const call = onCall ?? next;
			validateInteger(call, "onCall", next);
			this.#once.set(call, implementation);
		}
		restore() {
			const { descriptor, object, original, name } = this.#restore;
			if (typeof name === "string" || typeof name === "symbol") Object.defineProperty(object, name, descriptor);
			else this.#implementation = original;
		}
		resetCalls() {
			this.#calls = [];
		}
		// remember gives what the next call does and keeps its record.
		[remember](call) {
			const index = this.#calls.length;
			const once = this.#once.get(index);
			this.#once.delete(index);
			const implementation = once ?? this.#implementation;
			const run = () => {
				this.#calls.push(call);
				if (index + 1 === this.times) this.restore();
			};
			return { implementation, run };
		}
	}

	const spy = (original, implementation, restore, times) => {
		const context = new MockFunctionContext(implementation, restore, times);
		const invoke = (self, args, target) => {
			const call = { arguments: Array.from(args), error: undefined, result: undefined, stack: new Error(), target, this: self };
			const { implementation: run, run: record } = context[remember](call);
			try {
				call.result = target ? Reflect.construct(run, args, target) : Reflect.apply(run, self, args);
				if (target) call.this = call.result;
				return call.result;
			} catch (error) {
				call.error = error;
				throw error;
			} finally {
				record();
			}
		};
		return new Proxy(original, {
			__proto__: null,
			apply: (_, self, args) => invoke(self, args, undefined),
			construct: (_, args, target) => invoke(undefined, args, target),
			get: (target, name, receiver) => (name === "mock" ? context : Reflect.get(target, name, receiver)),
		});
	};

	const findDescriptor = (object, name) => {
		for (let o = object; o !== null && o !== undefined; o = Object.getPrototypeOf(o)) {
			const descriptor = Object.getOwnPropertyDescriptor(o, name);
			if (descriptor) return descriptor;
		}
	};

	class MockTracker {
		#mocks = [];
		fn(original = function () {}, implementation = original, options = {}) {
			if (original !== null && typeof original === "object") [options, original, implementation] = [original, function () {}, undefined];
			else if (implementation !== null && typeof implementation === "object") [options, implementation] = [implementation, original];
			implementation ??= original;
			validateFunction(original, "original");
			validateFunction(implementation, "implementation");
			validateObject(options, "options");
			const { times = Infinity } = options;
			if (times !== Infinity) validateInteger(times, "options.times", 1);
			return this.#track(spy(original, implementation, { original }, times));
		}
		method(object, name, implementation, options = {}) {
			if (typeof name !== "string" && typeof name !== "symbol") throw new ERR_INVALID_ARG_TYPE("methodName", ["string", "symbol"], name);
			if (typeof object !== "function") validateObject(object, "object");
			if (implementation !== null && typeof implementation === "object") [options, implementation] = [implementation, undefined];
			validateObject(options, "options");
			const { getter = false, setter = false, times = Infinity } = options;
			validateBoolean(getter, "options.getter");
			validateBoolean(setter, "options.setter");
			if (getter && setter) throw new ERR_INVALID_ARG_VALUE("options.setter", setter, "cannot be used with 'options.getter'");
			if (times !== Infinity) validateInteger(times, "options.times", 1);
			const descriptor = findDescriptor(object, name);
			const kind = getter ? "get" : setter ? "set" : "value";
			const original = descriptor?.[kind];
			if (typeof original !== "function") throw new ERR_INVALID_ARG_VALUE("methodName", original, "must be a method");
			implementation ??= original;
			validateFunction(implementation, "implementation");
			const mock = spy(original, implementation, { descriptor, object, original, name }, times);
			Object.defineProperty(object, name, { ...descriptor, [kind]: mock });
			return this.#track(mock);
		}
		getter(object, name, implementation, options) {
			return this.#accessor("getter", object, name, implementation, options);
		}
		setter(object, name, implementation, options) {
			return this.#accessor("setter", object, name, implementation, options);
		}
		reset() {
			this.restoreAll();
			this.#mocks = [];
		}
		restoreAll() {
			for (const mock of this.#mocks) mock.mock.restore();
		}
		#accessor(kind, object, name, implementation, options = {}) {
			if (implementation !== null && typeof implementation === "object") [options, implementation] = [implementation, undefined];
			validateObject(options, "options");
			if (options[kind] === false) throw new ERR_INVALID_ARG_VALUE(`options.${kind}`, false, "cannot be false");
			return this.method(object, name, implementation, { ...options, [kind]: true });
		}
		#track(mock) {
			this.#mocks.push(mock);
			return mock;
		}
	}

	const mock = new MockTracker();
	return { mock, MockFunctionContext, MockTracker };
}

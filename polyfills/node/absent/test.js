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
		const mock = new Proxy(original, {
			__proto__: null,
			apply: (_, self, args) => invoke(self, args, undefined),
			construct: (_, args, target) => invoke(undefined, args, target === mock ? original : target),
			get: (target, name, receiver) => (name === "mock" ? context : Reflect.get(target, name, receiver)),
		});
		return mock;
	};

	// MockPropertyContext stands for a property: it counts how it is read and written.
	class MockPropertyContext {
		#object;
		#name;
		#descriptor;
		#value;
		#once = new Map();
		#accesses = [];
		constructor(object, name, value) {
			this.#object = object;
			this.#name = name;
			this.#descriptor = Object.getOwnPropertyDescriptor(object, name);
			if (!this.#descriptor) throw new ERR_INVALID_ARG_VALUE("propertyName", name, "is not a property of the object");
			this.#value = value;
			const { configurable, enumerable } = this.#descriptor;
			Object.defineProperty(object, name, {
				configurable,
				enumerable,
				get: () => this.#access("get", this.#now()),
				set: (given) => {
					this.#value = this.#access("set", this.#now(given));
				},
			});
		}
		#now(value = this.#value) {
			const n = this.#accesses.length;
			if (!this.#once.has(n)) return value;
			value = this.#once.get(n);
			this.#once.delete(n);
			return value;
		}
		#access(type, value) {
			this.#accesses.push({ type, value, stack: new Error() });
			return value;
		}
		get accesses() {
			return this.#accesses.slice();
		}
		accessCount() {
			return this.#accesses.length;
		}
		mockImplementation(value) {
			this.#value = value;
		}
		mockImplementationOnce(value, onAccess = this.#accesses.length) {
			validateInteger(onAccess, "onAccess", this.#accesses.length);
			this.#once.set(onAccess, value);
		}
		resetAccesses() {
			this.#accesses = [];
		}
		restore() {
			Object.defineProperty(this.#object, this.#name, this.#descriptor);
		}
	}

	const findDescriptor = (object, name) => {
		for (let o = object; o !== null && o !== undefined; o = Object.getPrototypeOf(o)) {
			const descriptor = Object.getOwnPropertyDescriptor(o, name);
			if (descriptor) return descriptor;
		}
	};

	class MockTracker {
		#mocks = [];
		fn(original = function original() {}, implementation = original, options = {}) {
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
		property(object, name, ...value) {
			validateObject(object, "object");
			if (typeof name !== "string" && typeof name !== "symbol") throw new ERR_INVALID_ARG_TYPE("propertyName", ["string", "symbol"], name);
			const context = new MockPropertyContext(object, name, value.length > 0 ? value[0] : object[name]);
			return this.#track(new Proxy(object, { get: (target, key, receiver) => (key === "mock" ? context : Reflect.get(target, key, receiver)) }));
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

(require, { getter, record }) => {
	const { AsyncLocalStorage } = require("async_hooks");
	const { run } = AsyncLocalStorage.prototype;

	const must = (ok, method, type, parameter = 1, owner = "Channel") => {
		if (!ok) throw new TypeError(`Failed to execute '${method}' on '${owner}': parameter ${parameter} is not of type '${type}'.`);
	};

	// secret lets only this file make channels.
	const secret = Symbol("channel");
	const subscribersOf = new WeakMap();

	class Channel {
		get [Symbol.toStringTag]() {
			return "Channel";
		}
		#name;
		#subscribers = new Set();
		#stores = new Map();

		constructor(key, name) {
			if (key !== secret) throw new TypeError("Illegal constructor");
			this.#name = name;
			subscribersOf.set(this, this.#subscribers);
		}
		publish(message) {
			must(arguments.length > 0, "publish", "Value");
			for (const subscriber of [...this.#subscribers]) subscriber(message, this.#name);
			record(this.#name, message);
		}
		subscribe(subscriber) {
			must(typeof subscriber === "function", "subscribe", "function");
			this.#subscribers.add(subscriber);
		}
		unsubscribe(subscriber) {
			must(typeof subscriber === "function", "unsubscribe", "function");
			this.#subscribers.delete(subscriber);
		}
		bindStore(store, transform) {
			must(store instanceof AsyncLocalStorage, "bindStore", "AsyncLocalStorage");
			must(transform === undefined || typeof transform === "function", "bindStore", "function", 2);
			this.#stores.set(store, transform);
		}
		unbindStore(store) {
			must(store instanceof AsyncLocalStorage, "unbindStore", "AsyncLocalStorage");
			this.#stores.delete(store);
		}
		runStores(message, callback, receiver = globalThis, ...args) {
			must(arguments.length > 0, "runStores", "Value");
			must(typeof callback === "function", "runStores", "function", 2);
			let inner = () => {
				this.publish(message);
				return Reflect.apply(callback, receiver, args);
			};
			for (const [store, transform] of [...this.#stores].reverse()) {
				const within = inner;
				inner = () => Reflect.apply(run, store, [transform ? transform(message) : message, within]);
			}
			return inner();
		}
	}

	const listening = (channel) => subscribersOf.get(channel).size > 0;
	// define gives a class the property hasSubscribers, which is a method before its flag.
	const define = (prototype, has) => {
		const { hasSubscribers } = {
			hasSubscribers() {
				return has(this);
			},
		};
		const as = getter ? { get: hasSubscribers } : { value: hasSubscribers, writable: true };
		Object.defineProperty(prototype, "hasSubscribers", { ...as, configurable: true });
	};
	define(Channel.prototype, listening);

	const channels = new Map();
	const keyOf = (name) => (typeof name === "symbol" ? String(name.description) : String(name));
	const channel = (name) => {
		const key = keyOf(name);
		let found = channels.get(key);
		if (!found) channels.set(key, (found = new Channel(secret, typeof name === "symbol" ? name : key)));
		return found;
	};

	return {
		Channel,
		channel,
		define,
		listening,
		hasSubscribers(name) {
			const found = channels.get(keyOf(name));
			return found !== undefined && listening(found);
		},
		subscribe(name, subscriber) {
			must(typeof subscriber === "function", "subscribe", "function", 2, "DiagnosticsChannelModule");
			channel(name).subscribe(subscriber);
		},
		unsubscribe(name, subscriber) {
			must(typeof subscriber === "function", "unsubscribe", "function", 2, "DiagnosticsChannelModule");
			channels.get(keyOf(name))?.unsubscribe(subscriber);
		},
	};
}

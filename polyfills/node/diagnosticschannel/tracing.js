(require) => {
	const { ERR_INVALID_ARG_TYPE } = require("internal/errors");
	const { validateObject } = require("internal/validators");
	const { Channel, channel, define, hasSubscribers, listening, subscribe, unsubscribe } = require("internal/diagnostics_channel");

	const kinds = ["start", "end", "asyncStart", "asyncEnd", "error"];
	const channelsOf = new WeakMap();

	// trace runs a call between start and end, and tells of what it throws.
	const trace = ({ start, end, error }, context, thisArg, call) =>
		start.runStores(
			context,
			() => {
				try {
					return call();
				} catch (thrown) {
					context.error = thrown;
					error.publish(context);
					throw thrown;
				} finally {
					end.publish(context);
				}
			},
			thisArg,
		);

	class TracingChannel {
		constructor() {
			throw new Error("Use diagnostic_channel.tracingChannels() to create TracingChannel");
		}
		get start() {
			return channelsOf.get(this)?.start;
		}
		get end() {
			return channelsOf.get(this)?.end;
		}
		get asyncStart() {
			return channelsOf.get(this)?.asyncStart;
		}
		get asyncEnd() {
			return channelsOf.get(this)?.asyncEnd;
		}
		get error() {
			return channelsOf.get(this)?.error;
		}
		subscribe(subscribers) {
			for (const kind of kinds) if (subscribers[kind] !== undefined) this[kind].subscribe(subscribers[kind]);
		}
		unsubscribe(subscribers) {
			for (const kind of kinds) if (subscribers[kind] !== undefined) this[kind].unsubscribe(subscribers[kind]);
		}
		traceSync(fn, context = {}, thisArg = globalThis, ...args) {
			return trace(this, context, thisArg, () => {
				context.result = Reflect.apply(fn, thisArg, args);
				return context.result;
			});
		}
		tracePromise(fn, context = {}, thisArg = globalThis, ...args) {
			const settled = () => {
				this.asyncStart.publish(context);
				this.asyncEnd.publish(context);
			};
			const resolve = (result) => {
				context.result = result;
				settled();
				return result;
			};
			const reject = (error) => {
				context.error = error;
				this.error.publish(context);
				settled();
				return Promise.reject(error);
			};
			return trace(this, context, thisArg, () => {
				const promise = Reflect.apply(fn, thisArg, args);
				return (promise instanceof Promise ? promise : Promise.resolve(promise)).then(resolve, reject);
			});
		}
		// As on the platform, and other than in Node, a negative position finds nothing.
		traceCallback(fn, position = -1, context = {}, thisArg = globalThis, ...args) {
			const callback = args[position];
			if (typeof callback !== "function") throw new ERR_INVALID_ARG_TYPE("callback", ["function"], callback);
			const { asyncStart, asyncEnd, error } = this;
			args[position] = function (...results) {
				if (results[0]) {
					context.error = results[0];
					error.publish(context);
				} else {
					context.result = results[1];
				}
				const called = () => {
					try {
						Reflect.apply(callback, this, results);
					} finally {
						asyncEnd.publish(context);
					}
				};
				asyncStart.runStores(context, called, thisArg);
			};
			return trace(this, context, thisArg, () => Reflect.apply(fn, thisArg, args));
		}
	}
	define(TracingChannel.prototype, (tracing) => kinds.some((kind) => tracing[kind] && listening(tracing[kind])));

	const tracingChannel = (nameOrChannels) => {
		const channels = {};
		if (typeof nameOrChannels === "string") {
			for (const kind of kinds) channels[kind] = channel(`tracing:${nameOrChannels}:${kind}`);
		} else {
			validateObject(nameOrChannels, "channels");
			for (const kind of kinds) {
				channels[kind] = nameOrChannels[kind];
				if (!(channels[kind] instanceof Channel)) throw new ERR_INVALID_ARG_TYPE(`channels.${kind}`, "Channel", channels[kind]);
			}
		}
		const tracing = Object.create(TracingChannel.prototype);
		channelsOf.set(tracing, channels);
		return tracing;
	};

	const exports = { hasSubscribers, channel, subscribe, unsubscribe, tracingChannel, Channel };
	Object.defineProperty(exports, "TracingChannel", { value: TracingChannel });
	return exports;
}

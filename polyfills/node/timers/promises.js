(require) => {
	const timers = require("timers");
	const { AbortError, ERR_INVALID_THIS } = require("internal/errors");
	const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require("internal/validators");

	// check gives the signal of a function's options.
	const check = (delay, options) => {
		if (delay !== undefined) validateNumber(delay, "delay");
		validateObject(options, "options");
		const { signal, ref } = options;
		if (signal !== undefined) validateAbortSignal(signal, "options.signal");
		if (ref !== undefined) validateBoolean(ref, "options.ref");
		if (signal?.aborted) throw aborted(signal);
		return signal;
	};
	const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

	// once is a promise of value for when start has called back; an abort calls stop with what start gave.
	const once = (value, signal, start, stop) =>
		new Promise((resolve, reject) => {
			let cancel;
			const timer = start(() => {
				resolve(value);
				if (cancel) signal.removeEventListener("abort", cancel);
			});
			if (!signal) return;
			cancel = () => {
				stop(timer);
				reject(aborted(signal));
			};
			signal.addEventListener("abort", cancel, { once: true });
		});

	// Ticks is the iterator of setInterval. It starts with the first next(), and calls of next()
	// are answered in their order.
	class Ticks {
		#args;
		#timer;
		#signal;
		#cancel;
		#due = 0;
		#wake;
		#last = Promise.resolve();
		#done = false;

		constructor(args) {
			this.#args = args;
		}
		[Symbol.asyncIterator]() {
			return this;
		}
		next() {
			return this.#queue(() => this.#tick());
		}
		return(value) {
			return this.#queue(() => {
				this.#stop();
				return { value, done: true };
			});
		}
		throw(error) {
			return this.#queue(() => {
				this.#stop();
				throw error;
			});
		}
		#queue(step) {
			const result = this.#last.then(step);
			this.#last = result.catch(() => {});
			return result;
		}
		async #tick() {
			if (this.#done) return { value: undefined, done: true };
			try {
				if (!this.#timer) this.#start();
				while (this.#due === 0 && !this.#signal?.aborted) await new Promise((wake) => (this.#wake = wake));
				if (this.#signal?.aborted) throw aborted(this.#signal);
			} catch (error) {
				this.#stop();
				throw error;
			}
			this.#due--;
			return { value: this.#args.value, done: false };
		}
		#start() {
			const { delay, options } = this.#args;
			this.#signal = check(delay, options);
			this.#timer = new timers.Timeout(() => {
				this.#due++;
				this.#wake?.();
			}, delay, undefined, true, options.ref);
			this.#cancel = () => this.#wake?.();
			this.#signal?.addEventListener("abort", this.#cancel, { once: true });
		}
		#stop() {
			this.#done = true;
			this.#timer?.close();
			this.#signal?.removeEventListener("abort", this.#cancel);
		}
	}

	class Scheduler {
		yield() {
			if (!(this instanceof Scheduler)) throw new ERR_INVALID_THIS("Scheduler");
			return exports.setImmediate();
		}
		wait(delay, options) {
			if (!(this instanceof Scheduler)) throw new ERR_INVALID_THIS("Scheduler");
			return globalThis.scheduler.wait(delay, options);
		}
	}

	const exports = {
		async setTimeout(delay, value, options = {}) {
			const signal = check(delay, options);
			return once(value, signal, (fire) => timers.setTimeout(fire, delay ?? 1), timers.clearTimeout);
		},
		async setImmediate(value, options = {}) {
			const signal = check(undefined, options);
			return once(value, signal, timers.setImmediate, timers.clearImmediate);
		},
		setInterval(delay, value, options = {}) {
			return new Ticks({ delay, value, options });
		},
		scheduler: new Scheduler(),
	};
	return exports;
}

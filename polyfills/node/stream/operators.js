(require) => {
	const { AbortError, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, define } = require("internal/errors");
	const { validateAbortSignal, validateFunction, validateInteger, validateObject } = require("internal/validators");
	const { asyncGenerator, each, iterate, wait } = require("internal/stream/generator");
	const { eos } = require("internal/stream/finished");
	const { listen } = require("internal/stream/state");

	const check = (fn, options) => {
		if (fn !== undefined && typeof fn !== "function") throw new ERR_INVALID_ARG_TYPE("fn", ["Function", "AsyncFunction"], fn);
		if (options != null) validateObject(options, "options");
		if (options?.signal != null) validateAbortSignal(options.signal, "options.signal");
	};
	const aborted = (options) => {
		if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
	};
	const anySignal = (...signals) => AbortSignal.any(signals.filter(Boolean));

	// Mapper calls a function for several chunks at a time and keeps their order.
	class Mapper {
		static end = Symbol("end");

		constructor(stream, fn, concurrency, limit, given) {
			this.stream = stream;
			this.fn = fn;
			this.concurrency = concurrency;
			this.limit = limit;
			this.signal = anySignal(given);
			this.options = { signal: this.signal };
			this.queue = [];
			this.running = 0;
			this.done = false;
			this.called = null; // wakes who waits for a result to be there
			this.taken = null; // wakes who waits for a result to be taken
		}
		async pump() {
			try {
				await each(this.stream, async (chunk) => {
					if (this.done) return true;
					if (this.signal.aborted) throw new AbortError();
					let result;
					try {
						result = this.fn(chunk, this.options);
						if (result === Mapper.end) return false;
						result = Promise.resolve(result);
					} catch (error) {
						result = Promise.reject(error);
					}
					this.running++;
					result.then(
						() => this.finishedOne(),
						() => {
							this.done = true;
							this.finishedOne();
						},
					);
					this.queue.push(result);
					this.called?.();
					this.called = null;
					if (!this.done && (this.queue.length >= this.limit || this.running >= this.concurrency)) {
						await new Promise((resolve) => (this.taken = resolve));
					}
					return false;
				});
				this.queue.push(Mapper.end);
			} catch (error) {
				const failed = Promise.reject(error);
				failed.then(
					() => this.finishedOne(),
					() => this.finishedOne(),
				);
				this.queue.push(failed);
			} finally {
				this.done = true;
				this.called?.();
				this.called = null;
			}
		}
		finishedOne() {
			this.running--;
			this.resume();
		}
		resume() {
			if (!this.taken || this.done || this.running >= this.concurrency || this.queue.length >= this.limit) return;
			this.taken();
			this.taken = null;
		}
		close() {
			this.done = true;
			this.taken?.();
			this.taken = null;
		}
	}

	const mapped = asyncGenerator(function* (mapper) {
		mapper.pump();
		try {
			for (;;) {
				while (mapper.queue.length > 0) {
					const result = yield wait(mapper.queue[0]);
					if (result === Mapper.end) return;
					if (mapper.signal.aborted) throw new AbortError();
					if (result !== skipped) yield result;
					mapper.queue.shift();
					mapper.resume();
				}
				yield wait(new Promise((resolve) => (mapper.called = resolve)));
			}
		} finally {
			mapper.close();
		}
	});
	const skipped = Symbol("skipped");

	function map(fn, options) {
		if (typeof fn !== "function") throw new ERR_INVALID_ARG_TYPE("fn", ["Function", "AsyncFunction"], fn);
		check(fn, options);
		const concurrency = options?.concurrency != null ? Math.floor(options.concurrency) : 1;
		const highWaterMark = options?.highWaterMark != null ? Math.floor(options.highWaterMark) : concurrency - 1;
		validateInteger(concurrency, "concurrency", 1);
		validateInteger(highWaterMark, "highWaterMark", 0);
		return mapped(new Mapper(this, fn, concurrency, highWaterMark + concurrency, options?.signal));
	}

	function filter(fn, options) {
		if (typeof fn !== "function") throw new ERR_INVALID_ARG_TYPE("fn", ["Function", "AsyncFunction"], fn);
		const select = async (value, context) => ((await fn(value, context)) ? value : skipped);
		return map.call(this, select, options);
	}

	// visit calls fn for each chunk that is not done with yet.
	async function forEach(fn, options) {
		if (typeof fn !== "function") throw new ERR_INVALID_ARG_TYPE("fn", ["Function", "AsyncFunction"], fn);
		await each(
			map.call(
				this,
				async (value, context) => {
					await fn(value, context);
					return skipped;
				},
				options,
			),
			() => false,
		);
	}
	async function some(fn, options) {
		let found = false;
		await each(filter.call(this, fn, options), () => (found = true));
		return found;
	}
	async function every(fn, options) {
		if (typeof fn !== "function") throw new ERR_INVALID_ARG_TYPE("fn", ["Function", "AsyncFunction"], fn);
		return !(await some.call(this, async (...args) => !(await fn(...args)), options));
	}
	async function find(fn, options) {
		let found;
		await each(filter.call(this, fn, options), (value) => {
			found = value;
			return true;
		});
		return found;
	}

	async function reduce(reducer, initial, options) {
		if (typeof reducer !== "function") throw new ERR_INVALID_ARG_TYPE("reducer", ["Function", "AsyncFunction"], reducer);
		check(undefined, options);
		let has = arguments.length > 1;
		let value = initial;
		if (options?.signal?.aborted) {
			const error = new AbortError(undefined, { cause: options.signal.reason });
			this.once("error", () => {});
			await new Promise((resolve) => eos(this.destroy(error), () => resolve()));
			throw error;
		}
		const controller = new AbortController();
		const { signal } = controller;
		const unlisten = listen(options?.signal, () => controller.abort());
		let any = false;
		try {
			await each(this, async (chunk) => {
				any = true;
				if (options?.signal?.aborted) throw new AbortError();
				if (!has) {
					value = chunk;
					has = true;
				} else {
					value = await reducer(value, chunk, { signal });
				}
				return false;
			});
			if (!any && !has) throw new ReduceError();
		} finally {
			unlisten();
			controller.abort();
		}
		return value;
	}
	const ReduceError = define("ERR_MISSING_ARGS", TypeError, "Reduce of an empty stream requires an initial value");

	async function toArray(options) {
		check(undefined, options);
		const all = [];
		await each(this, (chunk) => {
			if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
			all.push(chunk);
			return false;
		});
		return all;
	}

	// over makes a generator that takes this stream's chunks by each, a generator as well.
	const over = (body) =>
		asyncGenerator(function* (stream, ...args) {
			const iterator = iterate(stream);
			let ended = true;
			try {
				yield* body(
					function* () {
						ended = true; // or it throws
						const { value, done } = yield wait(iterator.next());
						ended = done;
						return [done, value];
					},
					...args,
				);
			} finally {
				if (!ended) yield wait(iterator.return?.());
			}
		});

	const flattened = over(function* (next) {
		for (;;) {
			const [done, inner] = yield* next();
			if (done) return;
			const values = iterate(inner);
			let innerDone = true;
			try {
				for (;;) {
					innerDone = true;
					const step = yield wait(values.next());
					innerDone = step.done;
					if (innerDone) break;
					yield step.value;
				}
			} finally {
				if (!innerDone) yield wait(values.return?.());
			}
		}
	});
	const dropped = over(function* (next, number, options) {
		aborted(options);
		for (;;) {
			const [done, value] = yield* next();
			if (done) return;
			aborted(options);
			if (number-- <= 0) yield value;
		}
	});
	const taken = over(function* (next, number, options) {
		aborted(options);
		for (;;) {
			const [done, value] = yield* next();
			if (done) return;
			aborted(options);
			if (number-- > 0) yield value;
			if (number <= 0) return;
		}
	});
	const indexed = over(function* (next, options) {
		for (let i = 0; ; i++) {
			const [done, value] = yield* next();
			if (done) return;
			aborted(options);
			yield [i, value];
		}
	});
	const count = (number) => {
		number = Number(number);
		if (Number.isNaN(number)) return 0;
		if (number < 0) throw new ERR_OUT_OF_RANGE("number", ">= 0", number);
		return number;
	};

	return {
		// Each of these gives an iterable that becomes a stream again.
		streams: {
			map,
			asIndexedPairs(options) {
				check(undefined, options);
				return indexed(this, options);
			},
			drop(number, options) {
				check(undefined, options);
				return dropped(this, count(number), options);
			},
			filter,
			flatMap(fn, options) {
				return flattened(map.call(this, fn, options));
			},
			take(number, options) {
				check(undefined, options);
				return taken(this, count(number), options);
			},
		},
		promises: { every, forEach, reduce, toArray, some, find },
	};
}

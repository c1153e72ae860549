(require) => {
	const errors = require("internal/errors");
	const { Readable } = require("internal/stream/readable");
	const { Writable } = require("internal/stream/writable");
	const Duplex = require("internal/stream/duplex");
	const { destroyer } = require("internal/stream/destroy");
	const { eos } = require("internal/stream/finished");
	const { asyncGenerator, wait } = require("internal/stream/generator");
	const s = require("internal/stream/state");

	// Duplexify is a Duplex whose halves are there only where they were asked for.
	class Duplexify extends Duplex {
		constructor(options) {
			super(options);
			if (options?.readable === false) this._readableState.readable = false;
			if (options?.writable === false) this._writableState.writable = false;
		}
	}

	// The platform hands its own class to Readable.from in place of an iterable, which is refused.
	const fromClass = () => Readable.from(Duplexify);

	// duplexify makes a Duplex of nearly anything.
	const duplexify = (body, name) => {
		if (s.isDuplexNodeStream(body)) return body;
		if (s.isReadableNodeStream(body)) return joined({ readable: body });
		if (s.isWritableNodeStream(body)) return joined({ writable: body });
		if (s.isNodeStream(body)) return joined({ writable: false, readable: false });
		if (s.isReadableStream(body)) return joined({ readable: Readable.fromWeb(body) });
		if (s.isWritableStream(body)) return joined({ writable: Writable.fromWeb(body) });
		if (typeof body === "function") return ofFunction(body, name);
		if (body instanceof Blob) return duplexify(body.arrayBuffer(), name);
		if (s.isIterable(body)) return fromClass();
		if (s.isReadableStream(body?.readable) && s.isWritableStream(body?.writable)) return Duplex.fromWeb(body);
		if (typeof body?.writable === "object" || typeof body?.readable === "object") return ofPair(body, name);
		if (typeof body?.then === "function") return ofPromise(body);
		const kinds = ["Function", "Blob", "ReadableStream", "WritableStream", "Stream", "Iterable", "AsyncIterable", "Promise", "{ readable, writable } pair"];
		const words = `function or an instance of ${kinds.slice(1, 7).join(", ")}, or Promise or { readable, writable } pair`;
		throw new NoBody(name, words, body);
	};
	const NoBody = errors.define("ERR_INVALID_ARG_TYPE", TypeError, (name, words, value) => `The "${name}" argument must be of type ${words}. Received ${errors.received(value)}`);

	const ofPair = (body, name) => {
		const readable = body.readable && !s.isReadableNodeStream(body.readable) ? duplexify(body.readable, name) : body.readable;
		const writable = body.writable && !s.isWritableNodeStream(body.writable) ? duplexify(body.writable, name) : body.writable;
		return joined({ readable, writable });
	};
	const ofPromise = (promise) => {
		const duplex = new Duplexify({ objectMode: true, writable: false, read() {} });
		promise.then(
			(value) => {
				if (value != null) duplex.push(value);
				duplex.push(null);
			},
			(error) => destroyer(duplex, error),
		);
		return duplex;
	};

	// ofFunction gives what is written to a function as an iterable.
	const ofFunction = (fn, name) => {
		const input = feed(fn);
		if (s.isIterable(input.value)) return fromClass();
		if (typeof input.value?.then !== "function") {
			throw new errors.ERR_INVALID_RETURN_VALUE("Iterable, AsyncIterable or AsyncFunction", name, input.value);
		}
		const promise = input.value.then(
			(value) => {
				if (value != null) throw new errors.ERR_INVALID_RETURN_VALUE("nully", "body", value);
			},
			(error) => destroyer(duplex, error),
		);
		const { write, final, destroy } = input.options;
		const duplex = new Duplexify({
			objectMode: true,
			readable: false,
			write,
			destroy,
			final(callback) {
				final(() =>
					promise.then(
						() => s.tick(callback, null),
						(error) => s.tick(callback, error),
					),
				);
			},
		});
		return duplex;
	};
	const feed = (fn) => {
		let pending = Promise.withResolvers();
		const controller = new AbortController();
		const { signal } = controller;
		const chunks = asyncGenerator(function* () {
			for (;;) {
				const { chunk, done, callback } = yield wait(pending.promise);
				s.tick(callback);
				if (done) return;
				if (signal.aborted) throw new errors.AbortError(undefined, { cause: signal.reason });
				pending = Promise.withResolvers();
				yield chunk;
			}
		});
		return {
			value: fn(chunks(), { signal }),
			options: {
				write(chunk, encoding, callback) {
					pending.resolve({ chunk, done: false, callback });
				},
				final(callback) {
					pending.resolve({ done: true, callback });
				},
				destroy(error, callback) {
					controller.abort();
					callback(error);
				},
			},
		};
	};

	// joined makes one stream of two that know nothing of each other.
	const joined = (pair) => {
		const r = pair.readable && typeof pair.readable.read !== "function" ? Readable.wrap(pair.readable) : pair.readable;
		const w = pair.writable;
		return join(
			new Duplexify({
				readableObjectMode: !!r?.readableObjectMode,
				writableObjectMode: !!w?.writableObjectMode,
				readable: !!s.isReadable(r),
				writable: !!s.isWritable(w),
			}),
			r,
			w,
		);
	};

	// join has a duplex write to w and read from r, until one of them fails. It finishes with w, or
	// with r when whole is true: what was written has gone all the way then.
	const join = (duplex, r, w, whole = false) => {
		const waiting = { drain: null, finish: null, readable: null, close: null };
		const wake = (what, ...args) => {
			const callback = waiting[what];
			waiting[what] = null;
			callback?.(...args);
			return !!callback;
		};
		const ended = (error) => {
			if (!wake("close", error) && error) duplex.destroy(error);
		};
		if (duplex._writableState.writable !== false) {
			eos(w, (error) => {
				if (error && r && r !== w) destroyer(r, error);
				ended(error);
			});
			duplex._write = (chunk, encoding, callback) => {
				if (w.write(chunk, encoding)) callback();
				else waiting.drain = callback;
			};
			duplex._final = (callback) => {
				w.end();
				waiting.finish = callback;
			};
			w.on("drain", () => wake("drain"));
			if (whole) eos(r, () => wake("finish"));
			else w.on("finish", () => wake("finish"));
		}
		if (duplex._readableState.readable !== false) {
			eos(r, (error) => {
				if (error && w && r !== w) destroyer(w, error);
				ended(error);
			});
			r.on("readable", () => wake("readable"));
			r.on("end", () => duplex.push(null));
			duplex._read = () => {
				for (;;) {
					const chunk = r.read();
					if (chunk === null) {
						waiting.readable = duplex._read;
						return;
					}
					if (!duplex.push(chunk)) return;
				}
			};
		}
		duplex._destroy = (error, callback) => {
			const open = [r, w].some((stream) => stream && !s.isFinished(stream));
			if (!error && open) error = new errors.AbortError();
			waiting.readable = waiting.drain = waiting.finish = null;
			if (!open) return callback(error);
			waiting.close = () => callback(error);
			destroyer(w, error);
			destroyer(r, error);
		};
		return duplex;
	};

	return Object.assign(duplexify, { join });
}

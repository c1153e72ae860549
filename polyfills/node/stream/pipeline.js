(require) => {
	const errors = require("internal/errors");
	const { validateAbortSignal, validateFunction } = require("internal/validators");
	const { destroyer } = require("internal/stream/destroy");
	const { eos } = require("internal/stream/finished");
	const { Readable } = require("internal/stream/readable");
	const Duplex = require("internal/stream/duplex");
	const { PassThrough } = require("internal/stream/transform");
	const { each } = require("internal/stream/generator");
	const s = require("internal/stream/state");

	// Pipeline joins streams, iterables and functions, and ends them all when one fails.
	class Pipeline {
		constructor(streams, callback, options) {
			this.streams = streams;
			this.callback = callback;
			this.options = options;
			this.controller = new AbortController();
			this.pending = 0; // ends that have not come
			this.destroys = [];
			this.lastCleanup = [];
			this.finish = (error) => this.end(error, --this.pending === 0);
		}
		run() {
			const outer = this.options?.signal;
			validateAbortSignal(outer, "options.signal");
			this.unlisten = s.listen(outer, () => this.end(new errors.AbortError()));
			let value;
			this.streams.forEach((stream, i) => (value = this.join(stream, i, value)));
			return value;
		}
		end(error, last) {
			if (error && (!this.error || this.error.code === "ERR_STREAM_PREMATURE_CLOSE")) this.error = error;
			if (!this.error && !last) return;
			while (this.destroys.length) this.destroys.shift()(this.error);
			this.unlisten();
			this.controller.abort();
			if (!last) return;
			if (!this.error) for (const cleanup of this.lastCleanup) cleanup();
			s.tick(this.callback, this.error, this.value);
		}
		// join adds one part to what comes before it, and gives what the next part reads.
		join(stream, i, before) {
			const reading = i < this.streams.length - 1;
			this.ends = reading || this.options?.end !== false;
			if (s.isNodeStream(stream)) this.guard(stream, reading, i > 0);
			if (i === 0) return this.source(stream);
			if (typeof stream === "function") return this.call(stream, i, before);
			if (s.isNodeStream(stream)) return this.write(stream, reading, before);
			if (s.isWebStream(stream)) return this.writeWeb(stream, before);
			return Duplex.from(stream);
		}
		// guard has a stream destroyed with the others, and hears its errors.
		guard(stream, reading, writing) {
			const cleanups = [];
			if (this.ends) cleanups.push(this.destroyLater(stream, reading, writing));
			const onerror = (error) => {
				if (error && error.name !== "AbortError" && error.code !== "ERR_STREAM_PREMATURE_CLOSE") this.finish(error);
			};
			stream.on("error", onerror);
			if (reading || !s.isReadable(stream)) return;
			this.lastCleanup.push(...cleanups, () => stream.removeListener("error", onerror));
		}
		destroyLater(stream, reading, writing) {
			let finished = false;
			stream.on("close", () => (finished = true));
			const cleanup = eos(stream, { readable: reading, writable: writing }, (error) => (finished = !error));
			this.destroys.push((error) => {
				if (finished) return;
				finished = true;
				destroyer(stream, error || new errors.ERR_STREAM_DESTROYED("pipe"));
			});
			return cleanup;
		}
		source(stream) {
			if (typeof stream === "function") {
				const made = stream({ signal: this.controller.signal });
				if (!s.isIterable(made)) throw new errors.ERR_INVALID_RETURN_VALUE("Iterable, AsyncIterable or Stream", "source", made);
				return made;
			}
			return s.isIterable(stream) || s.isReadableNodeStream(stream) || s.isTransformStream(stream) ? stream : Duplex.from(stream);
		}
		call(fn, i, before) {
			const last = i === this.streams.length - 1;
			const made = fn(asyncIterable(s.isTransformStream(before) ? before.readable : before), { signal: this.controller.signal });
			if (!last) {
				if (!s.isIterable(made, true)) throw new errors.ERR_INVALID_RETURN_VALUE("AsyncIterable", `transform[${i - 1}]`, made);
				return made;
			}
			// What the last function gives can be read from a stream.
			const through = new PassThrough({ objectMode: true });
			if (typeof made?.then === "function") {
				this.pending++;
				made.then(
					(value) => {
						this.value = value;
						if (value != null) through.write(value);
						if (this.ends) through.end();
						s.tick(this.finish);
					},
					(error) => {
						through.destroy(error);
						s.tick(this.finish, error);
					},
				);
			} else if (s.isIterable(made, true)) {
				this.pending++;
				pump(made, through, this.finish, this.ends);
			} else {
				throw new errors.ERR_INVALID_RETURN_VALUE("AsyncIterable or Promise", "destination", made);
			}
			this.lastCleanup.push(this.destroyLater(through, false, true));
			return through;
		}
		write(stream, reading, before) {
			if (s.isReadableNodeStream(before)) {
				this.pending += 2;
				const cleanup = this.pipe(before, stream);
				if (s.isReadable(stream) && !reading) this.lastCleanup.push(cleanup);
			} else {
				if (s.isTransformStream(before)) before = before.readable;
				if (!s.isIterable(before)) throw new errors.ERR_INVALID_ARG_TYPE("val", ["Readable", "Iterable", "AsyncIterable"], before);
				this.pending++;
				pump(before, stream, this.finish, this.ends);
			}
			return stream;
		}
		writeWeb(stream, before) {
			const chunks = asyncIterable(s.isTransformStream(before) ? before.readable : before);
			this.pending++;
			pumpToWeb(chunks, s.isTransformStream(stream) ? stream.writable : stream, this.finish, this.ends);
			return stream;
		}
		pipe(source, dest) {
			let ended = false;
			dest.on("close", () => {
				if (!ended) this.end(new errors.ERR_STREAM_PREMATURE_CLOSE(), false);
			});
			source.pipe(dest, { end: false });
			if (this.ends) {
				const end = () => {
					ended = true;
					dest.end();
				};
				if (s.isReadableFinished(source)) s.tick(end);
				else source.once("end", end);
			} else {
				this.finish();
			}
			eos(source, { readable: true, writable: false }, (error) => {
				const r = source._readableState;
				// A source that has all its data may close before it was read.
				if (error?.code === "ERR_STREAM_PREMATURE_CLOSE" && r?.ended && !r.errored && !r.errorEmitted) {
					source.once("end", this.finish).once("error", this.finish);
				} else {
					this.finish(error);
				}
			});
			return eos(dest, { readable: false, writable: true }, this.finish);
		}
	}

	const asyncIterable = (value) => {
		if (s.isIterable(value)) return value;
		if (s.isReadableNodeStream(value)) return Readable.prototype[Symbol.asyncIterator].call(value);
		throw new errors.ERR_INVALID_ARG_TYPE("val", ["Readable", "Iterable", "AsyncIterable"], value);
	};

	// pump writes what an iterable gives.
	const pump = async (iterable, writable, finish, end) => {
		let error;
		let wake = null;
		const resume = (failure) => {
			if (failure) error = failure;
			wake?.();
			wake = null;
		};
		const drain = () =>
			new Promise((resolve, reject) => {
				if (error) reject(error);
				else wake = () => (error ? reject(error) : resolve());
			});
		writable.on("drain", resume);
		const cleanup = eos(writable, { readable: false }, resume);
		try {
			if (writable.writableNeedDrain) await drain();
			await each(iterable, async (chunk) => {
				if (!writable.write(chunk)) await drain();
			});
			if (end) {
				writable.end();
				await drain();
			}
			finish();
		} catch (failure) {
			finish(error !== failure ? errors.aggregateTwoErrors(error, failure) : failure);
		} finally {
			cleanup();
			writable.off("drain", resume);
		}
	};

	// pumpToWeb writes what an iterable gives to a stream of the web.
	const pumpToWeb = async (iterable, writable, finish, end) => {
		const writer = writable.getWriter();
		try {
			await each(iterable, async (chunk) => {
				await writer.ready;
				writer.write(chunk).catch(s.nop); // what fails fails ready, too
			});
			await writer.ready;
			if (end) await writer.close();
			finish();
		} catch (failure) {
			await writer.abort(failure).catch(s.nop);
			finish(failure);
		}
	};

	const run = (streams, callback, options) => {
		if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
		if (streams.length < 2) throw new errors.ERR_MISSING_ARGS("streams");
		return new Pipeline(streams, callback, options).run();
	};

	return {
		pipeline(...streams) {
			validateFunction(streams[streams.length - 1], "streams[stream.length - 1]");
			return run(streams, s.once(streams.pop()));
		},
		pipelinePromise(...streams) {
			return new Promise((resolve, reject) => {
				let options;
				const last = streams[streams.length - 1];
				if (last && typeof last === "object" && !s.isNodeStream(last) && !s.isIterable(last) && !s.isWebStream(last)) {
					options = streams.pop();
				}
				run(streams, (error, value) => (error ? reject(error) : resolve(value)), options);
			});
		},
	};
}

(require) => {
	const { Buffer } = require("buffer");
	const Stream = require("internal/stream/legacy");
	const s = require("internal/stream/state");
	// Streams of the base class make chunks with this, so that it is there first.
	Stream._isUint8Array = (value) => value instanceof Uint8Array;
	Stream._isArrayBufferView = ArrayBuffer.isView;
	Stream._uint8ArrayToBuffer = (chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

	const { Readable } = require("internal/stream/readable");
	require("internal/stream/pipe");
	const { Writable } = require("internal/stream/writable");
	const Duplex = require("internal/stream/duplex");
	const { Transform, PassThrough } = require("internal/stream/transform");
	const { eos, finished } = require("internal/stream/finished");
	const { pipeline, pipelinePromise } = require("internal/stream/pipeline");
	const { addAbortSignal } = require("internal/stream/abort");
	const { destroyer } = require("internal/stream/destroy");
	const operators = require("internal/stream/operators");

	const define = (name, value) =>
		Object.defineProperty(Readable.prototype, name, { value, writable: true, configurable: true, enumerable: false });
	for (const [name, operator] of Object.entries(operators.streams)) {
		define(name, {
			[name](...args) {
				return Readable.from(Reflect.apply(operator, this, args));
			},
		}[name]);
	}
	for (const [name, operator] of Object.entries(operators.promises)) define(name, operator);
	define("compose", function (...args) {
		return require("internal/stream/compose").composeWith.apply(this, args);
	});

	// A pair of streams, of which each reads what was written to the other.
	class Side extends Duplex {
		other = null;
		waiting = null;
		_read() {
			const callback = this.waiting;
			this.waiting = null;
			callback?.();
		}
		_write(chunk, encoding, callback) {
			if (chunk.length === 0) {
				queueMicrotask(callback);
				return;
			}
			this.other.push(chunk);
			this.other.waiting = callback;
		}
		_final(callback) {
			this.other.on("end", callback);
			this.other.push(null);
		}
	}

	Object.assign(Stream, {
		Stream,
		addAbortSignal,
		compose: (...streams) => require("internal/stream/compose").compose(...streams),
		destroy: destroyer,
		finished: eos,
		isReadable: s.isReadable,
		isWritable: s.isWritable,
		isErrored: s.isErrored,
		isDisturbed: s.isDisturbed,
		pipeline,
		Writable,
		Readable,
		Duplex,
		Transform,
		PassThrough,
		getDefaultHighWaterMark: s.getDefaultHighWaterMark,
		setDefaultHighWaterMark: s.setDefaultHighWaterMark,
		isDestroyed: s.isDestroyed,
		duplexPair(options) {
			const a = new Side(options);
			const b = new Side(options);
			a.other = b;
			b.other = a;
			return [a, b];
		},
	});
	const promises = { pipeline: pipelinePromise, finished };
	Object.defineProperty(promises, "promises", { value: promises }); // the module stream/promises exports itself, too
	Object.defineProperty(Stream, "promises", { value: promises, enumerable: true, configurable: true });
	const { custom } = require("util").promisify;
	Object.defineProperty(pipeline, custom, { value: pipelinePromise });
	Object.defineProperty(eos, custom, { value: finished });
	return Stream;
}

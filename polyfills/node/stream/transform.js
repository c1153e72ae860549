(require) => {
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const Duplex = require("internal/stream/duplex");

	const kCallback = Symbol("callback"); // of the write that waits for the reader

	function Transform(options) {
		if (!(this instanceof Transform)) return new Transform(options);
		// The readable side buffers only what one write makes, if it has no high-water mark of its own.
		const readableHighWaterMark = options ? options.highWaterMark ?? options.readableHighWaterMark : null;
		if (readableHighWaterMark === 0) {
			options = {
				...options,
				highWaterMark: null,
				readableHighWaterMark,
				writableHighWaterMark: options.writableHighWaterMark || 0,
			};
		}
		Duplex.call(this, options);
		this._readableState.sync = false;
		this[kCallback] = null;
		if (options) {
			if (typeof options.transform === "function") this._transform = options.transform;
			if (typeof options.flush === "function") this._flush = options.flush;
		}
		// A stream whose _final is its own still flushes.
		this.on("prefinish", prefinish);
	}
	Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
	Object.setPrototypeOf(Transform, Duplex);

	function final(callback) {
		if (typeof this._flush !== "function" || this.destroyed) {
			this.push(null);
			callback?.();
			return;
		}
		this._flush((error, data) => {
			if (error) {
				if (callback) callback(error);
				else this.destroy(error);
				return;
			}
			if (data != null) this.push(data);
			this.push(null);
			callback?.();
		});
	}
	function prefinish() {
		if (this._final !== final) final.call(this);
	}
	Transform.prototype._final = final;
	Transform.prototype._transform = function (chunk, encoding, callback) {
		throw new ERR_METHOD_NOT_IMPLEMENTED("_transform()");
	};
	Transform.prototype._write = function (chunk, encoding, callback) {
		const r = this._readableState;
		const w = this._writableState;
		const before = r.length;
		this._transform(chunk, encoding, (error, value) => {
			if (error) return callback(error);
			if (value != null) this.push(value);
			if (w.ended || before === r.length || r.length < r.highWaterMark) callback();
			else this[kCallback] = callback;
		});
	};
	Transform.prototype._read = function () {
		const callback = this[kCallback];
		if (!callback) return;
		this[kCallback] = null;
		callback();
	};

	function PassThrough(options) {
		if (!(this instanceof PassThrough)) return new PassThrough(options);
		Transform.call(this, options);
	}
	Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
	Object.setPrototypeOf(PassThrough, Transform);
	PassThrough.prototype._transform = function (chunk, encoding, callback) {
		callback(null, chunk);
	};
	return { Transform, PassThrough };
}

(require) => {
	const { Buffer } = require("buffer");
	const { ERR_OUT_OF_RANGE } = require("internal/errors");
	const { validateInteger, validateObject } = require("internal/validators");
	const { Readable, Writable, finished } = require("stream");
	const { sync, flagsOf, pathOf } = require("internal/fs/sync");
	const { FileHandle } = require("internal/fs/handle");
	const c = require("internal/fs/constants");

	const optionsOf = (options) => {
		if (typeof options === "string") return { encoding: options };
		if (options == null) return {};
		validateObject(options, "options");
		return options;
	};

	// setUp reads what streams for reading and writing have in common.
	const setUp = (stream, path, options, flags) => {
		stream.fd = options.fd ?? null;
		stream.path = path;
		stream.flags = options.flags ?? flags;
		stream.mode = options.mode ?? 0o666;
		stream.start = options.start;
		stream._autoClose = options.autoClose !== false;
		if (stream.fd instanceof FileHandle) {
			stream._handle = stream.fd;
			stream.fd = stream._handle.fd;
		}
		if (stream.fd === null) pathOf(path);
		if (stream.start !== undefined) validateInteger(stream.start, "options.start", 0);
	};
	// prepare opens the file, if it is not open.
	const prepare = (stream, callback) => {
		if (typeof stream.fd === "number") return callback();
		try {
			stream.fd = sync.open(stream.path, stream.flags, stream.mode);
		} catch (error) {
			return callback(error);
		}
		callback();
		stream.emit("open", stream.fd);
		stream.emit("ready");
	};
	const shut = (stream, error, callback) => {
		try {
			if (stream._handle) stream._handle.close();
			else if (typeof stream.fd === "number") sync.close(stream.fd);
		} catch (failure) {
			error ??= failure;
		}
		stream.fd = null;
		callback(error);
	};
	const members = {
		autoClose: {
			get() {
				return this._autoClose;
			},
			set(value) {
				this._autoClose = value;
			},
			configurable: true,
		},
		pending: {
			get() {
				return this.fd === null;
			},
			configurable: true,
		},
	};

	function ReadStream(path, options) {
		if (!(this instanceof ReadStream)) return new ReadStream(path, options);
		options = { highWaterMark: 64 * 1024, ...optionsOf(options) };
		setUp(this, path, options, "r");
		this.end = options.end ?? Infinity;
		this.bytesRead = 0;
		this.pos = this.start;
		if (this.end !== Infinity) {
			validateInteger(this.end, "options.end", 0);
			if (this.start !== undefined && this.start > this.end) throw new ERR_OUT_OF_RANGE("start", `<= "end" (here: ${this.end})`, this.start);
		}
		Readable.call(this, { ...options, autoDestroy: this._autoClose });
	}
	Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
	Object.setPrototypeOf(ReadStream, Readable);
	Object.defineProperties(ReadStream.prototype, members);
	ReadStream.prototype._construct = function (callback) {
		prepare(this, callback);
	};
	ReadStream.prototype._read = function (n) {
		const at = this.pos ?? this.bytesRead;
		n = Math.min(this.end - (this.start === undefined ? this.bytesRead : at) + 1, n);
		if (n <= 0) return void this.push(null);
		const buffer = Buffer.allocUnsafe(n);
		let length;
		try {
			length = sync.read(this.fd, buffer, 0, n, this.pos ?? null);
		} catch (error) {
			this.destroy(error);
			return;
		}
		if (length === 0) return void this.push(null);
		if (this.pos !== undefined) this.pos += length;
		this.bytesRead += length;
		this.push(buffer.subarray(0, length));
	};
	ReadStream.prototype._destroy = function (error, callback) {
		shut(this, error, callback);
	};
	ReadStream.prototype.close = function (callback) {
		if (callback) finished(this, callback);
		this.destroy();
	};

	function WriteStream(path, options) {
		if (!(this instanceof WriteStream)) return new WriteStream(path, options);
		options = optionsOf(options);
		setUp(this, path, options, "w");
		this.bytesWritten = 0;
		// What is appended goes to the end, wherever that is then.
		this.pos = flagsOf(this.flags) & c.O_APPEND ? undefined : this.start;
		Writable.call(this, { ...options, decodeStrings: true, autoDestroy: this._autoClose });
		if (options.encoding) this.setDefaultEncoding(options.encoding);
	}
	Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
	Object.setPrototypeOf(WriteStream, Writable);
	Object.defineProperties(WriteStream.prototype, members);
	WriteStream.prototype._construct = function (callback) {
		prepare(this, callback);
	};
	WriteStream.prototype._writev = function (chunks, callback) {
		let error;
		try {
			const length = sync.writev(
				this.fd,
				chunks.map(({ chunk }) => chunk),
				this.pos ?? null,
			);
			this.bytesWritten += length;
			if (this.pos !== undefined) this.pos += length;
		} catch (failure) {
			error = failure;
		}
		callback(error);
	};
	WriteStream.prototype._write = function (chunk, encoding, callback) {
		this._writev([{ chunk }], callback);
	};
	WriteStream.prototype._destroy = ReadStream.prototype._destroy;
	WriteStream.prototype.close = function (callback) {
		if (callback) {
			if (this.closed) return void queueMicrotask(callback);
			this.on("close", callback);
		}
		if (!this._autoClose) this.on("finish", this.destroy);
		this.end();
	};
	WriteStream.prototype.destroySoon = WriteStream.prototype.end;

	return {
		ReadStream,
		WriteStream,
		createReadStream: (path, options) => new ReadStream(path, options),
		createWriteStream: (path, options) => new WriteStream(path, options),
	};
}

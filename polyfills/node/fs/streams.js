(require) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, ERR_STREAM_DESTROYED } = require("internal/errors");
	const v = require("internal/validators");
	const { Readable, Writable, finished } = require("stream");
	const { errorOrDestroy } = require("internal/stream/destroy");
	const { sync, pathOf, fdOf, flagsOf } = require("internal/fs/sync");
	const { FileHandle } = require("internal/fs/handle");
	const c = require("internal/fs/constants");

	const kFs = Symbol("kFs");
	const kBusy = Symbol("kBusy"); // an operation is under way
	const kIdle = Symbol("kIdle"); // the event of its end, after the stream was destroyed

	// What streams do with files. In the order of the platform's, each calls back when the script that
	// runs has returned.
	const later = (run, give) => {
		return (...args) => {
			const callback = args.pop();
			let results;
			try {
				results = [null, ...give(run(...args), args)];
			} catch (error) {
				results = [error];
			}
			queueMicrotask(() => callback(...results));
		};
	};
	const nothing = () => [];
	const withData = (n, args) => [n, args[1]];
	const ownFs = {
		open: later(sync.open, (fd) => [fd]),
		close: later(sync.close, nothing),
		fsync: later(sync.fsync, nothing),
		read: later(sync.read, withData),
		write: later(sync.write, withData),
		writev: later(sync.writev, withData),
	};

	// handleFs does it with a file handle.
	const handleFs = (handle) => {
		const method = (name, give) => {
			return (...args) => {
				const callback = args.pop();
				handle[name](...args.slice(1)).then((result) => callback(null, ...give(result)), callback);
			};
		};
		return {
			open() {
				throw new ERR_METHOD_NOT_IMPLEMENTED("open()");
			},
			close: method("close", nothing),
			fsync: method("sync", nothing),
			read: method("read", (r) => [r.bytesRead, r.buffer]),
			write: method("write", (r) => [r.bytesWritten, r.buffer]),
			writev: method("writev", (r) => [r.bytesWritten, r.buffers]),
		};
	};
	const fsOf = (fs) => {
		if (fs === undefined) return ownFs;
		v.validateObject(fs, "options.fs");
		const { open, close, fsync, read, write, writev } = fs;
		const given = { open, read, close, fsync, write, writev };
		for (const [name, fn] of Object.entries(given)) {
			if (fn === undefined) given[name] = ownFs[name];
			else v.validateFunction(fn, `options.fs.${name}`);
		}
		return given;
	};

	// setUp reads the options that streams for reading and writing have in common, and gives them.
	const setUp = (stream, path, options, fallback) => {
		if (options === null) options = {};
		else if (typeof options === "string") options = { encoding: options };
		v.validateObject(options, "options");
		const { encoding = null, autoClose = true, emitClose = true, start, highWaterMark = 64 * 1024, signal = null } = options;
		const { flags = fallback, fd = null, mode = 0o666, fs } = options;
		if (encoding !== "buffer" && encoding !== null && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE("options.encoding", encoding);
		v.validateBoolean(autoClose, "options.autoClose");
		v.validateBoolean(emitClose, "options.emitClose");
		v.validateUint32(start ?? 0, "options.start");
		v.validateUint32(highWaterMark, "options.highWaterMark");
		if (signal !== null) v.validateAbortSignal(signal, "options.signal");
		v.validateString(flags, "options.flags");
		v.parseFileMode(mode, "options.mode", 0o666);
		stream[kFs] = fsOf(fs);
		if (fd === null) {
			pathOf(path);
			Object.assign(stream, { fd: null, path, flags, mode });
		} else if (fd instanceof FileHandle) {
			if (fs !== undefined) throw new ERR_METHOD_NOT_IMPLEMENTED("FileHandle with fs");
			stream[kFs] = handleFs(fd);
			fd.on("close", () => stream.close());
			stream.fd = fd.fd;
		} else {
			stream.fd = fdOf(fd);
		}
		stream.start = start ?? 0;
		stream.pos = stream.start;
		stream.bytesRead = 0;
		stream[kBusy] = false;
		return { encoding, emitClose, highWaterMark, signal, flags, autoDestroy: autoClose };
	};

	// construct opens the file, if it is not open. A method open of the stream's own may do that, and
	// tells with an event.
	const construct = function (callback) {
		if (typeof this.fd === "number") return void callback();
		if (typeof this.open === "function") {
			const emit = this.emit;
			this.emit = function (name, ...args) {
				if (name === "open" || name === "error") {
					this.emit = emit;
					callback(name === "error" ? args[0] : null);
					if (name === "error") return true;
				}
				return Reflect.apply(emit, this, [name, ...args]);
			};
			return void this.open();
		}
		this[kFs].open(this.path, this.flags, this.mode, (error, fd) => {
			if (error) return void callback(error);
			this.fd = fd;
			callback();
			this.emit("open", fd);
			this.emit("ready");
		});
	};
	// ended notes the end of an operation; it tells whether the stream has been destroyed meanwhile.
	const ended = (stream, error) => {
		stream[kBusy] = false;
		if (stream.destroyed) stream.emit(kIdle, error);
		return stream.destroyed;
	};
	const close = (stream, error, callback) => {
		const { fd } = stream;
		if (typeof fd !== "number") return void callback(error);
		stream.fd = null;
		stream[kFs].close(fd, (failure) => callback(failure || error));
	};
	const flushAndClose = (stream, error, callback) => {
		if (!stream.flush || typeof stream.fd !== "number") return close(stream, error, callback);
		stream[kFs].fsync(stream.fd, (failure) => close(stream, error || failure, callback));
	};
	// destroy waits for what is under way before it closes the file.
	const destroy = function (error, callback) {
		if (!this[kBusy]) return flushAndClose(this, error, callback);
		this.once(kIdle, (failure) => flushAndClose(this, error || failure, callback));
	};

	// members are properties of both prototypes.
	const members = (name, state) => ({
		autoClose: {
			get() {
				if (!this?.[kFs]) throw new ERR_INVALID_THIS(name);
				return this[state].autoDestroy;
			},
			set(value) {
				if (!this?.[kFs]) throw new ERR_INVALID_THIS(name);
				this[state].autoDestroy = value;
			},
		},
		pending: {
			get() {
				return this.fd === null;
			},
			configurable: true,
		},
	});

	function ReadStream(path, options = {}) {
		if (!(this instanceof ReadStream)) return new ReadStream(path, options);
		const { end = Infinity } = options ?? {};
		if (end !== Infinity) {
			v.validateUint32(end, "options.end");
			const start = options.start ?? 0;
			if (start > end) throw new ERR_OUT_OF_RANGE("start", `<= "end" (here: ${end})`, start);
		}
		const common = setUp(this, path, options, "r");
		this.end = end;
		Readable.call(this, { ...common, construct, read, destroy });
	}
	Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
	Object.setPrototypeOf(ReadStream, Readable);
	Object.defineProperties(ReadStream.prototype, members("ReadStream", "_readableState"));
	const read = function (n) {
		n = Math.min(this.end - this.pos + 1, n);
		if (n <= 0) return void this.push(null);
		const buffer = Buffer.allocUnsafeSlow(n);
		this[kBusy] = true;
		this[kFs].read(this.fd, buffer, 0, n, this.pos, (error, length) => {
			if (ended(this, error)) return;
			if (error) return void errorOrDestroy(this, error);
			if (!length) return void this.push(null);
			this.pos += length;
			this.bytesRead += length;
			// A small chunk does not keep a large buffer.
			this.push(length === n ? buffer : Buffer.from(buffer.subarray(0, length)));
		});
	};
	ReadStream.prototype.close = function (callback) {
		if (callback) finished(this, callback);
		this.destroy();
	};

	function WriteStream(path, options = {}) {
		if (!(this instanceof WriteStream)) return new WriteStream(path, options);
		const flush = options?.flush ?? false;
		v.validateBoolean(flush, "options.flush");
		const common = setUp(this, path, options, "w");
		this.flush = flush;
		this.bytesWritten = 0;
		// What is appended goes to the end, wherever that is then.
		if (flagsOf(common.flags) & c.O_APPEND) this.pos = undefined;
		Writable.call(this, { ...common, decodeStrings: true, construct, write, writev, destroy });
		if (common.encoding !== null && common.encoding !== "buffer") this.setDefaultEncoding(common.encoding);
	}
	Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
	Object.setPrototypeOf(WriteStream, Writable);
	Object.defineProperties(WriteStream.prototype, members("WriteStream", "_writableState"));
	// put does an operation that writes size bytes. The file system takes all of them or fails.
	const put = (stream, size, callback, run) => {
		stream[kBusy] = true;
		run((error, length) => {
			if (!error && stream.destroyed) error = new ERR_STREAM_DESTROYED("write");
			if (!error) stream.bytesWritten += length;
			stream[kBusy] = false;
			callback(error);
			if (stream.destroyed) stream.emit(kIdle, error);
		});
		if (stream.pos !== undefined) stream.pos += size;
	};
	const write = function (chunk, encoding, callback) {
		const at = this.pos;
		put(this, chunk.byteLength, callback, (done) => this[kFs].write(this.fd, chunk, 0, chunk.byteLength, at, done));
	};
	const writev = function (data, callback) {
		const chunks = data.map(({ chunk }) => chunk);
		const size = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
		const at = this.pos;
		put(this, size, callback, (done) => this[kFs].writev(this.fd, chunks, at, done));
	};
	WriteStream.prototype.close = function (callback) {
		if (callback) {
			if (this.closed) return void queueMicrotask(callback);
			this.on("close", callback);
		}
		if (!this.autoClose) this.on("finish", this.destroy);
		this.end();
	};
	WriteStream.prototype.destroySoon = WriteStream.prototype.end;

	function createReadStream(path, options) {
		return new ReadStream(path, options);
	}
	function createWriteStream(path, options) {
		return new WriteStream(path, options);
	}
	return { ReadStream, WriteStream, createReadStream, createWriteStream };
}

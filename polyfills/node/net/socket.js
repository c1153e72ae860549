(require, ops) => {
	const { Buffer } = require("buffer");
	const { Duplex } = require("stream");
	const {
		ConnectException, EPIPE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_IP_ADDRESS, ERR_MISSING_ARGS, ERR_OPTION_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, ERR_SOCKET_CLOSED,
		ERR_SOCKET_CLOSED_BEFORE_CONNECTION, ERR_SOCKET_CONNECTING, GetAddrInfoException, SocketErrnoException,
	} = require("internal/errors");
	const { validateBoolean, validateFunction, validateInt32, validateNumber, validateObject, validatePort, validateString } = require("internal/validators");
	const { isIP } = require("internal/net/address");
	const { normalizeArgs } = require("internal/net/normalize");
	const { BoundSocket, adopt, anyAddress } = require("internal/net/bound");
	const ports = require("internal/net/ports");

	const state = Symbol("state");

	// A Worker's own address, where it has bound none: one that no network has.
	const HOST = "240.1.0.1";
	// mapped gives an address of IPv4 as one of another family.
	const mapped = (address, family) => (family === "IPv6" ? `::ffff:${address}` : address);
	// concrete gives the address that a connection has of a socket bound to all addresses.
	const concrete = (local) => (local.address === "0.0.0.0" || local.address === "::" ? { ...local, address: mapped(HOST, local.family) } : local);

	function Socket(options) {
		if (!(this instanceof Socket)) return new Socket(options);
		if (typeof options === "number") options = { fd: options };
		options = { ...options };
		for (const name of ["fd", "blockList"]) {
			if (options[name] !== undefined) throw new ERR_OPTION_NOT_IMPLEMENTED(`options.${name}`);
		}
		for (const name of ["objectMode", "readableObjectMode", "writableObjectMode"]) {
			if (options[name]) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], "is not supported");
		}
		this._handle = null;
		this.connecting = false;
		this._hadError = false;
		this._parent = null;
		this._host = null;
		this[state] = { read: 0, written: 0, reader: null, writer: null, reading: false, remote: {}, local: null, reserved: false, timer: null };
		Duplex.call(this, { ...options, allowHalfOpen: Boolean(options.allowHalfOpen), autoDestroy: true, emitClose: false, decodeStrings: true });
		this[state].onread = onreadOf(options.onread);
		this.on("end", onReadableStreamEnd);
		if (!options.handle) return;
		validateObject(options.handle, "options.handle");
		if (BoundSocket.isBoundSocket(options.handle)) hold(this, adopt(options.handle), true);
		else take(this, options.handle);
	}
	Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
	Object.setPrototypeOf(Socket, Duplex);

	// onReadableStreamEnd has what is written after the other side's end fail, where this one ends as well.
	function onReadableStreamEnd() {
		if (!this.allowHalfOpen) this.write = writeAfterEnd;
	}
	function writeAfterEnd(chunk, encoding, callback) {
		if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, callback);
		if (typeof encoding === "function") callback = encoding;
		const error = new EPIPE();
		if (typeof callback === "function") queueMicrotask(() => callback(error));
		this.destroy(error);
		return false;
	}

	// onreadOf reads the option onread, by which bytes go to a buffer of the user's and a callback.
	const onreadOf = (onread) => {
		if (onread === null || typeof onread !== "object") return null;
		const { buffer, callback } = onread;
		if (!(buffer instanceof Uint8Array || typeof buffer === "function") || typeof callback !== "function") return null;
		return { next: () => (typeof buffer === "function" ? buffer() : buffer), callback };
	};
	// deliver gives bytes to the socket's reader, piece by piece to one that has a buffer of its own. It
	// tells whether there may be more.
	const deliver = (socket, bytes) => {
		const { onread } = socket[state];
		if (!onread) return socket.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		let more = true;
		for (let at = 0; at < bytes.byteLength; ) {
			const buffer = onread.next();
			const n = Math.min(buffer.byteLength, bytes.byteLength - at);
			if (n === 0) break;
			buffer.set(bytes.subarray(at, at + n));
			at += n;
			if (onread.callback.call(socket, n, buffer) === false) more = false;
		}
		return more;
	};

	// hold gives a socket its own address. A port that is reserved is nobody else's until the socket ends.
	const hold = (socket, local, reserved) => {
		socket[state].local = local;
		socket[state].reserved = reserved;
	};
	const letGo = (socket) => {
		const s = socket[state];
		if (s.reserved) ports.release(s.local.port);
		s.local = null;
		s.reserved = false;
	};
	// bind gives a socket that connects an address, if it has none.
	const bind = (socket, { localAddress, localPort }, family) => {
		if (socket[state].local === null) {
			const address = localAddress ?? anyAddress(family === 6);
			const port = localPort ? ports.bind(address, localPort) : ports.ephemeral();
			hold(socket, { address, family: isIP(address) === 6 ? "IPv6" : "IPv4", port }, Boolean(localPort));
		}
		socket[state].local = concrete(socket[state].local);
	};

	// take gives a socket the streams of the platform's.
	const take = (socket, handle) => {
		socket._handle = handle;
		socket[state].reader = handle.readable.getReader();
		socket[state].writer = handle.writable.getWriter();
	};

	const checkOptions = (socket, options) => {
		if (options.port === undefined && options.path == null) throw new ERR_MISSING_ARGS(["options", "port", "path"]);
		if (options.path != null) throw new ERR_INVALID_ARG_VALUE("path", options.path, "is not supported");
		if (socket[state].local !== null && (options.localAddress !== undefined || options.localPort !== undefined)) {
			throw new ERR_INVALID_ARG_VALUE("options", options, "localAddress and localPort cannot be used with an adopted bound socket");
		}
		if (options.localAddress && !isIP(options.localAddress)) throw new ERR_INVALID_IP_ADDRESS(options.localAddress);
		if (options.autoSelectFamily != null) validateBoolean(options.autoSelectFamily, "options.autoSelectFamily");
		if (options.autoSelectFamilyAttemptTimeout != null) validateInt32(options.autoSelectFamilyAttemptTimeout, "options.autoSelectFamilyAttemptTimeout", 1);
		if (options.localPort) validateNumber(options.localPort, "options.localPort");
		if (typeof options.port !== "number" && typeof options.port !== "string") throw new ERR_INVALID_ARG_TYPE("options.port", ["number", "string"], options.port);
		if (options.host !== undefined) validateString(options.host, "options.host");
		if (options.lookup !== undefined) validateFunction(options.lookup, "options.lookup");
		const { lookup, family, hints, localAddress, localPort } = options;
		return { port: validatePort(options.port, "Port"), host: options.host || "localhost", lookup, family, hints, localAddress, localPort };
	};

	const activity = (socket) => {
		const s = socket[state];
		if (s.timer === null) return;
		clearTimeout(s.timer);
		s.timer = setTimeout(() => socket._onTimeout(), socket.timeout);
	};

	// lookUp has the user's function find the address of a name, then opens.
	const lookUp = (socket, target) => {
		const { host, lookup, family = 0, hints = 0 } = target;
		lookup.call(socket, host, { family: family === "IPv4" ? 4 : family === "IPv6" ? 6 : family, hints, all: false }, (error, address, type) => {
			socket.emit("lookup", error, address, type, host);
			if (!socket.connecting) return;
			if (error) socket.destroy(error);
			else if (!isIP(address)) socket.destroy(new ERR_INVALID_IP_ADDRESS(address));
			else open(socket, { ...target, host: address });
		});
	};
	// open connects. What is tried is told at once of an address, and of a name when it has been found.
	const open = async (socket, target) => {
		const { port } = target;
		const family = isIP(target.host);
		const host = family === 6 ? `[${target.host}]` : target.host;
		let told = false;
		const tell = () => {
			if (!told) socket.emit("connectionAttempt", host, port, family);
			told = true;
		};
		if (family !== 0) tell();
		let handle;
		try {
			bind(socket, target, family);
			handle = ops.connect({ hostname: host, port }, { allowHalfOpen: true, secureTransport: socket.encrypted ? "on" : "starttls" });
			take(socket, handle);
			handle.closed.catch(() => {});
			socket[state].remote = { address: target.host, port, family: family === 0 ? undefined : `IPv${family}` };
			await handle.opened;
		} catch (error) {
			if (socket.destroyed) return;
			socket.destroy(handle ? whyNotOpen(socket, handle, error, { ...target, host, family }, tell) : error);
			return;
		}
		if (socket.destroyed) return;
		tell();
		socket.connecting = false;
		activity(socket);
		socket.emit("connect");
		socket.emit("ready");
		socket.read(0);
	};
	// whyNotOpen tells of an attempt to connect that failed, and gives the error, as Node has it where the
	// system's reason is known.
	const whyNotOpen = (socket, handle, error, { host, port, family }, tell) => {
		const code = ops.failure(handle);
		const address = socket[state].remote.address;
		if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
			error = new GetAddrInfoException(code, address);
			socket.emit("lookup", error, undefined, undefined, address);
			return error;
		}
		if (code !== undefined) error = new ConnectException(code, address, port);
		tell();
		socket.emit("connectionAttemptFailed", host, port, family, error);
		return error;
	};
	// broken gives the error of a connection that broke, as Node has it where the system's reason is known.
	const broken = (handle, syscall, error) => {
		const code = ops.failure(handle);
		return code === undefined ? error : new SocketErrnoException(code, syscall);
	};

	// accept makes the socket of a connection that has come in.
	const accept = (handle, { local, remote, allowHalfOpen, highWaterMark }) => {
		const socket = new Socket({ allowHalfOpen, highWaterMark });
		take(socket, handle);
		hold(socket, local, false);
		socket[state].remote = remote;
		handle.closed.then(() => ended(socket), (error) => socket.destroy(error));
		return socket;
	};
	// ended ends what nobody reads, so that nobody would find out that its connection is over.
	const ended = (socket) => {
		const s = socket[state];
		if (s.reading || socket.destroyed || !s.reader) return;
		socket.push(null);
		socket.read(0);
	};

	const pull = async (socket) => {
		const s = socket[state];
		if (s.reading || !s.reader) return;
		s.reading = true;
		try {
			for (;;) {
				const reader = s.reader;
				const { value, done } = await reader.read();
				if (reader !== s.reader) return; // TLS has taken it
				activity(socket);
				if (done) {
					socket.push(null);
					socket.read(0);
					return;
				}
				s.read += value.byteLength;
				if (!deliver(socket, value)) return;
			}
		} catch (error) {
			if (s.reader) socket.destroy(broken(socket._handle, "read", error));
		} finally {
			s.reading = false;
		}
	};

	const define = (members) => {
		for (const key of Reflect.ownKeys(members)) Object.defineProperty(Socket.prototype, key, { ...Object.getOwnPropertyDescriptor(members, key), enumerable: true });
	};
	define({
		_unrefTimer() {
			activity(this);
		},
		setTimeout(msecs, callback) {
			if (this.destroyed) return this;
			validateNumber(msecs, "msecs");
			if (!(msecs >= 0 && Number.isFinite(msecs))) throw new ERR_OUT_OF_RANGE("msecs", "a non-negative finite number", msecs);
			this.timeout = msecs;
			clearTimeout(this[state].timer);
			this[state].timer = msecs === 0 ? null : setTimeout(() => this._onTimeout(), msecs);
			if (callback !== undefined) {
				validateFunction(callback, "callback");
				if (msecs === 0) this.removeListener("timeout", callback);
				else this.once("timeout", callback);
			}
			return this;
		},
		_onTimeout() {
			this.emit("timeout");
		},
		_getpeername() {
			return this._handle ? { ...this[state].remote } : {};
		},
		_getsockname() {
			return this[state].local ?? this._parentWrap?._getsockname() ?? {};
		},
		address() {
			return this._getsockname();
		},
		_writeGeneric(writev, data, encoding, callback) {
			if (this.connecting) {
				const closed = () => callback(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
				this.once("close", closed);
				this.once("connect", () => {
					this.removeListener("close", closed);
					this._writeGeneric(writev, data, encoding, callback);
				});
				return;
			}
			const { writer } = this[state];
			const handle = this._handle;
			if (!writer || !handle) {
				callback(new ERR_SOCKET_CLOSED());
				return;
			}
			const bytes = writev ? Buffer.concat(data.map(({ chunk, encoding: e }) => (typeof chunk === "string" ? Buffer.from(chunk, e) : chunk))) : typeof data === "string" ? Buffer.from(data, encoding) : data;
			activity(this);
			writer.write(bytes).then(() => {
				this[state].written += bytes.byteLength;
				callback();
			}, (error) => callback(broken(handle, "write", error)));
		},
		_writev(chunks, callback) {
			this._writeGeneric(true, chunks, "", callback);
		},
		_write(data, encoding, callback) {
			this._writeGeneric(false, data, encoding, callback);
		},
		_final(callback) {
			if (this.connecting) {
				this.once("connect", () => this._final(callback));
				return;
			}
			const { writer } = this[state];
			if (!writer) callback();
			else writer.close().then(() => callback(), () => callback());
		},
		end(data, encoding, callback) {
			Duplex.prototype.end.call(this, data, encoding, callback);
			return this;
		},
		pause() {
			return Duplex.prototype.pause.call(this);
		},
		resume() {
			return Duplex.prototype.resume.call(this);
		},
		read(n) {
			return Duplex.prototype.read.call(this, n);
		},
		_read() {
			if (this.connecting || !this[state].reader) {
				if (this.connecting) this.once("connect", () => this._read());
				return;
			}
			pull(this);
		},
		_reset() {
			return this.destroy();
		},
		resetAndDestroy() {
			if (!this._handle) this.destroy(new ERR_SOCKET_CLOSED());
			else if (this.connecting) this.once("connect", () => this.destroy());
			else this.destroy();
			return this;
		},
		destroySoon() {
			if (this.writable) this.end();
			if (this.writableFinished) this.destroy();
			else this.once("finish", this.destroy);
		},
		_destroy(error, callback) {
			const s = this[state];
			this.connecting = false;
			clearTimeout(s.timer);
			s.timer = null;
			this._hadError = Boolean(error);
			letGo(this);
			const handle = this._handle;
			this._handle = s.reader = s.writer = null;
			const tell = () => {
				callback(error);
				// Behind the error, which the stream tells in a microtask of its own.
				queueMicrotask(() => queueMicrotask(() => this.emit("close", Boolean(error))));
			};
			if (handle?.close) handle.close().then(tell, tell); // what is written is to arrive
			else tell();
		},
		connect(...args) {
			const [options, callback] = Array.isArray(args[0]) ? args[0] : normalizeArgs(args);
			const target = checkOptions(this, options);
			if (this.connecting) throw new ERR_SOCKET_CONNECTING();
			if (callback) this.once("connect", callback);
			if (this.destroyed) {
				this._undestroy();
				delete this.write;
				this[state].read = this[state].written = 0;
			}
			this.connecting = true;
			this._host = target.host;
			if (options.timeout) this.setTimeout(options.timeout);
			if (target.lookup && !isIP(target.host)) {
				lookUp(this, target);
				return this;
			}
			open(this, target);
			return this;
		},
		setNoDelay() {
			return this;
		},
		setKeepAlive() {
			return this;
		},
		ref() {
			return this;
		},
		unref() {
			return this;
		},
		get _connecting() {
			return this.connecting;
		},
		get pending() {
			return !this._handle || this.connecting;
		},
		get readyState() {
			if (this.connecting) return "opening";
			if (this.readable && this.writable) return "open";
			if (this.readable) return "readOnly";
			return this.writable ? "writeOnly" : "closed";
		},
		get bufferSize() {
			return this._handle || this.connecting ? this.writableLength : undefined;
		},
		get bytesRead() {
			return this[state]?.read; // there is none on the prototype
		},
		get _bytesDispatched() {
			return this[state].written;
		},
		get bytesWritten() {
			return this[state] && this[state].written + this.writableLength;
		},
		get remoteAddress() {
			return this._getpeername().address;
		},
		get remoteFamily() {
			return this._getpeername().family;
		},
		get remotePort() {
			return this._getpeername().port;
		},
		get localAddress() {
			return this._getsockname().address;
		},
		get localPort() {
			return this._getsockname().port;
		},
		get localFamily() {
			return this._getsockname().family;
		},
	});
	Socket.prototype[Symbol.asyncDispose] = async function () {
		this.destroy();
	};

	const connect = (...args) => {
		const normalized = normalizeArgs(args);
		const socket = new Socket(normalized[0]);
		return socket.connect(normalized);
	};

	return {
		Socket,
		connect,
		accept,
		concrete,
		mapped,
		// release takes the platform's socket away, for TLS to go on over it.
		release(socket) {
			const s = socket[state];
			const handle = socket._handle;
			const { reader, writer } = s;
			s.reader = s.writer = null;
			socket._handle = null;
			reader.releaseLock();
			writer.releaseLock();
			return handle;
		},
		take,
		setRemote(socket, from) {
			socket[state].remote = from[state].remote;
		},
	};
}

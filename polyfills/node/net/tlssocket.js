(require, flags) => {
	const { ERR_INVALID_ARG_TYPE, ERR_OPTION_NOT_IMPLEMENTED, ERR_TLS_INVALID_CONTEXT } = require("internal/errors");
	const { validateBuffer, validateFunction, validateInt32, validateNumber, validateObject, validateString, validateUint32 } = require("internal/validators");
	const { normalizeArgs } = require("internal/net/normalize");
	const { Socket, release, take, setRemote } = require("internal/net/socket");
	const { Duplex } = require("stream");
	const { SecureContext } = require("internal/tls/context");

	const must = (absent, name) => {
		if (!absent) throw new ERR_OPTION_NOT_IMPLEMENTED(`options.${name}`);
	};
	const checkOptions = (o) => {
		for (const name of ["enableTrace", "isServer", "server", "requestCert"]) must(!o[name], name);
		must(o.rejectUnauthorized !== false, "rejectUnauthorized");
		for (const name of ["ALPNProtocols", "SNICallback"]) must(o[name] === undefined, name);
		must(!o.requestOCSP, "requestOCSP");
		if (o.secureContext !== undefined && !(o.secureContext instanceof SecureContext)) throw new ERR_TLS_INVALID_CONTEXT("context");
		must(o.pskCallback === undefined, "pskCallback");
		if (o.checkServerIdentity !== undefined) {
			validateFunction(o.checkServerIdentity, "options.checkServerIdentity");
			must(!flags.strict, "checkServerIdentity");
		}
	};

	function TLSSocket(socket, options) {
		const o = { ...options };
		checkOptions(o);
		if (socket && !(socket instanceof Duplex)) throw new ERR_INVALID_ARG_TYPE("duplex", "stream.Duplex", socket);
		if (socket && !(socket instanceof Socket)) throw new Error("not emulated: tls over a stream that is no net.Socket");
		this._tlsOptions = o;
		this._secureEstablished = false;
		this._securePending = false;
		this._newSessionPending = false;
		this._controlReleased = false;
		this.secureConnecting = true;
		this.servername = o.servername ?? null;
		this.authorized = false;
		this.encrypted = true;
		Socket.call(this, { allowHalfOpen: socket ? socket.allowHalfOpen : o.allowHalfOpen, highWaterMark: o.highWaterMark, signal: o.signal });
		this._parentWrap = socket ?? null;
		this.ssl = null;
		if (socket) {
			socket.once("close", () => this.destroy());
			socket.once("error", (error) => this.destroy(error));
		} else {
			this.on("connect", () => this._finishInit());
		}
	}
	Object.setPrototypeOf(TLSSocket.prototype, Socket.prototype);
	Object.setPrototypeOf(TLSSocket, Socket);

	const missing = (words) => () => {
		throw new Error(`${words} is not implemented`);
	};
	const nothing = (value) => () => value;
	const members = {
		disableRenegotiation() {},
		_wrapHandle: nothing(null),
		_destroySSL() {},
		_init() {},
		renegotiate(options, callback) {
			validateObject(options, "options");
			if (callback !== undefined) validateFunction(callback, "callback");
			return false;
		},
		exportKeyingMaterial(length, label, context) {
			validateUint32(length, "length", true);
			validateString(label, "label");
			if (context !== undefined) validateBuffer(context, "context");
			missing("exportKeyingMaterial")();
		},
		setMaxSendFragment(size) {
			validateInt32(size, "size");
			return false;
		},
		_handleTimeout() {},
		_emitTLSError(error) {
			this._tlsError(error);
		},
		_tlsError(error) {
			this.emit("_tlsError", error);
			return error;
		},
		_releaseControl() {
			if (this._controlReleased) return false;
			this._controlReleased = true;
			return true;
		},
		_finishInit() {
			this._secureEstablished = true;
			this.secureConnecting = false;
			this.authorized = true;
			this.ssl = this._handle;
			this.emit("secure");
			this.emit("secureConnect");
		},
		// _start goes on over a socket that is connected, or will be.
		_start() {
			const plain = this._parentWrap;
			if (!plain) return;
			if (plain.connecting) {
				this.connecting = true;
				plain.once("connect", () => this._start());
				return;
			}
			this.connecting = true;
			upgrade(this, plain);
		},
		setServername(name) {
			validateString(name, "name");
			this.servername = name;
		},
		setSession() {},
		getPeerCertificate: missing("getPeerCertificate"),
		getCertificate: missing("TLSSocket.getCertificate"),
		getPeerX509Certificate: missing("TLSSocket.getPeerX509Certificate"),
		getX509Certificate: missing("TLSSocket.getX509Certificate"),
		setKeyCert: missing("TLSSocket.setKeyCert"),
		getCipher() {},
		getSharedSigalgs: nothing([]),
		getEphemeralKeyInfo() {},
		getFinished() {},
		getPeerFinished() {},
		getProtocol: nothing(null),
		getSession() {},
		getTLSTicket() {},
		isSessionReused: nothing(false),
		enableTrace() {},
	};
	Object.assign(TLSSocket.prototype, members);

	const upgrade = async (socket, plain) => {
		try {
			setRemote(socket, plain);
			const name = socket.servername ?? undefined;
			const handle = release(plain).startTls(name === undefined ? undefined : { expectedServerHostname: name });
			take(socket, handle);
			handle.closed.catch(() => {});
			await handle.opened;
		} catch (error) {
			socket.destroy(error);
			return;
		}
		if (socket.destroyed) return;
		socket.connecting = false;
		socket.emit("connect");
		socket._finishInit();
		socket.read(0);
	};

	// normalize gives [options, callback] of connect's arguments: options may come last too.
	const normalize = (args) => {
		const [options, callback] = normalizeArgs(args);
		const more = args.slice(1, 3).find((a) => a !== null && typeof a === "object");
		return [{ ...options, ...more }, callback];
	};
	const connect = (...args) => {
		const [options, callback] = normalize(args);
		if (options.minDHSize !== undefined) {
			validateNumber(options.minDHSize, "options.minDHSize", 1);
			throw new ERR_OPTION_NOT_IMPLEMENTED("options.minDHSize");
		}
		const socket = new TLSSocket(options.socket, options);
		if (callback) socket.once("secureConnect", callback);
		socket._releaseControl();
		if (options.socket) {
			socket.servername ??= options.host ?? null;
			socket._start();
		} else {
			if (options.timeout) socket.setTimeout(options.timeout);
			socket.connect(options);
		}
		return socket;
	};
	return { connect, TLSSocket };
}

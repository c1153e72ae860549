(require, flags) => {
	const { EventEmitter } = require("events");
	const {
		ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_STATUS_CODE, ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR, ERR_METHOD_NOT_IMPLEMENTED,
		ERR_OPTION_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, ERR_SERVER_ALREADY_LISTEN, ERR_STREAM_PREMATURE_CLOSE,
	} = require("internal/errors");
	const { validateBoolean, validateFunction, validateInteger, validateNumber, validateObject, validatePort } = require("internal/validators");
	const common = require("internal/http/common");
	const { kIncomingMessage, kServerResponse, kUniqueHeaders, kConnectionsCheckingInterval, kHighWaterMark, STATUS_CODES } = common;
	const { IncomingMessage, setBody, setSocket, rawHeadersOf } = require("internal/http/incoming");
	const { OutgoingMessage, kHeaders } = require("internal/http/outgoing");
	const { normalizeArgs } = require("internal/net/normalize");
	const ports = require("internal/net/ports");

	const answer = Symbol("answer");

	// A ServerResponse becomes a Response when its headers are sent.
	class ServerResponse extends OutgoingMessage {
		statusCode = 200;
		statusMessage = "unknown"; // as on the platform, whatever the status, until the program says another
		#controller = null;
		#given = 0;
		#errored = null;
		#head = null;
		#cut = false;

		constructor(req, options) {
			if (!flags.servers) throw new ERR_METHOD_NOT_IMPLEMENTED("ServerResponse");
			super(req, options);
			if (req.method === "HEAD") this._hasBody = false;
			this[answer] = Promise.withResolvers();
		}

		writeHead(statusCode, reason, headers) {
			if (this._header) throw new ERR_HTTP_HEADERS_SENT("write");
			const code = statusCode | 0;
			if (code < 200 || code > 999) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);
			if (typeof reason === "string") this.statusMessage = reason;
			else headers ??= reason;
			this.statusMessage ||= STATUS_CODES[code] || "unknown";
			this.statusCode = code;
			if (common._checkInvalidHeaderChar(this.statusMessage)) throw new ERR_INVALID_CHAR("statusMessage");
			if (this[kHeaders] && headers) this.#merge(headers);
			if (code === 204 || code === 304) this._hasBody = false;
			this._storeHeader(`HTTP/1.1 ${code} ${this.statusMessage}\r\n`, this[kHeaders] ?? headers ?? null);
			return this;
		}
		// #merge puts the headers of writeHead over those that were set before.
		#merge(headers) {
			if (!Array.isArray(headers)) {
				for (const name of Object.keys(headers)) if (headers[name]) this.setHeader(name, headers[name]);
				return;
			}
			const flat = Array.isArray(headers[0]) ? headers.flat() : headers;
			if (flat.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE("headers", headers);
			for (let i = 0; i < flat.length; i += 2) this.removeHeader(String(flat[i]));
			for (let i = 0; i < flat.length; i += 2) this.appendHeader(String(flat[i]), flat[i + 1]);
		}
		writeHeader(...args) {
			return this.writeHead(...args);
		}
		_implicitHeader() {
			this.writeHead(this.statusCode);
		}

		_begin(lines) {
			const headers = new Headers();
			for (const [name, value] of lines) headers.append(name, value);
			this.#head = { status: this.statusCode, statusText: this.statusMessage, headers };
		}
		// _deliver answers when it has the first bytes, and at once if they are the last too.
		_deliver(bytes, last) {
			if (this.#head) {
				const head = this.#head;
				this.#head = null;
				if (!this._hasBody) this[answer].resolve(new Response(null, head));
				else if (last) this[answer].resolve(new Response(this.#within(bytes)?.slice() ?? new Uint8Array(0), head));
				else this[answer].resolve(new Response(this.#stream(), head));
			}
			if (!this.#controller) return true;
			bytes = this.#within(bytes);
			if (bytes !== null && bytes.byteLength > 0) this.#controller.enqueue(new Uint8Array(bytes));
			if (last) this.#controller.close();
			return this.#controller.desiredSize > 0;
		}
		// #within cuts what is more than the Content-Length that the headers promise.
		#within(bytes) {
			if (bytes === null || this._contentLength === null) return bytes;
			const room = Math.max(0, this._contentLength - this.#given);
			this.#given += bytes.byteLength;
			return bytes.byteLength > room ? bytes.subarray(0, room) : bytes;
		}
		#stream() {
			return new ReadableStream(
				{
					start: (controller) => {
						this.#controller = controller;
					},
					pull: () => this._drained(),
					cancel: (reason) => {
						this.#controller = null;
						this.destroy(reason);
					},
				},
				{ highWaterMark: this[kHighWaterMark], size: (chunk) => chunk.byteLength },
			);
		}
		flushHeaders() {
			super.flushHeaders();
			if (this.#head) this._deliver(null, false);
		}
		_finished() {
			queueMicrotask(() => this.#close());
		}
		_cut() {
			return this.#cut;
		}
		#close() {
			if (this._closed) return;
			this.destroyed = true;
			this._closed = true;
			this.emit("close");
		}
		// destroy ends the answer where it is; one that has been said whole arrives.
		destroy(error) {
			if (this.destroyed) return this;
			this.destroyed = true;
			this.#errored = error;
			if (this.writableEnded) return this;
			this.#cut = true;
			const reason = error ?? new ERR_STREAM_PREMATURE_CLOSE();
			this[answer].promise.catch(() => {});
			this[answer].reject(reason);
			this.#controller?.error(reason);
			this.#controller = null;
			if (error && this.listenerCount("error") > 0) this.emit("error", error);
			queueMicrotask(() => this.#close());
			return this;
		}
		get closed() {
			return this._closed === true;
		}
		get errored() {
			return this.#errored;
		}
		// As on the platform, which has nothing between itself and the client to wait for.
		get writableFinished() {
			return this.finished;
		}

		get connection() {
			return this.socket;
		}
		get socket() {
			return this.req?.socket ?? null;
		}
		assignSocket() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("assignSocket");
		}
		detachSocket() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("detachSocket");
		}
		writeContinue() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("writeContinue");
		}
		writeProcessing() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("writeProcessing");
		}
		writeEarlyHints() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("writeEarlyHints");
		}
	}
	// destroyed is an own property, as Writable's accessor knows nothing of this class.
	Object.defineProperty(ServerResponse.prototype, "destroyed", {
		get() {
			return this._destroyed === true;
		},
		set(value) {
			this._destroyed = value;
		},
		configurable: true,
	});

	// socketOf makes what a request has in place of a socket.
	const socketOf = (message, headers, localPort) => {
		const socket = new EventEmitter();
		const client = headers.get("cf-connecting-ip");
		const remotePort = 0x8000 + Math.floor(Math.random() * 0x7fff);
		const alive = (value) => () => (message.destroyed ? undefined : value);
		Object.defineProperties(socket, {
			encrypted: { value: headers.get("x-forwarded-proto") === "https", configurable: true },
			readable: { get: () => message.readable, configurable: true },
			writable: { get: () => !message.destroyed, configurable: true },
			remoteFamily: { get: alive(client?.includes(":") ? "IPv6" : "IPv4"), configurable: true },
			remoteAddress: { get: alive(client ?? "127.0.0.1"), configurable: true },
			remotePort: { get: alive(remotePort), configurable: true },
			localAddress: { value: headers.get("host") ?? "127.0.0.1", configurable: true },
			localPort: { value: localPort, configurable: true },
			destroy: { value: (error) => message.destroy(error), configurable: true },
		});
		return socket;
	};

	// firstOf gives the first of values joined by commas; a comma within quotes joins nothing (RFC 9110, 5.6.4).
	const firstOf = (value) => /^(?:[^",\\]|\\|"(?:[^"\\]|\\.)*"?)*/.exec(value)[0];

	class Server extends EventEmitter {
		[kIncomingMessage] = IncomingMessage;
		[kServerResponse] = ServerResponse;
		[kUniqueHeaders] = null;
		httpAllowHalfOpen = false;
		timeout = 0;
		maxHeadersCount = null;
		maxRequestsPerSocket = 0;
		connectionsCheckingInterval = 30_000;
		requestTimeout = 300_000;
		headersTimeout = 60_000;
		requireHostHeader = false;
		joinDuplicateHeaders = false;
		rejectNonStandardBodyWrites = false;
		keepAliveTimeout = 5_000;
		keepAliveTimeoutBuffer = 1_000;
		highWaterMark = 64 * 1024;
		#port = null;

		constructor(options, listener) {
			if (!flags.servers) throw new ERR_METHOD_NOT_IMPLEMENTED("Server");
			super({ captureRejections: true });
			if (typeof options === "function") [options, listener] = [{}, options];
			options ??= {};
			validateObject(options, "options");
			storeHTTPOptions.call(this, options);
			if (options.highWaterMark !== undefined) {
				validateNumber(options.highWaterMark, "options.highWaterMark");
				if (options.highWaterMark > 0) this.highWaterMark = options.highWaterMark;
			}
			if (listener) this.on("request", listener);
			this[kUniqueHeaders] = common.parseUniqueHeadersOption(options.uniqueHeaders);
		}

		listen(...args) {
			const [options, callback] = normalizeArgs(args);
			const port = typeof options.port === "number" || typeof options.port === "string" ? validatePort(options.port, "options.port") : 0;
			if (this.#port !== null) throw new ERR_SERVER_ALREADY_LISTEN();
			if (callback !== null) this.once("listening", callback);
			this.#port = ports.bind(typeof options.host === "string" ? options.host : "127.0.0.1", port);
			ports.listen(this.#port, { fetch: (request, env, ctx) => this.#serve(request, env, ctx) });
			queueMicrotask(() => this.emit("listening"));
			return this;
		}
		close(callback) {
			if (this.#port !== null) ports.release(this.#port);
			this.#port = null;
			if (typeof callback === "function") this.once("close", callback);
			queueMicrotask(() => this.emit("close"));
			return this;
		}
		// #serve answers one request of the Worker.
		async #serve(request, env, ctx) {
			const message = new this[kIncomingMessage]();
			setSocket(message, socketOf(message, request.headers, this.#port));
			const { pathname, search } = new URL(request.url);
			message.url = pathname + search;
			message.method = request.method;
			message.joinDuplicateHeaders = this.joinDuplicateHeaders;
			const raw = rawHeadersOf(request.headers, firstOf);
			message._addHeaderLines(raw, raw.length);
			setBody(message, request.body);
			message.cloudflare = { env, ctx, cf: request.cf };
			const response = new this[kServerResponse](message, { highWaterMark: this.highWaterMark, rejectNonStandardBodyWrites: this.rejectNonStandardBodyWrites });
			try {
				this.emit("connection", this, message);
				this.emit("request", message, response);
				return await response[answer].promise;
			} catch (error) {
				response.destroy(error);
				throw error;
			}
		}

		// What an async listener rejects with ends the response; of other events it is told.
		[EventEmitter.captureRejectionSymbol](error, event, ...args) {
			if (event === "request") args[1].destroy(error);
			else if (event !== "error") this.emit("error", error);
			else queueMicrotask(() => { throw error; });
		}

		closeAllConnections() {}
		closeIdleConnections() {}
		setTimeout(msecs, callback) {
			if (typeof msecs === "function") callback = msecs;
			else if (typeof msecs === "number") this.timeout = msecs;
			if (typeof callback === "function") this.once("timeout", callback);
			return this;
		}
		getConnections(callback) {
			if (callback) {
				validateFunction(callback, "callback");
				queueMicrotask(() => callback(null, 0));
			}
			return this;
		}
		ref() {
			return this;
		}
		unref() {
			return this;
		}
		get listening() {
			return this.#port !== null;
		}
		address() {
			return this.#port === null ? null : { port: this.#port, family: "IPv4", address: "127.0.0.1" };
		}
		get maxConnections() {
			return Infinity;
		}
		get connections() {
			return 0;
		}
		async [Symbol.asyncDispose]() {
			await new Promise((resolve) => this.close(resolve));
		}
	}

	// storeHTTPOptions reads the options of a server; those that make no sense here throw.
	function storeHTTPOptions(options) {
		this[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
		this[kServerResponse] = options.ServerResponse || ServerResponse;
		for (const name of ["maxHeaderSize", "keepAliveTimeout", "keepAliveTimeoutBuffer", "connectionsCheckingInterval"]) {
			if (options[name] === undefined) continue;
			validateInteger(options[name], name, 0);
			throw new ERR_OPTION_NOT_IMPLEMENTED(name);
		}
		if (options.insecureHTTPParser !== undefined) validateBoolean(options.insecureHTTPParser, "options.insecureHTTPParser");
		const number = (name, fallback) => {
			if (options[name] === undefined) return fallback;
			validateInteger(options[name], name, 0);
			return options[name];
		};
		this.requestTimeout = number("requestTimeout", 300_000);
		this.headersTimeout = number("headersTimeout", Math.min(60_000, this.requestTimeout));
		if (this.requestTimeout > 0 && this.headersTimeout > this.requestTimeout) throw new ERR_OUT_OF_RANGE("headersTimeout", "<= requestTimeout", this.headersTimeout);
		const flag = (name, fallback) => {
			if (options[name] === undefined) return fallback;
			validateBoolean(options[name], `options.${name}`);
			return options[name];
		};
		this.requireHostHeader = flag("requireHostHeader", true);
		this.joinDuplicateHeaders = flag("joinDuplicateHeaders", false);
		this.rejectNonStandardBodyWrites = flag("rejectNonStandardBodyWrites", false);
	}

	const never = (name) => ({ [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(name); } })[name];
	return {
		STATUS_CODES,
		Server,
		ServerResponse,
		setupConnectionsTracking: never("setupConnectionsTracking"),
		storeHTTPOptions,
		_connectionListener: never("_connectionListener"),
		kServerResponse,
		httpServerPreClose(server) {},
		kConnectionsCheckingInterval,
	};
}

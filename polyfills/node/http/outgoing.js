(require) => {
	const { Buffer } = require("buffer");
	const { Writable, getDefaultHighWaterMark } = require("stream");
	const {
		ERR_HTTP_BODY_NOT_ALLOWED, ERR_HTTP_CONTENT_LENGTH_MISMATCH, ERR_HTTP_HEADERS_SENT, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED,
		ERR_STREAM_ALREADY_FINISHED, ERR_STREAM_CANNOT_PIPE, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END,
	} = require("internal/errors");
	const { validateString } = require("internal/validators");
	const { validateHeaderName, validateHeaderValue, kHighWaterMark } = require("internal/http/common");

	const kHeaders = Symbol("headers"); // by name in lower case: [name as given, value]
	const kCorked = Symbol("corked");

	// An OutgoingMessage has headers, which are rendered once, and a body, which goes to _deliver of
	// the class that extends it: (bytes, whether it is the last).
	class OutgoingMessage extends Writable {
		[kHeaders] = null;
		[kCorked] = [];

		outputData = [];
		outputSize = 0;
		strictContentLength = false;
		chunkedEncoding = false;
		sendDate = false;
		shouldKeepAlive = true;
		finished = false;
		useChunkedEncodingByDefault = true;
		maxRequestsOnConnectionReached = false;
		_headerSent = false;
		_header = null;
		_contentLength = null;
		_hasBody = true;
		_removedContLen = false;
		_removedConnection = false;
		_removedTE = false;
		_last = false;
		_defaultKeepAlive = true;
		_keepAliveTimeout = 0;
		#needDrain = false;
		#corks = 0;
		#written = 0;
		#lines = [];
		#strictBody = false; // a body where none may be throws

		constructor(req, options) {
			super({ autoDestroy: false, emitClose: false });
			this.req = req;
			this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark(false);
			this.#strictBody = Boolean(options?.rejectNonStandardBodyWrites);
		}

		// Headers.

		setHeader(name, value) {
			if (this._header) throw new ERR_HTTP_HEADERS_SENT("set");
			validateHeaderName(name);
			validateHeaderValue(name, value);
			this[kHeaders] ??= { __proto__: null };
			this[kHeaders][name.toLowerCase()] = [name, value];
			return this;
		}
		setHeaders(headers) {
			if (this._header) throw new ERR_HTTP_HEADERS_SENT("set");
			if (typeof headers !== "object" || headers === null || Array.isArray(headers) || typeof headers.keys !== "function" || typeof headers.get !== "function") {
				throw new ERR_INVALID_ARG_TYPE("headers", ["Headers", "Map"], headers);
			}
			const cookies = [];
			for (const [name, value] of headers) {
				if (name === "set-cookie") cookies.push(...[value].flat());
				else this.setHeader(name, value);
			}
			if (cookies.length > 0) this.setHeader("set-cookie", cookies);
			return this;
		}
		appendHeader(name, value) {
			if (this._header) throw new ERR_HTTP_HEADERS_SENT("append");
			validateHeaderName(name);
			validateHeaderValue(name, value);
			const entry = this[kHeaders]?.[name.toLowerCase()];
			if (!entry) return this.setHeader(name, value);
			entry[1] = [entry[1], value].flat();
			return this;
		}
		getHeader(name) {
			validateString(name, "name");
			return this[kHeaders]?.[name.toLowerCase()]?.[1];
		}
		hasHeader(name) {
			validateString(name, "name");
			return this[kHeaders]?.[name.toLowerCase()] !== undefined;
		}
		removeHeader(name) {
			validateString(name, "name");
			if (this._header) throw new ERR_HTTP_HEADERS_SENT("remove");
			const key = name.toLowerCase();
			if (key === "connection") this._removedConnection = true;
			if (key === "content-length") this._removedContLen = true;
			if (key === "transfer-encoding") this._removedTE = true;
			if (key === "date") this.sendDate = false;
			if (this[kHeaders]) delete this[kHeaders][key];
		}
		getHeaderNames() {
			return Object.keys(this[kHeaders] ?? {});
		}
		getRawHeaderNames() {
			return Object.values(this[kHeaders] ?? {}).map(([name]) => name);
		}
		getHeaders() {
			const headers = {};
			for (const [key, [, value]] of Object.entries(this[kHeaders] ?? {})) headers[key] = value;
			return headers;
		}
		get headersSent() {
			return this._header !== null;
		}
		flushHeaders() {
			if (!this._header) this._implicitHeader();
			this._sendHeaders();
		}
		_implicitHeader() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("_implicitHeader()");
		}
		_renderHeaders() {
			if (this._header) throw new ERR_HTTP_HEADERS_SENT("render");
			return Object.fromEntries(Object.values(this[kHeaders] ?? {}));
		}
		// _storeHeader fixes the headers, which come as an object or a list, behind a first line.
		_storeHeader(firstLine, headers) {
			const lines = [];
			const add = (name, value, check) => {
				if (check) validateHeaderName(name);
				const key = String(name).toLowerCase();
				for (const v of Array.isArray(value) ? value : [value]) {
					if (check) validateHeaderValue(name, v);
					if (key === "content-length") this._contentLength = Number(v);
					// Behind a known length its bytes are those of UTF-8 (RFC 6266, 4.3).
					const bytes = key === "content-disposition" && this._contentLength;
					lines.push([String(name), bytes ? Buffer.from(String(v), "latin1").toString() : String(v)]);
				}
			};
			if (headers === this[kHeaders] && headers) {
				for (const [name, value] of Object.values(headers)) add(name, value, false);
			} else if (Array.isArray(headers)) {
				const flat = Array.isArray(headers[0]) ? headers.flat() : headers;
				if (flat.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE("headers", headers);
				for (let i = 0; i < flat.length; i += 2) add(flat[i], flat[i + 1], true);
			} else if (headers) {
				for (const name of Object.keys(headers)) add(name, headers[name], true);
			}
			const has = (key) => lines.some(([name]) => name.toLowerCase() === key);
			if (this.sendDate && !has("date")) lines.push(["Date", new Date().toUTCString()]);
			if (!has("connection") && !this._removedConnection) lines.push(["Connection", this.shouldKeepAlive ? "keep-alive" : "close"]);
			if (!has("content-length") && !has("transfer-encoding") && this._hasBody) {
				if (!this._removedContLen && this._contentLength !== null) lines.push(["Content-Length", String(this._contentLength)]);
				else if (!this._removedTE && this.useChunkedEncodingByDefault) {
					lines.push(["Transfer-Encoding", "chunked"]);
					this.chunkedEncoding = true;
				}
			}
			const length = lines.find(([name]) => name.toLowerCase() === "content-length");
			if (length) this._contentLength = Number(length[1]);
			this.#lines = lines;
			this._header = firstLine + lines.map(([name, value]) => `${name}: ${value}\r\n`).join("") + "\r\n";
		}
		// _sendHeaders hands the headers on, once.
		_sendHeaders() {
			if (this._headerSent) return;
			this._headerSent = true;
			if (this.listenerCount("_headersSent") > 0) this.#tell();
			this._begin(this.#lines);
		}
		// #tell emits what stands in _header.
		#tell() {
			const [first, ...lines] = String(this._header).split("\r\n");
			const status = /^HTTP\/\d+\.\d+ (\d+) (.*)$/.exec(first);
			if (!status) return;
			const headers = new Headers();
			for (const line of lines.filter(Boolean)) headers.append(line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2));
			this.emit("_headersSent", { statusCode: Number(status[1]), statusMessage: status[2], headers });
		}
		_begin(lines) {}
		// Nobody takes what a message of this class says: it is kept count of.
		_deliver(bytes, last) {
			this.outputSize += bytes?.byteLength ?? 0;
			return this.outputSize < this[kHighWaterMark];
		}
		// _send says something behind the headers, whoever has made them.
		_send(data, encoding, callback) {
			const bytes = typeof data === "string" ? Buffer.from(data, encoding) : data;
			if (typeof callback === "function") queueMicrotask(() => callback(null));
			return this.#deliver(bytes, false);
		}

		// The body.

		write(chunk, encoding, callback) {
			if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
			const ok = this.#take(chunk, encoding, callback, false);
			if (!ok) this.#needDrain = true;
			return ok;
		}
		end(chunk, encoding, callback) {
			if (typeof chunk === "function") [chunk, encoding, callback] = [undefined, undefined, chunk];
			else if (typeof encoding === "function") [encoding, callback] = [undefined, encoding];
			if (this.finished) {
				if (chunk) {
					this.#problem(new ERR_STREAM_WRITE_AFTER_END(), callback);
				} else if (typeof callback === "function") {
					if (this.writableFinished) callback(new ERR_STREAM_ALREADY_FINISHED("end"));
					else this.once("finish", callback);
				}
				return this;
			}
			if (typeof callback === "function") this.once("finish", callback);
			const given = chunk !== undefined && chunk !== null;
			if (!given && !this._header) {
				this._contentLength = 0;
				this._implicitHeader();
			}
			const rest = this[kCorked].splice(0);
			this.#corks = 0;
			for (const bytes of rest) this.#deliver(bytes, false);
			if (given) {
				if (!this.#take(chunk, encoding, undefined, true) && this.destroyed) return this;
			} else {
				this._sendHeaders();
				this._deliver(null, true);
			}
			if (this.strictContentLength && this._contentLength !== null && this.#written !== this._contentLength && this._hasBody) {
				throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(this.#written, this._contentLength);
			}
			this.finished = true;
			this.#needDrain = false;
			this.emit("prefinish");
			queueMicrotask(() => this.#finish());
			return this;
		}
		#finish() {
			if (this._cut()) return;
			this._writableFinished = true;
			this.emit("finish");
			this._finished();
		}
		_finished() {}
		// _cut tells whether the message was destroyed before all was said.
		_cut() {
			return this.destroyed;
		}
		// #problem tells of what cannot be said any more.
		#problem(error, callback) {
			const over = this._closed; // then it is no news
			queueMicrotask(() => {
				callback?.(error);
				if (!this.destroyed && !over) this.emit("error", error);
			});
		}
		// #take checks a chunk and delivers it.
		#take(chunk, encoding, callback, last) {
			if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
			if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "Uint8Array"], chunk);
			const problem = this.finished ? new ERR_STREAM_WRITE_AFTER_END() : this.destroyed ? new ERR_STREAM_DESTROYED("write") : null;
			if (problem) {
				this.#problem(problem, callback);
				return !this.destroyed;
			}
			const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
			if (!this._header) {
				if (last) this._contentLength = bytes.byteLength;
				this._implicitHeader();
			}
			if (!this._hasBody && this.#strictBody) throw new ERR_HTTP_BODY_NOT_ALLOWED();
			if (typeof callback === "function") queueMicrotask(() => callback(null));
			if (this.#corks > 0 && !last) {
				this[kCorked].push(bytes);
				return true;
			}
			return this.#deliver(bytes, last);
		}
		#deliver(bytes, last) {
			this._sendHeaders();
			this.#written += bytes.byteLength;
			if (!this._hasBody) return last ? this._deliver(null, true) : true;
			return this._deliver(bytes, last);
		}
		// _drained says that there is room again.
		_drained() {
			if (!this.#needDrain || this.destroyed || this.finished) return;
			this.#needDrain = false;
			this.emit("drain");
		}
		cork() {
			this.#corks++;
		}
		uncork() {
			if (this.#corks > 0 && --this.#corks > 0) return;
			for (const bytes of this[kCorked].splice(0)) this.#deliver(bytes, false);
		}
		get writableCorked() {
			return this.#corks;
		}
		get writableLength() {
			const head = this._headerSent || this[kCorked].length === 0 ? 0 : this._header.length; // goes with the first bytes
			return this[kCorked].reduce((sum, bytes) => sum + bytes.byteLength, head);
		}
		get writableHighWaterMark() {
			return this[kHighWaterMark];
		}
		get writableNeedDrain() {
			return !this.destroyed && !this.finished && this.#needDrain;
		}
		get writableEnded() {
			return this.finished;
		}
		get writableFinished() {
			return this._writableFinished === true;
		}
		get writableObjectMode() {
			return false;
		}
		pipe(destination) {
			this.emit("error", new ERR_STREAM_CANNOT_PIPE());
			return destination;
		}
	}

	return { OutgoingMessage, kHeaders };
}

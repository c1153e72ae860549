(require) => {
	const { validateNumber } = require("internal/validators");
	const { Buffer } = require("buffer");
	const { Readable } = require("stream");

	const source = Symbol("source");

	// Headers that are not joined: the first one counts.
	const single = new Set([
		"age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host", "if-modified-since",
		"if-unmodified-since", "last-modified", "location", "max-forwards", "proxy-authorization", "referer", "retry-after",
		"server", "user-agent",
	]);

	class IncomingMessage extends Readable {
		#headers = null;
		#headersDistinct = null;
		#reader = null;
		#reading = false;

		aborted = false;
		url = "";
		method = null;
		statusCode = null;
		statusMessage = null;
		httpVersionMajor = 1;
		httpVersionMinor = 1;
		httpVersion = "1.1";
		complete = false;
		rawHeaders = [];
		rawTrailers = [];
		joinDuplicateHeaders = false;
		cloudflare = { cf: undefined, env: undefined, ctx: undefined };
		_dumped = false;
		_consuming = false;
		_paused = false;

		constructor(socket) {
			super();
			this[source] = { body: null, socket };
		}

		_read() {
			this._consuming = true;
			if (this[source].body === null) {
				this.complete = true;
				this.push(null);
				return;
			}
			this.#pull();
		}
		async #pull() {
			if (this.#reading) return;
			this.#reading = true;
			try {
				this.#reader ??= this[source].body.getReader();
				while (!this.destroyed) {
					const { value, done } = await this.#reader.read();
					if (done) {
						this.complete = true;
						this.push(null);
						return;
					}
					if (!this.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength))) return;
				}
			} catch (error) {
				this.destroy(error);
			} finally {
				this.#reading = false;
			}
		}
		_destroy(error, callback) {
			if (!this.readableEnded || !this.complete) {
				this.aborted = true;
				this.emit("aborted");
			}
			if (!this.complete && this.#reader) this.#reader.cancel(error).catch(() => {});
			// Who does not listen for errors is spared them.
			queueMicrotask(() => callback(error && this.listenerCount("error") > 0 ? error : null));
		}

		get connection() {
			return this[source].socket;
		}
		set connection(socket) {
			this[source].socket = socket;
		}
		get socket() {
			return this[source].socket;
		}
		set socket(socket) {
			this[source].socket = socket;
		}

		get headers() {
			if (this.#headers) return this.#headers;
			this.#headers = {};
			for (let i = 0; i < this.rawHeaders.length; i += 2) this._addHeaderLine(this.rawHeaders[i], this.rawHeaders[i + 1], this.#headers);
			return this.#headers;
		}
		set headers(headers) {
			this.#headers = headers;
		}
		get headersDistinct() {
			if (this.#headersDistinct) return this.#headersDistinct;
			this.#headersDistinct = {};
			for (let i = 0; i < this.rawHeaders.length; i += 2) this._addHeaderLineDistinct(this.rawHeaders[i], this.rawHeaders[i + 1], this.#headersDistinct);
			return this.#headersDistinct;
		}
		set headersDistinct(headers) {
			this.#headersDistinct = headers;
		}
		// There are no trailers, whatever is set.
		get trailers() {
			return {};
		}
		set trailers(trailers) {}
		get trailersDistinct() {
			return {};
		}
		set trailersDistinct(trailers) {}
		_addHeaderLines(headers, count) {
			this.rawHeaders = headers.slice(0, count);
			this.#headers = this.#headersDistinct = null;
		}
		_addHeaderLine(name, value, into) {
			name = name.toLowerCase();
			if (name === "set-cookie") {
				if (Object.hasOwn(into, name)) into[name].push(value);
				else into[name] = [value];
			} else if (!Object.hasOwn(into, name)) {
				into[name] = value;
			} else if (name === "cookie") {
				into[name] += "; " + value;
			} else if (this.joinDuplicateHeaders || !single.has(name)) {
				into[name] += ", " + value;
			}
		}
		_addHeaderLineDistinct(name, value, into) {
			name = name.toLowerCase();
			if (into[name]) into[name].push(value);
			else into[name] = [value];
		}

		// _dump lets a body go by that nobody wants.
		_dump() {
			if (this._dumped) return;
			this._dumped = true;
			this.resume();
		}
		setTimeout(msecs, callback) {
			validateNumber(msecs, "msecs");
			if (callback) this.on("timeout", callback);
			return this;
		}
	}

	return {
		IncomingMessage,
		// setBody gives a message its body, a ReadableStream or null.
		setBody(message, body) {
			message[source].body = body;
		},
		setSocket(message, socket) {
			message[source].socket = socket;
		},
		// rawHeadersOf lists the names and values of Headers. Of those that are not joined, but came joined,
		// a request has the first value.
		rawHeadersOf(headers, first = (value) => value) {
			return [...headers].flatMap(([name, value]) => [name, single.has(name) ? first(value) : value]);
		},
	};
}

(require) => {
	const { Buffer } = require("buffer");
	const {
		AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_HTTP_TOKEN, ERR_INVALID_PROTOCOL, ERR_METHOD_NOT_IMPLEMENTED,
		ERR_OPTION_NOT_IMPLEMENTED, ERR_UNESCAPED_CHARACTERS,
	} = require("internal/errors");
	const { validateBoolean, validateFunction, validateInteger, validateNumber, validateString } = require("internal/validators");
	const { _checkIsHttpToken, parseUniqueHeadersOption, kUniqueHeaders } = require("internal/http/common");
	const { IncomingMessage, setBody, rawHeadersOf } = require("internal/http/incoming");
	const { OutgoingMessage, kHeaders } = require("internal/http/outgoing");
	const { globalAgent } = require("internal/http/agents");

	const invalidPath = /[^\u0021-\u00ff]/;
	// A path that begins so would name another host.
	const otherHost = /^(?:[/\\]{2}|[a-z][a-z0-9+.-]*:)/i;

	const checkPath = (path, name) => {
		if (otherHost.test(path)) throw new ERR_INVALID_ARG_VALUE(name, path, "must be a path-only request target");
	};

	const optionsOf = (url) => {
		const options = {
			__proto__: null,
			protocol: url.protocol,
			hostname: url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname,
			hash: url.hash,
			search: url.search,
			pathname: url.pathname,
			path: url.pathname + url.search,
			href: url.href,
		};
		if (url.port !== "") options.port = Number(url.port);
		if (url.username || url.password) options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
		return options;
	};
	const checkHost = (host, name) => {
		if (host !== null && host !== undefined && typeof host !== "string") throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ["string", "undefined", "null"], host);
		return host;
	};
	// Options that make no sense over fetch throw, once they are of the right type.
	const unsupported = {
		maxHeaderSize: (v) => validateInteger(v, "maxHeaderSize", 0),
		createConnection: (v) => validateFunction(v, "options.createConnection"),
		lookup: (v) => validateFunction(v, "options.lookup"),
		socketPath: (v) => validateString(v, "options.socketPath"),
	};
	const agentOf = (options) => {
		const fallback = options._defaultAgent || globalAgent;
		let { agent } = options;
		if (agent === false) agent = new fallback.constructor();
		else if (agent === null || agent === undefined) agent = typeof options.createConnection === "function" ? undefined : fallback;
		else if (typeof agent !== "object" || typeof agent.addRequest !== "function") {
			throw new ERR_INVALID_ARG_TYPE("options.agent", ["Agent-like Object", "undefined", "false"], agent);
		}
		return { agent, fallback };
	};

	class ClientRequest extends OutgoingMessage {
		#abort = new AbortController();
		#body = [];
		#timer = null;
		#message = null;

		timeout = undefined;
		method = "GET";
		path = "/";
		host = undefined;
		protocol = "http:";
		port = "80";
		aborted = false;
		reusedSocket = false;
		maxHeadersCount = Infinity;
		connection = null;
		socket = null;
		res = null;

		constructor(input, options, callback) {
			super();
			if (typeof input === "string") input = optionsOf(new URL(input));
			else if (input instanceof URL) input = optionsOf(input);
			else [input, options, callback] = [{}, input, options];
			if (typeof options === "function") [options, callback] = [{}, options];
			options = Object.assign({}, input, options);

			this.#address(options);
			this.#method(options);
			for (const [name, check] of Object.entries(unsupported)) {
				if (options[name] === undefined) continue;
				check(options[name]);
				throw new ERR_OPTION_NOT_IMPLEMENTED(`options.${name}`);
			}
			if (options.insecureHTTPParser !== undefined) validateBoolean(options.insecureHTTPParser, "options.insecureHTTPParser");
			if (options.joinDuplicateHeaders !== undefined) validateBoolean(options.joinDuplicateHeaders, "options.joinDuplicateHeaders");
			this.joinDuplicateHeaders = options.joinDuplicateHeaders;
			if (options.timeout !== undefined) {
				validateNumber(options.timeout, "timeout");
				this.timeout = options.timeout;
			}
			this.#headers(options);
			this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
			if (callback) this.once("response", callback);
			const { signal } = options;
			const abort = () => this.destroy(new AbortError(undefined, { cause: signal.reason }));
			if (signal?.aborted) queueMicrotask(abort);
			else signal?.addEventListener("abort", abort, { once: true });
		}

		#address(options) {
			if (options.path) {
				if (invalidPath.test(options.path)) throw new ERR_UNESCAPED_CHARACTERS("Request path");
				checkPath(options.path, "options.path");
			}
			const { agent, fallback } = agentOf(options);
			this.agent = agent;
			const expected = agent?.protocol || fallback.protocol;
			this.protocol = options.protocol || fallback.protocol;
			if (this.protocol !== expected) throw new ERR_INVALID_PROTOCOL(this.protocol, expected);
			this.defaultPort = options.defaultPort || agent?.defaultPort || 80;
			this.port = String(options.port || this.defaultPort);
			this.host = checkHost(options.hostname, "hostname") || checkHost(options.host, "host") || "localhost";
			this.path = options.path || "/";
		}
		#method({ method }) {
			if (method !== null && method !== undefined && typeof method !== "string") throw new ERR_INVALID_ARG_TYPE("options.method", "string", method);
			if (!method) return;
			if (!_checkIsHttpToken(method)) throw new ERR_INVALID_HTTP_TOKEN("Method", method);
			this.method = method.toUpperCase();
		}
		#headers(options) {
			const { headers } = options;
			if (Array.isArray(headers)) {
				const flat = Array.isArray(headers[0]) ? headers.flat() : headers;
				if (flat.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE("headers", headers);
				for (let i = 0; i < flat.length; i += 2) this.appendHeader(flat[i], flat[i + 1]);
				return;
			}
			if (headers) {
				if ("host" in headers) validateString(headers.host, "host");
				for (const name of Object.keys(headers)) this.setHeader(name, headers[name]);
			}
			const setHost = options.setHost !== undefined ? Boolean(options.setHost) : options.setDefaultHeaders !== false;
			if (setHost && !this.getHeader("host")) {
				const host = this.host.includes(":") && !this.host.startsWith("[") ? `[${this.host}]` : this.host;
				this.setHeader("Host", Number(this.port) === this.defaultPort ? host : `${host}:${this.port}`);
			}
			if (options.auth && !this.getHeader("Authorization")) this.setHeader("Authorization", "Basic " + Buffer.from(options.auth).toString("base64"));
		}

		_implicitHeader() {
			this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`, this[kHeaders]);
		}
		_deliver(bytes, last) {
			if (bytes !== null && bytes.byteLength > 0) this.#body.push(bytes.slice());
			return true;
		}
		_finished() {
			this.#fetch().then((response) => this.#answered(response), (error) => this.#failed(error));
		}
		async #fetch() {
			checkPath(this.path, "path"); // it may have been set since
			const headers = [];
			for (const [name, value] of Object.values(this[kHeaders] ?? {})) {
				for (const v of Array.isArray(value) && !this.joinDuplicateHeaders ? value : [value]) headers.push([name, Array.isArray(v) ? v.join(", ") : String(v)]);
			}
			if (this.timeout) this.#timer = setTimeout(() => this.emit("timeout"), this.timeout);
			const host = this.host.includes(":") && !this.host.startsWith("[") ? `[${this.host}]` : this.host;
			const bodiless = this.method === "GET" || this.method === "HEAD";
			return fetch(new URL(this.path, `${this.protocol}//${host}:${this.port}`), {
				method: this.method,
				headers,
				body: bodiless || this.#body.length === 0 ? null : Buffer.concat(this.#body),
				signal: this.#abort.signal,
				redirect: "manual",
				encodeResponseBody: "manual",
			});
		}
		#answered(response) {
			clearTimeout(this.#timer);
			if (this.destroyed) return;
			const message = new IncomingMessage();
			const raw = rawHeadersOf(response.headers);
			message._addHeaderLines(raw, raw.length);
			message.statusCode = response.status;
			message.statusMessage = response.statusText;
			message.url = response.url;
			message.req = this;
			setBody(message, response.body);
			this.#message = this.res = message;
			message.on("error", (error) => this.emit("error", error));
			message.once("end", () => this.#close());
			// Without anybody to take it the body is let go by.
			if (!this.emit("response", message)) message._dump();
		}
		#failed(error) {
			clearTimeout(this.#timer);
			if (this.destroyed) return;
			this.destroyed = true;
			queueMicrotask(() => this.emit("error", error)); // what nobody listens to is no rejection
			queueMicrotask(() => this.#close());
		}
		#close() {
			if (this._closed) return;
			this._closed = true;
			this.emit("close");
		}

		abort() {
			if (this.aborted) return;
			this.aborted = true;
			queueMicrotask(() => this.emit("abort"));
			this.destroy();
		}
		destroy(error) {
			if (this.destroyed) return this;
			this.destroyed = true;
			clearTimeout(this.#timer);
			this.#abort.abort(error);
			this.#message?.destroy(error);
			queueMicrotask(() => {
				if (!this.#message && (error || !this.aborted)) {
					const hangUp = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
					this.emit("error", error ?? hangUp);
				}
				this.#close();
			});
			return this;
		}
		get closed() {
			return this._closed === true;
		}
		onSocket() {}
		addTrailers() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("addTrailers");
		}
		setNoDelay(noDelay) {
			if (noDelay !== undefined) validateBoolean(noDelay, "noDelay");
		}
		setSocketKeepAlive(enable, initialDelay) {
			if (enable !== undefined) validateBoolean(enable, "enable");
			if (initialDelay !== undefined) validateNumber(initialDelay, "initialDelay");
		}
		clearTimeout(callback) {
			this.setTimeout(0, callback);
		}
		setTimeout(msecs, callback) {
			validateNumber(msecs, "msecs");
			clearTimeout(this.#timer);
			this.timeout = msecs;
			if (callback) this.once("timeout", callback);
			if (this.finished && msecs && !this.#message) this.#timer = setTimeout(() => this.emit("timeout"), msecs);
			return this;
		}
	}
	Object.defineProperty(ClientRequest.prototype, "destroyed", {
		get() {
			return this._destroyed === true;
		},
		set(value) {
			this._destroyed = value;
		},
		configurable: true,
	});
	return { ClientRequest, optionsOf };
}

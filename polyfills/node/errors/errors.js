(require, ops) => {
	const { inspect } = ops;

	const coded = { toString() { return `${this.name} [${this.code}]: ${this.message}`; } }.toString;
	// toStringOf gives a function without a name, as the platform's instances have it.
	const toStringOf = () => function () { return coded.call(this); };

	// define makes the constructor of a code's errors: text gives the message, and more, if there is
	// some, further properties, from the constructor's arguments. As on the platform, errors of plain Error
	// have a class of the code's name, and the others are of Base itself.
	const define = (code, Base, text, more) => {
		const plain = Base === Error || Base === URIError;
		const ranged = code === "ERR_OUT_OF_RANGE";
		const NodeError = {
			[code]: function (...args) {
				const error = Reflect.construct(plain ? Error : Base, [typeof text === "function" ? text(...args) : text], NodeError);
				error.code = code;
				error.name = ranged ? `${Base.name} [${code}]` : Base.name;
				Error.captureStackTrace(error, NodeError);
				if (ranged && error.stack) error.name = Base.name; // its stack, which was made by asking, has the code
				if (!ranged && !plain) error.toString = toStringOf();
				if (more) Object.assign(error, more(...args));
				return error;
			},
		}[code];
		NodeError.prototype = Base.prototype;
		if (plain || ranged) {
			const own = (value) => ({ value, writable: true, configurable: true });
			NodeError.prototype = Object.create((plain ? Error : Base).prototype, { constructor: own(NodeError) });
			if (plain) Object.defineProperty(NodeError.prototype, "toString", own(coded));
		}
		return NodeError;
	};

	// Words for what a value is.

	const primitiveTypes = ["string", "function", "number", "object", "Function", "Object", "boolean", "bigint", "symbol"];
	const list = (words, conjunction = "or") => {
		if (words.length < 3) return words.join(` ${conjunction} `);
		return `${words.slice(0, -1).join(", ")}, ${conjunction} ${words.at(-1)}`;
	};
	const kindOf = (name) => (name.includes(".") ? "property" : "argument");

	const expectedText = (expected) => {
		const types = [];
		const instances = [];
		const others = [];
		for (const e of [expected].flat()) {
			if (primitiveTypes.includes(e)) types.push(e.toLowerCase());
			else if (/^([A-Z][a-z0-9]*)+$/.test(e)) instances.push(e);
			else others.push(e);
		}
		if (instances.length > 0 && types.includes("object")) {
			types.splice(types.indexOf("object"), 1);
			instances.push("Object");
		}
		const parts = [];
		if (types.length > 0) parts.push(`${types.length > 1 ? "one of type" : "of type"} ${list(types)}`);
		if (instances.length > 0) parts.push(`an instance of ${list(instances)}`);
		if (others.length > 1) parts.push(`one of ${list(others)}`);
		else if (others.length === 1) parts.push((others[0].toLowerCase() === others[0] ? "" : "an ") + others[0]);
		return parts.join(" or ");
	};

	// received tells what came instead; of a primitive whose text is longer than longest, the beginning.
	const received = (value, longest = 28) => {
		if (value === null || value === undefined) return String(value);
		if (typeof value === "function" && value.name) return `function ${value.name}`;
		if (typeof value === "object") {
			if (value.constructor?.name) return `an instance of ${value.constructor.name}`;
			return inspect(value, -1);
		}
		let text = inspect(value);
		if (text.length > longest) text = text.slice(0, 25) + "...";
		return `type ${typeof value} (${text})`;
	};

	const separated = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "_");
	const rangeReceived = (value) => {
		if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) return separated(String(value));
		if (typeof value === "bigint") {
			const text = String(value);
			return (value > 2n ** 32n || value < -(2n ** 32n) ? separated(text) : text) + "n";
		}
		return inspect(value);
	};
	const nameOf = (name) => (typeof name === "symbol" ? name.description : name);

	const messages = {
		argType: (name, expected, actual) => {
			const subject = name.endsWith(" argument") ? name : `"${name}" ${kindOf(name)}`;
			return `The ${subject} must be ${expectedText(expected)}. Received ${received(actual, 25)}`;
		},
		argValue: (name, value, reason = "is invalid") => {
			return `The ${kindOf(name)} '${name}' ${reason}. Received ${inspect(value)}`;
		},
		missingArgs: (...names) => {
			const quoted = names.map((n) => (Array.isArray(n) ? n.map((m) => `"${m}"`).join(" or ") : `"${n}"`));
			return `The ${list(quoted, "and")} argument${names.length > 1 ? "s" : ""} must be specified`;
		},
	};

	// make gives the constructor of a code: a line is a code, the class, what it says, and what else it carries.
	const make = (code) => {
		switch (code) {
		case "ERR_AMBIGUOUS_ARGUMENT": return define(code, TypeError, (name, reason) => `The "${name}" argument is ambiguous. ${reason}`);
		case "ERR_ARG_NOT_ITERABLE": return define(code, TypeError, (name) => `${name} must be iterable`);
		case "ERR_ASYNC_CALLBACK": return define(code, TypeError, (name) => `${name} must be a function`);
		case "ERR_ASYNC_TYPE": return define(code, TypeError, (name) => `Invalid name for async "type": ${name}`);
		case "ERR_BROTLI_INVALID_PARAM": return define(code, RangeError, (value) => `${value} is not a valid Brotli parameter`);
		case "ERR_BUFFER_OUT_OF_BOUNDS": return define(code, RangeError, (name) => (name ? `"${name}" is outside of buffer bounds` : "Attempt to access memory outside buffer bounds"));
		case "ERR_BUFFER_TOO_LARGE": return define(code, RangeError, (size) => `Cannot create a Buffer larger than ${size} bytes`);
		case "ERR_CONSTRUCT_CALL_INVALID": return define(code, TypeError, "Constructor cannot be called");
		case "ERR_CONSTRUCT_CALL_REQUIRED": return define(code, TypeError, (name) => `Class constructor ${name} cannot be invoked without \`new\``);
		case "ERR_CONSOLE_WRITABLE_STREAM": return define(code, TypeError, (name) => `Console expects a writable stream instance for ${name}`);
		case "ERR_CRYPTO_ECDH_INVALID_FORMAT": return define(code, TypeError, (format) => `Invalid ECDH format: ${format}`);
		case "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY": return define(code, Error, "Public key is not valid for specified curve");
		case "ERR_CRYPTO_HASH_FINALIZED": return define(code, Error, "Digest already called");
		case "ERR_CRYPTO_HASH_UPDATE_FAILED": return define(code, Error, "Hash update failed");
		case "ERR_CRYPTO_INCOMPATIBLE_KEY": return define(code, Error, (name, text) => `Incompatible ${name}: ${text}`);
		case "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS": return define(code, Error, (encoding, text) => `The selected key encoding ${encoding} ${text}.`);
		case "ERR_CRYPTO_INVALID_CURVE": return define(code, TypeError, "Invalid EC curve name");
		case "ERR_CRYPTO_INVALID_DIGEST": return define(code, TypeError, (name) => `Invalid digest: ${name}`);
		case "ERR_CRYPTO_INVALID_JWK": return define(code, TypeError, "Invalid JWK data");
		case "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE": return define(code, Error, (actual, expected) => `Invalid key object type ${actual}, expected ${expected}.`);
		case "ERR_CRYPTO_INVALID_KEYLEN": return define(code, RangeError, "Invalid key length");
		case "ERR_CRYPTO_INVALID_KEYTYPE": return define(code, RangeError, "Invalid key type");
		case "ERR_CRYPTO_INVALID_SCRYPT_PARAMS": return define(code, RangeError, "Invalid scrypt params");
		case "ERR_CRYPTO_INVALID_STATE": return define(code, Error, (state) => `Invalid state for operation ${state}`);
		case "ERR_CRYPTO_SCRYPT_INVALID_PARAMETER": return define(code, Error, "Invalid scrypt parameter");
		case "ERR_CRYPTO_SIGN_KEY_REQUIRED": return define(code, Error, "No key provided to sign");
		case "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH": return define(code, RangeError, "Input buffers must have the same byte length");
		case "ERR_CRYPTO_UNKNOWN_CIPHER": return define(code, Error, "Unknown cipher");
		case "ERR_CRYPTO_UNKNOWN_DH_GROUP": return define(code, Error, "Unknown DH group");
		case "ERR_DIR_CLOSED": return define(code, Error, "Directory is closed");
		case "ERR_ENCODING_INVALID_ENCODED_DATA": return define(code, TypeError, (encoding) => `The encoded data was not valid for encoding ${encoding}`);
		case "ERR_ENCODING_NOT_SUPPORTED": return define(code, RangeError, (encoding) => `The "${encoding}" encoding is not supported`);
		case "ERR_EVENT_RECURSION": return define(code, Error, (name) => `The event "${name}" is already being dispatched`);
		case "ERR_FALSY_VALUE_REJECTION": return define(code, Error, "Promise was rejected with falsy value", (reason) => ({ reason }));
		case "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM": return define(code, TypeError, (name) => `The feature ${name} is unavailable on the current platform, which is being used to run Node.js`);
		case "ERR_FS_FILE_TOO_LARGE": return define(code, RangeError, (size) => `File size (${size}) is greater than 2 GiB`);
		case "ERR_HTTP_BODY_NOT_ALLOWED": return define(code, Error, "Request with GET/HEAD method cannot have body");
		case "ERR_HTTP_CONTENT_LENGTH_MISMATCH": return define(code, Error, (actual, expected) => `Request body length does not match content-length header. Expected: ${expected}, Actual: ${actual}`);
		case "ERR_HTTP_HEADERS_SENT": return define(code, Error, (action) => `Cannot ${action} headers after they are sent to the client`);
		case "ERR_HTTP_INVALID_HEADER_VALUE": return define(code, TypeError, (value, header) => `Invalid value "${value}" for header "${header}"`);
		case "ERR_HTTP_INVALID_STATUS_CODE": return define(code, RangeError, (status) => `Invalid status code: ${status}`);
		case "ERR_HTTP_SOCKET_ENCODING": return define(code, Error, "Changing the socket encoding is not allowed per RFC7230 Section 3.");
		case "ERR_HTTP_TRAILER_INVALID": return define(code, Error, "Trailers are invalid with this transfer encoding");
		case "ERR_ILLEGAL_CONSTRUCTOR": return define(code, TypeError, "Illegal constructor");
		case "ERR_INCOMPATIBLE_OPTION_PAIR": return define(code, Error, (a, b) => `The options "${a}" and "${b}" are mutually exclusive.`);
		case "ERR_INSPECTOR_ALREADY_CONNECTED": return define(code, Error, (name) => `${name} is already connected`);
		case "ERR_INSPECTOR_CLOSED": return define(code, Error, "Session was closed");
		case "ERR_INSPECTOR_COMMAND": return define(code, Error, (code, text) => `Inspector error ${code}: ${text}`);
		case "ERR_INSPECTOR_NOT_CONNECTED": return define(code, Error, "Session is not connected");
		case "ERR_INSPECTOR_NOT_WORKER": return define(code, Error, "Current thread is not a worker");
		case "ERR_INVALID_ADDRESS": return define(code, TypeError, "Invalid socket address");
		case "ERR_INVALID_ADDRESS_FAMILY": return define(code, RangeError, (family, host, port) => `Invalid address family: ${family} ${host}:${port}`, (_, host, port) => ({ host, port }));
		case "ERR_INVALID_ARG_TYPE": return define(code, TypeError, messages.argType);
		case "ERR_INVALID_ARG_VALUE": return Object.assign(define(code, TypeError, messages.argValue), { RangeError: define(code, RangeError, messages.argValue) });
		case "ERR_INVALID_ASYNC_ID": return define(code, RangeError, (name, id) => `Invalid ${name} value: ${id}`);
		case "ERR_INVALID_BUFFER_SIZE": return define(code, RangeError, (bits) => `Buffer size must be a multiple of ${bits}-bits`);
		case "ERR_INVALID_CHAR": return define(code, TypeError, (name, field) => `Invalid character in ${name}` + (field === undefined ? "" : ` ["${field}"]`));
		case "ERR_INVALID_FD": return define(code, RangeError, (fd) => `"fd" must be a positive integer: ${fd}`);
		case "ERR_INVALID_FILE_URL_HOST": return define(code, Error, (platform) => `File URL host must be "localhost" or empty on ${platform}`);
		case "ERR_INVALID_FILE_URL_PATH": return define(code, Error, (path) => `File URL path ${path}`);
		case "ERR_INVALID_HTTP_TOKEN": return define(code, TypeError, (label, name) => `${label} must be a valid HTTP token ["${name}"]`);
		case "ERR_INVALID_IP_ADDRESS": return define(code, TypeError, (address) => `Invalid IP address: ${address}`);
		case "ERR_INVALID_MIME_SYNTAX": return define(code, TypeError, (production, text, at) => `The MIME syntax for a ${production} in "${text}" is invalid` + (at === -1 ? "" : ` at ${at}`));
		case "ERR_INVALID_OBJECT_DEFINE_PROPERTY": return define(code, TypeError, (text) => text);
		case "ERR_INVALID_PROTOCOL": return define(code, TypeError, (actual, expected) => `Protocol "${actual}" not supported. Expected "${expected}"`);
		case "ERR_INVALID_RETURN_PROPERTY_VALUE": return define(code, TypeError, (input, name, prop, value) => `Expected ${input} to be returned for the "${prop}" from the "${name}" function but got ${received(value)}.`);
		case "ERR_INVALID_RETURN_VALUE": return define(code, TypeError, (input, name, value) => `Expected ${input} to be returned from the "${name}" function but got ${received(value)}.`);
		case "ERR_INVALID_STATE": return Object.assign(define(code, Error, (text) => `Invalid state: ${text}`), { TypeError: define(code, TypeError, (text) => `Invalid state: ${text}`), RangeError: define(code, RangeError, (text) => `Invalid state: ${text}`) });
		case "ERR_INVALID_THIS": return define(code, TypeError, (type) => `Value of "this" must be of type ${type}`);
		case "ERR_INVALID_TUPLE": return define(code, TypeError, (name, type) => `${name} must be an iterable ${type} tuple`);
		case "ERR_INVALID_URI": return define(code, URIError, "URI malformed");
		case "ERR_INVALID_URL": return define(code, Error, "Invalid URL", (input) => ({ input }));
		case "ERR_INVALID_URL_SCHEME": return define(code, Error, (scheme) => `The URL must be of scheme ${scheme}`);
		case "ERR_METHOD_NOT_IMPLEMENTED": return define(code, Error, (name) => `The ${nameOf(name)} method is not implemented`);
		case "ERR_MISSING_ARGS": return define(code, TypeError, messages.missingArgs);
		case "ERR_MISSING_OPTION": return define(code, Error, (text) => text);
		case "ERR_MULTIPLE_CALLBACK": return define(code, Error, "Callback called multiple times");
		case "ERR_OPTION_NOT_IMPLEMENTED": return define(code, Error, (name) => `The ${nameOf(name)} option is not implemented`);
		case "ERR_OUT_OF_RANGE": return define(code, RangeError, (name, range, value, whole = false) => `${whole ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${rangeReceived(value)}`);
		case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE": return define(code, TypeError, (text) => text);
		case "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL": return define(code, TypeError, (arg) => `Unexpected argument '${arg}'. This command does not take positional arguments`);
		case "ERR_PARSE_ARGS_UNKNOWN_OPTION": return define(code, TypeError, (option, positionals) => {
			const advice = positionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(option)}` : "";
			return `Unknown option '${option}'${advice}`;
		});
		case "ERR_PERFORMANCE_INVALID_TIMESTAMP": return define(code, TypeError, (value) => `${value} is not a valid timestamp`);
		case "ERR_SERVER_ALREADY_LISTEN": return define(code, Error, "Listen method has been called more than once without closing.");
		case "ERR_SERVER_NOT_RUNNING": return define(code, Error, "Server is not running.");
		case "ERR_SOCKET_BAD_PORT": return define(code, Error, (name, port, zero = true) => `${name} should be ${zero ? ">=" : ">"} 0 and < 65536. Received ${typeof port}.`);
		case "ERR_SOCKET_CLOSED": return define(code, Error, "Socket is closed");
		case "ERR_SOCKET_CLOSED_BEFORE_CONNECTION": return define(code, Error, "Socket closed before connection established");
		case "ERR_SOCKET_CONNECTING": return define(code, Error, "Socket is already connecting");
		case "ERR_SOCKET_HANDLE_ADOPTED": return define(code, Error, "The bound socket has already been adopted by a server or socket");
		case "ERR_STREAM_ALREADY_FINISHED": return define(code, Error, (name) => `Cannot call ${nameOf(name)} after a stream was finished`);
		case "ERR_STREAM_CANNOT_PIPE": return define(code, Error, "Cannot pipe, not readable");
		case "ERR_STREAM_DESTROYED": return define(code, Error, (name) => `Cannot call ${nameOf(name)} after a stream was destroyed`);
		case "ERR_STREAM_ITER_MISSING_FLAG": return define(code, TypeError, "The stream iteration is not enabled");
		case "ERR_STREAM_NULL_VALUES": return define(code, TypeError, "May not write null values to stream");
		case "ERR_STREAM_PREMATURE_CLOSE": return define(code, TypeError, "Premature close");
		case "ERR_STREAM_PUSH_AFTER_EOF": return define(code, Error, "stream.push() after EOF");
		case "ERR_STREAM_UNABLE_TO_PIPE": return define(code, Error, "Cannot pipe to a closed or destroyed stream");
		case "ERR_STREAM_UNSHIFT_AFTER_END_EVENT": return define(code, Error, "stream.unshift() after end event");
		case "ERR_STREAM_WRAP": return define(code, Error, "Stream has StringDecoder set or is in objectMode");
		case "ERR_STREAM_WRITE_AFTER_END": return define(code, Error, "write after end");
		case "ERR_SYNTHETIC": return define(code, Error, "JavaScript Callstack");
		case "ERR_SYSTEM_ERROR": return define(code, Error, (text) => text);
		case "ERR_TLS_CERT_ALTNAME_FORMAT": return define(code, SyntaxError, "Invalid subject alternative name string");
		case "ERR_TLS_CERT_ALTNAME_INVALID": return define(code, Error, (reason) => reason, (reason, host, cert) => ({ reason, host, cert }));
		case "ERR_TLS_HANDSHAKE_TIMEOUT": return define(code, Error, "TLS handshake timeout");
		case "ERR_TLS_INVALID_CONTEXT": return define(code, TypeError, (name) => `${name} must be a SecureContext`);
		case "ERR_TRACE_EVENTS_CATEGORY_REQUIRED": return define(code, TypeError, "At least one category is required");
		case "ERR_UNAVAILABLE_DURING_EXIT": return define(code, Error, "Cannot call function in process exit handler");
		case "ERR_UNESCAPED_CHARACTERS": return define(code, TypeError, (field) => `${field} contains unescaped characters`);
		case "ERR_UNHANDLED_ERROR": return define(code, Error, (text) => (text === undefined ? "Unhandled error." : `Unhandled error. (${text})`));
		case "ERR_UNKNOWN_ENCODING": return define(code, TypeError, (encoding) => `Unknown encoding: ${encoding}`);
		case "ERR_UNKNOWN_SIGNAL": return define(code, TypeError, (signal) => `Unknown signal: ${signal}`);
		case "ERR_UNSUPPORTED_OPERATION": return define(code, Error, "The requested operation is unsupported");
		case "ERR_USE_AFTER_CLOSE": return define(code, Error, (name) => `${name} was closed`);
		case "ERR_WEB_STREAM_INTEROP_UNSUPPORTED": return define(code, TypeError, (name) => `${name} is not supported for web streams by the streams implementation in use`);
		case "ERR_ZLIB_INITIALIZATION_FAILED": return define(code, Error, "Initialization failed");
		case "ERR_ZSTD_INVALID_PARAM": return define(code, RangeError, (value) => `${value} is not a valid Zstd parameter`);
		case "EADDRINUSE": return define(code, Error, (address, port) => `bind EADDRINUSE ${address}:${port}`, (address, port) => ({ syscall: "bind", address, port }));
		case "EPIPE": return define(code, Error, "This socket has been ended by the other party");
		}
	};

	// Most codes are never thrown: a constructor is made when it is first asked for.
	const exports = Object.create(new Proxy({}, {
		get(_, code) {
			const made = make(code);
			if (made !== undefined) Object.defineProperty(exports, code, { value: made });
			return made;
		},
	}));

	exports.AbortError = class AbortError extends Error {
		constructor(message = "The operation was aborted", options = undefined) {
			if (options !== undefined && typeof options !== "object") {
				throw new exports.ERR_INVALID_ARG_TYPE("options", "Object", options);
			}
			super(message, options);
			this.code = "ABORT_ERR";
			this.name = "AbortError";
		}
	};

	exports.ConnResetException = class ConnResetException extends Error {
		constructor(message) {
			super(message);
			this.code = "ECONNRESET";
		}
	};

	// SystemCallError is what a system call on a path failed with, as "ENOENT".
	exports.SystemCallError = class SystemCallError extends Error {
		constructor(code, text, syscall, { path, dest, errno } = {}) {
			let message = `${code}: ${text}, ${syscall}`;
			if (path !== undefined) message += ` '${path}'`;
			if (dest !== undefined) message += ` -> '${dest}'`;
			super(message);
			if (errno !== undefined) this.errno = errno;
			this.code = code;
			this.syscall = syscall;
			if (path !== undefined) this.path = path;
			if (dest !== undefined) this.dest = dest;
			Object.defineProperty(this, "constructor", { value: Error, configurable: true, writable: true });
		}
	};

	// What connections fail with, by the system's name of the reason, has the number of Linux.
	const errnos = { ECONNREFUSED: -111, ECONNRESET: -104, EPIPE: -32, ETIMEDOUT: -110, EHOSTUNREACH: -113, ENETUNREACH: -101, ENOTFOUND: -3008, EAI_AGAIN: -3001 };
	exports.ConnectException = class ConnectException extends Error {
		constructor(code, address, port) {
			super(`connect ${code} ${address}:${port}`);
			Object.assign(this, { code, errno: errnos[code], syscall: "connect", address, port });
		}
	};
	exports.GetAddrInfoException = class GetAddrInfoException extends Error {
		constructor(code, hostname) {
			super(`getaddrinfo ${code} ${hostname}`);
			Object.assign(this, { code, errno: errnos[code], syscall: "getaddrinfo", hostname });
		}
	};
	exports.SocketErrnoException = class SocketErrnoException extends Error {
		constructor(code, syscall) {
			super(`${syscall} ${code}`);
			Object.assign(this, { code, errno: errnos[code], syscall });
		}
	};

	exports.aggregateTwoErrors = (inner, outer) => {
		if (!inner || !outer || inner === outer) return inner || outer;
		if (Array.isArray(outer.errors)) {
			outer.errors.push(inner);
			return outer;
		}
		const error = new AggregateError([outer, inner], outer.message);
		error.code = outer.code;
		return error;
	};
	exports.hideStackFrames = (fn) => fn;
	exports.received = received;
	// define lets a module have codes of its own.
	exports.define = define;
	return exports;
}

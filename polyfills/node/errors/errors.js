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
			NodeError.prototype = Object.create((plain ? Error : Base).prototype);
			const members = plain ? { constructor: NodeError, toString: coded } : { constructor: NodeError };
			for (const [name, value] of Object.entries(members)) Object.defineProperty(NodeError.prototype, name, { value, writable: true, configurable: true });
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

	// The table. A line is a code, the class, what it says, and what else it carries.
	const table = [
		["ERR_AMBIGUOUS_ARGUMENT", TypeError, (name, reason) => `The "${name}" argument is ambiguous. ${reason}`],
		["ERR_ARG_NOT_ITERABLE", TypeError, (name) => `${name} must be iterable`],
		["ERR_ASYNC_CALLBACK", TypeError, (name) => `${name} must be a function`],
		["ERR_ASYNC_TYPE", TypeError, (name) => `Invalid name for async "type": ${name}`],
		["ERR_BROTLI_INVALID_PARAM", RangeError, (value) => `${value} is not a valid Brotli parameter`],
		["ERR_BUFFER_OUT_OF_BOUNDS", RangeError, (name) => (name ? `"${name}" is outside of buffer bounds` : "Attempt to access memory outside buffer bounds")],
		["ERR_BUFFER_TOO_LARGE", RangeError, (size) => `Cannot create a Buffer larger than ${size} bytes`],
		["ERR_CONSTRUCT_CALL_INVALID", TypeError, "Constructor cannot be called"],
		["ERR_CONSTRUCT_CALL_REQUIRED", TypeError, (name) => `Class constructor ${name} cannot be invoked without \`new\``],
		["ERR_CONSOLE_WRITABLE_STREAM", TypeError, (name) => `Console expects a writable stream instance for ${name}`],
		["ERR_CRYPTO_ECDH_INVALID_FORMAT", TypeError, (format) => `Invalid ECDH format: ${format}`],
		["ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY", Error, "Public key is not valid for specified curve"],
		["ERR_CRYPTO_HASH_FINALIZED", Error, "Digest already called"],
		["ERR_CRYPTO_HASH_UPDATE_FAILED", Error, "Hash update failed"],
		["ERR_CRYPTO_INCOMPATIBLE_KEY", Error, (name, text) => `Incompatible ${name}: ${text}`],
		["ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", Error, (encoding, text) => `The selected key encoding ${encoding} ${text}.`],
		["ERR_CRYPTO_INVALID_CURVE", TypeError, "Invalid EC curve name"],
		["ERR_CRYPTO_INVALID_DIGEST", TypeError, (name) => `Invalid digest: ${name}`],
		["ERR_CRYPTO_INVALID_JWK", TypeError, "Invalid JWK data"],
		["ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", TypeError, (actual, expected) => `Invalid key object type ${actual}, expected ${expected}.`],
		["ERR_CRYPTO_INVALID_KEYLEN", RangeError, "Invalid key length"],
		["ERR_CRYPTO_INVALID_KEYTYPE", RangeError, "Invalid key type"],
		["ERR_CRYPTO_INVALID_SCRYPT_PARAMS", RangeError, "Invalid scrypt params"],
		["ERR_CRYPTO_INVALID_STATE", Error, (state) => `Invalid state for operation ${state}`],
		["ERR_CRYPTO_SCRYPT_INVALID_PARAMETER", Error, "Invalid scrypt parameter"],
		["ERR_CRYPTO_SIGN_KEY_REQUIRED", Error, "No key provided to sign"],
		["ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", RangeError, "Input buffers must have the same byte length"],
		["ERR_CRYPTO_UNKNOWN_CIPHER", Error, "Unknown cipher"],
		["ERR_CRYPTO_UNKNOWN_DH_GROUP", Error, "Unknown DH group"],
		["ERR_DIR_CLOSED", Error, "Directory is closed"],
		["ERR_ENCODING_INVALID_ENCODED_DATA", TypeError, (encoding) => `The encoded data was not valid for encoding ${encoding}`],
		["ERR_ENCODING_NOT_SUPPORTED", RangeError, (encoding) => `The "${encoding}" encoding is not supported`],
		["ERR_EVENT_RECURSION", Error, (name) => `The event "${name}" is already being dispatched`],
		["ERR_FALSY_VALUE_REJECTION", Error, "Promise was rejected with falsy value", (reason) => ({ reason })],
		["ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", TypeError, (name) => `The feature ${name} is unavailable on the current platform, which is being used to run Node.js`],
		["ERR_FS_FILE_TOO_LARGE", RangeError, (size) => `File size (${size}) is greater than 2 GiB`],
		["ERR_HTTP_BODY_NOT_ALLOWED", Error, "Request with GET/HEAD method cannot have body"],
		["ERR_HTTP_CONTENT_LENGTH_MISMATCH", Error, (actual, expected) => `Request body length does not match content-length header. Expected: ${expected}, Actual: ${actual}`],
		["ERR_HTTP_HEADERS_SENT", Error, (action) => `Cannot ${action} headers after they are sent to the client`],
		["ERR_HTTP_INVALID_HEADER_VALUE", TypeError, (value, header) => `Invalid value "${value}" for header "${header}"`],
		["ERR_HTTP_INVALID_STATUS_CODE", RangeError, (status) => `Invalid status code: ${status}`],
		["ERR_HTTP_SOCKET_ENCODING", Error, "Changing the socket encoding is not allowed per RFC7230 Section 3."],
		["ERR_HTTP_TRAILER_INVALID", Error, "Trailers are invalid with this transfer encoding"],
		["ERR_ILLEGAL_CONSTRUCTOR", TypeError, "Illegal constructor"],
		["ERR_INCOMPATIBLE_OPTION_PAIR", Error, (a, b) => `The options "${a}" and "${b}" are mutually exclusive.`],
		["ERR_INSPECTOR_ALREADY_CONNECTED", Error, (name) => `${name} is already connected`],
		["ERR_INSPECTOR_CLOSED", Error, "Session was closed"],
		["ERR_INSPECTOR_COMMAND", Error, (code, text) => `Inspector error ${code}: ${text}`],
		["ERR_INSPECTOR_NOT_CONNECTED", Error, "Session is not connected"],
		["ERR_INSPECTOR_NOT_WORKER", Error, "Current thread is not a worker"],
		["ERR_INVALID_ADDRESS", TypeError, "Invalid socket address"],
		["ERR_INVALID_ADDRESS_FAMILY", RangeError, (family, host, port) => `Invalid address family: ${family} ${host}:${port}`, (_, host, port) => ({ host, port })],
		["ERR_INVALID_ARG_TYPE", TypeError, messages.argType],
		["ERR_INVALID_ARG_VALUE", TypeError, messages.argValue],
		["ERR_INVALID_ASYNC_ID", RangeError, (name, id) => `Invalid ${name} value: ${id}`],
		["ERR_INVALID_BUFFER_SIZE", RangeError, (bits) => `Buffer size must be a multiple of ${bits}-bits`],
		["ERR_INVALID_CHAR", TypeError, (name, field) => `Invalid character in ${name}` + (field === undefined ? "" : ` ["${field}"]`)],
		["ERR_INVALID_FD", RangeError, (fd) => `"fd" must be a positive integer: ${fd}`],
		["ERR_INVALID_FILE_URL_HOST", Error, (platform) => `File URL host must be "localhost" or empty on ${platform}`],
		["ERR_INVALID_FILE_URL_PATH", Error, (path) => `File URL path ${path}`],
		["ERR_INVALID_HTTP_TOKEN", TypeError, (label, name) => `${label} must be a valid HTTP token ["${name}"]`],
		["ERR_INVALID_IP_ADDRESS", TypeError, (address) => `Invalid IP address: ${address}`],
		["ERR_INVALID_MIME_SYNTAX", TypeError, (production, text, at) => `The MIME syntax for a ${production} in "${text}" is invalid` + (at === -1 ? "" : ` at ${at}`)],
		["ERR_INVALID_OBJECT_DEFINE_PROPERTY", TypeError, (text) => text],
		["ERR_INVALID_PROTOCOL", TypeError, (actual, expected) => `Protocol "${actual}" not supported. Expected "${expected}"`],
		["ERR_INVALID_RETURN_PROPERTY_VALUE", TypeError, (input, name, prop, value) => `Expected ${input} to be returned for the "${prop}" from the "${name}" function but got ${received(value)}.`],
		["ERR_INVALID_RETURN_VALUE", TypeError, (input, name, value) => `Expected ${input} to be returned from the "${name}" function but got ${received(value)}.`],
		["ERR_INVALID_STATE", Error, (text) => `Invalid state: ${text}`],
		["ERR_INVALID_THIS", TypeError, (type) => `Value of "this" must be of type ${type}`],
		["ERR_INVALID_TUPLE", TypeError, (name, type) => `${name} must be an iterable ${type} tuple`],
		["ERR_INVALID_URI", URIError, "URI malformed"],
		["ERR_INVALID_URL", Error, "Invalid URL", (input) => ({ input })],
		["ERR_INVALID_URL_SCHEME", Error, (scheme) => `The URL must be of scheme ${scheme}`],
		["ERR_METHOD_NOT_IMPLEMENTED", Error, (name) => `The ${nameOf(name)} method is not implemented`],
		["ERR_MISSING_ARGS", TypeError, messages.missingArgs],
		["ERR_MISSING_OPTION", Error, (text) => text],
		["ERR_MULTIPLE_CALLBACK", Error, "Callback called multiple times"],
		["ERR_OPTION_NOT_IMPLEMENTED", Error, (name) => `The ${nameOf(name)} option is not implemented`],
		["ERR_OUT_OF_RANGE", RangeError, (name, range, value, whole = false) => `${whole ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${rangeReceived(value)}`],
		["ERR_PARSE_ARGS_INVALID_OPTION_VALUE", TypeError, (text) => text],
		["ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL", TypeError, (arg) => `Unexpected argument '${arg}'. This command does not take positional arguments`],
		["ERR_PARSE_ARGS_UNKNOWN_OPTION", TypeError, (option, positionals) => {
			const advice = positionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(option)}` : "";
			return `Unknown option '${option}'${advice}`;
		}],
		["ERR_PERFORMANCE_INVALID_TIMESTAMP", TypeError, (value) => `${value} is not a valid timestamp`],
		["ERR_SERVER_ALREADY_LISTEN", Error, "Listen method has been called more than once without closing."],
		["ERR_SERVER_NOT_RUNNING", Error, "Server is not running."],
		["ERR_SOCKET_BAD_PORT", Error, (name, port, zero = true) => `${name} should be ${zero ? ">=" : ">"} 0 and < 65536. Received ${typeof port}.`],
		["ERR_SOCKET_CLOSED", Error, "Socket is closed"],
		["ERR_SOCKET_CLOSED_BEFORE_CONNECTION", Error, "Socket closed before connection established"],
		["ERR_SOCKET_CONNECTING", Error, "Socket is already connecting"],
		["ERR_SOCKET_HANDLE_ADOPTED", Error, "The bound socket has already been adopted by a server or socket"],
		["ERR_STREAM_ALREADY_FINISHED", Error, (name) => `Cannot call ${nameOf(name)} after a stream was finished`],
		["ERR_STREAM_CANNOT_PIPE", Error, "Cannot pipe, not readable"],
		["ERR_STREAM_DESTROYED", Error, (name) => `Cannot call ${nameOf(name)} after a stream was destroyed`],
		["ERR_STREAM_ITER_MISSING_FLAG", TypeError, "The stream iteration is not enabled"],
		["ERR_STREAM_NULL_VALUES", TypeError, "May not write null values to stream"],
		["ERR_STREAM_PREMATURE_CLOSE", TypeError, "Premature close"],
		["ERR_STREAM_PUSH_AFTER_EOF", Error, "stream.push() after EOF"],
		["ERR_STREAM_UNABLE_TO_PIPE", Error, "Cannot pipe to a closed or destroyed stream"],
		["ERR_STREAM_UNSHIFT_AFTER_END_EVENT", Error, "stream.unshift() after end event"],
		["ERR_STREAM_WRAP", Error, "Stream has StringDecoder set or is in objectMode"],
		["ERR_STREAM_WRITE_AFTER_END", Error, "write after end"],
		["ERR_SYNTHETIC", Error, "JavaScript Callstack"],
		["ERR_SYSTEM_ERROR", Error, (text) => text],
		["ERR_TLS_CERT_ALTNAME_FORMAT", SyntaxError, "Invalid subject alternative name string"],
		["ERR_TLS_CERT_ALTNAME_INVALID", Error, (reason) => reason, (reason, host, cert) => ({ reason, host, cert })],
		["ERR_TLS_HANDSHAKE_TIMEOUT", Error, "TLS handshake timeout"],
		["ERR_TLS_INVALID_CONTEXT", TypeError, (name) => `${name} must be a SecureContext`],
		["ERR_TRACE_EVENTS_CATEGORY_REQUIRED", TypeError, "At least one category is required"],
		["ERR_UNAVAILABLE_DURING_EXIT", Error, "Cannot call function in process exit handler"],
		["ERR_UNESCAPED_CHARACTERS", TypeError, (field) => `${field} contains unescaped characters`],
		["ERR_UNHANDLED_ERROR", Error, (text) => (text === undefined ? "Unhandled error." : `Unhandled error. (${text})`)],
		["ERR_UNKNOWN_ENCODING", TypeError, (encoding) => `Unknown encoding: ${encoding}`],
		["ERR_UNKNOWN_SIGNAL", TypeError, (signal) => `Unknown signal: ${signal}`],
		["ERR_UNSUPPORTED_OPERATION", Error, "The requested operation is unsupported"],
		["ERR_USE_AFTER_CLOSE", Error, (name) => `${name} was closed`],
		["ERR_ZLIB_INITIALIZATION_FAILED", Error, "Initialization failed"],
		["ERR_ZSTD_INVALID_PARAM", RangeError, (value) => `${value} is not a valid Zstd parameter`],
		["EADDRINUSE", Error, (address, port) => `bind EADDRINUSE ${address}:${port}`, (address, port) => ({ syscall: "bind", address, port })],
		["EPIPE", Error, "This socket has been ended by the other party"],
	];
	const exports = {};
	for (const [code, Base, text, more] of table) exports[code] = define(code, Base, text, more);
	exports.ERR_INVALID_ARG_VALUE.RangeError = define("ERR_INVALID_ARG_VALUE", RangeError, messages.argValue);
	exports.ERR_INVALID_STATE.TypeError = define("ERR_INVALID_STATE", TypeError, (text) => `Invalid state: ${text}`);
	exports.ERR_INVALID_STATE.RangeError = define("ERR_INVALID_STATE", RangeError, (text) => `Invalid state: ${text}`);

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

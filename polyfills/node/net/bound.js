(require) => {
	const { ERR_INVALID_ARG_VALUE, ERR_SOCKET_HANDLE_ADOPTED } = require("internal/errors");
	const { validateBoolean, validateObject, validatePort, validateString } = require("internal/validators");
	const { isIP } = require("internal/net/address");
	const ports = require("internal/net/ports");

	// anyAddress is the address that stands for all of a host's.
	const anyAddress = (ipv6) => (ipv6 ? "::" : "0.0.0.0");

	// adopt gives a BoundSocket's address, and its port, to whoever goes on with it.
	let adopt;
	class BoundSocket {
		#address;
		static {
			adopt = (bound) => {
				const address = bound.#held();
				bound.#address = null;
				return address;
			};
		}
		static isBoundSocket(value) {
			return typeof value === "object" && value !== null && #address in value;
		}
		constructor(options = {}) {
			validateObject(options, "options");
			if (options.path !== undefined) throw new ERR_INVALID_ARG_VALUE("options.path", options.path, "is not supported");
			const port = validatePort(options.port ?? 0, "options.port");
			const { ipv6Only, reusePort } = { ipv6Only: options.ipv6Only ?? false, reusePort: options.reusePort ?? false };
			validateBoolean(ipv6Only, "options.ipv6Only");
			validateBoolean(reusePort, "options.reusePort");
			const address = options.host ?? anyAddress(ipv6Only);
			validateString(address, "options.host");
			if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE("options.host", address, "must be a numeric IP address; net.BoundSocket does not perform DNS resolution");
			this.#address = { address, family: `IPv${isIP(address)}`, port: ports.bind(address, port, reusePort) };
		}
		#held() {
			if (this.#address === null) throw new ERR_SOCKET_HANDLE_ADOPTED();
			return this.#address;
		}
		address() {
			return this.#held();
		}
		// A Worker has no file descriptors.
		fd() {
			this.#held();
			return -1;
		}
		close() {
			ports.release(this.#held().port);
			this.#address = null;
		}
		[Symbol.dispose]() {
			if (this.#address !== null) this.close();
		}
	}
	return { BoundSocket, adopt, anyAddress };
}

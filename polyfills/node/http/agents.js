(require) => {
	const { EventEmitter } = require("events");
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const { validateNumber, validateOneOf } = require("internal/validators");

	// An Agent keeps no connections: fetch does. It keeps its options.
	class Agent extends EventEmitter {
		static defaultMaxSockets = Infinity;
		constructor(options) {
			super();
			this.options = { __proto__: null, ...options };
			const o = this.options;
			this.defaultPort = o.defaultPort || 80;
			this.protocol = o.protocol || "http:";
			o.path = null;
			if (!("proxyEnv" in o)) o.proxyEnv = undefined;
			o.noDelay ??= true;
			this.agentKeepAliveTimeoutBuffer = 1000;
			this.keepAliveMsecs = o.keepAliveMsecs || 1000;
			this.keepAlive = o.keepAlive || false;
			this.maxSockets = o.maxSockets || Agent.defaultMaxSockets;
			this.maxFreeSockets = o.maxFreeSockets || 256;
			this.scheduling = o.scheduling || "lifo";
			validateOneOf(this.scheduling, "scheduling", ["fifo", "lifo"]);
			this.totalSocketCount = 0;
			this.maxTotalSockets = Infinity;
			if (o.maxTotalSockets !== undefined) {
				validateNumber(o.maxTotalSockets, "maxTotalSockets", 1);
				this.maxTotalSockets = o.maxTotalSockets;
			}
			this.freeSockets = {};
			this.sockets = {};
			this.requests = {};
		}
		createConnection() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("createConnection");
		}
		getName(options = {}) {
			let name = `${options.host || "localhost"}:${options.port || ""}:${options.localAddress || ""}`;
			if (options.family === 4 || options.family === 6) name += `:${options.family}`;
			if (options.socketPath) name += `:${options.socketPath}`;
			return name;
		}
		addRequest(request, options) {}
		createSocket(request, options, callback) {}
		removeSocket(socket) {}
		keepSocketAlive(socket) {
			return false;
		}
		reuseSocket(socket, request) {}
		destroy() {}
	}

	class SecureAgent extends Agent {
		constructor(options) {
			super({ ...options, defaultPort: options?.defaultPort ?? 443, protocol: options?.protocol ?? "https:" });
			this.maxCachedSessions = options?.maxCachedSessions ?? 100;
		}
		// The name has everything that connections must agree in.
		getName(options = {}) {
			const parts = ["ca", "cert", "clientCertEngine", "ciphers", "key", "pfx", "rejectUnauthorized", "servername", "minVersion", "maxVersion", "secureProtocol", "crl", "honorCipherOrder", "ecdhCurve", "dhparam", "secureOptions", "sessionIdContext", "sigalgs", "privateKeyIdentifier", "privateKeyEngine"];
			let name = super.getName(options);
			for (const part of parts) {
				let value = part === "servername" && options.servername === options.host ? undefined : options[part];
				if (part === "sigalgs" && value) value = JSON.stringify(value);
				name += ":" + (value === undefined || value === null ? "" : value);
			}
			return name;
		}
	}
	Object.defineProperty(SecureAgent, "name", { value: "Agent" });

	const defaults = { keepAlive: true, scheduling: "lifo", timeout: 5000 };
	return { Agent, globalAgent: new Agent(defaults), SecureAgent, secureGlobalAgent: new SecureAgent(defaults) };
}

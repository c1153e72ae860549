(require) => {
	const { SecureAgent, secureGlobalAgent } = require("internal/http/agents");
	const { ClientRequest, optionsOf } = require("internal/http/client");
	const { Server } = require("internal/http/secure_server");

	const request = (...args) => {
		let options = {};
		if (typeof args[0] === "string") options = optionsOf(new URL(args.shift()));
		else if (args[0] instanceof URL) options = optionsOf(args.shift());
		if (args[0] && typeof args[0] !== "function") Object.assign(options, args.shift());
		options._defaultAgent = secureGlobalAgent;
		return new ClientRequest(options, ...args);
	};
	return {
		get(url, options, callback) {
			const req = request(url, options, callback);
			req.end();
			return req;
		},
		request,
		Agent: SecureAgent,
		globalAgent: secureGlobalAgent,
		createServer: (options, listener) => new Server(options, listener),
		Server,
	};
}

(require) => {
	const { servers } = require("internal/http/ports");

	const checkPort = (port) => {
		if (!Number.isFinite(port) || port < 0 || port > 65535) throw new Error("Failed to determine port for server");
		return port;
	};
	const handleAsNodeRequest = async (descriptor, request, env, ctx) => {
		const port = checkPort(typeof descriptor === "number" ? descriptor : descriptor?.port);
		const server = servers.get(port);
		if (!server) {
			const error = new Error(
				`Http server with port ${port} not found. This is likely a bug with your code. ` +
					`You should check if server.listen() was called with the same port (${port})`,
			);
			error.code = "ERR_INVALID_ARG_VALUE";
			throw error;
		}
		return await server(request, env, ctx);
	};
	// portOf lets a server listen that does not yet.
	const portOf = (descriptor) => {
		if (typeof descriptor === "number") return descriptor;
		if (descriptor == null) throw new Error("Server descriptor cannot be null or undefined");
		if (descriptor.port == null && typeof descriptor.listen === "function") {
			if (typeof descriptor.address()?.port !== "number") descriptor.listen();
			return descriptor.address()?.port;
		}
		return descriptor.port;
	};
	const httpServerHandler = (descriptor) => {
		const port = checkPort(portOf(descriptor));
		return {
			async fetch(request, env, ctx) {
				return await handleAsNodeRequest(port, request, env, ctx);
			},
		};
	};
	return { handleAsNodeRequest, httpServerHandler };
}

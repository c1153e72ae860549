(require) => {
	const { handlerOf } = require("internal/net/ports");

	const checkPort = (port) => {
		if (!Number.isFinite(port) || port < 0 || port > 65535) throw new Error("Failed to determine port for server");
		return port;
	};
	const missing = (message) => Object.assign(new Error(message), { code: "ERR_INVALID_ARG_VALUE" });

	async function handleAsNodeRequest(descriptor, request, env, ctx) {
		const port = checkPort(typeof descriptor === "number" ? descriptor : descriptor?.port);
		const server = handlerOf(port);
		if (!server?.fetch) {
			throw missing(
				`Http server with port ${port} not found. This is likely a bug with your code. ` +
					`You should check if server.listen() was called with the same port (${port})`,
			);
		}
		return await server.fetch(request, env, ctx);
	}
	// handleAsNodeConnection gives a connection to the server that listens on the port which it has come to.
	async function handleAsNodeConnection(socket, env, ctx) {
		const localAddress = (await socket.opened).localAddress;
		const [, digits] = /:(\d+)$/.exec(typeof localAddress === "string" ? localAddress : "") ?? [];
		if (digits === undefined) throw new Error(`Failed to determine port for inbound socket from local address ${localAddress}`);
		const port = checkPort(Number(digits));
		const server = handlerOf(port);
		if (!server?.connect) {
			throw missing(`No net.Server is listening on port ${port}. Call server.listen(${port}) to accept connections arriving on that port.`);
		}
		await server.connect(socket, env, ctx);
	}
	function connectHandler() {
		return {
			async connect(socket, env, ctx) {
				await handleAsNodeConnection(socket, env, ctx);
			},
		};
	}
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
	function httpServerHandler(descriptor) {
		const port = checkPort(portOf(descriptor));
		return {
			async fetch(request, env, ctx) {
				return await handleAsNodeRequest(port, request, env, ctx);
			},
		};
	}
	return { connectHandler, handleAsNodeConnection, handleAsNodeRequest, httpServerHandler };
}

(require) => {
	const { EventEmitter } = require("events");
	const { ERR_INVALID_ARG_VALUE, ERR_SERVER_ALREADY_LISTEN, ERR_SERVER_NOT_RUNNING } = require("internal/errors");
	const { validateBoolean, validateFunction, validateNumber, validateObject, validatePort, validateString } = require("internal/validators");
	const { isIP } = require("internal/net/address");
	const { normalizeArgs } = require("internal/net/normalize");
	const { BoundSocket, adopt, anyAddress } = require("internal/net/bound");
	const { accept, concrete, mapped } = require("internal/net/socket");
	const ports = require("internal/net/ports");

	// Who connects by a binding has no address: it seems to come from behind this one, which no network has.
	const GATEWAY = "240.1.255.254";

	// peerOf reads the other side's address, as "1.2.3.4:5" or "[::1]:5".
	const peerOf = (text, family) => {
		const [, address, port] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(text ?? "") ?? [];
		if (address === undefined) return { address: mapped(GATEWAY, family), family: family ?? "IPv4", port: ports.ephemeral() };
		const peer = { address: address === "*" ? anyAddress(false) : address, port: Number(port) };
		return isIP(peer.address) === 0 ? peer : { ...peer, family: `IPv${isIP(peer.address)}` };
	};

	// claim takes the port that listen() asks for, and gives the address of the server.
	const claim = (options) => {
		if (options.path != null) throw new ERR_INVALID_ARG_VALUE("options.path", options.path, "is not supported");
		if (options.handle != null || options.fd != null) throw new ERR_INVALID_ARG_VALUE("options", options, "only a net.BoundSocket handle is supported");
		const wanted = options.port == null ? 0 : validatePort(options.port, "options.port");
		const shared = options.reusePort ?? false;
		validateBoolean(shared, "options.reusePort");
		let address = options.host === undefined ? anyAddress(options.ipv6Only) : options.host;
		validateString(address, "options.host");
		if (address === "localhost") address = "127.0.0.1";
		const port = ports.bind(address, wanted, shared);
		return isIP(address) === 0 ? { address, port } : { address, port, family: `IPv${isIP(address)}` };
	};

	// A Server gets the connections that come to the Worker's handler connect (see connectHandler of
	// cloudflare:node), by their port.
	class Server extends EventEmitter {
		#address = null;
		#connections = 0;
		#closing = false;
		#handler = { connect: (handle) => this.#take(handle) };
		allowHalfOpen;
		pauseOnConnect;
		noDelay;
		keepAlive;
		keepAliveInitialDelay;
		highWaterMark;
		maxConnections = undefined;

		constructor(options, connectionListener) {
			super();
			if (typeof options === "function") [options, connectionListener] = [{}, options];
			options ??= {};
			validateObject(options, "options");
			if (connectionListener !== undefined) {
				validateFunction(connectionListener, "connectionListener");
				this.on("connection", connectionListener);
			}
			const delay = options.keepAliveInitialDelay;
			if (delay !== undefined) validateNumber(delay, "options.keepAliveInitialDelay");
			this.allowHalfOpen = options.allowHalfOpen ?? false;
			this.pauseOnConnect = Boolean(options.pauseOnConnect);
			this.noDelay = Boolean(options.noDelay);
			this.keepAlive = Boolean(options.keepAlive);
			this.keepAliveInitialDelay = Math.trunc(Math.max(0, delay ?? 0) / 1000);
			this.highWaterMark = options.highWaterMark;
		}

		listen(...args) {
			const [options, callback] = normalizeArgs(args);
			if (this.#address !== null) throw new ERR_SERVER_ALREADY_LISTEN();
			if (callback !== null) this.once("listening", callback);
			const bound = [options, options.handle].find(BoundSocket.isBoundSocket);
			try {
				this.#address = bound ? adopt(bound) : claim(options);
			} catch (error) {
				if (error.code !== "EADDRINUSE") throw error;
				queueMicrotask(() => this.emit("error", error));
				return this;
			}
			this.#closing = false;
			ports.listen(this.#address.port, this.#handler);
			queueMicrotask(() => this.emit("listening"));
			return this;
		}
		address() {
			return this.#address === null ? null : { ...this.#address };
		}
		get listening() {
			return this.#address !== null;
		}
		close(callback) {
			if (typeof callback === "function") this.once("close", this.#address === null ? () => callback(new ERR_SERVER_NOT_RUNNING()) : callback);
			if (this.#address !== null) {
				ports.unlisten(this.#address.port, this.#handler);
				ports.release(this.#address.port);
				this.#address = null;
			}
			this.#closing = true;
			this.#tellClose();
			return this;
		}
		// #tellClose emits "close" when nobody listens any more and the last connection is over.
		#tellClose() {
			if (!this.#closing || this.#address !== null || this.#connections > 0) return;
			this.#closing = false;
			queueMicrotask(() => this.emit("close"));
		}
		getConnections(callback) {
			validateFunction(callback, "cb");
			const count = this.#connections;
			queueMicrotask(() => callback(null, count));
			return this;
		}
		ref() {
			return this;
		}
		unref() {
			return this;
		}
		async [Symbol.asyncDispose]() {
			if (this.#address !== null) await new Promise((resolve) => this.close(() => resolve()));
		}

		// #take serves a connection: a Socket of the platform's. It is done when that is closed.
		async #take(handle) {
			const info = await handle.opened;
			if (this.#address === null) {
				await handle.close();
				return;
			}
			const local = concrete(this.#address);
			const remote = peerOf(info.remoteAddress, local.family);
			if (this.maxConnections !== undefined && this.#connections >= this.maxConnections) {
				this.emit("drop", {
					localAddress: local.address, localPort: local.port, localFamily: local.family,
					remoteAddress: remote.address, remotePort: remote.port, remoteFamily: remote.family,
				});
				await handle.close();
				return;
			}
			const socket = accept(handle, { local, remote, allowHalfOpen: this.allowHalfOpen, highWaterMark: this.highWaterMark });
			socket.server = socket._server = this;
			this.#connections++;
			const closed = new Promise((resolve) => socket.once("close", resolve));
			if (this.pauseOnConnect) socket.pause();
			this.emit("connection", socket);
			if (!socket.isPaused()) socket.read(0);
			await closed;
			this.#connections--;
			this.#tellClose();
		}
	}
	return { Server };
}

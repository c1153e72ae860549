(require) => {
	const { EventEmitter } = require("events");
	const { validateObject, validateFunction } = require("internal/validators");
	const { gives, itself, table } = require("internal/absent");

	function Socket(type, callback) {
		EventEmitter.call(this);
		if (typeof type === "string") type = { type };
		validateObject(type, "type");
		if (callback !== undefined) validateFunction(callback, "callback");
	}
	Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Socket, EventEmitter);

	const nothing = Object.fromEntries(
		[
			"connect", "disconnect", "sendto", "send", "setBroadcast", "setTTL", "setMulticastTTL", "setMulticastLoopback",
			"setMulticastInterface", "addMembership", "dropMembership", "addSourceSpecificMembership", "dropSourceSpecificMembership",
			"setRecvBufferSize", "setSendBufferSize",
		].map((name) => [name, gives()]),
	);
	const zero = Object.fromEntries(["getRecvBufferSize", "getSendBufferSize", "getSendQueueSize", "getSendQueueCount"].map((name) => [name, gives(0)]));
	Object.assign(Socket.prototype, table({ ...nothing, ...zero, address: () => ({}), remoteAddress: () => ({}) }), {
		bind() {
			return this;
		},
		close(callback) {
			return this;
		},
		ref: itself,
		unref: itself,
	});
	Socket.prototype[Symbol.asyncDispose] = async () => {};
	return { createSocket: (type, callback) => new Socket(type, callback), Socket };
}

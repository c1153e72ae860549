(require) => {
	const { validateBoolean, validateInt32 } = require("internal/validators");
	const { BlockList, SocketAddress, isIP, isIPv4, isIPv6 } = require("internal/net/address");
	const { Socket, connect, _normalizeArgs } = require("internal/net/socket");

	let autoSelectFamily = false;
	let attemptTimeout = 10;
	function Server() {
		throw new Error("Server is not implemented");
	}
	return {
		BlockList,
		SocketAddress,
		Stream: Socket,
		Server,
		Socket,
		connect,
		createConnection: connect,
		createServer() {
			throw new Error("createServer() is not implemented");
		},
		getDefaultAutoSelectFamily: () => autoSelectFamily,
		setDefaultAutoSelectFamily(value) {
			validateBoolean(value, "value");
			autoSelectFamily = value;
		},
		getDefaultAutoSelectFamilyAttemptTimeout: () => attemptTimeout,
		setDefaultAutoSelectFamilyAttemptTimeout(value) {
			validateInt32(value, "value", 1);
			attemptTimeout = Math.max(value, 10);
		},
		isIP,
		isIPv4,
		isIPv6,
		_normalizeArgs,
	};
}

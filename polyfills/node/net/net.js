(require) => {
	const { ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateInt32 } = require("internal/validators");
	const { BlockList, SocketAddress, isIP, isIPv4, isIPv6 } = require("internal/net/address");
	const { BoundSocket } = require("internal/net/bound");
	const { normalizeArgs: _normalizeArgs } = require("internal/net/normalize");
	const { Server } = require("internal/net/server");
	const { Socket, connect } = require("internal/net/socket");

	let attemptTimeout = 10;
	return {
		BlockList,
		BoundSocket,
		SocketAddress,
		Stream: Socket,
		Server,
		Socket,
		connect,
		createConnection: connect,
		createServer(options, connectionListener) {
			return new Server(options, connectionListener);
		},
		getDefaultAutoSelectFamily: () => false,
		setDefaultAutoSelectFamily(value) {
			if (value) throw new ERR_INVALID_ARG_VALUE("val", value); // there is none
		},
		getDefaultAutoSelectFamilyAttemptTimeout: () => attemptTimeout,
		setDefaultAutoSelectFamilyAttemptTimeout(value) {
			validateInt32(value, "val", 1);
			attemptTimeout = Math.max(value, 10);
		},
		isIP,
		isIPv4,
		isIPv6,
		_normalizeArgs,
	};
}

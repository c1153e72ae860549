(require) => {
	const { connect, TLSSocket } = require("internal/tls/socket");
	return { connect, TLSSocket };
}

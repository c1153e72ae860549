(require) => {
	const { IncomingMessage } = require("internal/http/incoming");
	return { IncomingMessage };
}

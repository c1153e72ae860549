(require) => {
	const { validateHeaderName, validateHeaderValue, kUniqueHeaders, kHighWaterMark, parseUniqueHeadersOption } = require("internal/http/common");
	const { OutgoingMessage } = require("internal/http/outgoing");
	return { validateHeaderName, validateHeaderValue, kUniqueHeaders, kHighWaterMark, parseUniqueHeadersOption, OutgoingMessage };
}

(require) => {
	const { METHODS, _checkIsHttpToken, _checkInvalidHeaderChar, kIncomingMessage } = require("internal/http/common");
	return {
		_checkIsHttpToken,
		_checkInvalidHeaderChar,
		chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
		CRLF: "\r\n",
		continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
		methods: [...METHODS],
		parsers: { name: "parsers", max: 1000 },
		kIncomingMessage,
	};
}

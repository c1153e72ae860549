(require) => {
	const { METHODS, STATUS_CODES, validateHeaderName, validateHeaderValue } = require("internal/http/common");
	const { Agent, globalAgent } = require("internal/http/agents");
	const { ClientRequest } = require("internal/http/client");
	const { IncomingMessage } = require("internal/http/incoming");
	const { OutgoingMessage } = require("internal/http/outgoing");
	const { Server, ServerResponse, _connectionListener } = require("internal/http/server");
	const { validateInteger } = require("internal/validators");

	const request = (url, options, callback) => new ClientRequest(url, options, callback);
	return {
		validateHeaderName,
		validateHeaderValue,
		METHODS,
		STATUS_CODES,
		ClientRequest,
		request,
		get(url, options, callback) {
			const req = request(url, options, callback);
			req.end();
			return req;
		},
		OutgoingMessage,
		Agent,
		globalAgent,
		IncomingMessage,
		Server,
		ServerResponse,
		createServer: (options, listener) => new Server(options, listener),
		maxHeaderSize: 16384,
		setMaxIdleHTTPParsers(max) {
			validateInteger(max, "max", 1);
			require("_http_common").parsers.max = max;
		},
		_connectionListener,
		WebSocket: globalThis.WebSocket,
		CloseEvent: globalThis.CloseEvent,
		MessageEvent: globalThis.MessageEvent,
	};
}

// Members are recorded from the platform.
const members = {
	http: "validateHeaderName validateHeaderValue METHODS STATUS_CODES ClientRequest request get OutgoingMessage Agent globalAgent IncomingMessage Server ServerResponse createServer maxHeaderSize setMaxIdleHTTPParsers _connectionListener WebSocket CloseEvent MessageEvent",
	https: "get request Agent globalAgent createServer Server",
	_http_agent: "Agent globalAgent",
	_http_client: "ClientRequest",
	_http_common: "_checkIsHttpToken _checkInvalidHeaderChar chunkExpression CRLF continueExpression methods parsers kIncomingMessage",
	_http_incoming: "IncomingMessage",
	_http_outgoing: "validateHeaderName validateHeaderValue kUniqueHeaders kHighWaterMark parseUniqueHeadersOption OutgoingMessage",
	_http_server: "STATUS_CODES Server ServerResponse setupConnectionsTracking storeHTTPOptions _connectionListener kServerResponse httpServerPreClose kConnectionsCheckingInterval",
};
for (const [name, keys] of Object.entries(members)) {
	test(`node:${name} has the platform's members`, () => assertEquals(Object.keys(require(name)).join(" "), keys));
}

(require) => {
	const { EventEmitter } = require("events");
	const { table, missing, gives, type } = require("internal/absent");
	const of = (owner, names) => table(Object.fromEntries(names.map((name) => [name, missing(`${owner}.${name}`)])));

	const Session = type("Session", EventEmitter, missing("Session"), of("Session", ["connect", "connectToMainThread", "disconnect", "post"]));
	const console = Object.fromEntries(
		[
			"debug", "error", "info", "log", "warn", "dir", "dirxml", "table", "trace", "group", "groupCollapsed", "groupEnd", "clear",
			"count", "countReset", "assert", "profile", "profileEnd", "time", "timeLog", "timeStamp",
		].map((name) => [name, function noop() {}]),
	);
	const Network = of("Network", [
		"requestWillBeSent", "dataReceived", "dataSent", "responseReceived", "loadingFinished", "loadingFailed", "webSocketCreated",
		"webSocketHandshakeResponseReceived", "webSocketClosed",
	]);
	return table({ Session, close: gives(), console, open: () => ({ async [Symbol.dispose]() {} }), url: gives(), waitForDebugger: gives(), Network });
}

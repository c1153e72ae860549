(require) => {
	const { console } = globalThis;
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");

	const missing = (name, method) =>
		({
			[method]() {
				throw new ERR_METHOD_NOT_IMPLEMENTED(name);
			},
		})[method];

	// The platform has the class and does not let it be constructed.
	function Console(stdout) {
		throw new ERR_METHOD_NOT_IMPLEMENTED("Console");
	}
	const methods = ["log", "info", "debug", "warn", "error", "dir", "time", "timeEnd", "timeLog", "trace", "assert", "clear", "count", "countReset", "group", "groupEnd", "table", "dirxml", "groupCollapsed"];
	for (const name of methods) Object.defineProperty(Console.prototype, name, { value: console[name], writable: true, configurable: true });
	const context = missing("Console.context", "context");
	const createTask = missing("Console.createTask", "createTask");

	const lazily = (name, stream) => {
		Object.defineProperty(console, name, { get: () => require("process")[stream], enumerable: true, configurable: true });
	};
	Object.assign(console, { context, _times: new Map(), _ignoreErrors: true, _stderrErrorHandler() {}, _stdoutErrorHandler() {} });
	lazily("_stderr", "stderr");
	lazily("_stdout", "stdout");
	return Object.assign(console, { Console, createTask });
}

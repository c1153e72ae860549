(require) => {
	const { console } = globalThis;
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const Console = require("internal/console");

	const missing = (name, method) =>
		({
			[method]() {
				throw new ERR_METHOD_NOT_IMPLEMENTED(name);
			},
		})[method];

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

(require) => {
	const { EventEmitter } = require("events");
	const { table, gives, type } = require("internal/absent");

	const Interface = type(
		"Interface",
		EventEmitter,
		function () {
			this.terminal = false;
			this.line = "";
			this.cursor = 0;
		},
		{
			getPrompt: gives(""),
			setPrompt: gives(),
			prompt: gives(),
			// Nobody is there to answer.
			question(query, options, callback) {
				(typeof options === "function" ? options : callback)?.("");
			},
			pause() {
				return this;
			},
			resume() {
				return this;
			},
			close: gives(),
			write: gives(),
			getCursorPos: () => ({ rows: 0, cols: 0 }),
			// One empty line comes, as on the platform.
			[Symbol.asyncIterator]() {
				const lines = [""].values();
				return { next: async () => lines.next() };
			},
			[Symbol.dispose]() {
				this.close();
			},
			async [Symbol.asyncDispose]() {
				this.close();
			},
		},
	);
	// Its getter must not be read while the table is made: promises requires this module.
	const exports = table({
		clearLine: gives(false),
		clearScreenDown: gives(false),
		createInterface: () => new Interface(),
		cursorTo: gives(false),
		emitKeypressEvents: gives(),
		moveCursor: gives(false),
		Interface,
	});
	return Object.defineProperty(exports, "promises", { enumerable: true, configurable: true, get: () => require("readline/promises") });
}

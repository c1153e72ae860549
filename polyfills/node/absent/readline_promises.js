(require) => {
	const { Interface: Plain } = require("readline");
	const { type } = require("internal/absent");

	const Interface = type("Interface", Plain, undefined, { question: async () => "" });
	const chained = Object.fromEntries(
		["clearLine", "clearScreenDown", "cursorTo", "moveCursor", "rollback"].map((name) => [name, { [name]() { return this; } }[name]]),
	);
	const Readline = type("Readline", undefined, undefined, { ...chained, commit: async () => {} });
	return { Interface, Readline, createInterface: () => new Interface() };
}

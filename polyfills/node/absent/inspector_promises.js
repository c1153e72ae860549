(require) => {
	const { table, missing } = require("internal/absent");
	const { Session, console, Network } = require("inspector");
	const of = (name) => missing(`Inspector.${name}`);
	return table({ close: of("close"), console, Network, open: of("open"), Session, url: of("url"), waitForDebugger: of("waitForDebugger") });
}

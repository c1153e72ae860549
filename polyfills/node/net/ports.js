(require) => {
	const { EADDRINUSE } = require("internal/errors");

	// The ports that systems give to who asks for none in particular.
	const FIRST = 49152;
	const LAST = 65535;
	// No network stands behind the ports: a port is a name that is taken, and who listens on it. An entry
	// is {holders, shared, handlers}: how many hold it, whether they let others hold it too, and what takes
	// requests or connections that come for it.
	const entries = new Map();
	let next = FIRST;

	// ephemeral gives a port that nobody holds, another one each time, and 0 if there is none.
	const ephemeral = () => {
		for (let tried = FIRST; tried <= LAST; tried++) {
			const port = next;
			next = port === LAST ? FIRST : port + 1;
			if (!entries.has(port)) return port;
		}
		return 0;
	};
	// bind takes a port, an ephemeral one for 0, and gives it; EADDRINUSE if others hold it.
	const bind = (address, wanted, shared = false) => {
		const port = wanted || ephemeral();
		const entry = entries.get(port);
		if (port === 0 || (entry && !(entry.shared && shared))) throw new EADDRINUSE(address, port);
		if (entry) entry.holders++;
		else entries.set(port, { holders: 1, shared, handlers: [] });
		return port;
	};
	const release = (port) => {
		const entry = entries.get(port);
		if (entry && --entry.holders === 0) entries.delete(port);
	};
	// listen has a handler, {fetch} or {connect}, get what comes for a port that is bound.
	const listen = (port, handler) => entries.get(port).handlers.push(handler);
	const unlisten = (port, handler) => {
		const entry = entries.get(port);
		const at = entry ? entry.handlers.indexOf(handler) : -1;
		if (at >= 0) entry.handlers.splice(at, 1);
	};
	// handlerOf gives the handler of a port whose turn it is, or undefined.
	const handlerOf = (port) => {
		const handlers = entries.get(port)?.handlers ?? [];
		if (handlers.length > 1) handlers.push(handlers.shift());
		return handlers.at(-1);
	};
	return { ephemeral, bind, release, listen, unlisten, handlerOf };
}

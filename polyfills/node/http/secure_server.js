(require) => {
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const { Server: PlainServer } = require("internal/http/server");

	// A Server of https answers what the Worker gets; TLS has ended before.
	class Server extends PlainServer {}
	for (const name of ["addContext", "getTicketKeys", "setSecureContext", "setTicketKeys"]) {
		const method = { [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(`https.Server.${name}`); } }[name];
		Object.defineProperty(Server.prototype, name, { value: method, writable: true, configurable: true });
	}
	return { Server };
}

(require) => {
	const { ERR_INVALID_ARG_TYPE } = require("internal/errors");
	const promises = require("dns/promises");
	const { codes } = require("internal/dns/query");

	// withCallback makes a function of Node's form of one that gives a promise; spread says what the
	// callback gets of the result.
	const withCallback = (name, spread = (result) => [result]) => (...args) => {
		const callback = args.pop();
		if (typeof callback !== "function") {
			const wrong = new ERR_INVALID_ARG_TYPE("callback", "Function", callback);
			if (name !== "lookup") wrong.message = wrong.message.replace('The "callback" argument', "The last argument");
			throw wrong;
		}
		promises[name](...args).then((result) => queueMicrotask(() => callback(null, ...spread(result))), (error) => queueMicrotask(() => callback(error)));
	};
	const called = (name, fn) => Object.defineProperty(fn, "name", { value: name, configurable: true });
	const names = ["lookupService", "resolve", "resolve4", "resolve6", "resolveAny", "resolveCname", "resolveCaa", "resolveMx", "resolveNaptr", "resolveNs", "resolvePtr", "resolveSoa", "resolveSrv", "resolveTxt", "reverse"];
	const methods = Object.fromEntries(names.map((name) => [name, called(`bound ${name}Callbackified`, withCallback(name))]));

	// Resolver has what promises.Resolver has, with callbacks.
	class Resolver {}
	for (const name of Object.getOwnPropertyNames(promises.Resolver.prototype).slice(1)) {
		const method = methods[name] ?? promises.Resolver.prototype[name];
		Object.defineProperty(Resolver.prototype, name, { value: called(name, (...args) => method(...args)), writable: true, configurable: true });
	}

	const bound = (name) => promises[name].bind(promises);
	const all = {
		ADDRCONFIG: 1024, ADDRGETNETWORKPARAMS: codes.ADDRGETNETWORKPARAMS, ALL: 256, BADFAMILY: codes.BADFAMILY, BADFLAGS: codes.BADFLAGS,
		BADHINTS: codes.BADHINTS, BADNAME: codes.BADNAME, BADQUERY: codes.BADQUERY, BADRESP: codes.BADRESP, BADSTR: codes.BADSTR,
		CANCELLED: codes.CANCELLED, CONNREFUSED: codes.CONNREFUSED, DESTRUCTION: codes.DESTRUCTION, EOF: codes.EOF, FILE: codes.FILE,
		FORMERR: codes.FORMERR, LOADIPHLPAPI: codes.LOADIPHLPAPI, NODATA: codes.NODATA, NOMEM: codes.NOMEM, NONAME: codes.NONAME,
		NOTFOUND: codes.NOTFOUND, NOTIMP: codes.NOTIMP, NOTINITIALIZED: codes.NOTINITIALIZED, REFUSED: codes.REFUSED,
		SERVFAIL: codes.SERVFAIL, TIMEOUT: codes.TIMEOUT, V4MAPPED: 2048,
	};
	return {
		getServers: bound("getServers"),
		lookup: called("bound lookup", (hostname, options, callback) => {
			if (typeof options === "function") [options, callback] = [undefined, options];
			const every = options !== null && typeof options === "object" && options.all;
			withCallback("lookup", (found) => (every ? [found] : [found.address, found.family]))(hostname, options, callback);
		}),
		...methods,
		setDefaultResultOrder: bound("setDefaultResultOrder"),
		getDefaultResultOrder: bound("getDefaultResultOrder"),
		setServers: bound("setServers"),
		Resolver,
		promises,
		...all,
	};
}

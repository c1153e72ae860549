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
	const never = () => {
		throw new Error("Not implemented");
	};
	const methods = {};
	for (const name of ["resolve", "resolve4", "resolve6", "resolveCname", "resolveCaa", "resolveMx", "resolveNaptr", "resolveNs", "resolvePtr", "resolveSoa", "resolveSrv", "resolveTxt", "reverse"]) {
		methods[name] = withCallback(name);
	}
	methods.resolveAny = never;
	class Resolver {}
	const others = { cancel: never, setLocalAddress: never, setServers: never, getServers: () => promises.getServers() };
	for (const [name, method] of Object.entries({ ...others, ...methods })) {
		const own = { [name]: (...args) => method(...args) };
		Object.defineProperty(Resolver.prototype, name, { value: own[name], writable: true, configurable: true });
	}

	const { resolve, resolve4, resolve6, resolveAny, resolveCname, resolveCaa, resolveMx, resolveNaptr, resolveNs, resolvePtr, resolveSoa, resolveSrv, resolveTxt, reverse } = methods;
	const all = {
		ADDRCONFIG: 1024, ADDRGETNETWORKPARAMS: codes.ADDRGETNETWORKPARAMS, ALL: 256, BADFAMILY: codes.BADFAMILY, BADFLAGS: codes.BADFLAGS,
		BADHINTS: codes.BADHINTS, BADNAME: codes.BADNAME, BADQUERY: codes.BADQUERY, BADRESP: codes.BADRESP, BADSTR: codes.BADSTR,
		CANCELLED: codes.CANCELLED, CONNREFUSED: codes.CONNREFUSED, DESTRUCTION: codes.DESTRUCTION, EOF: codes.EOF, FILE: codes.FILE,
		FORMERR: codes.FORMERR, LOADIPHLPAPI: codes.LOADIPHLPAPI, NODATA: codes.NODATA, NOMEM: codes.NOMEM, NONAME: codes.NONAME,
		NOTFOUND: codes.NOTFOUND, NOTIMP: codes.NOTIMP, NOTINITIALIZED: codes.NOTINITIALIZED, REFUSED: codes.REFUSED,
		SERVFAIL: codes.SERVFAIL, TIMEOUT: codes.TIMEOUT, V4MAPPED: 2048,
	};
	return {
		getServers: promises.getServers,
		lookup(hostname, options, callback) {
			if (typeof options === "function") [options, callback] = [undefined, options];
			const every = options !== null && typeof options === "object" && options.all;
			withCallback("lookup", (found) => (every ? [found] : [found.address, found.family]))(hostname, options, callback);
		},
		lookupService: () => never(),
		resolve, resolve4, resolve6, resolveAny, resolveCname, resolveCaa, resolveMx, resolveNaptr, resolveNs, resolvePtr, resolveSoa,
		resolveSrv, resolveTxt, reverse,
		setDefaultResultOrder: promises.setDefaultResultOrder,
		getDefaultResultOrder: promises.getDefaultResultOrder,
		setServers: () => never(),
		Resolver,
		promises,
		...all,
	};
}

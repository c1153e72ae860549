(require) => {
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateBoolean, validateNumber, validateOneOf, validateString } = require("internal/validators");
	const { codes, DnsError, resolve: find } = require("internal/dns/query");
	const { isIP } = require("internal/net/address");

	const orders = ["verbatim", "ipv4first", "ipv6first"];
	let order = "verbatim";
	const never = () => {
		throw new Error("Not implemented");
	};
	const typed = (type, method) => ({
		[method](name, options) {
			validateString(name, "name");
			return find(name, type, options);
		},
	})[method];
	const plain = (type, method, give = (found) => found) => ({
		[method](name) {
			validateString(name, "name");
			return find(name, type).then(give);
		},
	})[method];

	const byType = {
		A: typed("A", "resolve4"),
		AAAA: typed("AAAA", "resolve6"),
		CAA: plain("CAA", "resolveCaa"),
		CNAME: plain("CNAME", "resolveCname"),
		MX: plain("MX", "resolveMx"),
		NAPTR: plain("NAPTR", "resolveNaptr"),
		NS: plain("NS", "resolveNs"),
		PTR: plain("PTR", "resolvePtr"),
		SOA: plain("SOA", "resolveSoa", ([first]) => first),
		SRV: plain("SRV", "resolveSrv"),
		TXT: plain("TXT", "resolveTxt"),
	};
	const resolve = (name, rrtype) => {
		validateString(name, "name");
		const method = byType[rrtype];
		if (!method) throw new ERR_INVALID_ARG_VALUE("rrtype", rrtype);
		return method(name);
	};
	const reverse = plain("PTR", "reverse");
	const lookupService = async () => never();
	const resolveAny = async () => never();
	const setServers = () => never();

	const lookupOptions = (options) => {
		if (typeof options === "number") options = { family: options };
		else if (options === undefined || options === null) options = {};
		else if (typeof options !== "object") throw new ERR_INVALID_ARG_TYPE("options", ["integer", "object"], options);
		let { family = 0, all = false, hints } = options;
		if (family === "IPv4") family = 4;
		if (family === "IPv6") family = 6;
		validateOneOf(family, options.family === undefined ? "family" : "options.family", [0, 4, 6]);
		validateBoolean(all, "options.all");
		if (options.verbatim != null) validateBoolean(options.verbatim, "options.verbatim");
		if (options.order != null) validateOneOf(options.order, "options.order", orders);
		if (hints !== undefined) validateNumber(hints, "options.hints");
		return { family, all };
	};
	// lookup throws what its arguments are wrong in at once.
	const lookup = (hostname, options) => {
		if (hostname) validateString(hostname, "hostname");
		return findAddresses(hostname, lookupOptions(options));
	};
	const findAddresses = async (hostname, { family, all }) => {
		const give = (found) => (all ? found : found[0]);
		if (!hostname) return all ? [] : { address: null, family: family === 6 ? 6 : 4 };
		if (isIP(hostname)) return give([{ address: hostname, family: isIP(hostname) }]);
		const ask = async (type, f) => (await find(hostname, type)).map((address) => ({ address, family: f }));
		if (family !== 0) return give(await (family === 6 ? ask("AAAA", 6) : ask("A", 4)));
		const [v4, v6] = await Promise.allSettled([ask("A", 4), ask("AAAA", 6)]);
		if (v4.status === "rejected" && v6.status === "rejected") throw v4.reason;
		const [a, b] = [v4.value ?? [], v6.value ?? []];
		const found = order === "ipv6first" ? [...b, ...a] : [...a, ...b];
		if (found.length === 0) throw new DnsError(hostname, codes.NOTFOUND, "queryA");
		return give(found);
	};

	const servers = ["1.1.1.1", "2606:4700:4700::1111", "1.0.0.1", "2606:4700:4700::1001"];
	const getServers = () => [...servers];
	const methods = {
		getServers,
		resolve,
		resolve4: byType.A,
		resolve6: byType.AAAA,
		resolveAny,
		resolveCaa: byType.CAA,
		resolveCname: byType.CNAME,
		resolveMx: byType.MX,
		resolveNaptr: byType.NAPTR,
		resolveNs: byType.NS,
		resolvePtr: byType.PTR,
		resolveSoa: byType.SOA,
		resolveSrv: byType.SRV,
		resolveTxt: byType.TXT,
		reverse,
		setServers,
	};
	class Resolver {
		cancel() {
			never();
		}
		setLocalAddress() {
			never();
		}
	}
	for (const [name, value] of Object.entries(methods)) Object.defineProperty(Resolver.prototype, name, { value, writable: true, configurable: true });
	const exports = {
		reverse,
		resolveTxt: methods.resolveTxt,
		resolveCaa: methods.resolveCaa,
		resolveMx: methods.resolveMx,
		resolveCname: methods.resolveCname,
		resolveNs: methods.resolveNs,
		resolvePtr: methods.resolvePtr,
		resolveSrv: methods.resolveSrv,
		resolveSoa: methods.resolveSoa,
		resolveNaptr: methods.resolveNaptr,
		resolve4: methods.resolve4,
		resolve6: methods.resolve6,
		getServers,
		setServers,
		getDefaultResultOrder: () => order,
		setDefaultResultOrder(value) {
			validateOneOf(value, "dnsOrder", orders);
			order = value;
		},
		lookup,
		lookupService,
		resolve,
		resolveAny,
		Resolver,
		...codes,
	};
	// These can be imported by their names, and are not among the members.
	for (const [name, value] of Object.entries({ ADDRCONFIG: 1024, ALL: 256, V4MAPPED: 2048 })) Object.defineProperty(exports, name, { value });
	return exports;
}

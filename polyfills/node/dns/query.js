(require) => {
	const { Buffer } = require("buffer");

	const codes = {
		NODATA: "ENODATA", FORMERR: "EFORMERR", SERVFAIL: "ESERVFAIL", NOTFOUND: "ENOTFOUND", NOTIMP: "ENOTIMP", REFUSED: "EREFUSED",
		BADQUERY: "EBADQUERY", BADNAME: "EBADNAME", BADFAMILY: "EBADFAMILY", BADRESP: "EBADRESP", CONNREFUSED: "ECONNREFUSED",
		TIMEOUT: "ETIMEOUT", EOF: "EOF", FILE: "EFILE", NOMEM: "ENOMEM", DESTRUCTION: "EDESTRUCTION", BADSTR: "EBADSTR",
		BADFLAGS: "EBADFLAGS", NONAME: "ENONAME", BADHINTS: "EBADHINTS", NOTINITIALIZED: "ENOTINITIALIZED",
		LOADIPHLPAPI: "ELOADIPHLPAPI", ADDRGETNETWORKPARAMS: "EADDRGETNETWORKPARAMS", CANCELLED: "ECANCELLED",
	};

	class DnsError extends Error {
		constructor(hostname, code, syscall) {
			super(`${syscall} ${code} ${hostname}`);
			this.code = code;
			this.errno = undefined;
			this.syscall = syscall;
			this.hostname = hostname;
		}
	}

	// query asks for the records of a type and gives the answers, as {data, TTL}.
	const query = async (name, type) => {
		const syscall = `query${type}`;
		const url = new URL("https://cloudflare-dns.com/dns-query");
		url.searchParams.set("name", name);
		url.searchParams.set("type", type);
		let answer;
		try {
			const response = await fetch(url, { headers: { Accept: "application/dns-json" } });
			if (!response.ok) throw new DnsError(name, codes.BADRESP, syscall);
			answer = await response.json();
		} catch (error) {
			throw error instanceof DnsError ? error : new DnsError(name, codes.BADQUERY, syscall);
		}
		if (answer.error !== undefined || !answer.Question?.[0]) throw new DnsError(name, codes.BADRESP, syscall);
		if (!answer.Answer || answer.Answer[0]?.name === "") throw new DnsError(name, codes.NOTFOUND, syscall);
		return answer.Answer;
	};

	const withoutDot = (name) => (name.endsWith(".") ? name.slice(0, -1) : name);
	const words = (data) => data.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
	const unquote = (text) => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text);

	// caa reads a record in the generic form of RFC 3597, or in words.
	const caa = (data) => {
		let critical, field, value;
		const generic = /^\\# \d+ (.*)$/.exec(data);
		if (generic) {
			const bytes = Buffer.from(generic[1].replaceAll(" ", ""), "hex");
			[critical, field] = [bytes[0], bytes.toString("latin1", 2, 2 + bytes[1])];
			value = bytes.toString("utf8", 2 + bytes[1]);
		} else {
			[critical, field, value] = words(data);
			value = unquote(value ?? "");
		}
		return { critical: Number(critical), [field]: value };
	};

	// records make what Node gives of the data of an answer.
	const records = {
		A: (data) => data,
		AAAA: (data) => data,
		CNAME: withoutDot,
		NS: withoutDot,
		PTR: withoutDot,
		TXT: (data) => (data.startsWith('"') ? words(data).map(unquote) : [data]),
		MX(data, name) {
			const [priority, exchange] = data.split(" ");
			if (exchange === undefined) throw new DnsError(name, codes.BADRESP, "queryMx");
			return { exchange: withoutDot(exchange), priority: parseInt(priority, 10) };
		},
		SRV(data) {
			const [priority, weight, port, name] = data.split(" ");
			return { priority: Number(priority), weight: Number(weight), port: Number(port), name };
		},
		SOA(data) {
			const [nsname, hostmaster, ...numbers] = data.split(" ");
			const [serial, refresh, retry, expire, minttl] = numbers.map(Number);
			return { nsname, hostmaster, serial, refresh, retry, expire, minttl };
		},
		NAPTR(data) {
			const [order, preference, flags, service, regexp, replacement] = words(data);
			return {
				flags: unquote(flags), service: unquote(service), regexp: unquote(regexp), replacement: withoutDot(replacement),
				order: Number(order), preference: Number(preference),
			};
		},
		CAA: caa,
	};
	// numbers are the types of records in answers: a chain of CNAMEs comes along.
	const numbers = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, CAA: 257 };

	const resolve = async (name, type, options) => {
		const answers = (await query(name, type)).filter((a) => a.type === undefined || a.type === numbers[type]);
		if (options?.ttl) return answers.map((a) => ({ ttl: a.TTL, address: a.data }));
		return answers.map((a) => records[type](a.data, name));
	};
	return { codes, DnsError, resolve };
}

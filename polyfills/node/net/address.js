(require) => {
	const { ERR_INVALID_ADDRESS, ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE, ERR_INVALID_IP_ADDRESS } = require("internal/errors");
	const { validateString, validateObject, validateOneOf, validatePort, validateUint32, validateInt32 } = require("internal/validators");

	const isIPv4 = (text) => /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/.test(text) && !/(^|\.)0\d/.test(text);
	const isIPv6 = (text) => {
		let address = String(text);
		const zone = address.indexOf("%");
		if (zone >= 0) {
			if (!/^%[0-9a-zA-Z-.:]+$/.test(address.slice(zone))) return false;
			address = address.slice(0, zone);
		}
		let groups = 8;
		const dotted = address.lastIndexOf(":");
		if (address.includes(".")) {
			if (!isIPv4(address.slice(dotted + 1))) return false;
			address = address.slice(0, dotted + 1) + "0:0";
		}
		const halves = address.split("::");
		if (halves.length > 2) return false;
		const parts = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
		if (!parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return false;
		return halves.length === 2 ? parts.length < groups : parts.length === groups;
	};
	const isIP = (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0);

	// toNumber gives an address as a BigInt of its family's size.
	const toNumber = (address, family) => {
		if (family === 4) return address.split(".").reduce((n, part) => n * 256n + BigInt(part), 0n);
		address = address.split("%")[0].replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => `${((+a << 8) | +b).toString(16)}:${((+c << 8) | +d).toString(16)}`);
		const [head, tail] = address.split("::").map((half) => (half ? half.split(":") : []));
		const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
		return groups.reduce((n, group) => n * 65536n + BigInt("0x" + group), 0n);
	};

	// canonical gives the one way of writing an address; undefined for what is none, or has a zone.
	const canonical = (text) => {
		const family = isIP(text);
		if (family === 4) return text;
		if (family === 0 || text.includes("%")) return undefined;
		const short = new URL(`http://[${text}]`).hostname.slice(1, -1);
		const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short);
		if (!mapped) return short;
		const bytes = mapped.slice(1).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
		return `::ffff:${bytes.join(".")}`;
	};

	const inspectCustom = Symbol.for("nodejs.util.inspect.custom");
	class SocketAddress {
		#address;
		#port;
		#family;
		#flowlabel;
		constructor(options = {}) {
			validateObject(options, "options");
			const { port = 0, flowlabel = 0 } = options;
			const family = typeof options.family === "string" ? options.family.toLowerCase() : (options.family ?? "ipv4");
			const { address = family === "ipv4" ? "127.0.0.1" : "::" } = options;
			if (family !== "ipv4" && family !== "ipv6") throw new ERR_INVALID_ARG_VALUE("options.family", family);
			validateString(address, "options.address");
			validateUint32(flowlabel, "options.flowlabel");
			if (isIP(address) !== (family === "ipv4" ? 4 : 6)) throw new ERR_INVALID_ADDRESS();
			this.#address = address;
			this.#port = validatePort(port, "options.port");
			this.#family = family;
			this.#flowlabel = flowlabel;
		}
		static isSocketAddress(value) {
			return typeof value === "object" && value !== null && #address in value;
		}
		// parse reads ADDRESS:PORT, or gives undefined.
		static parse(text) {
			validateString(text, "input");
			const [, six, four, port = "0"] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
			const address = six ?? four;
			if (!isIP(address) || isIPv6(address) !== (six !== undefined) || port > 65535) return undefined;
			return new SocketAddress({ address, port: Number(port), family: six === undefined ? "ipv4" : "ipv6" });
		}
		get address() {
			return this.#address;
		}
		get port() {
			return this.#port;
		}
		get family() {
			return this.#family;
		}
		get flowlabel() {
			return this.#flowlabel;
		}
		[inspectCustom](depth, options, inspect) {
			return depth < 0 ? this : `SocketAddress ${inspect(this.toJSON(), options)}`;
		}
		toJSON() {
			return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel };
		}
	}

	// read gives an argument of a BlockList as family and number.
	const read = (address, family, name = "address") => {
		if (address instanceof SocketAddress) [address, family] = [address.address, address.family];
		else {
			validateString(address, name);
			validateString(family, "family");
			family = family.toLowerCase();
			validateOneOf(family, "family", ["ipv4", "ipv6"]);
		}
		return { text: address, family: family === "ipv6" ? 6 : 4 };
	};
	// valid is read for what must be an address.
	const valid = (address, family, name) => {
		const found = read(address, family, name);
		if (isIP(found.text) !== found.family) throw new ERR_INVALID_IP_ADDRESS(`Invalid IPv${found.family} address`);
		return found;
	};
	const mapped = 0xffffn << 32n; // ::ffff:0:0/96 stands for addresses of IPv4
	class BlockList {
		#rules = [];
		static isBlockList(value) {
			return typeof value === "object" && value !== null && #rules in value;
		}
		addAddress(address, family = "ipv4") {
			const { text, family: f } = valid(address, family);
			const n = toNumber(text, f);
			this.#rules.unshift({ family: f, from: n, to: n, text: `Address: IPv${f} ${text}` });
		}
		addRange(start, end, family = "ipv4") {
			const a = valid(start, family, "start");
			const b = valid(end, family, "end");
			const [from, to] = [toNumber(a.text, a.family), toNumber(b.text, b.family)];
			if (from > to) throw new ERR_INVALID_ARG_VALUE("start", start, "must come before end");
			this.#rules.unshift({ family: a.family, from, to, text: `Range: IPv${a.family} ${a.text}-${b.text}` });
		}
		addSubnet(network, prefix, family = "ipv4") {
			const { text, family: f } = valid(network, family, "network");
			const bits = f === 4 ? 32 : 128;
			validateInt32(prefix, "prefix", 0, bits);
			const size = 1n << BigInt(bits - prefix);
			const from = toNumber(text, f) & ~(size - 1n);
			this.#rules.unshift({ family: f, from, to: from + size - 1n, text: `Subnet: IPv${f} ${text}/${prefix}` });
		}
		check(address, family = "ipv4") {
			const { text, family: f } = read(address, family);
			if (isIP(text) !== f) return false;
			const n = toNumber(text, f);
			const within = (rule, number) => rule.from <= number && number <= rule.to;
			return this.#rules.some((rule) => (rule.family === f ? within(rule, n) : f === 6 && within(rule, n - mapped)));
		}
		get rules() {
			return this.#rules.map((rule) => rule.text).reverse();
		}
		[inspectCustom](depth, options, inspect) {
			return depth < 0 ? this : `BlockList ${inspect({ rules: this.rules }, { ...options, compact: false })}`;
		}
		toJSON() {
			return this.rules;
		}
		fromJSON(data) {
			const rules = typeof data === "string" ? JSON.parse(data) : data;
			if (!Array.isArray(rules)) throw new ERR_INVALID_ARG_TYPE("data", ["string", "string[]"], data);
			for (const rule of rules) {
				const [, kind, version, rest] = /^(\w+): IPv(\d) (.*)$/.exec(rule) ?? [];
				const family = `ipv${version}`;
				if (kind === "Address") this.addAddress(rest, family);
				else if (kind === "Range") this.addRange(...rest.split("-"), family);
				else if (kind === "Subnet") this.addSubnet(rest.split("/")[0], Number(rest.split("/")[1]), family);
			}
		}
	}
	return { BlockList, SocketAddress, canonical, isIP, isIPv4, isIPv6 };
}

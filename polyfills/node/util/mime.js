() => {
	// MIME types of the MIME Sniffing standard, https://mimesniff.spec.whatwg.org/.
	const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
	const quotable = /^[\t\x20-\x7e\x80-\xff]*$/;
	const space = "[\\t\\n\\r ]*";
	const parameter = new RegExp(`^${space}([^;=]*)(?:=(?:"((?:\\\\.|[^"\\\\])*)"?[^;]*|([^;]*)))?(?:;|$)`, "s");

	// MIMEParams that a program makes belong to no type, and keep nothing, as on the platform.
	const owned = Symbol("owned");
	class MIMEParams {
		#entries = new Map();
		#owned;
		constructor() {
			this.#owned = arguments[0] === owned;
		}
		delete(name) {
			this.#entries.delete(`${name}`.toLowerCase());
		}
		get(name) {
			return this.#entries.get(`${name}`) ?? null;
		}
		has(name) {
			return this.#entries.has(`${name}`);
		}
		set(name, value) {
			if (!this.#owned) return;
			[name, value] = [`${name}`, `${value}`];
			if (!token.test(name) || !quotable.test(value)) throw new TypeError("Not a valid MIME parameter");
			this.#entries.set(name.toLowerCase(), value);
		}
		entries() {
			return this.#entries.entries();
		}
		keys() {
			return this.#entries.keys();
		}
		values() {
			return this.#entries.values();
		}
		[Symbol.iterator]() {
			return this.entries();
		}
		toString() {
			return Array.from(this.#entries, ([name, value]) => `${name}=${token.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`}`).join(";");
		}
		toJSON() {
			return this.toString();
		}
		get [Symbol.toStringTag]() {
			return "MIMEParams";
		}
		[Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
			return `MIMEParams(${this.#entries.size}) ${inspect(this.#entries, options).replace(/^Map\(\d+\) /, "")}`;
		}
	}

	const readParameters = (text, params) => {
		while (text !== "") {
			const [all, name, quoted, plain] = parameter.exec(text);
			if (all === "") return;
			text = text.slice(all.length);
			const value = quoted === undefined ? plain?.replace(/[\t\n\r ]+$/, "") : quoted.replace(/\\(.)/gs, "$1");
			const key = name.toLowerCase();
			if (value === undefined || (quoted === undefined && value === "") || !token.test(key) || !quotable.test(value)) continue;
			if (!params.has(key)) params.set(key, value);
		}
	};

	class MIMEType {
		#type;
		#subtype;
		#params = new MIMEParams(owned);
		constructor(input) {
			const text = `${input}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
			const end = text.indexOf(";");
			const [type, subtype] = (end < 0 ? text : text.slice(0, end)).replace(/[\t\n\r ]+$/, "").split(/\/(.*)/s);
			if (!token.test(type) || !token.test(subtype ?? "")) throw new TypeError(`Not a valid MIME type: ${input}`);
			this.#type = type.toLowerCase();
			this.#subtype = subtype.toLowerCase();
			if (end >= 0) readParameters(text.slice(end + 1), this.#params);
		}
		get type() {
			return this.#type;
		}
		set type(value) {
			if (!token.test(`${value}`)) throw new TypeError("Not a valid MIME type");
			this.#type = `${value}`.toLowerCase();
		}
		get subtype() {
			return this.#subtype;
		}
		set subtype(value) {
			if (!token.test(`${value}`)) throw new TypeError("Not a valid MIME subtype");
			this.#subtype = `${value}`.toLowerCase();
		}
		get essence() {
			return `${this.#type}/${this.#subtype}`;
		}
		get params() {
			return this.#params;
		}
		toString() {
			const params = this.#params.toString();
			return params === "" ? this.essence : `${this.essence};${params}`;
		}
		toJSON() {
			return this.toString();
		}
		get [Symbol.toStringTag]() {
			return "MIMEType";
		}
		[Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
			return `MIMEType ${inspect({ type: this.type, subtype: this.subtype, essence: this.essence, params: this.params }, options)}`;
		}
	}
	return { MIMEParams, MIMEType };
}

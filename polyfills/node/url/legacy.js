(require) => {
	const { ERR_INVALID_URL } = require("internal/errors");
	const { validateString } = require("internal/validators");
	const querystring = require("querystring");

	// Schemes whose URLs have a host behind two slashes, and those that never have one.
	const slashed = new Set(["http", "https", "ftp", "gopher", "file", "ws", "wss"].flatMap((p) => [p, `${p}:`]));
	const hostless = new Set(["javascript", "javascript:"]);

	const properties = ["protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query", "pathname", "path", "href"];

	function Url() {
		for (const name of properties) this[name] = null;
	}

	// domainToASCII gives "" for what is no domain.
	const domainToASCII = (domain) => {
		if (/^[\0-\x7f]*$/.test(domain) && !/xn--/i.test(domain)) return domain.toLowerCase();
		try {
			return new URL(`ws://${domain}`).hostname;
		} catch {
			return "";
		}
	};

	const forbidden = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
	const forbiddenIPv6 = /[\0\t\n\r #%/<>?@\\^|]/;

	// escapable are characters that no URL has, but people write.
	const escapable = /[\t\n\r "'<>\\^`{|}]/g;
	const escapeCharacter = (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

	// What is no part of a URL at its ends: less than what trim() removes, but every control character.
	const blankStart = /^[\0- \xa0\ufeff]+/;
	const blankEnd = /[\0- \xa0\ufeff]+$/;

	// authority finds what stands between "//" and the path: the position of "@" and of the end. A
	// character that no host has ends it, unless "@" comes later. Tabs and ends of lines go, as in the
	// URLs of the web.
	const authority = (rest) => {
		let at = -1;
		let end = -1;
		for (let i = 0; i < rest.length; i++) {
			const c = rest[i];
			if ("\t\n\r".includes(c)) {
				rest = rest.slice(0, i) + rest.slice(i-- + 1);
			} else if (c === "@") {
				at = i;
				end = -1;
			} else if ("#/?".includes(c)) {
				if (end === -1) end = i;
				break;
			} else if (end === -1 && " \"%';<>\\^`{|}".includes(c)) {
				end = i;
			}
		}
		return { at, end: end === -1 ? rest.length : end, rest };
	};

	Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
		validateString(url, "url");
		// Backslashes before the query and the fragment are slashes.
		const stop = url.search(/[?#]/);
		const head = stop < 0 ? url : url.slice(0, stop);
		let rest = (head.replaceAll("\\", "/") + url.slice(head.length)).replace(blankStart, "").replace(blankEnd, "");

		if (!slashesDenoteHost && !/[#@]/.test(rest)) {
			const simple = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest);
			if (simple) return simplePath(this, rest, simple, parseQueryString);
		}

		const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
		const lower = scheme?.toLowerCase();
		if (scheme) {
			this.protocol = lower;
			rest = rest.slice(scheme.length);
		}
		let slashes = false;
		if (slashesDenoteHost || scheme || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
			slashes = rest.startsWith("//");
			if (slashes && !hostless.has(lower)) {
				rest = rest.slice(2);
				this.slashes = true;
			}
		}
		if (!hostless.has(lower) && (slashes || (scheme && !slashed.has(lower)))) rest = parseAuthority(this, rest, url);
		if (!hostless.has(lower)) rest = rest.replace(escapable, escapeCharacter);
		parseRest(this, rest, parseQueryString);
		if (slashed.has(lower) && this.hostname && !this.pathname) this.pathname = "/";
		if (this.pathname || this.search) this.path = (this.pathname || "") + (this.search || "");
		this.href = this.format();
		return this;
	};

	const simplePath = (url, rest, [, pathname, search], parseQueryString) => {
		url.path = rest;
		url.href = rest;
		url.pathname = pathname;
		if (search) {
			url.search = search;
			url.query = parseQueryString ? querystring.parse(search.slice(1)) : search.slice(1);
		} else if (parseQueryString) {
			url.search = null;
			url.query = { __proto__: null };
		}
		return url;
	};

	// parseAuthority takes user and host from the beginning of rest and gives what is left.
	const parseAuthority = (url, text, whole) => {
		const { at, end, rest: cleaned } = authority(text);
		let rest = cleaned;
		if (at !== -1) url.auth = decodeURIComponent(rest.slice(0, at));
		url.host = rest.slice(at + 1, end);
		rest = rest.slice(end);
		url.parseHost();
		url.hostname ??= "";
		const bracketed = url.hostname.startsWith("[") && url.hostname.endsWith("]");
		if (!bracketed) {
			const stop = url.hostname.search(/[/\\#?:]/);
			if (stop >= 0) {
				rest = `/${url.hostname.slice(stop)}${rest}`;
				url.hostname = url.hostname.slice(0, stop);
			}
		}
		url.hostname = url.hostname.length > 255 ? "" : url.hostname.toLowerCase();
		if (url.hostname !== "") {
			if (!bracketed) url.hostname = domainToASCII(url.hostname);
			if (url.hostname === "" || (bracketed ? forbiddenIPv6 : forbidden).test(url.hostname)) throw new ERR_INVALID_URL(whole);
		}
		url.host = url.hostname + (url.port ? `:${url.port}` : "");
		if (bracketed) {
			url.hostname = url.hostname.slice(1, -1);
			if (rest[0] !== "/") rest = `/${rest}`;
		}
		return rest;
	};

	// parseRest takes path, query and hash apart.
	const parseRest = (url, rest, parseQueryString) => {
		const hashAt = rest.indexOf("#");
		if (hashAt >= 0) {
			url.hash = rest.slice(hashAt);
			rest = rest.slice(0, hashAt);
		}
		const queryAt = rest.indexOf("?");
		if (queryAt >= 0) {
			url.search = rest.slice(queryAt);
			url.query = parseQueryString ? querystring.parse(url.search.slice(1)) : url.search.slice(1);
			rest = rest.slice(0, queryAt);
		} else if (parseQueryString) {
			url.search = null;
			url.query = { __proto__: null };
		}
		if (rest !== "") url.pathname = rest;
	};

	Url.prototype.format = function format() {
		const auth = this.auth ? `${encodeURIComponent(this.auth).replace(/%3A/gi, ":")}@` : "";
		let protocol = this.protocol || "";
		if (protocol && !protocol.endsWith(":")) protocol += ":";
		let host = "";
		if (this.host) {
			host = auth + this.host;
		} else if (this.hostname) {
			const bare = this.hostname.includes(":") && !/^\[.*\]$/.test(this.hostname);
			host = auth + (bare ? `[${this.hostname}]` : this.hostname) + (this.port ? `:${this.port}` : "");
		}
		const query = this.query !== null && typeof this.query === "object" ? querystring.stringify(this.query) : "";
		let search = this.search || (query && `?${query}`) || "";
		let pathname = (this.pathname || "").replace(/[#?]/g, escapeCharacter);
		if (this.slashes || slashed.has(protocol)) {
			if (this.slashes || host) {
				if (pathname && pathname[0] !== "/") pathname = `/${pathname}`;
				host = `//${host}`;
			} else if (/^file/.test(protocol)) {
				host = "//";
			}
		}
		search = search.replaceAll("#", "%23");
		let hash = this.hash || "";
		if (hash && hash[0] !== "#") hash = `#${hash}`;
		if (search && search[0] !== "?") search = `?${search}`;
		return protocol + host + pathname + search + hash;
	};

	Url.prototype.resolveObject = function resolveObject(relative) {
		return require("internal/url/resolve").resolve(this, typeof relative === "string" ? new Url().parse(relative, false, true) : relative);
	};
	Url.prototype.resolve = function resolve(relative) {
		return this.resolveObject(parse(relative, false, true)).format();
	};

	Url.prototype.parseHost = function parseHost() {
		let { host } = this;
		const port = /:[0-9]*$/.exec(host)?.[0];
		if (port !== undefined) {
			if (port !== ":") this.port = port.slice(1);
			host = host.slice(0, host.length - port.length);
		}
		if (host) this.hostname = host;
	};

	const parse = (url, parseQueryString, slashesDenoteHost) => {
		if (url instanceof Url) return url;
		return new Url().parse(url, parseQueryString, slashesDenoteHost);
	};
	return { Url, parse, domainToASCII, slashed, hostless };
}

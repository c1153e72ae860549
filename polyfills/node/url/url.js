(require) => {
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_FILE_URL_HOST, ERR_INVALID_FILE_URL_PATH, ERR_INVALID_URL_SCHEME, ERR_MISSING_ARGS } = require("internal/errors");
	const { validateString } = require("internal/validators");
	const { Url, parse } = require("internal/url/legacy");
	const punycode = require("punycode");

	const isURL = (value) => Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);

	// toASCII is the host that a URL makes of a domain; "" where that is none, and leaves the host that was there.
	const toASCII = (domain) => {
		if (domain === "") return "";
		const [x, y] = ["x", "y"].map((host) => {
			const url = new URL(`ws://${host}`);
			url.hostname = domain;
			return url.hostname;
		});
		return x === y ? x : "";
	};

	function domainToASCII(domain) {
		if (arguments.length < 1) throw new ERR_MISSING_ARGS("domain");
		return toASCII(`${domain}`);
	}
	function domainToUnicode(domain) {
		if (arguments.length < 1) throw new ERR_MISSING_ARGS("domain");
		return punycode.toUnicode(toASCII(`${domain}`));
	}

	// Files.

	const fileURLToPath = (path, options = undefined) => {
		if (typeof path === "string") path = new URL(path);
		else if (!isURL(path)) throw new ERR_INVALID_ARG_TYPE("path", ["string", "URL"], path);
		if (path.protocol !== "file:") throw new ERR_INVALID_URL_SCHEME("file");
		return options?.windows ? windowsPath(path) : unixPath(path);
	};
	const unixPath = ({ hostname, pathname }) => {
		if (hostname !== "") throw new ERR_INVALID_FILE_URL_HOST("linux");
		if (/%2f/i.test(pathname)) throw new ERR_INVALID_FILE_URL_PATH("must not include encoded / characters");
		return decodeURIComponent(pathname);
	};
	const windowsPath = ({ hostname, pathname }) => {
		if (/%2f|%5c/i.test(pathname)) throw new ERR_INVALID_FILE_URL_PATH("must not include encoded \\ or / characters");
		pathname = decodeURIComponent(pathname.replaceAll("/", "\\"));
		if (hostname !== "") return `\\\\${domainToUnicode(hostname)}${pathname}`;
		if (!/^.[a-z]:/i.test(pathname)) throw new ERR_INVALID_FILE_URL_PATH("must be absolute");
		return pathname.slice(1);
	};

	const escapes = { "%": "%25", "\\": "%5C", "\n": "%0A", "\r": "%0D", "\t": "%09", "?": "%3F", "#": "%23", "[": "%5B", "]": "%5D", "^": "%5E", "|": "%7C", "~": "%7E" };
	const pathToFileURL = (filepath, options = undefined) => {
		validateString(filepath, "filepath");
		const { posix, win32 } = require("path");
		const windows = options?.windows;
		if (windows) filepath = filepath.replace(/^\\\\\?\\(UNC\\)?/, (_, share) => (share ? "\\\\" : "")); // an extended path
		if (windows && filepath.startsWith("\\\\")) {
			const [, , server, ...share] = filepath.split("\\");
			if (share.length === 0) throw new ERR_INVALID_ARG_VALUE("path", filepath, "Missing UNC resource path");
			if (server === "") throw new ERR_INVALID_ARG_VALUE("path", filepath, "Empty UNC servername");
		}
		let resolved = (windows ? win32 : posix).resolve(filepath);
		if (/[\\/]$/.test(filepath) && (windows || filepath.endsWith("/")) && !resolved.endsWith(windows ? "\\" : "/")) resolved += windows ? "\\" : "/";
		const share = windows && /^\\\\([^\\]+)(\\.*)$/.exec(resolved);
		if (windows) resolved = (share ? share[2] : resolved.startsWith("\\") ? resolved : `/${resolved}`).replaceAll("\\", "/");
		const url = new URL("file://");
		if (share) url.hostname = share[1];
		url.pathname = resolved.replace(/[%\\\n\r\t?#[\]^|~]/g, (c) => escapes[c]);
		return url;
	};
	const toPathIfFileURL = (value) => (isURL(value) ? fileURLToPath(value) : value);

	const urlToHttpOptions = (url) => {
		const { hostname, pathname, port, username, password, search } = url;
		const options = {
			__proto__: null,
			...url,
			protocol: url.protocol,
			hostname: typeof hostname === "string" && hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
			hash: url.hash,
			search,
			pathname,
			path: `${pathname || ""}${search || ""}`,
			href: url.href,
		};
		if (port !== "") options.port = Number(port);
		if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
		return options;
	};

	// format writes a URL of either kind.
	const format = (urlObject, options) => {
		if (typeof urlObject === "string") return parse(urlObject).format();
		if (typeof urlObject !== "object" || urlObject === null) throw new ERR_INVALID_ARG_TYPE("urlObject", ["Object", "string"].map((t) => t.toLowerCase()), urlObject);
		if (!isURL(urlObject)) return Url.prototype.format.call(urlObject);
		return formatURL(urlObject, options);
	};
	const formatURL = (url, options) => {
		if (options !== undefined && (typeof options !== "object" || options === null)) throw new ERR_INVALID_ARG_TYPE("options", "object", options);
		const { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
		const copy = new URL(url.href);
		if (!fragment) copy.hash = "";
		if (!search) copy.search = "";
		if (!auth) copy.username = copy.password = "";
		if (!unicode || copy.hostname === "") return copy.href;
		return copy.href.replace(copy.hostname, () => punycode.toUnicode(copy.hostname));
	};

	return {
		domainToASCII,
		domainToUnicode,
		URL,
		URLSearchParams,
		fileURLToPath,
		pathToFileURL,
		toPathIfFileURL,
		urlToHttpOptions,
		format,
		parse,
		resolve: (from, to) => parse(from, false, true).resolve(to),
		resolveObject: (from, to) => (from ? parse(from, false, true).resolveObject(to) : to),
		Url,
	};
}

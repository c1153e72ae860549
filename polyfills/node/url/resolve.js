(require) => {
	const { Url, slashed, hostless } = require("internal/url/legacy");

	const finish = (url) => {
		url.href = url.format();
		return url;
	};
	const pathOf = (url) => (url.pathname ?? "") + (url.search ?? "");
	const setPath = (url) => {
		if (url.pathname !== null || url.search !== null) url.path = pathOf(url);
	};
	const takeQuery = (url, from) => {
		url.search = from.search;
		url.query = from.query;
	};

	// splitAuth parts "user@host", which stands in the path of a scheme without slashes.
	const splitAuth = (url) => {
		if (!(url.host && url.host.indexOf("@") > 0)) return;
		const parts = url.host.split("@");
		url.auth = parts.shift();
		url.host = url.hostname = parts.shift();
	};

	// otherScheme resolves what has a scheme of its own.
	const otherScheme = (result, relative) => {
		if (!slashed.has(relative.protocol)) return finish(Object.assign(result, relative));
		result.protocol = relative.protocol;
		result.pathname = relative.pathname;
		if (!relative.host && !/^file:?$/.test(relative.protocol) && !hostless.has(relative.protocol)) {
			const parts = (relative.pathname || "").split("/");
			while (parts.length > 0 && !(relative.host = parts.shift()));
			relative.host ||= "";
			relative.hostname ||= "";
			if (parts[0] !== "") parts.unshift("");
			if (parts.length < 2) parts.unshift("");
			result.pathname = parts.join("/");
		}
		takeQuery(result, relative);
		result.host = relative.host || "";
		result.auth = relative.auth;
		result.hostname = relative.hostname || relative.host;
		result.port = relative.port;
		if (result.pathname || result.search) result.path = (result.pathname || "") + (result.search || "");
		result.slashes ||= relative.slashes;
		return finish(result);
	};

	// hostIntoPath lets the host be the path's first part, for schemes without slashes.
	const hostIntoPath = (url, parts) => {
		if (!url.host) return;
		if (parts[0] === "") parts[0] = url.host;
		else parts.unshift(url.host);
	};

	// collapse removes "." and "..", and gives how many ".." go above the top.
	const collapse = (parts) => {
		let up = 0;
		for (let i = parts.length - 1; i >= 0; i--) {
			if (parts[i] === ".") {
				parts.splice(i, 1);
			} else if (parts[i] === "..") {
				parts.splice(i, 1);
				up++;
			} else if (up > 0) {
				parts.splice(i, 1);
				up--;
			}
		}
		return up;
	};

	const takeHost = (result, relative) => {
		if (relative.host || relative.host === "") {
			if (result.host !== relative.host) result.auth = null;
			result.host = relative.host;
			result.port = relative.port;
		}
		if (relative.hostname || relative.hostname === "") {
			if (result.hostname !== relative.hostname) result.auth = null;
			result.hostname = relative.hostname;
		}
		takeQuery(result, relative);
	};

	// resolve is what a browser makes of a link on a page.
	const resolve = (base, relative) => {
		const result = Object.assign(new Url(), base);
		result.hash = relative.hash;
		if (relative.href === "") return finish(result);
		if (relative.slashes && !relative.protocol) {
			const { protocol } = result;
			Object.assign(result, relative, { protocol });
			if (slashed.has(protocol) && result.hostname && !result.pathname) result.path = result.pathname = "/";
			return finish(result);
		}
		if (relative.protocol && relative.protocol !== result.protocol) return otherScheme(result, relative);
		return resolvePath(result, relative);
	};

	const resolvePath = (result, relative) => {
		const absolute = (url) => Boolean(url.pathname && url.pathname[0] === "/");
		const relativeIsAbsolute = Boolean(relative.host) || absolute(relative);
		let mustEndAbsolute = relativeIsAbsolute || absolute(result) || Boolean(result.host && relative.pathname);
		const removeAllDots = mustEndAbsolute;
		let parts = result.pathname ? result.pathname.split("/") : [];
		const more = relative.pathname ? relative.pathname.split("/") : [];
		const flat = result.protocol && !slashed.has(result.protocol);
		if (flat) {
			result.hostname = "";
			result.port = null;
			hostIntoPath(result, parts);
			result.host = "";
			if (relative.protocol) {
				relative.hostname = relative.port = result.auth = null;
				hostIntoPath(relative, more);
				relative.host = null;
			}
			mustEndAbsolute &&= more[0] === "" || parts[0] === "";
		}
		if (relativeIsAbsolute) {
			takeHost(result, relative);
			parts = more;
		} else if (more.length > 0) {
			parts.pop();
			parts = parts.concat(more);
			takeQuery(result, relative);
		} else if (relative.search !== null && relative.search !== undefined) {
			if (flat) {
				result.hostname = result.host = parts.shift();
				splitAuth(result);
			}
			takeQuery(result, relative);
			setPath(result);
			return finish(result);
		}
		if (parts.length === 0) {
			result.pathname = null;
			result.path = result.search ? `/${result.search}` : null;
			return finish(result);
		}
		return joinPath(result, relative, parts, { mustEndAbsolute, removeAllDots, flat });
	};

	const joinPath = (result, relative, parts, { mustEndAbsolute, removeAllDots, flat }) => {
		const last = parts.at(-1);
		const folder = last === "" || ((result.host || relative.host || parts.length > 1) && (last === "." || last === ".."));
		for (let up = collapse(parts); up > 0 && !mustEndAbsolute && !removeAllDots; up--) parts.unshift("..");
		if (mustEndAbsolute && parts[0] !== "" && (!parts[0] || parts[0][0] !== "/")) parts.unshift("");
		if (folder && !parts.join("/").endsWith("/")) parts.push("");
		const isAbsolute = parts[0] === "" || Boolean(parts[0] && parts[0][0] === "/");
		if (flat) {
			result.hostname = result.host = isAbsolute ? "" : parts.length > 0 ? parts.shift() : "";
			splitAuth(result);
		}
		mustEndAbsolute ||= Boolean(result.host && parts.length > 0);
		if (mustEndAbsolute && !isAbsolute) parts.unshift("");
		result.pathname = parts.length > 0 ? parts.join("/") : null;
		if (parts.length === 0) result.path = null;
		setPath(result);
		result.auth = relative.auth || result.auth;
		result.slashes ||= relative.slashes;
		return finish(result);
	};
	return { resolve };
}

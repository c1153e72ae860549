(require) => {
	const { validateString } = require("internal/validators");

	// tidy resolves "." and ".."; above the top, ".." stays if the path is relative.
	const tidy = (path, relative) => {
		const parts = [];
		for (const part of path.split("/")) {
			if (part === "" || part === ".") continue;
			if (part !== "..") parts.push(part);
			else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
			else if (relative) parts.push("..");
		}
		return parts.join("/");
	};

	const resolve = (...paths) => {
		let path = "";
		for (let i = paths.length - 1; i >= -1 && path[0] !== "/"; i--) {
			const next = i >= 0 ? paths[i] : "/";
			validateString(next, `paths[${i}]`);
			if (next !== "") path = path === "" ? next : `${next}/${path}`;
		}
		return `/${tidy(path, false)}`;
	};

	const isAbsolute = (path) => {
		validateString(path, "path");
		return path[0] === "/";
	};

	const normalize = (path) => {
		validateString(path, "path");
		if (path === "") return ".";
		const absolute = path[0] === "/";
		let tidied = tidy(path, !absolute);
		if (tidied === "") {
			if (absolute) return "/";
			return path.endsWith("/") ? "./" : ".";
		}
		if (path.endsWith("/")) tidied += "/";
		return absolute ? `/${tidied}` : tidied;
	};

	const join = (...paths) => {
		for (const path of paths) validateString(path, "path");
		const joined = paths.filter((path) => path !== "").join("/");
		return joined === "" ? "." : normalize(joined);
	};

	const relative = (from, to) => {
		validateString(from, "from");
		validateString(to, "to");
		if (from === to) return "";
		const parts = (path) => resolve(path).split("/").filter(Boolean);
		const [source, target] = [parts(from), parts(to)];
		let same = 0;
		while (same < source.length && same < target.length && source[same] === target[same]) same++;
		return [...source.slice(same).map(() => ".."), ...target.slice(same)].join("/");
	};

	// split finds the last name of a path: [start, end), without slashes behind it.
	const split = (path) => {
		let end = path.length;
		while (end > 0 && path[end - 1] === "/") end--;
		const start = end === 0 ? 0 : path.lastIndexOf("/", end - 1) + 1;
		return { start, end };
	};
	const extensionOf = (base) => {
		const dot = base.lastIndexOf(".");
		return dot <= 0 || base === ".." ? "" : base.slice(dot);
	};

	const dirname = (path) => {
		validateString(path, "path");
		if (path === "") return ".";
		const { start } = split(path);
		if (start === 0) return path[0] === "/" ? "/" : ".";
		if (start === 1) return "/";
		return start === 2 && path[0] === "/" ? "//" : path.slice(0, start - 1);
	};

	const basename = (path, suffix) => {
		if (suffix !== undefined) validateString(suffix, "ext");
		validateString(path, "path");
		if (suffix && suffix === path) return "";
		const { start, end } = split(path);
		if (start === end && suffix && suffix.length <= path.length) return path.slice(start); // slashes only, as Node has it
		const base = path.slice(start, end);
		return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
	};

	const extname = (path) => {
		validateString(path, "path");
		const { start, end } = split(path);
		return extensionOf(path.slice(start, end));
	};

	const parse = (path) => {
		validateString(path, "path");
		const root = path[0] === "/" ? "/" : "";
		const { start, end } = split(path);
		const base = path.slice(start, end);
		const ext = extensionOf(base);
		const dir = start > root.length ? path.slice(0, start - 1) : root;
		return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
	};

	return { name: "posix", sep: "/", delimiter: ":", resolve, normalize, isAbsolute, join, relative, toNamespacedPath: (path) => path, dirname, basename, extname, parse };
}

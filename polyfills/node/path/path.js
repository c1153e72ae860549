(require) => {
	const { validateObject, validateString } = require("internal/validators");

	// ordered puts the members of a kind of paths in the platform's order, and adds what both kinds
	// have in common.
	const ordered = (kind) => {
		const { sep, delimiter, resolve, normalize, isAbsolute, join, relative, toNamespacedPath, dirname, basename, extname, parse } = kind;
		const format = (pathObject) => {
			validateObject(pathObject, "pathObject");
			const dir = pathObject.dir || pathObject.root;
			const { ext } = pathObject;
			const base = pathObject.base || `${pathObject.name || ""}${ext ? (ext[0] === "." ? ext : `.${ext}`) : ""}`;
			if (!dir) return base;
			return dir === pathObject.root ? `${dir}${base}` : `${dir}${sep}${base}`;
		};
		const matchesGlob = (path, pattern) => {
			validateString(path, "path");
			validateString(pattern, "pattern");
			const { matches } = require("internal/fs/glob");
			return sep === "/" ? matches(path, pattern) : matches(path.replaceAll(sep, "/"), pattern.replaceAll(sep, "/"));
		};
		return { resolve, normalize, isAbsolute, join, relative, toNamespacedPath, dirname, basename, extname, format, parse, matchesGlob, sep, delimiter, win32: null, posix: null };
	};
	const posix = ordered(require("internal/path/posix"));
	const win32 = ordered(require("internal/path/win32"));
	for (const kind of [posix, win32]) Object.assign(kind, { posix, win32 });
	return posix;
}

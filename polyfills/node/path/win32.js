(require) => {
	const { validateString } = require("internal/validators");

	const isSeparator = (c) => c === "/" || c === "\\";

	// rootOf finds what a path begins with: a device ("C:" or "\\server\share"), whether it is
	// absolute, and how long all that is.
	const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;
	const rootOf = (path) => {
		const share = unc.exec(path);
		if (share) {
			const end = share[0].length;
			return { device: `\\\\${share[1]}\\${share[2]}`, absolute: true, share: true, end: end + (isSeparator(path[end]) ? 1 : 0) };
		}
		if (/^[a-z]:/i.test(path)) {
			const absolute = isSeparator(path[2]);
			return { device: path.slice(0, 2), absolute, share: false, end: absolute ? 3 : 2 };
		}
		const absolute = isSeparator(path[0]);
		return { device: "", absolute, share: false, end: absolute ? 1 : 0 };
	};

	// tidy resolves "." and ".."; above the top, ".." stays if the path is relative.
	const tidy = (path, relative) => {
		const parts = [];
		for (const part of path.split(/[\\/]/)) {
			if (part === "" || part === ".") continue;
			if (part !== "..") parts.push(part);
			else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
			else if (relative) parts.push("..");
		}
		return parts.join("\\");
	};

	const resolve = (...paths) => {
		let device = "";
		let tail = "";
		let absolute = false;
		for (let i = paths.length - 1; i >= -1 && !(device !== "" && absolute); i--) {
			const path = i >= 0 ? paths[i] : "\\";
			validateString(path, `paths[${i}]`);
			if (path === "") continue;
			const root = rootOf(path);
			if (root.device !== "") {
				if (device === "") device = root.device;
				else if (root.device.toLowerCase() !== device.toLowerCase()) continue; // of another device
			}
			if (absolute) continue;
			tail = `${path.slice(root.end)}\\${tail}`;
			absolute = root.absolute;
		}
		tail = tidy(tail, !absolute);
		return absolute ? `${device}\\${tail}` : `${device}${tail}` || ".";
	};

	const normalize = (path) => {
		validateString(path, "path");
		if (path === "") return ".";
		if (path === "/") return "\\";
		const { device, absolute, share, end } = rootOf(path);
		if (share && path.length === end) return `${device}\\`;
		let tail = tidy(path.slice(end), !absolute);
		if (tail === "" && !absolute) tail = ".";
		if (tail !== "" && isSeparator(path.at(-1))) tail += "\\";
		return absolute ? `${device}\\${tail}` : `${device}${tail}`;
	};

	const isAbsolute = (path) => {
		validateString(path, "path");
		return isSeparator(path[0]) || /^[a-z]:[\\/]/i.test(path);
	};

	const join = (...paths) => {
		for (const path of paths) validateString(path, "path");
		const parts = paths.filter((path) => path !== "");
		if (parts.length === 0) return ".";
		let joined = parts.join("\\");
		// Two separators at the beginning mean a share only if the first part alone does.
		if (!/^[\\/]{2}[^\\/]/.test(parts[0])) joined = joined.replace(/^[\\/]{2,}/, "\\");
		return normalize(joined);
	};

	// inner gives where a path begins and ends without the separators around it.
	const inner = (path) => {
		const start = path.search(/[^\\]|$/);
		return [start, Math.max(start, path.search(/\\*$/))];
	};
	// relative compares texts rather than names, which shows where no separator is common.
	const relative = (from, to) => {
		validateString(from, "from");
		validateString(to, "to");
		if (from === to) return "";
		const [source, target] = [resolve(from), resolve(to)];
		const [a, b] = [source.toLowerCase(), target.toLowerCase()];
		if (a === b) return "";
		if (a.length !== source.length || b.length !== target.length) return relativeNames(source, target);
		const [startA, endA] = inner(a);
		const [startB, endB] = inner(b);
		const shorter = Math.min(endA - startA, endB - startB);
		let same = 0;
		while (same < shorter && a[startA + same] === b[startB + same]) same++;
		let common = a.slice(startA, startA + same).lastIndexOf("\\"); // the last separator of both
		if (same < shorter) {
			if (common === -1) return target;
		} else {
			if (endB - startB > same && b[startB + same] === "\\") return target.slice(startB + same + 1); // inside of from
			if (endB - startB > same && same === 2) return target.slice(startB + same); // from is a drive
			if (endA - startA > same && a[startA + same] === "\\") common = same; // around from
			else if (endA - startA > same && same === 2) common = 3;
			else if (common === -1) common = 0;
		}
		const up = [];
		for (let i = startA + common + 1; i <= endA; i++) if (i === endA || a[i] === "\\") up.push("..");
		const rest = target.slice(startB + common, endB);
		if (up.length > 0) return up.join("\\") + rest;
		return rest.startsWith("\\") ? rest.slice(1) : rest;
	};
	// relativeNames is relative where lower case has another length.
	const relativeNames = (source, target) => {
		const [a, b] = [source, target].map((path) => path.replace(/\\$/, "").split("\\"));
		let same = 0;
		while (same < a.length && same < b.length && a[same].toLowerCase() === b[same].toLowerCase()) same++;
		if (same === 0) return target;
		return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("\\");
	};

	const toNamespacedPath = (path) => {
		if (typeof path !== "string" || path === "") return path;
		const resolved = resolve(path);
		if (resolved.length <= 2) return path;
		if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
		return /^[a-z]:\\/i.test(resolved) ? `\\\\?\\${resolved}` : resolved;
	};

	// split finds the last name of a path behind its root: [start, end), without separators.
	const split = (path, from) => {
		let end = path.length;
		while (end > from && isSeparator(path[end - 1])) end--;
		let start = end;
		while (start > from && !isSeparator(path[start - 1])) start--;
		return { start, end };
	};
	const extensionOf = (base) => {
		const dot = base.lastIndexOf(".");
		return dot <= 0 || base === ".." ? "" : base.slice(dot);
	};
	const driveEnd = (path) => (/^[a-z]:/i.test(path) ? 2 : 0);

	const dirname = (path) => {
		validateString(path, "path");
		if (path === "") return ".";
		if (path.length === 1) return isSeparator(path) ? path : ".";
		const root = rootOf(path);
		const { start } = split(path, root.end);
		if (start > root.end) return path.slice(0, start - 1);
		return root.end > 0 ? path.slice(0, root.end) : ".";
	};

	const basename = (path, suffix) => {
		if (suffix !== undefined) validateString(suffix, "ext");
		validateString(path, "path");
		if (suffix && suffix === path) return "";
		const { start, end } = split(path, driveEnd(path));
		if (start === end && suffix && suffix.length <= path.length) return path.slice(start); // slashes only, as Node has it
		const base = path.slice(start, end);
		return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
	};

	const extname = (path) => {
		validateString(path, "path");
		const { start, end } = split(path, driveEnd(path));
		return extensionOf(path.slice(start, end));
	};

	const parse = (path) => {
		validateString(path, "path");
		const { end: rootEnd } = rootOf(path);
		const root = path.slice(0, rootEnd);
		const { start, end } = split(path, rootEnd);
		const base = path.slice(start, end);
		const ext = extensionOf(base);
		const dir = start > rootEnd ? path.slice(0, start - 1) : root;
		return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
	};

	return { name: "win32", sep: "\\", delimiter: ";", resolve, normalize, isAbsolute, join, relative, toNamespacedPath, dirname, basename, extname, parse };
}

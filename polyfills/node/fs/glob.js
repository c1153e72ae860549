(require) => {
	// braces gives the patterns that a pattern with {a,b} stands for.
	const braces = (pattern) => {
		const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern);
		if (!found) return [pattern];
		return found[2].split(",").flatMap((one) => braces(found[1] + one + found[3]));
	};

	// expression matches one name; a dot at its beginning must be asked for.
	const expression = (segment) => {
		let source = segment.startsWith(".") ? "" : "(?!\\.)";
		for (let i = 0; i < segment.length; i++) {
			const ch = segment[i];
			const end = ch === "[" ? segment.indexOf("]", i + 2) : -1;
			if (ch === "*") source += "[^/]*";
			else if (ch === "?") source += "[^/]";
			else if (end > 0) {
				source += `[${segment.slice(i + 1, end).replace(/^!/, "^").replace(/\\/g, "\\\\")}]`;
				i = end;
			} else source += ch.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
		}
		return new RegExp(`^${source}$`);
	};

	const list = (ops, path) => {
		try {
			return ops.readdir(path, false);
		} catch {
			return [];
		}
	};
	const directory = 2;

	// walk adds what matches the segments below a path to found.
	const walk = (ops, base, path, segments, found) => {
		const [first, ...rest] = segments;
		const at = path ? `${base}/${path}` : base;
		if (first === "**") {
			if (rest.length > 0) walk(ops, base, path, rest, found);
			for (const { name, type } of list(ops, at)) {
				const below = path ? `${path}/${name}` : name;
				if (rest.length === 0) found.set(below, type);
				if (type === directory && !name.startsWith(".")) walk(ops, base, below, segments, found);
			}
			return;
		}
		const matches = expression(first);
		for (const { name, type } of list(ops, at)) {
			if (!matches.test(name)) continue;
			const below = path ? `${path}/${name}` : name;
			if (rest.length === 0) found.set(below, type);
			else if (type === directory) walk(ops, base, below, rest, found);
		}
	};

	// glob gives path and type of what matches, relative to base.
	return (ops, patterns, base, { exclude } = {}) => {
		const found = new Map();
		for (const pattern of patterns.flatMap(braces)) {
			const segments = pattern.split("/").filter((s) => s !== "" && s !== ".");
			if (segments.length > 0) walk(ops, base, "", segments, found);
		}
		let excluded = () => false;
		if (typeof exclude === "function") excluded = exclude;
		else if (Array.isArray(exclude)) {
			const names = new Map();
			for (const pattern of exclude.flatMap(braces)) walk(ops, base, "", pattern.split("/").filter(Boolean), names);
			excluded = (path) => names.has(path);
		}
		return [...found].filter(([path]) => !excluded(path)).map(([path, type]) => ({ path, type }));
	};
}

(require) => {
	// split cuts a text at a separator that is in no braces and no parentheses.
	const split = (text, separator) => {
		const parts = [""];
		let depth = 0;
		for (let i = 0; i < text.length; i++) {
			const ch = text[i];
			if (ch === "{" || ch === "(") depth++;
			else if (ch === "}" || ch === ")") depth--;
			if (ch === separator && depth === 0) parts.push("");
			else parts[parts.length - 1] += ch === "\\" ? ch + (text[++i] ?? "") : ch;
		}
		return parts;
	};
	// closing is where the bracket that opens at a place is closed, or -1.
	const closing = (text, at, open, close) => {
		let depth = 0;
		for (let i = at; i < text.length; i++) {
			if (text[i] === "\\") i++;
			else if (text[i] === open) depth++;
			else if (text[i] === close && --depth === 0) return i;
		}
		return -1;
	};

	// braces gives the patterns that a pattern with {a,b} stands for.
	const braces = (pattern) => {
		for (let at = pattern.indexOf("{"); at >= 0; at = pattern.indexOf("{", at + 1)) {
			const end = closing(pattern, at, "{", "}");
			const choices = end < 0 ? [] : split(pattern.slice(at + 1, end), ",");
			if (choices.length > 1) return choices.flatMap((one) => braces(pattern.slice(0, at) + one + pattern.slice(end + 1)));
		}
		return [pattern];
	};

	const literal = (ch) => ch.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
	// choice is what one of the alternatives of !(…), *(…) and so on is in an expression.
	const choice = (sign, alternatives) => {
		const group = `(?:${alternatives.map(source).join("|")})`;
		if (sign === "!") return `(?!${group}$)[^/]*`;
		return group + (sign === "@" ? "" : sign);
	};
	// source is the expression of a segment.
	const source = (segment) => {
		let out = "";
		for (let i = 0; i < segment.length; i++) {
			const ch = segment[i];
			const end = segment[i + 1] === "(" && "!*+?@".includes(ch) ? closing(segment, i + 1, "(", ")") : -1;
			const set = ch === "[" ? segment.indexOf("]", i + 2) : -1;
			if (end > 0) {
				out += choice(ch, split(segment.slice(i + 2, end), "|"));
				i = end;
			} else if (set > 0) {
				out += `[${segment.slice(i + 1, set).replace(/^!/, "^").replace(/\\/g, "\\\\")}]`;
				i = set;
			} else if (ch === "*") out += "[^/]*";
			else if (ch === "?") out += "[^/]";
			else if (ch === "\\") out += literal(segment[++i] ?? "");
			else out += literal(ch);
		}
		return out;
	};

	const list = (ops, path) => {
		try {
			return ops.readdir(path, false);
		} catch {
			return [];
		}
	};
	const directory = 2;
	const deepest = 256;

	// search finds what matches a pattern below base and adds it to found: the type by the path.
	const search = (ops, base, pattern, found) => {
		const segments = pattern.split("/").filter((s) => s !== "" && s !== ".");
		const expressions = segments.map((s) => (s === "**" || s === ".." ? null : new RegExp(`^${source(s)}$`)));
		const been = new Set();
		const walk = (names, index, type) => {
			const path = names.join("/");
			if (index === segments.length) return void (path && found.set(path, type));
			if (type !== directory || names.length > deepest) return;
			if (segments[index] === "..") return void (names.length > 0 && walk(names.slice(0, -1), index + 1, directory));
			const every = segments[index] === "**";
			if (every) {
				const key = `${index}:${path}`;
				if (been.has(key)) return;
				been.add(key);
				walk(names, index + 1, type);
			}
			for (const entry of list(ops, path ? `${base}/${path}` : base)) {
				if (every) walk([...names, entry.name], entry.type === directory ? index : index + 1, entry.type);
				else if (expressions[index].test(entry.name)) walk([...names, entry.name], index + 1, entry.type);
			}
		};
		if (segments.length > 0) walk([], 0, directory);
	};

	// ranges gives the patterns that a pattern with {1..3} stands for.
	const ranges = (pattern) => {
		const [range, from, to] = /\{(-?\d+)\.\.(-?\d+)\}/.exec(pattern) ?? [];
		if (range === undefined || Math.abs(to - from) > deepest) return [pattern];
		const numbers = Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => (+from < +to ? +from + i : +from - i));
		return numbers.flatMap((n) => ranges(pattern.replace(range, String(n))));
	};
	// matches tells whether a path of names matches a pattern; names that begin with a dot only match what does, too.
	const matches = (path, pattern) => {
		const names = path.split("/").filter((name, i, all) => name !== "" || (i === 0 && all.length > 1));
		const from = (segments, at, i) => {
			if (i === segments.length) return at === names.length;
			if (segments[i] !== "**") return at < names.length && fits(segments[i], names[at]) && from(segments, at + 1, i + 1);
			return from(segments, at, i + 1) || (at < names.length && !names[at].startsWith(".") && from(segments, at + 1, i));
		};
		const fits = (segment, name) => (!name.startsWith(".") || segment.startsWith(".")) && new RegExp(`^${source(segment)}$`).test(name);
		return names.length > 0 && braces(pattern).flatMap(ranges).some((one) => from(one.split("/"), 0, 0));
	};

	// glob gives path and type of what matches, relative to base.
	const glob = (ops, patterns, base, { exclude } = {}) => {
		const found = new Map();
		for (const pattern of patterns.flatMap(braces)) search(ops, base, pattern, found);
		let excluded = () => false;
		if (typeof exclude === "function") excluded = exclude;
		else if (Array.isArray(exclude)) {
			const names = new Map();
			for (const pattern of exclude.flatMap(braces)) search(ops, base, pattern, names);
			excluded = (path) => names.has(path);
		}
		return [...found].filter(([path]) => !excluded(path)).map(([path, type]) => ({ path, type }));
	};
	return { glob, matches };
}

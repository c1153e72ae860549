() => {
	// A line: an optional export, a name, a value that is quoted, over several lines maybe, or not.
	const line =
		/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("(?:\\"|[^"])*"|'(?:\\'|[^'])*'|`(?:\\`|[^`])*`|[^\r\n#]*)?/gm;
	const parse = (content) => {
		const values = {};
		for (const [, name, raw = ""] of content.replace(/\r\n?/g, "\n").matchAll(line)) {
			const value = raw.trim();
			const quoted = /^(["'`])([\s\S]*)\1$/.exec(value);
			if (!quoted) values[name] = value;
			else values[name] = quoted[1] === '"' ? quoted[2].replace(/\\n/g, "\n").replace(/\\r/g, "\r") : quoted[2];
		}
		return values;
	};
	return { parse };
}

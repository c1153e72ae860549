(require) => {
	const { ahead, width } = require("internal/inspect");
	const { isMap, isSet } = require("util/types");

	// duration is a time in milliseconds in the largest unit that it fills.
	const duration = (ms) => {
		const two = (n) => String(n).padStart(2, "0");
		if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
		const seconds = ms / 1000;
		if (seconds < 60) return `${seconds.toFixed(3)}s`;
		const [whole, rest] = (seconds % 60).toFixed(3).split(".");
		const minutes = Math.floor(seconds / 60);
		if (minutes < 60) return `${minutes}:${two(whole)}.${rest} (m:ss.mmm)`;
		return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole)} (h:mm:ss)`;
	};

	// What ends the recursion of a stream that writes to its own console must not be lost.
	const isStackOverflow = (e) => e instanceof RangeError && e.message === "Maximum call stack size exceeded";

	const line = (cells, widths, left, between, right) => left + cells.map((cell, i) => ` ${cell}${" ".repeat(widths[i] - width(cell))} `).join(between) + right;

	// drawn is a table of a head and columns, whose cells may be missing.
	const drawn = (head, columns) => {
		const height = Math.max(0, ...columns.map((column) => column.length));
		const widths = head.map((title, i) => Math.max(width(title), ...Array.from(columns[i], (cell) => width(cell ?? ""))));
		const rule = (left, between, right) => left + widths.map((w) => "─".repeat(w + 2)).join(between) + right;
		const lines = [rule("┌", "┬", "┐"), line(head, widths, "│", "│", "│"), rule("├", "┼", "┤")];
		for (let row = 0; row < height; row++) lines.push(line(columns.map((column) => column[row] ?? ""), widths, "│", "│", "│"));
		lines.push(rule("└", "┴", "┘"));
		return lines.join("\n");
	};

	// rowsOf is a table with a row for each member of an object, and a column for each property of these.
	const rowsOf = (data, properties, show) => {
		const index = Object.keys(data);
		const columns = Object.create(null); // in the order of an object's keys, as numbers come first
		const values = [];
		index.forEach((key, row) => {
			const item = data[key];
			const primitive = item === null || (typeof item !== "object" && typeof item !== "function");
			if (primitive && properties === undefined) {
				values[row] = show(item);
				return;
			}
			for (const name of properties ?? Object.keys(item)) {
				columns[name] ??= [];
				if (!primitive && Object.hasOwn(item, name)) columns[name][row] = show(item[name]);
			}
		});
		const head = ["(index)", ...Object.keys(columns)];
		const cells = [index, ...Object.values(columns)];
		return values.length > 0 ? drawn([...head, "Values"], [...cells, values]) : drawn(head, cells);
	};

	// listOf is a table with a row for each item, and with the keys of these if there are any.
	const listOf = (keys, values) => {
		const index = values.map((_, i) => String(i));
		const first = "(iteration index)";
		return keys ? drawn([first, "Key", "Values"], [index, keys, values]) : drawn([first, "Values"], [index, values]);
	};

	// tableOf draws a value as a table, show giving the text of each cell; undefined: it has no rows.
	const tableOf = (data, properties, show) => {
		if (data === null || typeof data !== "object") return undefined;
		if (isMap(data)) return listOf([...data.keys()].map(show), [...data.values()].map(show));
		if (isSet(data)) return listOf(undefined, [...data].map(show));
		const coming = ahead(data);
		if (coming === undefined) return rowsOf(data, properties, show);
		const cells = coming.values.map(show);
		// Pairs of a Set are listed one below the other, as in Node.
		if (!coming.pairs || data[Symbol.toStringTag] === "Set Iterator") return listOf(undefined, cells);
		return listOf(cells.filter((_, i) => i % 2 === 0), cells.filter((_, i) => i % 2 === 1));
	};

	return { duration, isStackOverflow, tableOf };
}

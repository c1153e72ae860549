() => {
	// most bounds the work: longer texts are told apart as a whole.
	const most = 1000;

	// lineDifference gives [" " | "-" | "+", line] for what both have, a has, b has, by a longest
	// common subsequence. Of what differs the longer text's comes first, as on the platform.
	const lineDifference = (a, b) => {
		let start = 0;
		while (start < a.length && start < b.length && a[start] === b[start]) start++;
		let end = 0;
		while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
		const common = (lines) => lines.map((line) => [" ", line]);
		const [innerA, innerB] = [a, b].map((lines) => lines.slice(start, lines.length - end));
		const inner = innerB.length > innerA.length ? between(innerB, innerA, "+", "-") : between(innerA, innerB, "-", "+");
		return [...common(a.slice(0, start)), ...inner, ...common(a.slice(a.length - end))];
	};
	// between is lineDifference with the marks of what a and b have alone.
	const between = (a, b, ofA, ofB) => {
		if (a.length > most || b.length > most) return [...a.map((line) => [ofA, line]), ...b.map((line) => [ofB, line])];
		// common[i][j] is the length for a from i on and b from j on.
		const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
		for (let i = a.length - 1; i >= 0; i--) {
			for (let j = b.length - 1; j >= 0; j--) common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
		}
		const out = [];
		let [i, j] = [0, 0];
		while (i < a.length || j < b.length) {
			if (i < a.length && j < b.length && a[i] === b[j]) {
				out.push([" ", a[i++]]);
				j++;
			} else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
				out.push([ofA, a[i++]]);
			} else {
				out.push([ofB, b[j++]]);
			}
		}
		return out;
	};
	return { lineDifference, between };
}

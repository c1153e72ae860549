() => {
	// most bounds the work: longer texts are told apart as a whole.
	const most = 1000;

	// lineDifference gives [" " | "-" | "+", line] for what both have, a has, b has, by a longest
	// common subsequence.
	const lineDifference = (a, b) => {
		if (a.length > most || b.length > most) return [...a.map((line) => ["-", line]), ...b.map((line) => ["+", line])];
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
				out.push(["-", a[i++]]);
			} else {
				out.push(["+", b[j++]]);
			}
		}
		return out;
	};
	return { lineDifference };
}

() => {
	// The parameters of RFC 3492, section 5.
	const base = 36;
	const tMin = 1;
	const tMax = 26;
	const skew = 38;
	const damp = 700;
	const initialBias = 72;
	const initialN = 128;
	const most = 0x7fffffff;

	const overflow = () => new RangeError("Overflow: input needs wider integers to process");
	const invalid = () => new RangeError("Invalid input");
	const notBasic = () => new RangeError("Illegal input >= 0x80 (not a basic code point)");

	// adapt is section 6.1.
	const adapt = (delta, points, first) => {
		delta = first ? Math.floor(delta / damp) : delta >> 1;
		delta += Math.floor(delta / points);
		let k = 0;
		for (; delta > ((base - tMin) * tMax) >> 1; k += base) delta = Math.floor(delta / (base - tMin));
		return k + Math.floor(((base - tMin + 1) * delta) / (delta + skew));
	};
	const threshold = (k, bias) => Math.min(Math.max(k - bias, tMin), tMax);
	const digitOf = (code) => {
		if (code >= 48 && code < 58) return code - 22;
		if (code >= 65 && code < 91) return code - 65;
		return code >= 97 && code < 123 ? code - 97 : base;
	};
	const letterOf = (digit) => String.fromCharCode(digit + (digit < 26 ? 97 : 22));

	const ucs2 = {
		// Lone surrogates are code points of their own.
		decode: (text) => Array.from(text, (c) => c.codePointAt(0)),
		encode: (points) => String.fromCodePoint(...points),
	};

	// decode is section 6.2.
	const decode = (input) => {
		const points = [];
		const hyphen = Math.max(input.lastIndexOf("-"), 0);
		for (let i = 0; i < hyphen; i++) {
			if (input.charCodeAt(i) >= 128) throw notBasic();
			points.push(input.charCodeAt(i));
		}
		let [n, i, bias] = [initialN, 0, initialBias];
		for (let at = hyphen > 0 ? hyphen + 1 : 0; at < input.length; ) {
			const before = i;
			for (let w = 1, k = base; ; k += base) {
				if (at >= input.length) throw invalid();
				const digit = digitOf(input.charCodeAt(at++));
				if (digit >= base) throw invalid();
				if (digit > Math.floor((most - i) / w)) throw overflow();
				i += digit * w;
				const t = threshold(k, bias);
				if (digit < t) break;
				if (w > Math.floor(most / (base - t))) throw overflow();
				w *= base - t;
			}
			const count = points.length + 1;
			bias = adapt(i - before, count, before === 0);
			n += Math.floor(i / count);
			if (n > most) throw overflow();
			i %= count;
			points.splice(i++, 0, n);
		}
		return String.fromCodePoint(...points);
	};

	// encode is section 6.3.
	const encode = (text) => {
		const points = ucs2.decode(text);
		const basic = points.filter((c) => c < 128);
		const out = basic.map((c) => String.fromCharCode(c));
		if (basic.length > 0) out.push("-");
		let [n, delta, bias, handled] = [initialN, 0, initialBias, basic.length];
		while (handled < points.length) {
			const next = points.reduce((m, c) => (c >= n && c < m ? c : m), most);
			if (next - n > Math.floor((most - delta) / (handled + 1))) throw overflow();
			delta += (next - n) * (handled + 1);
			n = next;
			for (const c of points) {
				if (c < n && ++delta > most) throw overflow();
				if (c !== n) continue;
				let q = delta;
				for (let k = base; ; k += base) {
					const t = threshold(k, bias);
					if (q < t) break;
					out.push(letterOf(t + ((q - t) % (base - t))));
					q = Math.floor((q - t) / (base - t));
				}
				out.push(letterOf(q));
				bias = adapt(delta, handled + 1, handled === basic.length);
				delta = 0;
				handled++;
			}
			delta++;
			n++;
		}
		return out.join("");
	};

	// eachLabel changes the labels of a domain, or of an address's domain.
	const eachLabel = (domain, change) => {
		const at = domain.lastIndexOf("@");
		const labels = domain.slice(at + 1).replace(/[\u3002\uff0e\uff61]/g, ".").split(".");
		return domain.slice(0, at + 1) + labels.map(change).join(".");
	};
	const toUnicode = (input) => eachLabel(input, (label) => (/^xn--/.test(label) ? decode(label.slice(4).toLowerCase()) : label));
	const toASCII = (input) => eachLabel(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));

	return { version: "2.1.0", ucs2, decode, encode, toASCII, toUnicode };
}

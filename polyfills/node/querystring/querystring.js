(require) => {
	const { ERR_INVALID_URI } = require("internal/errors");

	// What encodeURIComponent leaves alone is just what Node does, but lone surrogates are errors
	// with a code.
	// paired lets a lone surrogate make a pair with whatever follows, as Node does; at the end there
	// is nothing.
	const paired = (text) => {
		let out = "";
		for (let i = 0; i < text.length; i++) {
			const c = text.charCodeAt(i);
			if (c < 0xd800 || c > 0xdfff) {
				out += text[i];
				continue;
			}
			if (++i === text.length) throw new ERR_INVALID_URI();
			out += String.fromCodePoint(0x10000 + (((c & 0x3ff) << 10) | (text.charCodeAt(i) & 0x3ff)));
		}
		return out;
	};

	const escape = (text) => {
		if (typeof text !== "string") text = typeof text === "object" ? String(text) : text + "";
		try {
			return encodeURIComponent(text);
		} catch {
			return encodeURIComponent(paired(text));
		}
	};

	// A percent sign without two hex digits stands for itself.
	const unescapeBytes = (text, decodeSpaces) => {
		const bytes = [];
		for (let i = 0; i < text.length; i++) {
			const c = text.charCodeAt(i);
			const hex = c === 37 && /^[0-9a-f]{2}$/i.test(text.slice(i + 1, i + 3));
			if (hex) {
				bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
				i += 2;
			} else {
				bytes.push(c === 43 && decodeSpaces ? 32 : c & 0xff);
			}
		}
		return bytes;
	};
	const unescapeBuffer = (text, decodeSpaces) => require("buffer").Buffer.from(unescapeBytes(String(text), decodeSpaces));

	const unescape = (text, decodeSpaces) => {
		try {
			return decodeURIComponent(text);
		} catch {
			return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(unescapeBytes(text, decodeSpaces)));
		}
	};

	const primitive = (v) => {
		switch (typeof v) {
			case "string":
				return v;
			case "number":
				return Number.isFinite(v) ? String(v) : "";
			case "bigint":
			case "boolean":
				return String(v);
		}
		return "";
	};

	const stringify = (object, separator, equals, options) => {
		separator ||= "&";
		equals ||= "=";
		const custom = options?.encodeURIComponent;
		const encode = typeof custom === "function" ? custom : exports.escape;
		if (object === null || typeof object !== "object") return "";
		const fields = [];
		for (const name of Object.keys(object)) {
			const values = Array.isArray(object[name]) ? object[name] : [object[name]];
			for (const value of values) fields.push(encode(primitive(name)) + equals + encode(primitive(value)));
		}
		return fields.join(separator);
	};

	const parse = (text, separator, equals, options) => {
		const object = { __proto__: null };
		if (typeof text !== "string" || text === "") return object;
		separator = separator ? String(separator) : "&";
		equals = equals ? String(equals) : "=";
		let left = 1000;
		if (typeof options?.maxKeys === "number") left = options.maxKeys > 0 ? options.maxKeys : Infinity;
		const custom = options?.decodeURIComponent;
		const decode = (part) => {
			if (typeof custom !== "function" && !/%[0-9a-f]{2}/i.test(part)) return part.replaceAll("+", " ");
			part = part.replaceAll("+", "%20");
			const f = typeof custom === "function" ? custom : exports.unescape;
			try {
				return f(part);
			} catch {
				return exports.unescape(part, true);
			}
		};
		for (const field of text.split(separator)) {
			if (left-- <= 0) break;
			if (field === "") continue;
			const at = field.indexOf(equals);
			const name = decode(at < 0 ? field : field.slice(0, at));
			const value = at < 0 ? "" : decode(field.slice(at + equals.length));
			if (!(name in object)) object[name] = value;
			else if (Array.isArray(object[name])) object[name].push(value);
			else object[name] = [object[name], value];
		}
		return object;
	};

	const exports = { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse };
	return exports;
}

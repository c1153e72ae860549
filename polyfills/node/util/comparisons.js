(require) => {
	const types = require("util/types");
	const { getPrototypeOf, prototype: objectPrototype } = Object;
	const tagOf = (v) => objectPrototype.toString.call(v);
	const enumerable = (o, key) => objectPrototype.propertyIsEnumerable.call(o, key);
	const isIndex = (key) => /^(0|[1-9]\d{0,9})$/.test(key);

	// Comparison compares in one mode: strict or loose (==). It remembers which pairs are being compared, so that
	// circles come to an end.
	class Comparison {
		constructor(mode, skipPrototype = false) {
			this.strict = mode !== "loose";
			this.skipPrototype = skipPrototype;
			this.pairs = new Map();
		}

		equal(a, b) {
			if (a === b) return a !== 0 || !this.strict || Object.is(a, b);
			const objects = typeof a === "object" && a !== null && typeof b === "object" && b !== null;
			if (objects) return this.objects(a, b);
			if (this.strict) return typeof a === "number" && Number.isNaN(a) && Number.isNaN(b);
			if (typeof a === "object" || typeof b === "object" || typeof a === "function" || typeof b === "function") {
				return (a === null || typeof a !== "object") && (b === null || typeof b !== "object") && (a == b);
			}
			return a == b || (Number.isNaN(a) && Number.isNaN(b));
		}

		objects(a, b) {
			if (this.strict && !this.skipPrototype && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
			if (tagOf(a) !== tagOf(b)) return false;
			if (Array.isArray(a) !== Array.isArray(b)) return false;
			const inside = this.content(a, b);
			return inside && this.remembering(a, b, inside);
		}

		// content compares what properties do not show. It gives false, or what is to be compared
		// further of the two.
		content(a, b) {
			if (Array.isArray(a)) {
				if (a.length !== b.length) return false;
				return () => this.items(a, b) && this.properties(a, b, true);
			}
			if (types.isDate(a)) return types.isDate(b) && this.same(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b)) && this.only(a, b);
			if (types.isRegExp(a)) return types.isRegExp(b) && a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex && this.only(a, b);
			if (types.isNativeError(a) || a instanceof Error) return this.errors(a, b);
			if (ArrayBuffer.isView(a)) return ArrayBuffer.isView(b) && this.views(a, b) && (() => this.properties(a, b, true));
			if (types.isSet(a)) return types.isSet(b) && a.size === b.size && (() => this.sets(a, b) && this.properties(a, b));
			if (types.isMap(a)) return types.isMap(b) && a.size === b.size && (() => this.maps(a, b) && this.properties(a, b));
			if (types.isAnyArrayBuffer(a)) return types.isAnyArrayBuffer(b) && this.bytes(new Uint8Array(a), new Uint8Array(b)) && this.only(a, b);
			if (types.isBoxedPrimitive(a)) return this.boxed(a, b) && this.only(a, b);
			if (Array.isArray(b) || ArrayBuffer.isView(b) || types.isSet(b) || types.isMap(b) || types.isDate(b) || types.isRegExp(b) || types.isAnyArrayBuffer(b) || types.isBoxedPrimitive(b) || b instanceof Error) return false;
			return this.only(a, b);
		}

		only(a, b) {
			return () => this.properties(a, b);
		}

		same(a, b) {
			return this.strict ? Object.is(a, b) : a === b || (Number.isNaN(a) && Number.isNaN(b));
		}

		errors(a, b) {
			if (!(types.isNativeError(b) || b instanceof Error)) return false;
			return a.message === b.message && a.name === b.name && this.only(a, b);
		}

		boxed(a, b) {
			for (const [is, C] of [[types.isNumberObject, Number], [types.isStringObject, String], [types.isBooleanObject, Boolean], [types.isBigIntObject, BigInt], [types.isSymbolObject, Symbol]]) {
				if (is(a)) return is(b) && Object.is(C.prototype.valueOf.call(a), C.prototype.valueOf.call(b));
			}
			return false;
		}

		views(a, b) {
			if (!this.strict && (types.isFloat32Array(a) || types.isFloat64Array(a))) return a.length === b.length && a.every((v, i) => v === b[i]);
			const bytes = (v) => new Uint8Array(v.buffer, v.byteOffset, v.byteLength);
			return this.bytes(bytes(a), bytes(b));
		}

		bytes(a, b) {
			return a.length === b.length && require("buffer").Buffer.compare(a, b) === 0;
		}

		remembering(a, b, compare) {
			if (typeof compare !== "function") return compare;
			const partners = this.pairs.get(a);
			if (partners?.has(b)) return true;
			if (partners) partners.add(b);
			else this.pairs.set(a, new Set([b]));
			try {
				return compare();
			} finally {
				this.pairs.get(a).delete(b);
			}
		}

		items(a, b) {
			for (let i = 0; i < b.length; i++) {
				if (Object.hasOwn(a, i) !== Object.hasOwn(b, i)) return false;
				if (!this.equal(a[i], b[i])) return false;
			}
			return true;
		}

		keys(o, indexed) {
			const keys = Object.keys(o).filter((key) => !indexed || !isIndex(key));
			if (!this.strict) return keys;
			return keys.concat(Object.getOwnPropertySymbols(o).filter((key) => enumerable(o, key)));
		}

		properties(a, b, indexed = false) {
			const wanted = this.keys(b, indexed);
			if (this.keys(a, indexed).length !== wanted.length) return false;
			return wanted.every((key) => Object.hasOwn(a, key) && enumerable(a, key)) && wanted.every((key) => this.equal(a[key], b[key]));
		}

		sets(a, b) {
			const left = new Set(a);
			return [...b].every((item) => {
				if (left.has(item)) return left.delete(item);
				if (this.strict && (typeof item !== "object" || item === null)) return false;
				for (const candidate of left) if (this.equal(candidate, item)) return left.delete(candidate);
				return false;
			});
		}

		maps(a, b) {
			const left = new Map(a);
			return [...b].every(([key, value]) => {
				if (left.has(key) && this.equal(left.get(key), value)) return left.delete(key);
				if (this.strict && (typeof key !== "object" || key === null)) return false;
				for (const [k, v] of left) if (this.equal(k, key) && this.equal(v, value)) return left.delete(k);
				return false;
			});
		}
	}

	return {
		isDeepEqual: (a, b) => new Comparison("loose").equal(a, b),
		isDeepStrictEqual: (a, b, skipPrototype) => new Comparison("strict", skipPrototype).equal(a, b),
	};
}

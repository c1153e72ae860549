(ops) => {
  // The methods of typed arrays that call scripts, by the standard's steps. The engine's own look
  // at the length once, and nobody but a script can change it amid them.
  const { outside, firstByte, tracks, typed, copy } = ops;
  const { apply, construct } = Reflect;
  const proto = Object.getPrototypeOf(Int8Array.prototype);
  const getter = (key) => { const { get } = Object.getOwnPropertyDescriptor(proto, key); return (array) => apply(get, array, []); };
  const length = getter("length"), tag = getter(Symbol.toStringTag), buffer = getter("buffer");
  const classes = {};
  for (const c of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float16Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]) classes[c.name] = c;
  const { Uint8Array: Bytes } = classes, { sort: sortList, join: joinList } = Array.prototype;
  const { species } = Symbol;

  const valid = (array, name) => {
    if (outside(array)) throw new TypeError(`Cannot perform %TypedArray%.prototype.${name} on a detached or out-of-bounds ArrayBuffer`);
    return length(array);
  };
  const callable = (f) => {
    if (typeof f !== "function") throw new TypeError(`${String(f)} is not a function`);
  };
  const integer = (v) => { const n = Math.trunc(+v); return n !== n ? 0 : n + 0; };
  // index reads a position that counts from the end when it is negative.
  const index = (v, n, absent) => {
    if (v === undefined) return absent;
    const i = integer(v);
    return i < 0 ? Math.max(n + i, 0) : Math.min(i, n);
  };
  const big = (array) => tag(array)[0] === "B";
  const element = (array, v) => (big(array) ? BigInt.asIntN(64, toBigInt(v)) : +v);
  const toBigInt = (v) => {
    if (typeof v === "number") throw new TypeError(`Cannot convert ${v} to a BigInt`);
    return BigInt(v);
  };
  // derive makes what a method gives, of the class that this asks for.
  const derive = (array, name, ...args) => {
    const standard = classes[tag(array)], c = array.constructor;
    let made = standard;
    if (c !== undefined) {
      if (c === null || (typeof c !== "object" && typeof c !== "function")) throw new TypeError("object.constructor is not an object");
      made = c[species] ?? standard;
    }
    const out = construct(made, args);
    if (!typed(out)) throw new TypeError("this is not a typed array.");
    const n = valid(out, name);
    if (args.length === 1 && n < args[0]) throw new TypeError("Derived TypedArray constructor created an array which was too small");
    if (big(out) !== big(array)) throw new TypeError("Content type of source and derived typed arrays differ");
    return out;
  };
  // search calls f for each element until it gives something true: its index, or -1.
  const search = (array, n, f, thisArg) => {
    callable(f);
    for (let i = 0; i < n; i++) {
      const value = array[i];
      if (apply(f, thisArg, [value, i, array])) return { i, value };
    }
    return { i: -1 };
  };

  return {
    at(i) {
      const n = valid(this, "at"), k = integer(i), at = k < 0 ? n + k : k;
      return at < 0 || at >= n ? undefined : this[at];
    },
    copyWithin(target, start, end) {
      const n = valid(this, "copyWithin"), to = index(target, n, 0), from = index(start, n, 0), count = Math.min(index(end, n, n) - from, n - to);
      if (count <= 0) return this;
      const now = valid(this, "copyWithin"), unit = classes[tag(this)].BYTES_PER_ELEMENT;
      copy(this, Math.min(to, now) * unit, this, Math.min(from, now) * unit, count * unit);
      return this;
    },
    every(f, thisArg) {
      const n = valid(this, "every");
      callable(f);
      return search(this, n, (...args) => !apply(f, thisArg, args)).i < 0;
    },
    fill(value, start, end) {
      const n = valid(this, "fill"), v = element(this, value), from = index(start, n, 0), to = index(end, n, n);
      for (let i = from, last = Math.min(to, valid(this, "fill")); i < last; i++) this[i] = v;
      return this;
    },
    filter(f, thisArg) {
      const n = valid(this, "filter"), kept = [];
      callable(f);
      search(this, n, (value, i) => { if (apply(f, thisArg, [value, i, this])) kept[kept.length] = value; });
      const out = derive(this, "filter", kept.length);
      for (let i = 0; i < kept.length; i++) out[i] = kept[i];
      return out;
    },
    find(f, thisArg) { return search(this, valid(this, "find"), f, thisArg).value; },
    findIndex(f, thisArg) { return search(this, valid(this, "findIndex"), f, thisArg).i; },
    forEach(f, thisArg) {
      const n = valid(this, "forEach");
      callable(f);
      search(this, n, (...args) => { apply(f, thisArg, args); });
    },
    includes(value, from) {
      const n = valid(this, "includes");
      if (n === 0) return false;
      for (let i = index(from, n, 0); i < n; i++) {
        const v = this[i];
        if (v === value || (v !== v && value !== value)) return true;
      }
      return false;
    },
    indexOf(value, from) {
      const n = valid(this, "indexOf");
      if (n === 0) return -1;
      for (let i = index(from, n, 0); i < n; i++) if (i in this && this[i] === value) return i;
      return -1;
    },
    join(separator) {
      const n = valid(this, "join"), by = separator === undefined ? "," : String(separator), list = [];
      for (let i = 0; i < n; i++) list[i] = this[i];
      return apply(joinList, list, [by]);
    },
    lastIndexOf(value, ...from) {
      const n = valid(this, "lastIndexOf");
      if (n === 0) return -1;
      const k = from.length > 0 ? integer(from[0]) : n - 1;
      for (let i = k < 0 ? n + k : Math.min(k, n - 1); i >= 0; i--) if (i in this && this[i] === value) return i;
      return -1;
    },
    map(f, thisArg) {
      const n = valid(this, "map");
      callable(f);
      const out = derive(this, "map", n);
      search(this, n, (value, i) => { out[i] = apply(f, thisArg, [value, i, this]); });
      return out;
    },
    reduce(f, ...initial) {
      const n = valid(this, "reduce");
      callable(f);
      if (n === 0 && initial.length === 0) throw new TypeError("Reduce of empty array with no initial value");
      let i = 0, sum = initial.length > 0 ? initial[0] : this[i++];
      for (; i < n; i++) sum = f(sum, this[i], i, this);
      return sum;
    },
    set(source, offset) {
      const to = integer(offset);
      if (to < 0) throw new RangeError("offset is out of bounds");
      const fits = (count, n) => { if (count + to > n) throw new RangeError("offset is out of bounds"); };
      if (!typed(source)) {
        const n = valid(this, "set"), from = Object(source), count = Math.min(Math.max(integer(from.length), 0), Number.MAX_SAFE_INTEGER);
        fits(count, n);
        for (let i = 0; i < count; i++) this[to + i] = from[i];
        return;
      }
      const n = valid(this, "set"), count = valid(source, "set");
      if (big(source) !== big(this)) throw new TypeError("Cannot mix BigInt and other types, use explicit conversions");
      fits(count, n);
      const from = buffer(source) === buffer(this) ? new classes[tag(source)](source) : source;
      if (tag(source) === tag(this)) {
        const unit = classes[tag(this)].BYTES_PER_ELEMENT;
        copy(this, to * unit, source, 0, count * unit);
        return;
      }
      for (let i = 0; i < count; i++) this[to + i] = from[i];
    },
    slice(start, end) {
      const n = valid(this, "slice"), from = index(start, n, 0), count = Math.max(index(end, n, n) - from, 0), out = derive(this, "slice", count);
      if (count === 0) return out;
      const last = Math.min(from + count, valid(this, "slice"));
      if (tag(out) !== tag(this)) {
        for (let i = from; i < last; i++) out[i - from] = this[i];
        return out;
      }
      // Byte by byte, upwards: the buffers may be one.
      const unit = classes[tag(this)].BYTES_PER_ELEMENT, size = Math.min(Math.max(last - from, 0), length(out)) * unit;
      const source = new Bytes(buffer(this), firstByte(this) + from * unit, size), target = new Bytes(buffer(out), firstByte(out), size);
      for (let i = 0; i < size; i++) target[i] = source[i];
      return out;
    },
    some(f, thisArg) { return search(this, valid(this, "some"), f, thisArg).i >= 0; },
    sort(compare) {
      if (compare !== undefined) callable(compare);
      const n = valid(this, "sort"), list = [];
      for (let i = 0; i < n; i++) list[i] = this[i];
      const plain = (a, b) => (a !== a ? (b !== b ? 0 : 1) : b !== b || a < b ? -1 : a > b ? 1 : a === 0 && b === 0 ? (Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1) : 0);
      apply(sortList, list, [compare === undefined ? plain : (a, b) => { const order = +compare(a, b); return order !== order ? 0 : order; }]);
      for (let i = 0, last = Math.min(n, length(this)); i < last; i++) this[i] = list[i];
      return this;
    },
    subarray(begin, end) {
      const n = length(this), from = index(begin, n, 0), at = firstByte(this) + from * classes[tag(this)].BYTES_PER_ELEMENT;
      if (end === undefined && tracks(this)) return derive(this, "subarray", buffer(this), at);
      return derive(this, "subarray", buffer(this), at, Math.max(index(end, n, n) - from, 0));
    },
    toLocaleString() {
      const n = valid(this, "toLocaleString"), list = [];
      for (let i = 0; i < n; i++) {
        const v = this[i];
        list[i] = v === undefined || v === null ? "" : String(v.toLocaleString());
      }
      return apply(joinList, list, [","]);
    },
    with(i, value) {
      const n = valid(this, "with"), k = integer(i), at = k < 0 ? n + k : k, v = element(this, value);
      if (at < 0 || at >= length(this)) throw new RangeError("Invalid typed array index");
      const out = new classes[tag(this)](n);
      for (let j = 0; j < n; j++) out[j] = j === at ? v : (this[j] ?? (big(this) ? 0n : NaN));
      return out;
    },
  };
}

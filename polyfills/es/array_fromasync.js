(define, shown) => {
  const { apply } = Reflect, { asyncIterator, iterator } = Symbol;
  const P = Promise, { resolve: promiseOf } = P, { then } = P.prototype;
  const isObject = (v) => (typeof v === "object" ? v !== null : typeof v === "function");
  const isConstructor = (f) => {
    if (typeof f !== "function") return false;
    try { Reflect.construct(Object, [], f); } catch { return false; }
    return true;
  };
  const methodOf = (items, key, name) => {
    const f = items[key];
    if (f === undefined || f === null) return undefined;
    if (typeof f !== "function") throw new TypeError(`Array.fromAsync requires that the property of the first argument, items[${name}], when exists, be a function`);
    return f;
  };
  const put = (out, i, value) => { Object.defineProperty(out, i, { value, writable: true, configurable: true, enumerable: true }); };
  const close = async (it) => {
    try { await it.return?.(); } catch { /* the first error counts */ }
  };
  // settled is what an iterator that is not asynchronous gives as an asynchronous one: a promise.
  const settled = (it, result) => new P((resolve, reject) => {
    const { done, value } = result;
    let p;
    try { p = apply(promiseOf, P, [value]); } catch (e) {
      if (!done) try { it.return?.(); } catch { /* the first error counts */ }
      throw e;
    }
    apply(then, p, [(v) => resolve({ value: v, done }), (e) => {
      if (!done) try { it.return?.(); } catch { /* the first error counts */ }
      reject(e);
    }]);
  });
  const collect = async (C, items, map, thisArg) => {
    if (map !== undefined && typeof map !== "function") throw new TypeError(`${shown(map)} is not a function`);
    if (items === undefined || items === null) throw new TypeError(`Cannot read properties of ${items} (reading 'Symbol(Symbol.asyncIterator)')`);
    const asynchronous = methodOf(items, asyncIterator, "Symbol.asyncIterator");
    const method = asynchronous ?? methodOf(items, iterator, "Symbol.iterator");
    const made = isConstructor(C);
    let i = 0;
    if (method === undefined) {
      const from = Object(items);
      const length = Math.min(Math.max(Math.trunc(+from.length) || 0, 0), Number.MAX_SAFE_INTEGER);
      const out = made ? new C(length) : new Array(length);
      for (; i < length; i++) {
        let v = await from[i];
        if (map) v = await apply(map, thisArg, [v, i]);
        put(out, i, v);
      }
      out.length = length;
      return out;
    }
    const it = apply(method, items, []);
    if (!isObject(it)) throw new TypeError("Result of the Symbol.iterator method is not an object");
    const out = made ? new C() : [], { next } = it;
    for (;;) {
      let r = apply(next, it, []);
      if (asynchronous) r = await r;
      if (!isObject(r)) throw new TypeError(`Iterator result ${asynchronous ? "Array.fromAsync" : shown(r)} is not an object`);
      if (!asynchronous) r = await settled(it, r);
      if (r.done) break;
      let v = r.value;
      try {
        if (map) v = await apply(map, thisArg, [v, i]);
        put(out, i++, v);
      } catch (e) {
        await close(it);
        throw e;
      }
    }
    out.length = i;
    return out;
  };
  define(Array, "fromAsync", { fromAsync(items, ...rest) { return collect(this, items, rest[0], rest[1]); } }.fromAsync);
}

(define) => {
  const proto = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  function Iterator() {
    if (new.target === undefined || new.target === Iterator) throw new TypeError("Abstract class Iterator not directly constructable");
  }
  Object.defineProperty(Iterator, "prototype", { value: proto, writable: false, configurable: false });
  define(globalThis, "Iterator", Iterator);
  // The standard has accessors here, so that subclasses can assign.
  const weird = (key, value, name) => Object.defineProperty(proto, key, {
    get: Object.defineProperty({ get() { return value; } }.get, "name", { value: `get ${name}`, configurable: true }),
    set: Object.defineProperty({ set(v) {
      if (this === proto) throw new TypeError("Cannot assign to this property");
      if (Object.hasOwn(this, key)) this[key] = v;
      else Object.defineProperty(this, key, { value: v, writable: true, configurable: true, enumerable: true });
    } }.set, "name", { value: `set ${name}`, configurable: true }),
    configurable: true,
  });
  weird("constructor", Iterator, "constructor");
  weird(Symbol.toStringTag, "Iterator", "[Symbol.toStringTag]");
  const open = (it) => {
    if (it === null || typeof it !== "object") throw new TypeError("Iterator helper called on non-object");
    return { it, next: it.next };
  };
  const step = ({ it, next }) => {
    const r = next.call(it);
    if (r === null || typeof r !== "object") throw new TypeError(`Iterator result ${String(r)} is not an object`);
    return r;
  };
  const close = (it) => { it.return?.(); };
  const check = (it, f) => {
    if (typeof f === "function") return;
    close(it);
    throw new TypeError(`${String(f)} is not a function`);
  };
  const count = (it, n) => {
    if (it === null || typeof it !== "object") throw new TypeError("Iterator helper called on non-object");
    let x;
    try { x = Number(n); } catch (e) {
      try { close(it); } catch { /* the first error counts */ }
      throw e;
    }
    if (Number.isNaN(x) || (x = Math.trunc(x)) < 0) {
      close(it);
      throw new RangeError(`${String(n)} must be positive`);
    }
    return x;
  };
  const flattenable = (v, strings) => {
    if ((v === null || typeof v !== "object") && !(strings && typeof v === "string")) throw new TypeError(`${String(v)} is not an object`);
    const method = v[Symbol.iterator];
    const it = method === undefined || method === null ? v : method.call(v);
    return open(it);
  };
  const helperProto = Object.create(proto);
  const helpers = new WeakMap();
  for (const name of ["next", "return"]) {
    define(helperProto, name, { [name]() {
      const h = helpers.get(this);
      if (!h) throw new TypeError(`Iterator Helper.prototype.${name} called on incompatible receiver`);
      if (name === "return" && !h.started) {
        h.started = true;
        h.generator.return();
        close(h.it);
        return { value: undefined, done: true };
      }
      h.started = true;
      return h.generator[name]();
    } }[name]);
  }
  Object.defineProperty(helperProto, Symbol.toStringTag, { value: "Iterator Helper", configurable: true });
  const helper = (it, generator) => {
    const o = Object.create(helperProto);
    helpers.set(o, { it, generator, started: false });
    return o;
  };
  // each runs body for each value and closes the source when the consumer or body stops.
  function* each(source, body) {
    let done = false;
    try {
      for (let i = 0; ; i++) {
        let r;
        try { r = step(source); if (r.done) { done = true; return; } r = r.value; } catch (e) { done = true; throw e; }
        yield* body(r, i);
      }
    } catch (e) {
      if (!done) { done = true; try { close(source.it); } catch { /* the first error counts */ } }
      throw e;
    } finally {
      if (!done) close(source.it);
    }
  }
  const methods = {
    map(f) { check(this, f); const s = open(this); return helper(this, each(s, function* (v, i) { yield f(v, i); })); },
    filter(f) { check(this, f); const s = open(this); return helper(this, each(s, function* (v, i) { if (f(v, i)) yield v; })); },
    flatMap(f) {
      check(this, f);
      return helper(this, each(open(this), function* (v, i) {
        yield* each(flattenable(f(v, i), false), function* (x) { yield x; });
      }));
    },
    take(n) {
      n = count(this, n);
      const s = open(this);
      return helper(this, (function* () {
        let done = false;
        try {
          for (let i = 0; i < n; i++) {
            let r;
            try { r = step(s); if (r.done) { done = true; return; } r = r.value; } catch (e) { done = true; throw e; }
            yield r;
          }
        } finally { if (!done) close(s.it); }
      })());
    },
    drop(n) { n = count(this, n); return helper(this, each(open(this), function* (v, i) { if (i >= n) yield v; })); },
    forEach(f) { check(this, f); run(this, (v, i) => { f(v, i); }); },
    some(f) { check(this, f); return run(this, (v, i) => (f(v, i) ? { value: true } : undefined), false); },
    every(f) { check(this, f); return run(this, (v, i) => (f(v, i) ? undefined : { value: false }), true); },
    find(f) { check(this, f); return run(this, (v, i) => (f(v, i) ? { value: v } : undefined)); },
    toArray() { const out = []; run(this, (v) => { out.push(v); }); return out; },
    reduce(f, ...initial) {
      check(this, f);
      const s = open(this);
      let acc, i = 0;
      if (initial.length > 0) acc = initial[0];
      else {
        const r = step(s);
        if (r.done) throw new TypeError("Reduce of a done iterator with no initial value");
        acc = r.value;
        i = 1;
      }
      loop(s, (v) => { acc = f(acc, v, i++); });
      return acc;
    },
  };
  const loop = (s, f) => {
    for (let i = 0; ; i++) {
      const r = step(s);
      if (r.done) return undefined;
      let found;
      try { found = f(r.value, i); } catch (e) {
        try { close(s.it); } catch { /* the first error counts */ }
        throw e;
      }
      if (found) { close(s.it); return found; }
    }
  };
  const run = (it, f, otherwise) => {
    const found = loop(open(it), f);
    return found ? found.value : otherwise;
  };
  for (const name of Object.keys(methods)) define(proto, name, methods[name]);
  define(proto, Symbol.dispose, { [Symbol.dispose]() { close(this); } }[Symbol.dispose]);
  const wrapProto = Object.create(proto);
  const wrapped = new WeakMap();
  define(wrapProto, "next", ({ next() { const s = wrapped.get(this); return s.next.call(s.it); } }).next);
  define(wrapProto, "return", ({ return() { const { it } = wrapped.get(this), end = it.return; return end === undefined || end === null ? { value: undefined, done: true } : end.call(it); } }).return);
  define(Iterator, "from", ({ from(v) {
    const s = flattenable(v, true);
    if (s.it instanceof Iterator) return s.it;
    const o = Object.create(wrapProto);
    wrapped.set(o, s);
    return o;
  } }).from);
}

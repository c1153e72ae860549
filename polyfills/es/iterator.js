(define, shown) => {
  const proto = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  const { apply, ownKeys, getOwnPropertyDescriptor } = Reflect;
  const { isPrototypeOf, hasOwnProperty } = Object.prototype;
  const isObject = (v) => (typeof v === "object" ? v !== null : typeof v === "function");
  // typed names a value in V8's other way.
  const typed = (v) => {
    if (v === undefined) return "undefined";
    if (typeof v === "string") return `string "${v}"`;
    return v === null || typeof v === "number" || typeof v === "boolean" ? `${typeof v} ${v}` : typeof v;
  };
  function Iterator() {
    if (new.target === undefined) throw new TypeError("Constructor Iterator requires 'new'");
    if (new.target === Iterator) throw new TypeError("Abstract class Iterator not directly constructable");
  }
  Object.defineProperty(Iterator, "prototype", { value: proto, writable: false, configurable: false });
  define(globalThis, "Iterator", Iterator);
  // The standard has accessors here, so that subclasses can assign.
  const weird = (key, value, name, printed) => Object.defineProperty(proto, key, {
    get: Object.defineProperty({ get() { return value; } }.get, "name", { value: `get ${name}`, configurable: true }),
    set: Object.defineProperty({ set(v) {
      if (!isObject(this)) throw new TypeError(`set Iterator.prototype${name.startsWith("[") ? "" : "."}${name} called on non-object`);
      if (this === proto) throw new TypeError(`Cannot assign to read only property '${printed}' of object '[object Object]'`);
      if (apply(hasOwnProperty, this, [key])) this[key] = v;
      else Object.defineProperty(this, key, { value: v, writable: true, configurable: true, enumerable: true });
    } }.set, "name", { value: `set ${name}`, configurable: true }),
    configurable: true,
  });
  weird("constructor", Iterator, "constructor", "constructor");
  weird(Symbol.toStringTag, "Iterator", "[Symbol.toStringTag]", "Symbol(Symbol.toStringTag)");

  const direct = (it) => ({ it, next: it.next });
  const step = (s) => {
    const { it, next } = s;
    if (typeof next !== "function") throw new TypeError(`${typed(next)} is not a function`);
    const r = apply(next, it, []);
    if (!isObject(r)) throw new TypeError(`Iterator result ${String(r)} is not an object`);
    return r;
  };
  const methodOf = (o, key) => {
    const f = o[key];
    if (f === undefined || f === null) return undefined;
    if (typeof f !== "function") throw new TypeError(`'${String(f)}' returned for property '${String(key)}' of object '${shown(o)}' is not a function`);
    return f;
  };
  const close = (it) => {
    const end = methodOf(it, "return");
    if (end === undefined) return;
    const r = apply(end, it, []);
    if (!isObject(r)) throw new TypeError(`${String(r)} is not an object`);
  };
  // abandon closes after an error, which counts.
  const abandon = (it) => { try { close(it); } catch { /* the first error counts */ } };
  const guarded = (it, f) => {
    try { return f(); } catch (e) {
      abandon(it);
      throw e;
    }
  };
  const object = (it, name) => {
    if (!isObject(it)) throw new TypeError(`Iterator.prototype.${name} called on non-object`);
  };
  const open = (it, f, name) => {
    object(it, name);
    if (typeof f !== "function") {
      abandon(it);
      throw new TypeError(`${name === "flatMap" ? "Iterator.prototype.flatMap" : typed(f)} is not a function`);
    }
    return direct(it);
  };
  const counted = (it, n, name) => {
    object(it, name);
    let x = guarded(it, () => +n);
    if (x !== x || (x = Math.trunc(x)) < 0 || x > Number.MAX_SAFE_INTEGER && x !== Infinity) {
      abandon(it);
      throw new RangeError(`${shown(n)} must be positive`);
    }
    return x;
  };
  const flattenable = (v, strings, fail) => {
    if (!isObject(v) && !(strings && typeof v === "string")) fail(v);
    const method = methodOf(v, Symbol.iterator);
    const it = method === undefined ? v : apply(method, v, []);
    if (!isObject(it)) throw new TypeError(`${shown(v)} is not iterable`);
    return direct(it);
  };

  // A helper advances to its next value, or END, and says how it is closed before that.
  const END = {};
  class Stamp { constructor(o) { return o; } }
  class Brand extends Stamp {
    #state;
    constructor(o, state) { super(o); this.#state = state; }
    static of(o) { return isObject(o) && #state in o ? o.#state : undefined; }
  }
  const helperProto = Object.create(proto);
  const stateOf = (o, name) => {
    const s = Brand.of(o);
    if (s === undefined || s.advance === undefined) throw new TypeError(`Method Iterator Helper.prototype.${name} called on incompatible receiver ${shown(o)}`);
    if (s.running) throw new TypeError("Generator is already running");
    return s;
  };
  define(helperProto, "next", { next() {
    const s = stateOf(this, "next");
    if (s.done) return { value: undefined, done: true };
    s.running = s.started = true;
    let value;
    try { value = s.advance(); } catch (e) {
      s.done = true;
      throw e;
    } finally { s.running = false; }
    if (value !== END) return s.raw ? value : { value, done: false };
    s.done = true;
    return { value: undefined, done: true };
  } }.next);
  define(helperProto, "return", { return() {
    const s = stateOf(this, "return");
    if (s.done) return { value: undefined, done: true };
    s.done = true;
    s.running = s.started;
    try { s.close(); } finally { s.running = false; }
    return { value: undefined, done: true };
  } }.return);
  Object.defineProperty(helperProto, Symbol.toStringTag, { value: "Iterator Helper", configurable: true });
  const helper = (advance, close, raw = false) => { // raw: it gives objects of results
    const o = Object.create(helperProto);
    new Brand(o, { advance, close, raw, running: false, started: false, done: false });
    return o;
  };
  // over is a helper over one source: body makes of each value what the helper gives, or SKIP.
  const SKIP = {};
  const over = (s, body) => {
    let i = 0;
    return helper(() => {
      for (;;) {
        const r = step(s);
        if (r.done) return END;
        const { value } = r;
        let out;
        try { out = body(value, i++); } catch (e) {
          abandon(s.it);
          throw e;
        }
        if (out !== SKIP) return out;
      }
    }, () => close(s.it));
  };
  const flat = (s, f) => {
    let inner, i = 0;
    const fail = () => { throw new TypeError("Iterator.prototype.flatMap called on non-object"); };
    return helper(() => {
      for (;;) {
        if (inner) {
          const r = guarded(s.it, () => {
            const x = step(inner);
            return x.done ? END : { value: x.value };
          });
          if (r !== END) return r.value;
          inner = undefined;
        }
        const r = step(s);
        if (r.done) return END;
        const { value } = r;
        inner = guarded(s.it, () => flattenable(f(value, i++), false, fail));
      }
    }, () => {
      if (inner) guarded(s.it, () => close(inner.it));
      close(s.it);
    });
  };
  const limited = (s, n) => helper(() => {
    if (n === 0) {
      close(s.it);
      return END;
    }
    n--;
    const r = step(s);
    return r.done ? END : r.value;
  }, () => close(s.it));

  // each calls f for all values until it gives an object.
  const each = (s, f) => {
    for (let i = 0; ; i++) {
      const r = step(s);
      if (r.done) return undefined;
      const { value } = r;
      let found;
      try { found = f(value, i); } catch (e) {
        abandon(s.it);
        throw e;
      }
      if (found) {
        close(s.it);
        return found;
      }
    }
  };
  const methods = {
    map(f) { return over(open(this, f, "map"), f); },
    filter(f) { return over(open(this, f, "filter"), (v, i) => (f(v, i) ? v : SKIP)); },
    flatMap(f) { return flat(open(this, f, "flatMap"), f); },
    take(n) { n = counted(this, n, "take"); return limited(direct(this), n); },
    drop(n) { n = counted(this, n, "drop"); return over(direct(this), (v) => (n > 0 ? (n--, SKIP) : v)); },
    forEach(f) { each(open(this, f, "forEach"), (v, i) => { f(v, i); }); },
    some(f) { return each(open(this, f, "some"), (v, i) => (f(v, i) ? END : undefined)) !== undefined; },
    every(f) { return each(open(this, f, "every"), (v, i) => (f(v, i) ? undefined : END)) === undefined; },
    find(f) { return each(open(this, f, "find"), (v, i) => (f(v, i) ? { value: v } : undefined))?.value; },
    toArray() {
      object(this, "toArray");
      const out = [];
      each(direct(this), (v, i) => { out[i] = v; });
      return out;
    },
    reduce(f, ...initial) {
      const s = open(this, f, "reduce");
      let acc, skipped = 0;
      if (initial.length > 0) acc = initial[0];
      else {
        const r = step(s);
        if (r.done) throw new TypeError("Reduce of a done iterator with no initial value");
        acc = r.value;
        skipped = 1;
      }
      each(s, (v, i) => { acc = f(acc, v, i + skipped); });
      return acc;
    },
    includes(wanted, ...skipped) {
      object(this, "includes");
      let skip = 0;
      if (skipped[0] !== undefined) {
        const n = skipped[0];
        if (typeof n !== "number" || n !== Math.trunc(n)) {
          abandon(this);
          throw new TypeError("skippedElements argument must be undefined or an integer");
        }
        if (n < 0 || n > Number.MAX_SAFE_INTEGER && n !== Infinity) {
          abandon(this);
          throw new RangeError(`${n} must be positive`);
        }
        skip = n;
      }
      return each(direct(this), (v, i) => (i >= skip && (v === wanted || v !== v && wanted !== wanted) ? END : undefined)) !== undefined;
    },
    join(separator) {
      object(this, "join");
      const between = separator === undefined ? "," : guarded(this, () => `${separator}`);
      let text = "";
      each(direct(this), (v, i) => {
        if (i > 0) text += between;
        if (v !== undefined && v !== null) text += `${v}`;
      });
      return text;
    },
  };
  for (const name of Object.keys(methods)) define(proto, name, methods[name]);
  define(proto, Symbol.dispose, { [Symbol.dispose]() {
    const end = methodOf(this, "return");
    if (end !== undefined) apply(end, this, []);
  } }[Symbol.dispose]);

  const wrapProto = Object.create(proto);
  const wrapped = (o, name) => {
    const s = Brand.of(o);
    if (s === undefined || s.it === undefined) throw new TypeError(`Method %WrapForValidIteratorPrototype%.${name} called on incompatible receiver ${shown(o)}`);
    return s;
  };
  define(wrapProto, "next", { next() {
    const { it, next } = wrapped(this, "next");
    if (typeof next !== "function") throw new TypeError(`${typed(next)} is not a function`);
    return apply(next, it, []);
  } }.next);
  define(wrapProto, "return", { return() {
    const { it } = wrapped(this, "return"), end = methodOf(it, "return");
    return end === undefined ? { value: undefined, done: true } : apply(end, it, []);
  } }.return);
  define(Iterator, "from", { from(v) {
    const s = flattenable(v, true, () => { throw new TypeError("Iterator.from called on non-object"); });
    if (apply(isPrototypeOf, proto, [s.it])) return s.it;
    const o = Object.create(wrapProto);
    new Brand(o, s);
    return o;
  } }.from);

  define(Iterator, "concat", { concat(...items) {
    const sources = [];
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (!isObject(item)) throw new TypeError("Iterator.concat called on non-object");
      const method = methodOf(item, Symbol.iterator);
      if (method === undefined) throw new TypeError(`${shown(item)} is not iterable`);
      sources[i] = [item, method];
    }
    let current, i = 0;
    return helper(() => {
      for (;;) {
        if (current === undefined) {
          if (i === sources.length) return END;
          const it = apply(sources[i][1], sources[i][0], []);
          if (!isObject(it)) throw new TypeError(`${String(it)} is not iterable`);
          i++;
          current = direct(it);
        }
        const r = step(current);
        if (!r.done) return r;
        current = undefined;
      }
    }, () => { if (current) close(current.it); }, true);
  } }.concat);
  Object.defineProperty(Iterator.concat, "length", { value: 0, configurable: true });

  // closeAll closes the last first; whatever fails first counts, and wins over an orderly end.
  const closeAll = (list, failure) => {
    for (let i = list.length - 1; i >= 0; i--) {
      try { close(list[i].it); } catch (e) { failure ??= { e }; }
    }
    if (failure) throw failure.e;
  };
  const orCloseAll = (list, f) => {
    try { return f(); } catch (e) { return closeAll(list, { e }); }
  };
  const prepended = (first, list) => {
    const out = [first];
    for (let i = 0; i < list.length; i++) out[i + 1] = list[i];
    return out;
  };
  const iterableError = (v) => { throw new TypeError(`${String(v)} is not iterable`); };
  const iterate = (v) => {
    const method = v[Symbol.iterator];
    if (typeof method !== "function") throw new TypeError("object is not iterable (cannot read property Symbol(Symbol.iterator))");
    const it = apply(method, v, []);
    if (!isObject(it)) throw new TypeError("Result of the Symbol.iterator method is not an object");
    return direct(it);
  };
  const zipOptions = (iterables, options, name) => {
    if (!isObject(iterables)) throw new TypeError(`Iterator.${name} called on non-object`);
    if (options !== undefined && !isObject(options)) throw new TypeError("options called on non-object");
    let mode, padding;
    if (options !== undefined) mode = options.mode;
    mode = mode === undefined ? "shortest" : mode;
    if (mode !== "shortest" && mode !== "longest" && mode !== "strict") throw new TypeError("Iterator.zip mode must be 'shortest', 'longest', or 'strict'");
    if (mode === "longest" && options !== undefined) {
      padding = options.padding;
      if (padding !== undefined && !isObject(padding)) throw new TypeError("padding called on non-object");
    }
    return { mode, padding };
  };
  const zipped = (iters, mode, padding, finish, name) => {
    const left = []; // those that have not ended
    for (let i = 0; i < iters.length; i++) left[i] = iters[i];
    const ended = (s) => {
      let kept = 0;
      for (let i = 0; i < left.length; i++) if (left[i] !== s) left[kept++] = left[i];
      left.length = kept;
    };
    const advance = (s) => {
      try {
        const r = step(s);
        if (!r.done) return { value: r.value };
      } catch (e) {
        ended(s);
        closeAll(left, { e });
      }
      ended(s);
      return undefined;
    };
    const uneven = () => closeAll(left, { e: new TypeError(`Iterators passed to Iterator.${name} in 'strict' mode must have the same length`) });
    return helper(() => {
      if (iters.length === 0) return END;
      const results = [];
      for (let i = 0; i < iters.length; i++) {
        const s = iters[i];
        let r = s === null ? undefined : advance(s);
        if (s !== null && r === undefined) {
          if (mode === "shortest") {
            closeAll(left);
            return END;
          }
          if (mode === "strict") {
            if (i !== 0) uneven();
            for (let k = 1; k < iters.length; k++) if (advance(iters[k])) uneven();
            return END;
          }
          if (left.length === 0) return END;
          iters[i] = null;
        }
        r ??= { value: padding[i] };
        results[i] = r.value;
      }
      return finish(results);
    }, () => closeAll(left));
  };
  define(Iterator, "zip", { zip(iterables, ...rest) {
    const { mode, padding } = zipOptions(iterables, rest[0], "zip");
    const iters = [], fill = [], input = iterate(iterables);
    for (;;) {
      const r = orCloseAll(iters, () => {
        const x = step(input);
        return x.done ? END : { value: x.value };
      });
      if (r === END) break;
      const s = orCloseAll(prepended(input, iters), () => flattenable(r.value, false, iterableError));
      iters[iters.length] = s;
    }
    if (mode === "longest" && padding !== undefined) {
      const source = orCloseAll(iters, () => iterate(padding));
      let open = true;
      for (let i = 0; i < iters.length; i++) {
        let value;
        if (open) {
          orCloseAll(iters, () => {
            const x = step(source);
            if (x.done) open = false;
            else ({ value } = x);
          });
        }
        fill[i] = value;
      }
      if (open) orCloseAll(iters, () => close(source.it));
    }
    return zipped(iters, mode, fill, (results) => results, "zip");
  } }.zip);
  define(Iterator, "zipKeyed", { zipKeyed(iterables, ...rest) {
    const { mode, padding } = zipOptions(iterables, rest[0], "zipKeyed");
    const iters = [], keys = [], fill = [];
    const all = ownKeys(iterables);
    for (let i = 0; i < all.length; i++) {
      const key = all[i];
      const d = orCloseAll(iters, () => getOwnPropertyDescriptor(iterables, key));
      if (d === undefined || !d.enumerable) continue;
      const value = orCloseAll(iters, () => iterables[key]);
      if (value === undefined) continue;
      keys[keys.length] = key;
      iters[iters.length] = orCloseAll(iters, () => flattenable(value, false, iterableError));
    }
    if (mode === "longest" && padding !== undefined) for (let i = 0; i < keys.length; i++) fill[i] = orCloseAll(iters, () => padding[keys[i]]);
    return zipped(iters, mode, fill, (results) => {
      const o = Object.create(null);
      for (let i = 0; i < keys.length; i++) o[keys[i]] = results[i];
      return o;
    }, "zipKeyed");
  } }.zipKeyed);
}

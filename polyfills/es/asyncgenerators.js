(define, functionOf, unconstruct) => {
  // Async generators, which the bundler writes as generators: what they yield is an Await, for an
  // await, or a Raw, for what yield* passes on; anything else is what the async generator yields.
  const { apply, getPrototypeOf, setPrototypeOf, defineProperty } = Reflect;
  const P = Promise, { resolve: promiseOf } = P, { then } = P.prototype;
  const { next: goOn, return: finish, throw: fail } = getPrototypeOf(function* () {}).prototype;
  const methods = { next: goOn, return: finish, throw: fail };
  const isObject = (v) => (typeof v === "object" ? v !== null : typeof v === "function");
  // how is the way in which the generator gets what was awaited.
  class Await { constructor(value, how = "next") { this.value = value; this.how = how; } }
  class Raw { constructor(value) { this.value = value; } }

  // settle calls ok or bad with what v comes to.
  const settle = (v, ok, bad) => {
    let p;
    try { p = apply(promiseOf, P, [v]); } catch (e) { bad(e); return; }
    apply(then, p, [ok, bad]);
  };

  const start = 0, yielded = 1, busy = 2, completed = 3;
  class Stamp { constructor(o) { return o; } }
  class Instance extends Stamp {
    #state;
    constructor(o, state) { super(o); this.#state = state; }
    static state(o) { return isObject(o) && #state in o ? o.#state : undefined; }
  }

  const step = (s, how, v) => {
    s.is = busy;
    let done, value;
    try { ({ done, value } = apply(methods[how], s.generator, [v])); } catch (e) { end(s, true, e); return; }
    if (done && s.awaits) settle(value, (x) => end(s, false, x), (e) => end(s, true, e));
    else if (done) end(s, false, value);
    else if (value instanceof Await) settle(value.value, (x) => step(s, value.how, x), (e) => step(s, "throw", e));
    else if (value instanceof Raw) give(s, value.value);
    else settle(value, (x) => give(s, x), (e) => step(s, "throw", e));
  };
  const resume = (s) => {
    const { how, value } = s.queue[0];
    s.is = busy;
    if (how === "return") settle(value, (x) => step(s, "return", x), (e) => step(s, "throw", e));
    else step(s, how, value);
  };
  const give = (s, value) => {
    s.queue.shift().resolve({ value, done: false });
    if (s.queue.length > 0) resume(s);
    else s.is = yielded;
  };
  const end = (s, failed, value) => {
    const request = s.queue.shift();
    if (failed) request.reject(value);
    else request.resolve({ value, done: true });
    drain(s);
  };
  const drain = (s) => {
    while (s.queue.length > 0) {
      const { how, value, resolve, reject } = s.queue[0];
      if (how === "return") { leave(s); return; }
      s.queue.shift();
      if (how === "throw") reject(value);
      else resolve({ value: undefined, done: true });
    }
    s.is = completed;
  };
  const leave = (s) => {
    s.is = busy;
    settle(s.queue[0].value, (x) => end(s, false, x), (e) => end(s, true, e));
  };
  const ask = (o, how, value) => {
    let resolve, reject;
    const promise = new P((yes, no) => { resolve = yes; reject = no; });
    const s = Instance.state(o);
    if (s === undefined) {
      reject(new TypeError(`Method [AsyncGenerator].prototype.${how} called on incompatible receiver ${isObject(o) ? "#<Object>" : String(o)}`));
      return promise;
    }
    if (how === "throw" && s.is === start) s.is = completed;
    if (how !== "return" && s.is === completed) {
      if (how === "throw") reject(value);
      else resolve({ value: undefined, done: true });
      return promise;
    }
    s.queue.push({ how, value, resolve, reject });
    if (how === "return" && (s.is === start || s.is === completed)) leave(s);
    else if (s.is === start || s.is === yielded) resume(s);
    return promise;
  };

  const AsyncIteratorPrototype = {};
  define(AsyncIteratorPrototype, Symbol.asyncIterator, { [Symbol.asyncIterator]() { return this; } }[Symbol.asyncIterator]);
  define(AsyncIteratorPrototype, Symbol.asyncDispose, { [Symbol.asyncDispose]() {
    return new P((resolve, reject) => {
      const end = this.return;
      if (end === undefined || end === null) resolve();
      else settle(apply(end, this, [undefined]), () => resolve(), reject);
    });
  } }[Symbol.asyncDispose]);
  const AsyncGeneratorPrototype = Object.create(AsyncIteratorPrototype);
  for (const how of ["next", "return", "throw"]) define(AsyncGeneratorPrototype, how, { [how](value) { return ask(this, how, value); } }[how]);

  function AsyncGeneratorFunction(...source) {
    const f = functionOf(...source);
    const own = new.target?.prototype;
    if (isObject(own)) setPrototypeOf(f, own);
    return f;
  }
  defineProperty(AsyncGeneratorFunction, "length", { value: 1, configurable: true });
  setPrototypeOf(AsyncGeneratorFunction, Function);
  const fixed = (o, key, value) => defineProperty(o, key, { value, writable: false, enumerable: false, configurable: true });
  const FunctionPrototype = Object.create(Function.prototype);
  defineProperty(AsyncGeneratorFunction, "prototype", { value: FunctionPrototype, writable: false });
  fixed(FunctionPrototype, "constructor", AsyncGeneratorFunction);
  fixed(FunctionPrototype, "prototype", AsyncGeneratorPrototype);
  fixed(FunctionPrototype, Symbol.toStringTag, "AsyncGeneratorFunction");
  fixed(AsyncGeneratorPrototype, "constructor", FunctionPrototype);
  fixed(AsyncGeneratorPrototype, Symbol.toStringTag, "AsyncGenerator");

  // typed names a value in V8's other way.
  const typed = (v) => {
    if (v === undefined || typeof v === "bigint" || typeof v === "symbol" || isObject(v)) return typeof v;
    return typeof v === "string" ? `string "${v}"` : `${typeof v} ${v}`;
  };
  const call = (f, it, args) => {
    if (typeof f !== "function") throw new TypeError(`${typed(f)} is not a function`);
    return apply(f, it, args);
  };

  // asAsync makes an async iterator of a sync one.
  const asAsync = (sync) => {
    const { next } = sync;
    const close = () => { try { sync.return?.(); } catch { /* the first error counts */ } };
    const pass = (result, closes, resolve, reject) => {
      const { done, value } = result;
      let p;
      try { p = apply(promiseOf, P, [value]); } catch (e) {
        if (!done && closes) close();
        throw e;
      }
      apply(then, p, [(v) => resolve({ value: v, done: !!done }), (e) => { if (!done && closes) close(); reject(e); }]);
    };
    const object = (result) => {
      if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
      return result;
    };
    return {
      next(...args) { return new P((resolve, reject) => { pass(object(call(next, sync, args)), true, resolve, reject); }); },
      return(...args) {
        return new P((resolve, reject) => {
          const f = sync.return;
          if (f === undefined || f === null) resolve({ value: args[0], done: true });
          else pass(object(call(f, sync, args)), false, resolve, reject);
        });
      },
      throw(...args) {
        return new P((resolve, reject) => {
          const f = sync.throw;
          if (f === undefined || f === null) {
            const end = sync.return;
            if (end !== undefined && end !== null) object(call(end, sync, []));
            throw new TypeError("The iterator does not provide a 'throw' method.");
          }
          pass(object(call(f, sync, args)), true, resolve, reject);
        });
      },
    };
  };
  const iterate = (value, refusal) => {
    if (value === undefined || value === null) throw new TypeError(`Cannot read properties of ${value} (reading 'Symbol(Symbol.asyncIterator)')`);
    const method = value[Symbol.asyncIterator];
    if (method === undefined || method === null) {
      const sync = value[Symbol.iterator];
      if (typeof sync !== "function") throw new TypeError(refusal ?? `${String(sync)} is not a function`);
      const it = apply(sync, value, []);
      if (!isObject(it)) throw new TypeError("Result of the Symbol.iterator method is not an object");
      return asAsync(it);
    }
    if (typeof method !== "function") throw new TypeError(refusal ?? `${typed(method)} is not a function`);
    const it = apply(method, value, []);
    if (!isObject(it)) throw new TypeError("Result of the Symbol.asyncIterator method is not an object");
    return it;
  };

  // delegate is what yield* goes over: a sync iterator, whose answer to what is awaited comes with
  // the next call.
  const delegate = (value, refusal) => {
    const it = iterate(value, refusal), { next } = it;
    let answer;
    const check = (result) => {
      if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
      return result.done ? { done: true, value: result.value } : { done: false, value: new Raw(result.value) };
    };
    const wait = (v, how, then) => {
      answer = then;
      return { done: false, value: new Await(v, how) };
    };
    const answered = (v) => {
      const f = answer;
      answer = undefined;
      return f(v);
    };
    return {
      [Symbol.iterator]() { return this; },
      next(v) { return answer ? answered(v) : wait(call(next, it, [v]), "next", check); },
      return(v) {
        if (answer) return answered(v);
        const f = it.return;
        if (f === undefined || f === null) return wait(v, "return", (x) => ({ done: true, value: x }));
        return wait(call(f, it, [v]), "return", check);
      },
      throw(e) {
        if (answer) { answer = undefined; throw e; }
        const f = it.throw;
        if (f !== undefined && f !== null) return wait(call(f, it, [e]), "next", check);
        const missing = () => { throw new TypeError("The iterator does not provide a 'throw' method."); };
        const end = it.return;
        if (end === undefined || end === null) missing();
        return wait(call(end, it, []), "next", (result) => { check(result); missing(); });
      },
    };
  };

  const ofMethods = Object.create(AsyncGeneratorPrototype);
  const parts = {
    await: Await,
    yieldStar: delegate,
    forAwait(value, refusal) {
      const it = iterate(value, refusal), { next } = it;
      return typeof next === "function" ? it : { next: () => call(next, it, []) };
    },
    // awaits says that what is returned has not been awaited.
    start(self, args, generator, f, awaits = false) {
      const state = { generator: apply(generator, self, args ?? []), is: start, queue: [], awaits };
      const own = isObject(f) ? f.prototype : ofMethods; // its parameters may have changed it
      const o = Object.create(isObject(own) ? own : AsyncGeneratorPrototype);
      new Instance(o, state);
      return o;
    },
    // mark makes a function that starts one an async generator function.
    mark(f, name) {
      setPrototypeOf(f, FunctionPrototype);
      defineProperty(f, "prototype", { value: Object.create(AsyncGeneratorPrototype), writable: true });
      if (name !== undefined) fixed(f, "name", name);
      unconstruct(f);
      return f;
    },
  };
  return parts;
}

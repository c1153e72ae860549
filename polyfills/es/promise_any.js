// The engine's has no message for the error, which programs show.
(define) => {
  const { apply, defineProperty } = Reflect, Aggregate = AggregateError, noErrors = Object.freeze([]);
  const callable = (f) => { if (typeof f !== "function") throw new TypeError("Promise resolve or reject function is not callable"); };
  const iterates = (v) => typeof v === "string" || typeof v === "function" || typeof v === "object" && v !== null && Symbol.iterator in v;
  const typed = (v) => {
    if (v === null) return "object null";
    return typeof v === "number" || typeof v === "boolean" ? `${typeof v} ${v}` : typeof v;
  };
  const rejected = (errors) => {
    const e = new Aggregate(noErrors, "All promises were rejected");
    define(e, "errors", errors);
    return e;
  };
  define(Promise, "any", ({ any(iterable) {
    if (Object(this) !== this) throw new TypeError("Promise.any called on non-object");
    let resolve, reject;
    const promise = new this((a, b) => {
      if (resolve !== undefined || reject !== undefined) throw new TypeError("Promise executor has already been invoked with non-undefined arguments");
      resolve = a;
      reject = b;
    });
    callable(resolve);
    callable(reject);
    try {
      const promiseOf = this.resolve;
      callable(promiseOf);
      const errors = [];
      let index = 0, remaining = 1;
      if (!iterates(iterable)) throw new TypeError(`${typed(iterable)} is not iterable (cannot read property Symbol(Symbol.iterator))`);
      const one = () => { if (--remaining === 0) apply(reject, undefined, [rejected(errors)]); };
      for (const item of iterable) {
        const at = index++;
        defineProperty(errors, at, { value: undefined, writable: true, enumerable: true, configurable: true });
        remaining++;
        let told = false;
        apply(promiseOf, this, [item]).then(resolve, (reason) => {
          if (told) return;
          told = true;
          errors[at] = reason;
          one();
        });
      }
      one();
    } catch (e) {
      apply(reject, undefined, [e]);
    }
    return promise;
  } }).any);
}

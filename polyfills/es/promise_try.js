(define) => {
  const typed = (v) => {
    if (v === undefined) return "undefined";
    if (v === null) return "object null";
    return typeof v === "object" ? "object" : typeof v === "string" ? `string "${v}"` : `${typeof v} ${String(v)}`;
  };
  define(Promise, "try", ({ try(callback, ...args) {
    if (Object(this) !== this) throw new TypeError("Promise.try called on non-object");
    let resolve, reject;
    const promise = new this((a, b) => { resolve = a; reject = b; });
    if (typeof resolve !== "function" || typeof reject !== "function") throw new TypeError("Promise resolve or reject function is not callable");
    try {
      if (typeof callback !== "function") throw new TypeError(`${typed(callback)} is not a function`);
      const result = callback(...args);
      if (result instanceof Promise && result.constructor === this) return result; // as Promise.resolve does
      resolve(result);
    } catch (e) {
      reject(e);
    }
    return promise;
  } }).try);
}

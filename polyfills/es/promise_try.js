(define) => {
  const typed = (v) => {
    if (v === undefined) return "undefined";
    if (v === null) return "object null";
    return typeof v === "object" ? "object" : typeof v === "string" ? `string "${v}"` : `${typeof v} ${String(v)}`;
  };
  define(Promise, "try", ({ try(callback, ...args) {
    if (Object(this) !== this) throw new TypeError("Promise.try called on non-object");
    return new this((resolve) => {
      if (typeof callback !== "function") throw new TypeError(`${typed(callback)} is not a function`);
      resolve(callback(...args));
    });
  } }).try);
}

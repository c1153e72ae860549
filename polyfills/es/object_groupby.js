(define, shown) => define(Object, "groupBy", ({ groupBy(items, callback) {
  if (items === undefined || items === null) throw new TypeError("Object.groupBy called on null or undefined");
  if (typeof callback !== "function") throw new TypeError(`${shown(callback)} is not a function`);
  const out = Object.create(null);
  let i = 0;
  for (const item of items) {
    const key = callback(item, i++);
    const k = typeof key === "symbol" ? key : `${key}`;
    if (k in out) out[k].push(item);
    else Object.defineProperty(out, k, { value: [item], writable: true, configurable: true, enumerable: true });
  }
  return out;
} }).groupBy)

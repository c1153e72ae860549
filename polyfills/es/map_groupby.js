(define, shown) => define(Map, "groupBy", ({ groupBy(items, callback) {
  if (items === undefined || items === null) throw new TypeError("Map.groupBy called on null or undefined");
  if (typeof callback !== "function") throw new TypeError(`${shown(callback)} is not a function`);
  const out = new Map();
  let i = 0;
  for (const item of items) {
    const key = callback(item, i++), group = out.get(key);
    if (group) group.push(item);
    else out.set(key, [item]);
  }
  return out;
} }).groupBy)

// The iterator is asked for its parts here: the engine's own loop ends the isolate where there is no method next.
(define, exact, shown) => {
  const { apply } = Reflect, object = (v) => v !== null && (typeof v === "object" || typeof v === "function");
  return define(Math, "sumPrecise", ({ sumPrecise(items) {
    if (items === null || items === undefined) throw new TypeError("Math.sumPrecise called on null or undefined");
    const iterate = items[Symbol.iterator];
    if (iterate === null || iterate === undefined) throw new TypeError(`${shown(Object(items))} is not iterable`);
    if (typeof iterate !== "function") throw new TypeError(`'${shown(iterate)}' returned for property 'Symbol(Symbol.iterator)' of object '${shown(Object(items))}' is not a function`);
    const iterator = apply(iterate, items, []);
    if (!object(iterator)) throw new TypeError(`${shown(iterator)} is not an iterator`);
    const { next } = iterator, finite = [];
    if (typeof next !== "function") throw new TypeError(`${shown(next)} is not a function`);
    let special = 0, negativeZero = true;
    for (;;) {
      const result = apply(next, iterator, []);
      if (!object(result)) throw new TypeError(`Iterator result ${shown(result)} is not an object`);
      if (result.done) break;
      const x = result.value;
      if (typeof x !== "number") {
        try {
          iterator.return?.();
        } catch {
          // what is wrong with the value counts
        }
        throw new TypeError(`Type of 'Iterator value' must be 'number', found '${typeof x}'`);
      }
      if (x - x !== 0) special += x;
      else if (x !== 0) finite.push(x);
      if (x !== 0 || 1 / x > 0) negativeZero = false;
    }
    if (negativeZero) return -0;
    return special !== 0 ? special : exact(finite);
  } }).sumPrecise);
}

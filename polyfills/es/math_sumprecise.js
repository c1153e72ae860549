(define, exact, shown) => define(Math, "sumPrecise", ({ sumPrecise(items) {
  if (items === null || items === undefined) throw new TypeError("Math.sumPrecise called on null or undefined");
  const iterate = items[Symbol.iterator];
  if (iterate === null || iterate === undefined) throw new TypeError(`${shown(Object(items))} is not iterable`);
  if (typeof iterate !== "function") throw new TypeError(`'${shown(iterate)}' returned for property 'Symbol(Symbol.iterator)' of object '${shown(Object(items))}' is not a function`);
  const finite = [];
  let special = 0, negativeZero = true;
  for (const x of { [Symbol.iterator]: () => iterate.call(items) }) {
    if (typeof x !== "number") throw new TypeError(`Type of 'Iterator value' must be 'number', found '${typeof x}'`);
    if (x - x !== 0) special += x;
    else if (x !== 0) finite.push(x);
    if (x !== 0 || 1 / x > 0) negativeZero = false;
  }
  if (negativeZero) return -0;
  return special !== 0 ? special : exact(finite);
} }).sumPrecise)

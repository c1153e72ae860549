(define, exact) => define(Math, "sumPrecise", ({ sumPrecise(items) {
  const finite = [];
  let special = 0, negativeZero = true;
  for (const x of items) {
    if (typeof x !== "number") throw new TypeError(`Type of 'Iterator value' must be 'number', found '${typeof x}'`);
    if (x - x !== 0) special += x;
    else if (x !== 0) finite.push(x);
    if (x !== 0 || 1 / x > 0) negativeZero = false;
  }
  if (negativeZero) return -0;
  return special !== 0 ? special : exact(finite);
} }).sumPrecise)

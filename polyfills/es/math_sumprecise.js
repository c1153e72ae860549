(define) => define(Math, "sumPrecise", ({ sumPrecise(items) {
  // Shewchuk's partial sums: each is exact, and they do not overlap.
  let partials = [], count = 0, special = 0, negativeZero = true;
  for (const x of items) {
    if (typeof x !== "number") throw new TypeError(`Type of 'Iterator value' must be 'number', found '${typeof x}'`);
    count++;
    if (!Object.is(x, -0)) negativeZero = false;
    if (!Number.isFinite(x)) { special += x; continue; }
    let sum = x;
    const next = [];
    for (let p of partials) {
      if (Math.abs(sum) < Math.abs(p)) [sum, p] = [p, sum];
      const hi = sum + p, lo = p - (hi - sum);
      if (lo !== 0) next.push(lo);
      sum = hi;
    }
    next.push(sum);
    partials = next;
  }
  if (count === 0 || negativeZero) return -0;
  if (special !== 0) return special;
  let i = partials.length - 1;
  if (i < 0) return 0;
  let hi = partials[i--], lo = 0;
  while (i >= 0) {
    const x = hi, y = partials[i--];
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  if (i >= 0 && ((lo < 0 && partials[i] < 0) || (lo > 0 && partials[i] > 0))) {
    const y = lo * 2, x = hi + y;
    if (y === x - hi) hi = x; // halfway cases round by what remains
  }
  return hi;
} }).sumPrecise)

(define) => define(Array, "fromAsync", ({ fromAsync: async function (items, map = undefined, thisArg = undefined) {
  if (map !== undefined && typeof map !== "function") throw new TypeError(`${String(map)} is not a function`);
  const make = (...args) => (typeof this === "function" ? new this(...args) : new Array(...args));
  const put = async (out, i, v) => {
    if (map) v = await map.call(thisArg, v, i);
    Object.defineProperty(out, i, { value: v, writable: true, configurable: true, enumerable: true });
  };
  const asyncMethod = items[Symbol.asyncIterator], method = asyncMethod ?? items[Symbol.iterator];
  let i = 0;
  if (method === undefined || method === null) {
    const from = Object(items), length = Math.min(Math.max(Math.trunc(Number(from.length)) || 0, 0), Number.MAX_SAFE_INTEGER), out = make(length);
    for (; i < length; i++) await put(out, i, await from[i]);
    out.length = length;
    return out;
  }
  const out = make(), iterator = method.call(items), next = iterator.next;
  for (;;) {
    let step = next.call(iterator);
    if (asyncMethod) step = await step;
    if (step === null || typeof step !== "object") throw new TypeError(`Iterator result ${String(step)} is not an object`);
    if (step.done) break;
    try {
      await put(out, i++, asyncMethod ? step.value : await step.value);
    } catch (e) {
      try { await iterator.return?.(); } catch { /* the first error counts */ }
      throw e;
    }
  }
  out.length = i;
  return out;
} }).fromAsync)

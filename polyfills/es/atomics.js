(define) => {
  // One thread: what is atomic is only that the type is checked.
  const integers = new Set(["Int8Array", "Uint8Array", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"]);
  const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Int8Array.prototype), Symbol.toStringTag).get;
  const check = (array, index, waits) => {
    const kind = tag.call(array);
    if (!integers.has(kind) || (waits && kind !== "Int32Array" && kind !== "BigInt64Array")) throw new TypeError("[object Array] is not " + (waits ? "an int32 or BigInt64 typed array." : "an integer typed array."));
    const i = Math.trunc(Number(index)) || 0;
    if (i < 0 || i >= array.length) throw new RangeError("Invalid atomic access index");
    return i;
  };
  const convert = (array, v) => (tag.call(array).startsWith("Big") ? BigInt(v) : Math.trunc(Number(v)) || 0);
  const update = (f) => (array, index, value) => {
    const i = check(array, index), v = convert(array, value), old = array[i];
    array[i] = f(old, v);
    return old;
  };
  const methods = {
    add: update((a, b) => a + b),
    and: update((a, b) => a & b),
    exchange: update((_, b) => b),
    or: update((a, b) => a | b),
    sub: update((a, b) => a - b),
    xor: update((a, b) => a ^ b),
    compareExchange(array, index, expected, replacement) {
      const i = check(array, index), want = new array.constructor([convert(array, expected)])[0], next = convert(array, replacement), old = array[i];
      if (old === want) array[i] = next;
      return old;
    },
    isLockFree(size) { return [1, 2, 4, 8].includes(Number(size)); },
    load(array, index) { return array[check(array, index)]; },
    store(array, index, value) {
      const i = check(array, index), v = convert(array, value);
      array[i] = v;
      return v;
    },
    notify(array, index) {
      check(array, index, true);
      return 0; // nobody can wait
    },
    wait(array, index) {
      check(array, index, true);
      throw new TypeError("Atomics.wait cannot be called in this context");
    },
    pause() {},
  };
  const Atomics = {};
  for (const [name, f] of Object.entries(methods)) {
    Object.defineProperty(f, "name", { value: name, configurable: true });
    define(Atomics, name, f);
  }
  Object.defineProperty(Atomics, Symbol.toStringTag, { value: "Atomics", configurable: true });
  return Atomics;
}

(define, shown) => {
  // One thread: what is atomic is only that the type is checked.
  const integers = new Set(["Int8Array", "Uint8Array", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"]);
  const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Int8Array.prototype), Symbol.toStringTag).get;
  const { values } = Object.getPrototypeOf(Int8Array.prototype);
  // valid throws for an array whose buffer is detached, or too short for it.
  const valid = (array, name) => {
    if (array.length > 0) return;
    try { Reflect.apply(values, array, []); } catch { throw new TypeError(`Cannot perform Atomics.${name} on a detached or out-of-bounds ArrayBuffer`); }
  };
  const kindOf = (array, waits) => {
    const kind = tag.call(array);
    if (!integers.has(kind) || (waits && kind !== "Int32Array" && kind !== "BigInt64Array")) throw new TypeError(`${kind === undefined ? shown(array) : `[object ${kind}]`} is not ` + (waits ? "an int32 or BigInt64 typed array." : "an integer typed array."));
  };
  const check = (array, index, name, waits) => {
    kindOf(array, waits);
    valid(array, name);
    const { length } = array, i = Math.trunc(+index) || 0;
    if (i < 0 || i >= length) throw new RangeError(`Invalid atomic access index: ${shown(index)}`);
    return i;
  };
  // again looks at an array after what a script may have done while its values were converted.
  const again = (array, i, name) => {
    valid(array, name);
    if (i >= array.length) throw new RangeError(`Invalid atomic access index: ${i}`);
  };
  const convert = (array, v) => {
    if (!tag.call(array).startsWith("Big")) return Math.trunc(+v) || 0;
    if (typeof v === "number") throw new TypeError(`Cannot convert ${v} to a BigInt`);
    return BigInt(v);
  };
  const update = (name, f) => (array, index, value) => {
    const i = check(array, index, name), v = convert(array, value);
    again(array, i, name);
    const old = array[i];
    array[i] = f(old, v);
    return old;
  };
  const waiting = new WeakMap(); // by buffer: who waits
  const { setTimeout, clearTimeout } = globalThis;
  const isShared = (array) => array.buffer instanceof SharedArrayBuffer;
  const waits = (array, index, value, timeout, name) => {
    kindOf(array, true);
    if (!isShared(array)) throw new TypeError(`[object ${tag.call(array)}] is not a shared typed array.`);
    const i = check(array, index, name, true), want = tag.call(array) === "Int32Array" ? Number(value) | 0 : BigInt.asIntN(64, BigInt(value)), ms = Number(timeout);
    return [i, want, Number.isNaN(ms) ? Infinity : Math.max(ms, 0)];
  };
  const methods = {
    add: update("add", (a, b) => a + b),
    and: update("and", (a, b) => a & b),
    exchange: update("exchange", (_, b) => b),
    or: update("or", (a, b) => a | b),
    sub: update("sub", (a, b) => a - b),
    xor: update("xor", (a, b) => a ^ b),
    compareExchange(array, index, expected, replacement) {
      const i = check(array, index, "compareExchange"), want = new array.constructor([convert(array, expected)])[0], next = convert(array, replacement);
      again(array, i, "compareExchange");
      const old = array[i];
      if (old === want) array[i] = next;
      return old;
    },
    isLockFree(size) { return [1, 2, 4, 8].includes(+size); },
    load(array, index) {
      const i = check(array, index, "load");
      again(array, i, "load");
      return array[i];
    },
    store(array, index, value) {
      const i = check(array, index, "store"), v = convert(array, value);
      again(array, i, "store");
      array[i] = v;
      return v;
    },
    notify(array, index, count) {
      const i = check(array, index, "notify", true), most = count === undefined ? Infinity : Math.max(Math.trunc(Number(count)) || 0, 0);
      if (!isShared(array)) return 0;
      const at = array.byteOffset + i * array.BYTES_PER_ELEMENT;
      let woken = 0;
      for (const waiter of [...(waiting.get(array.buffer) ?? [])]) {
        if (woken < most && waiter.at === at) woken += waiter.end("ok");
      }
      return woken;
    },
    wait(array, index, value, timeout) {
      waits(array, index, value, timeout, "wait");
      throw new TypeError("Atomics.wait cannot be called in this context");
    },
    waitAsync(array, index, value, timeout) {
      const [i, want, ms] = waits(array, index, value, timeout, "waitAsync");
      if (array[i] !== want) return { async: false, value: "not-equal" };
      if (ms === 0) return { async: false, value: "timed-out" };
      let queue = waiting.get(array.buffer), timer;
      if (queue === undefined) waiting.set(array.buffer, queue = new Set());
      const { promise, resolve } = Promise.withResolvers();
      const waiter = {
        at: array.byteOffset + i * array.BYTES_PER_ELEMENT,
        end(how) {
          if (timer !== undefined) clearTimeout(timer);
          queue.delete(waiter);
          resolve(how);
          return 1;
        },
      };
      queue.add(waiter);
      if (ms < Infinity) timer = setTimeout(() => waiter.end("timed-out"), ms);
      return { async: true, value: promise };
    },
    pause(iterations) {
      if (iterations !== undefined && !Number.isInteger(iterations)) throw new TypeError("Atomics.pause argument must be undefined or an integer");
    },
  };
  const Atomics = {};
  for (const [name, f] of Object.entries(methods)) {
    Object.defineProperty(f, "name", { value: name, configurable: true });
    if (name === "pause") Object.defineProperty(f, "length", { value: 0, configurable: true });
    define(Atomics, name, f);
  }
  Object.defineProperty(Atomics, Symbol.toStringTag, { value: "Atomics", configurable: true });
  return Atomics;
}

(define) => {
  const { keyFor } = Symbol;
  const weak = (key) => (typeof key === "symbol" ? keyFor(key) === undefined : key !== null && typeof key === "object" || typeof key === "function");
  for (const { prototype, name } of [Map, WeakMap]) {
    const { has, get, set } = prototype;
    const methods = {
      getOrInsert(key, value) {
        if (has.call(this, key)) return get.call(this, key);
        set.call(this, key, value);
        return value;
      },
      getOrInsertComputed(key, compute) {
        has.call(this, key);
        if (typeof compute !== "function") throw new TypeError(`${name}.prototype.getOrInsertComputed is not a function`);
        if (has.call(this, key)) return get.call(this, key);
        if (prototype === WeakMap.prototype && !weak(key)) throw new TypeError("Invalid value used as weak map key");
        const value = compute(key === 0 ? 0 : key);
        set.call(this, key, value);
        return value;
      },
    };
    define(prototype, "getOrInsert", methods.getOrInsert);
    define(prototype, "getOrInsertComputed", methods.getOrInsertComputed);
  }
}

(define, shown) => {
  const { keyFor } = Symbol;
  const weak = (key) => (typeof key === "symbol" ? keyFor(key) === undefined : key !== null && typeof key === "object" || typeof key === "function");
  for (const { prototype, name } of [Map, WeakMap]) {
    const { has, get, set } = prototype;
    const holds = (map, key, method) => {
      try { return has.call(map, key); } catch {
        throw new TypeError(`Method ${name}.prototype.${method} called on incompatible receiver ${shown(map)}`);
      }
    };
    const methods = {
      getOrInsert(key, value) {
        if (holds(this, key, "getOrInsert")) return get.call(this, key);
        set.call(this, key, value);
        return value;
      },
      getOrInsertComputed(key, compute) {
        holds(this, key, "getOrInsertComputed");
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

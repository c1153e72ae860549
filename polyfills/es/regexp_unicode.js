(expand) => {
  const Native = RegExp, prototype = Native.prototype;
  const isPattern = (v) => v !== null && typeof v === "object" && (v[Symbol.match] !== undefined ? !!v[Symbol.match] : v instanceof Native);
  function RegExp2(pattern, flags) {
    if (new.target === undefined && isPattern(pattern) && flags === undefined && pattern.constructor === RegExp2) return pattern;
    const args = typeof pattern === "string" && typeof flags === "string" && /[uv]/.test(flags) && !/[^dgimsuvy]/.test(flags)
      ? expand(pattern, flags) : [pattern, flags];
    return Reflect.construct(Native, args, new.target ?? RegExp2);
  }
  Object.defineProperties(RegExp2, {
    ...Object.getOwnPropertyDescriptors(Native), // statics and Symbol.species
    prototype: { value: prototype, writable: false },
  });
  Object.defineProperty(globalThis, "RegExp", { value: RegExp2, writable: true, configurable: true, enumerable: false });
  Object.defineProperty(prototype, "constructor", { value: RegExp2, writable: true, configurable: true, enumerable: false });
}

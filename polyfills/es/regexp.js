(make, constructed) => {
  const Native = RegExp, prototype = Native.prototype;
  const { match } = Symbol;
  const isPattern = (v) => v !== null && (typeof v === "object" || typeof v === "function") && (v[match] !== undefined ? !!v[match] : v instanceof Native);
  function RegExp2(pattern, flags) {
    const like = isPattern(pattern), target = constructed(new.target);
    if (target === undefined && like && flags === undefined && pattern.constructor === RegExp2) return pattern;
    return make(pattern, flags, like, target ?? RegExp2);
  }
  Object.defineProperties(RegExp2, {
    ...Object.getOwnPropertyDescriptors(Native), // statics and Symbol.species
    prototype: { value: prototype, writable: false },
  });
  Object.defineProperty(globalThis, "RegExp", { value: RegExp2, writable: true, configurable: true, enumerable: false });
  Object.defineProperty(prototype, "constructor", { value: RegExp2, writable: true, configurable: true, enumerable: false });
  return RegExp2;
}

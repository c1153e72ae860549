(define) => {
  const find = (o, key, kind) => {
    for (o = Object(o); o !== null; o = Object.getPrototypeOf(o)) {
      const d = Object.getOwnPropertyDescriptor(o, key);
      if (d) return d[kind];
    }
  };
  const check = (f, name) => {
    if (typeof f !== "function") throw new TypeError(`Object.prototype.${name}: Expecting function`);
  };
  const methods = {
    __defineGetter__(key, get) {
      check(get, "__defineGetter__");
      Object.defineProperty(Object(this), key, { get, enumerable: true, configurable: true });
    },
    __defineSetter__(key, set) {
      check(set, "__defineSetter__");
      Object.defineProperty(Object(this), key, { set, enumerable: true, configurable: true });
    },
    __lookupGetter__(key) { return find(this, key, "get"); },
    __lookupSetter__(key) { return find(this, key, "set"); },
  };
  for (const name of Object.keys(methods)) define(Object.prototype, name, methods[name]);
}

(define) => {
  const find = (o, key, kind) => {
    for (; o !== null; o = Object.getPrototypeOf(o)) {
      const d = Object.getOwnPropertyDescriptor(o, key);
      if (d) return d[kind];
    }
  };
  const object = (v) => {
    if (v === undefined || v === null) throw new TypeError("Cannot convert undefined or null to object");
    return Object(v);
  };
  const check = (f, name) => {
    if (typeof f !== "function") throw new TypeError(`Object.prototype.${name}: Expecting function`);
  };
  const methods = {
    __defineGetter__(key, get) {
      const o = object(this);
      check(get, "__defineGetter__");
      Object.defineProperty(o, key, { get, enumerable: true, configurable: true });
    },
    __defineSetter__(key, set) {
      const o = object(this);
      check(set, "__defineSetter__");
      Object.defineProperty(o, key, { set, enumerable: true, configurable: true });
    },
    __lookupGetter__(key) { return find(object(this), key, "get"); },
    __lookupSetter__(key) { return find(object(this), key, "set"); },
  };
  for (const name of Object.keys(methods)) define(Object.prototype, name, methods[name]);
}

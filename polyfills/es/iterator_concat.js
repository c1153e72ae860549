(define) => {
  define(Iterator, "concat", ({ concat(...items) {
    const sources = items.map((item) => {
      const method = Object(item) === item ? item[Symbol.iterator] : undefined;
      if (typeof method !== "function") throw new TypeError(`${String(item)} is not iterable`);
      return [item, method];
    });
    return Iterator.from((function* () {
      for (const [item, method] of sources) yield* { [Symbol.iterator]: () => method.call(item) };
    })());
  } }).concat);
  Object.defineProperty(Iterator.concat, "length", { value: 0, configurable: true });
}

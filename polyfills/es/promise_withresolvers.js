(define) => define(Promise, "withResolvers", ({ withResolvers() {
  if (Object(this) !== this) throw new TypeError("Promise.withResolvers called on non-object");
  let resolve, reject;
  const promise = new this((a, b) => { resolve = a; reject = b; });
  return { promise, resolve, reject };
} }).withResolvers)

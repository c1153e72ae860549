(define) => define(Promise, "withResolvers", ({ withResolvers() {
  if (Object(this) !== this) throw new TypeError("Promise.withResolvers called on non-object");
  let resolve, reject;
  const promise = new this((a, b) => { resolve = a; reject = b; });
  if (typeof resolve !== "function" || typeof reject !== "function") throw new TypeError("Promise resolve or reject function is not callable");
  return { promise, resolve, reject };
} }).withResolvers)

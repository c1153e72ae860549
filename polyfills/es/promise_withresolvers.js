(define) => define(Promise, "withResolvers", ({ withResolvers() {
  let resolve, reject;
  const promise = new this((a, b) => { resolve = a; reject = b; });
  return { promise, resolve, reject };
} }).withResolvers)

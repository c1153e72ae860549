(define) => define(Promise, "try", ({ try(callback, ...args) {
  return new this((resolve) => resolve(callback(...args)));
} }).try)

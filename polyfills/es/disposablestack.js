(define, shown) => {
  const method = (value) => {
    if (Object(value) !== value) throw new TypeError("An object is expected with `using` declarations");
    const f = value[Symbol.dispose];
    if (typeof f !== "function") throw new TypeError("Symbol(Symbol.dispose) is not a function");
    return f;
  };
  class DisposableStack {
    #stack = [];
    #disposed = false;
    constructor() {
      if (Object.getPrototypeOf(this) === Object.prototype && Object(new.target.prototype) !== new.target.prototype) Object.setPrototypeOf(this, DisposableStack.prototype);
    }
    #open() {
      if (this.#disposed) throw new ReferenceError("Cannot add values to a disposed stack!");
      return this.#stack;
    }
    get disposed() { return this.#disposed; }
    use(value) {
      const stack = this.#open();
      if (value !== null && value !== undefined) {
        const f = method(value);
        stack.push(() => f.call(value));
      }
      return value;
    }
    adopt(value, onDispose) {
      const stack = this.#open();
      if (typeof onDispose !== "function") throw new TypeError(`${shown(onDispose)} is not a function`);
      stack.push(() => onDispose(value));
      return value;
    }
    defer(onDispose) {
      const stack = this.#open();
      if (typeof onDispose !== "function") throw new TypeError(`${shown(onDispose)} is not a function`);
      stack.push(() => onDispose());
    }
    move() {
      const next = new DisposableStack();
      next.#stack = this.#open();
      this.#stack = [];
      this.#disposed = true;
      return next;
    }
    dispose() {
      if (this.#disposed) return;
      this.#disposed = true;
      let failed = false, error;
      while (this.#stack.length > 0) {
        try { this.#stack.pop()(); } catch (e) {
          error = failed ? new SuppressedError(e, error) : e;
          failed = true;
        }
      }
      if (failed) throw error;
    }
  }
  define(DisposableStack.prototype, Symbol.dispose, DisposableStack.prototype.dispose);
  Object.defineProperty(DisposableStack.prototype, Symbol.toStringTag, { value: "DisposableStack", configurable: true });
  return DisposableStack;
}

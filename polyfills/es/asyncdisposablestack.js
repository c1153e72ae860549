(define, shown) => {
  class AsyncDisposableStack {
    #stack = [];
    #disposed = false;
    constructor() {
      if (Object.getPrototypeOf(this) === Object.prototype && Object(new.target.prototype) !== new.target.prototype) Object.setPrototypeOf(this, AsyncDisposableStack.prototype);
    }
    #open() {
      if (this.#disposed) throw new ReferenceError("Cannot add values to a disposed stack!");
      return this.#stack;
    }
    get disposed() { return this.#disposed; }
    use(value) {
      const stack = this.#open();
      if (value === null || value === undefined) {
        stack.push(() => undefined);
        return value;
      }
      if (Object(value) !== value) throw new TypeError("An object is expected with `using` declarations");
      let f = value[Symbol.asyncDispose];
      if (f === undefined || f === null) {
        const sync = value[Symbol.dispose];
        if (typeof sync === "function") f = function () { sync.call(this); };
      }
      if (typeof f !== "function") throw new TypeError("Symbol(Symbol.asyncDispose) is not a function");
      stack.push(() => f.call(value));
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
      const next = new AsyncDisposableStack();
      next.#stack = this.#open();
      this.#stack = [];
      this.#disposed = true;
      return next;
    }
    async disposeAsync() {
      if (this.#disposed) return;
      this.#disposed = true;
      let failed = false, error;
      while (this.#stack.length > 0) {
        try { await this.#stack.pop()(); } catch (e) {
          error = failed ? new SuppressedError(e, error) : e;
          failed = true;
        }
      }
      if (failed) throw error;
    }
  }
  define(AsyncDisposableStack.prototype, Symbol.asyncDispose, AsyncDisposableStack.prototype.disposeAsync);
  Object.defineProperty(AsyncDisposableStack.prototype, Symbol.toStringTag, { value: "AsyncDisposableStack", configurable: true });
  return AsyncDisposableStack;
}

(define, shown) => {
  class AsyncDisposableStack {
    #stack = [];
    #disposed = false;
    constructor() {
      if (Object.getPrototypeOf(this) === Object.prototype && Object(new.target.prototype) !== new.target.prototype) Object.setPrototypeOf(this, AsyncDisposableStack.prototype);
    }
    static #of(value, method) {
      if (Object(value) !== value || !(#stack in value)) throw new TypeError(`Method ${method.replace(/(?=\w+$)/, "AsyncDisposableStack.prototype.")} called on incompatible receiver ${shown(value)}`);
      return value;
    }
    static #open(value, method) {
      if (AsyncDisposableStack.#of(value, method).#disposed) throw new ReferenceError(`Cannot call AsyncDisposableStack.prototype.${method} on an already-disposed DisposableStack`);
      return value.#stack;
    }
    get disposed() { return AsyncDisposableStack.#of(this, "get disposed").#disposed; }
    use(value) {
      const stack = AsyncDisposableStack.#open(this, "use");
      if (value === null || value === undefined) {
        stack.push(() => undefined);
        return value;
      }
      if (Object(value) !== value) throw new TypeError("An object is expected with `using` declarations");
      let f = value[Symbol.asyncDispose];
      if (f === undefined || f === null) {
        const sync = value[Symbol.dispose];
        if (typeof sync !== "function") throw new TypeError("Symbol(Symbol.dispose) is not a function");
        f = function () { sync.call(this); };
      }
      if (typeof f !== "function") throw new TypeError("Symbol(Symbol.asyncDispose) is not a function");
      stack.push(() => f.call(value));
      return value;
    }
    adopt(value, onDispose) {
      const stack = AsyncDisposableStack.#open(this, "adopt");
      if (typeof onDispose !== "function") throw new TypeError(`${shown(onDispose)} is not a function`);
      stack.push(() => onDispose(value));
      return value;
    }
    defer(onDispose) {
      const stack = AsyncDisposableStack.#open(this, "defer");
      if (typeof onDispose !== "function") throw new TypeError(`${shown(onDispose)} is not a function`);
      stack.push(() => onDispose());
    }
    move() {
      const next = new AsyncDisposableStack();
      next.#stack = AsyncDisposableStack.#open(this, "move");
      this.#stack = [];
      this.#disposed = true;
      return next;
    }
    async disposeAsync() {
      if (Object(this) !== this || !(#stack in this)) throw new TypeError("Receiver is not an AsyncDisposableStack");
      if (this.#disposed) return;
      this.#disposed = true;
      let failed = false, error;
      while (this.#stack.length > 0) {
        try { await this.#stack.pop()(); } catch (e) {
          error = failed ? new SuppressedError(e, error, "An error was suppressed during disposal") : e;
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

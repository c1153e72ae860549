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
    static #of(value, method) {
      if (Object(value) !== value || !(#stack in value)) throw new TypeError(`Method ${method.replace(/(?=\w+$)/, "DisposableStack.prototype.")} called on incompatible receiver ${shown(value)}`);
      return value;
    }
    static #open(value, method) {
      if (DisposableStack.#of(value, method).#disposed) throw new ReferenceError(`Cannot call DisposableStack.prototype.${method} on an already-disposed DisposableStack`);
      return value.#stack;
    }
    get disposed() { return DisposableStack.#of(this, "get disposed").#disposed; }
    use(value) {
      const stack = DisposableStack.#open(this, "use");
      if (value !== null && value !== undefined) {
        const f = method(value);
        stack.push(() => f.call(value));
      }
      return value;
    }
    adopt(value, onDispose) {
      const stack = DisposableStack.#open(this, "adopt");
      if (typeof onDispose !== "function") throw new TypeError(`${shown(onDispose)} is not a function`);
      stack.push(() => onDispose(value));
      return value;
    }
    defer(onDispose) {
      const stack = DisposableStack.#open(this, "defer");
      if (typeof onDispose !== "function") throw new TypeError(`${shown(onDispose)} is not a function`);
      stack.push(() => onDispose());
    }
    move() {
      const next = new DisposableStack();
      next.#stack = DisposableStack.#open(this, "move");
      this.#stack = [];
      this.#disposed = true;
      return next;
    }
    dispose() {
      if (DisposableStack.#of(this, "dispose").#disposed) return;
      this.#disposed = true;
      let failed = false, error;
      while (this.#stack.length > 0) {
        try { this.#stack.pop()(); } catch (e) {
          error = failed ? new SuppressedError(e, error, "An error was suppressed during disposal") : e;
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

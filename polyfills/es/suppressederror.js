(define) => {
  class SuppressedError extends Error {
    constructor(error, suppressed, message) {
      super(message);
      if (message === undefined) delete this.message;
      define(this, "error", error);
      define(this, "suppressed", suppressed);
    }
  }
  define(SuppressedError.prototype, "name", "SuppressedError");
  define(SuppressedError.prototype, "message", "");
  return SuppressedError;
}

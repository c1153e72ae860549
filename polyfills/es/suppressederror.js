(define) => {
  const { construct, getPrototypeOf, setPrototypeOf } = Reflect;
  const constructed = globalThis["%target"];
  function SuppressedError(error, suppressed, message) {
    const made = construct(Error, message === undefined ? [] : [message], constructed(new.target) ?? SuppressedError);
    if (getPrototypeOf(made) === Error.prototype) setPrototypeOf(made, prototype); // of a target without one
    define(made, "error", error);
    define(made, "suppressed", suppressed);
    return made;
  }
  const prototype = Object.create(Error.prototype);
  setPrototypeOf(SuppressedError, Error);
  Object.defineProperty(SuppressedError, "prototype", { value: prototype, writable: false });
  define(prototype, "constructor", SuppressedError);
  define(prototype, "name", "SuppressedError");
  define(prototype, "message", "");
  return SuppressedError;
}

(define) => {
  // The iterator gives pairs whole, so that a surrogate alone is a lone one.
  const lone = (c) => c.length === 1 && c >= "\ud800" && c <= "\udfff";
  const text = (s, name) => {
    if (s === undefined || s === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
    return `${s}`; // which throws for a symbol
  };
  const methods = {
    isWellFormed() {
      for (const c of text(this, "isWellFormed")) if (lone(c)) return false;
      return true;
    },
    toWellFormed() {
      let out = "";
      for (const c of text(this, "toWellFormed")) out += lone(c) ? "\ufffd" : c;
      return out;
    },
  };
  define(String.prototype, "isWellFormed", methods.isWellFormed);
  define(String.prototype, "toWellFormed", methods.toWellFormed);
}

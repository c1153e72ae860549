(define) => {
  const special = { "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r" };
  const hex = (n, width) => n.toString(16).padStart(width, "0");
  define(RegExp, "escape", ({ escape(s) {
    if (typeof s !== "string") throw new TypeError("input argument must be a string");
    let out = "";
    for (const c of s) {
      if (out === "" && /[0-9A-Za-z]/.test(c)) out = "\\x" + hex(c.charCodeAt(0), 2);
      else if (/[\^$\\.*+?()[\]{}|/]/.test(c)) out += "\\" + c;
      else if (special[c]) out += special[c];
      else if (/[,\-=<>#&!%:;@~'`"\s]/.test(c) || (c.length === 1 && c >= "\ud800" && c <= "\udfff")) {
        const n = c.charCodeAt(0);
        out += n <= 0xff ? "\\x" + hex(n, 2) : "\\u" + hex(n, 4);
      } else out += c;
    }
    return out;
  } }).escape);
}

(define) => {
  // What the standard keeps for old programs (its annex B): strings as HTML, years of two digits.
  const html = (name, tag, attribute) => {
    const wrap = (self, value) => {
      if (self === undefined || self === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
      const text = `${self}`;
      return `<${tag}${attribute ? ` ${attribute}="${`${value}`.replaceAll('"', "&quot;")}"` : ""}>${text}</${tag}>`;
    };
    define(String.prototype, name, attribute ? { [name](value) { return wrap(this, value); } }[name] : { [name]() { return wrap(this); } }[name]);
  };
  for (const [name, tag, attribute] of [
    ["anchor", "a", "name"], ["big", "big"], ["blink", "blink"], ["bold", "b"], ["fixed", "tt"], ["fontcolor", "font", "color"], ["fontsize", "font", "size"],
    ["italics", "i"], ["link", "a", "href"], ["small", "small"], ["strike", "strike"], ["sub", "sub"], ["sup", "sup"],
  ]) html(name, tag, attribute);
  const { getFullYear, setFullYear, getTime, toUTCString } = Date.prototype;
  const { apply } = Reflect;
  const dates = {
    getYear() { return apply(getFullYear, this, []) - 1900; },
    setYear(year) {
      apply(getTime, this, []);
      const y = +year, whole = Math.trunc(y);
      return apply(setFullYear, this, [whole >= 0 && whole <= 99 ? 1900 + whole : y]);
    },
  };
  define(Date.prototype, "getYear", dates.getYear);
  define(Date.prototype, "setYear", dates.setYear);
  define(Date.prototype, "toGMTString", toUTCString);
}

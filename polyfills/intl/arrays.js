// toLocaleString of arrays (ECMA-402, section 18.5.1): the engine's own hands no arguments on to
// what is in them. An array inside of itself is empty, as in join().
() => {
  const joining = [];
  const text = (array, length, args) => {
    if (joining.includes(array)) return "";
    joining.push(array);
    try {
      let out = "";
      for (let i = 0; i < length; i++) {
        if (i > 0) out += ",";
        const item = array[i];
        if (item !== undefined && item !== null) out += String(item.toLocaleString(args[0], args[1]));
      }
      return out;
    } finally {
      joining.pop();
    }
  };
  const put = (prototype, { toLocaleString }) =>
    Object.defineProperty(prototype, "toLocaleString", { value: toLocaleString, writable: true, configurable: true });
  const typed = Object.getPrototypeOf(Uint8Array.prototype);
  const lengthOfTyped = Object.getOwnPropertyDescriptor(typed, "length").get, elementOfTyped = typed.at;
  put(Array.prototype, {
    toLocaleString(...args) {
      if (this === undefined || this === null) throw new TypeError("Array.prototype.toLocaleString called on null or undefined");
      const array = Object(this);
      return text(array, Math.min(Math.max(Math.trunc(Number(array.length)) || 0, 0), Number.MAX_SAFE_INTEGER), args);
    },
  });
  put(typed, {
    toLocaleString(...args) {
      elementOfTyped.call(this, 0); // which throws for what is no typed array, or has lost its buffer
      return text(this, lengthOfTyped.call(this), args);
    },
  });
}

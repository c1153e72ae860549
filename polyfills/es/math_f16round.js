(define) => {
  // Half precision has ten bits of fraction: scaling into the range where a double has no
  // more rounds to nearest, ties to even.
  const round = (x) => {
    if (x === 0 || !Number.isFinite(x)) return x;
    const abs = Math.abs(x);
    const step = 2 ** (Math.max(Math.floor(Math.log2(abs)), -14) - 10);
    let n = abs / step;
    const low = Math.floor(n), rest = n - low;
    n = rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
    const out = n * step;
    return (x < 0 ? -1 : 1) * (out >= 65520 || out > 65504 ? Infinity : out);
  };
  define(Math, "f16round", ({ f16round(x) { return round(Number(x)); } }).f16round);
  const bits = (x) => {
    const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0, abs = Math.abs(round(x));
    if (Number.isNaN(x)) return 0x7e00;
    if (abs === Infinity) return sign | 0x7c00;
    if (abs < 2 ** -14) return sign | (abs / 2 ** -24);
    const e = Math.floor(Math.log2(abs));
    return sign | ((e + 15) << 10) | ((abs / 2 ** e - 1) * 1024);
  };
  const value = (n) => {
    const sign = n & 0x8000 ? -1 : 1, e = (n >> 10) & 31, f = n & 1023;
    return e === 31 ? (f ? NaN : sign * Infinity) : sign * (e ? 2 ** (e - 15) * (1 + f / 1024) : f * 2 ** -24);
  };
  const { getUint16, setUint16 } = DataView.prototype;
  define(DataView.prototype, "getFloat16", ({ getFloat16(at, little) { return value(getUint16.call(this, at, little)); } }).getFloat16);
  define(DataView.prototype, "setFloat16", ({ setFloat16(at, x, little) { setUint16.call(this, at, bits(Number(x)), little); } }).setFloat16);
  Object.defineProperty(DataView.prototype.getFloat16, "length", { value: 1, configurable: true });
  Object.defineProperty(DataView.prototype.setFloat16, "length", { value: 2, configurable: true });
}

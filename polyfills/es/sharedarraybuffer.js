(define) => {
  // The buffer is an ordinary one, which the engine's typed arrays take, under another prototype.
  const length = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get, { slice } = ArrayBuffer.prototype;
  const shared = new WeakSet();
  const check = (b, name) => {
    if (!shared.has(b)) throw new TypeError(`Method SharedArrayBuffer.prototype.${name} called on incompatible receiver ${Object.prototype.toString.call(b)}`);
    return b;
  };
  function SharedArrayBuffer(size, options) {
    if (new.target === undefined) throw new TypeError("Constructor SharedArrayBuffer requires 'new'");
    if (options?.maxByteLength !== undefined) throw new Error("not emulated: growable SharedArrayBuffer");
    const b = Reflect.construct(ArrayBuffer, [size], new.target);
    shared.add(b);
    return b;
  }
  Object.defineProperty(SharedArrayBuffer, "length", { value: 1, configurable: true });
  const proto = Object.create(Object.prototype, {
    byteLength: { get: Object.getOwnPropertyDescriptor({ get byteLength() { return length.call(check(this, "byteLength")); } }, "byteLength").get, configurable: true },
    maxByteLength: { get: Object.getOwnPropertyDescriptor({ get maxByteLength() { return length.call(check(this, "maxByteLength")); } }, "maxByteLength").get, configurable: true },
    growable: { get: Object.getOwnPropertyDescriptor({ get growable() { check(this, "growable"); return false; } }, "growable").get, configurable: true },
    [Symbol.toStringTag]: { value: "SharedArrayBuffer", configurable: true },
  });
  define(proto, "constructor", SharedArrayBuffer);
  define(proto, "slice", { slice(from, to) {
    const part = slice.call(new Uint8Array(check(this, "slice")).slice().buffer, from, to), out = new SharedArrayBuffer(part.byteLength);
    new Uint8Array(out).set(new Uint8Array(part));
    return out;
  } }.slice);
  define(proto, "grow", { grow() { check(this, "grow"); throw new TypeError("Method SharedArrayBuffer.prototype.grow called on incompatible receiver #<SharedArrayBuffer>"); } }.grow);
  Object.defineProperty(SharedArrayBuffer, "prototype", { value: proto, writable: false });
  Object.defineProperty(SharedArrayBuffer, Symbol.species, { get: Object.getOwnPropertyDescriptor({ get [Symbol.species]() { return this; } }, Symbol.species).get, configurable: true });
  return SharedArrayBuffer;
}

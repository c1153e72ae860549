"use strict";
(() => {
  const queue = [];
  const show = (v) => {
    if (typeof v === "string") return JSON.stringify(v);
    if (typeof v === "bigint") return v + "n";
    if (v instanceof Error) return v.name + ": " + v.message;
    if (typeof v === "function") return "function " + v.name;
    if (ArrayBuffer.isView(v)) return v.constructor.name + "[" + Array.from(new Uint8Array(v.buffer, v.byteOffset, v.byteLength)) + "]";
    if (v instanceof ArrayBuffer) return "ArrayBuffer[" + Array.from(new Uint8Array(v)) + "]";
    if (v instanceof Map) return "Map" + show([...v]);
    if (v instanceof Set) return "Set" + show([...v]);
    if (Array.isArray(v)) return "[" + v.map(show).join(", ") + "]";
    if (v && typeof v === "object") return "{" + Object.keys(v).map((k) => k + ": " + show(v[k])).join(", ") + "}";
    return Object.is(v, -0) ? "-0" : String(v);
  };
  globalThis.test = (name, fn) => { queue.push([name, fn]); };
  globalThis.assert = (ok, message = "assertion failed") => { if (!ok) throw new Error(message); };
  globalThis.assertEquals = (actual, expected, message = "") => {
    const a = show(actual), e = show(expected);
    if (a !== e) throw new Error(`${message ? message + ": " : ""}got ${a}, want ${e}`);
  };
  const check = (e, cls, text) => {
    const name = typeof cls === "function" ? cls.name : cls;
    if (name && e?.name !== name) throw new Error(`threw ${show(e)}, want a ${name}`);
    if (text !== undefined && !String(e?.message).includes(text)) throw new Error(`message is ${show(e?.message)}, want ${show(text)}`);
    return e;
  };
  globalThis.assertThrows = (fn, cls, text) => {
    let v;
    try { v = fn(); } catch (e) { return check(e, cls, text); }
    throw new Error("did not throw, gave " + show(v));
  };
  globalThis.assertRejects = async (promise, cls, text) => {
    let v;
    try { v = await (typeof promise === "function" ? promise() : promise); } catch (e) { return check(e, cls, text); }
    throw new Error("did not reject, gave " + show(v));
  };
  globalThis.__runTests = async (body) => {
    try {
      await body;
      for (const [name, fn] of queue) {
        try { await fn(); __report(name, ""); } catch (e) { __report(name, (e && e.stack) || String(e)); }
      }
      __finished("");
    } catch (e) { __finished((e && e.stack) || String(e)); }
  };
})();

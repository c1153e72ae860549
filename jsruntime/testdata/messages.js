// The words of the real platform, recorded from workerd of April 2026.
const message = (f) => {
  try { f(); } catch (e) { return String(e); }
  return "no error";
};
const cases = {
  "reading a property of undefined": [() => { let a = {}; return a.b.c; }, "TypeError: Cannot read properties of undefined (reading 'c')"],
  "reading a property of null": [() => { let a = { b: null }; return a.b.c; }, "TypeError: Cannot read properties of null (reading 'c')"],
  "reading an element of null": [() => { let a = null; return a[0]; }, "TypeError: Cannot read properties of null (reading '0')"],
  "calling a method of null": [() => { let a = null; a.f(); }, "TypeError: Cannot read properties of null (reading 'f')"],
  "writing a property of null": [() => { let x = null; x.foo = 1; }, "TypeError: Cannot set properties of null (setting 'foo')"],
  "writing an element of null": [() => { let x = null; x["foo"] = 1; }, "TypeError: Cannot set properties of null (setting 'foo')"],
  "taking apart null": [() => { const f = { x: null }; const { a } = f.x; }, "TypeError: Cannot destructure property 'a' of 'f.x' as it is null."],
  "reading an element of undefined": [() => { let a; return a[0]; }, "TypeError: Cannot read properties of undefined (reading '0')"],
  "calling a method of undefined": [() => { let env = {}; env.KV.get("x"); }, "TypeError: Cannot read properties of undefined (reading 'get')"],
  "writing a property of undefined": [() => { let x; x.foo = 1; }, "TypeError: Cannot set properties of undefined (setting 'foo')"],
  "incrementing a property of undefined": [() => { let u; u.a++; }, "TypeError: Cannot read properties of undefined (reading 'a')"],
  "deleting a property of undefined": [() => { let u; delete u.a; }, "TypeError: Cannot convert undefined or null to object"],
  "calling a missing method": [() => { let o = { a: {} }; return 1 + o.a.b(1); }, "TypeError: o.a.b is not a function"],
  "calling a variable": [() => { let f; f(2); }, "TypeError: f is not a function"],
  "calling an element": [() => { let a = []; a[0](); }, "TypeError: a[0] is not a function"],
  "calling an element by a variable": [() => { let o = {}, k = "a"; o[k](); }, "TypeError: o[k] is not a function"],
  "calling a result": [() => { let f = () => 1; f()(); }, "TypeError: f(...) is not a function"],
  "calling a method of this": [() => { (function () { this.foo(); }).call({}); }, "TypeError: this.foo is not a function"],
  "calling a method of a new object": [() => { class A {} new A().foo(); }, "TypeError: (intermediate value).foo is not a function"],
  "calling an optional method that is no function": [() => { const o = { a: 1 }; o?.a(); }, "TypeError: o?.a is not a function"],
  "a tag that is no function": [() => { let f; f`x`; }, "TypeError: f is not a function"],
  "constructing what is no constructor": [() => { let f = () => {}; new f(); }, "TypeError: f is not a constructor"],
  "constructing what is missing": [() => { let o = {}; return 1 + new o.X(); }, "TypeError: o.X is not a constructor"],
  "calling a class": [() => { class X {} X(); }, "TypeError: Class constructor X cannot be invoked without 'new'"],
  "extending undefined": [() => { let u; class A extends u {} }, "TypeError: Class extends value undefined is not a constructor or null"],
  "an unknown name": [() => { nope; }, "ReferenceError: nope is not defined"],
  "a name before its declaration": [() => { return 1 + (x + 3); let x; }, "ReferenceError: Cannot access 'x' before initialization"],
  "a constant": [() => { const c = 1; c = 2; }, "TypeError: Assignment to constant variable."],
  "iterating over an object": [() => { let u = {}; for (const x of u); }, "TypeError: u is not iterable"],
  "iterating over a missing member": [() => { let u = {}; for (const x of u.a); }, "TypeError: u.a is not iterable"],
  "iterating over a result": [() => { let f = () => {}; for (const x of f()); }, "TypeError: f is not a function or its return value is not iterable"],
  "taking apart an array that is missing": [() => { let u = {}; const [a, b] = u.b; }, "TypeError: u.b is not iterable"],
  "spreading into an array": [() => { let u; return [1, ...u]; }, "TypeError: u is not iterable"],
  "spreading into a call": [() => { let u = {}; Math.max(...u); }, "TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function"],
  "spreading undefined into a call": [() => { let u = {}; Math.max(...u.a); }, "TypeError: u.a is not iterable (cannot read property undefined)"],
  "taking apart a missing object": [() => { let f = {}; const { a, b } = f.x; }, "TypeError: Cannot destructure property 'a' of 'f.x' as it is undefined."],
  "taking apart a result": [() => { let f = () => {}; let a; ({ a } = f()); }, "TypeError: Cannot destructure property 'a' of 'f(...)' as it is undefined."],
  "taking apart a missing argument": [() => { (({ a }) => a)(); }, "TypeError: Cannot destructure property 'a' of 'undefined' as it is undefined."],
  "a callback that is missing": [() => [1].forEach(), "TypeError: undefined is not a function"],
  "a callback that is an object": [() => [1].map({}), "TypeError: object is not a function"],
  "a map of an object": [() => new Map({}), "TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "a map of no entries": [() => new Map([1]), "TypeError: Iterator value 1 is not an entry object"],
  "a string method of undefined": [() => String.prototype.trim.call(null), "TypeError: String.prototype.trim called on null or undefined"],
  "an array method of undefined": [() => Array.prototype.map.call(null), "TypeError: Array.prototype.map called on null or undefined"],
  "an object without primitive": [() => `${Object.create(null)}`, "TypeError: Cannot convert object to primitive value"],
  "an empty reduce": [() => [].reduce((a) => a), "TypeError: Reduce of empty array with no initial value"],
  "a frozen property": [() => { const o = Object.freeze({ a: 1 }); o.a = 2; }, "TypeError: Cannot assign to read only property 'a' of object '#<Object>'"],
  "in a primitive": [() => { let u; return "a" in u; }, "TypeError: Cannot use 'in' operator to search for 'a' in undefined"],
  "instanceof undefined": [() => { let u; return {} instanceof u; }, "TypeError: Right-hand side of 'instanceof' is not an object"],
  "a broken escape": [() => decodeURIComponent("%"), "URIError: URI malformed"],
  "a fraction as BigInt": [() => BigInt(1.5), "RangeError: The number 1.5 cannot be converted to a BigInt because it is not an integer"],
  "a length below zero": [() => new Array(-1), "RangeError: Invalid array length"],
  "a typed array's length below zero": [() => new Uint8Array(-1), "RangeError: Invalid typed array length: -1"],
  "digits out of range": [() => (1).toFixed(101), "RangeError: toFixed() digits argument must be between 0 and 100"],
  "bad text for eval": [() => (0, eval)("let a = ;"), "SyntaxError: Unexpected token ';'"],
  "text for eval that declares twice": [() => (0, eval)("let a; let a"), "SyntaxError: Identifier 'a' has already been declared"],
  "text for eval with a stray super": [() => (0, eval)("super()"), "SyntaxError: 'super' keyword unexpected here"],
  "text for Function": [() => new Function("'use strict'; with (a) {}"), "SyntaxError: Strict mode code may not include a with statement"],
  "this before super": [() => { class A {} class B extends A { constructor() { this.x = 1; super(); } } new B(); }, "ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor"],
  "an optional call of what is no function": [() => { const o = { a: 1 }; o.a?.(); }, "TypeError: o.a is not a function"],
  "instanceof an arrow function": [() => ({}) instanceof (() => {}), "TypeError: Function has non-object prototype 'undefined' in instanceof check"],
  "a filter by an object": [() => [1].filter({}), "TypeError: object is not a function"],
  "sorting by a number": [() => [1].sort(5), "TypeError: The comparison function must be either a function or undefined: 5"],
  "sorting by an object": [() => [1].sort({}), "TypeError: The comparison function must be either a function or undefined: #<Object>"],
  "shortening a frozen array": [() => { "use strict"; Object.freeze([1, 2]).length = 0; }, "TypeError: Cannot assign to read only property 'length' of object '[object Array]'"],
  "a descriptor of both kinds": [() => Object.defineProperty({}, "a", { get() {}, value: 1 }), "TypeError: Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, #<Object>"],
  "an index that is not there": [() => [1].with(5, 1), "RangeError: Invalid index : 5"],
  "a string's method of a number": [() => String.prototype.toString.call(1), "TypeError: String.prototype.toString requires that 'this' be a String"],
  "a number's method of a string": [() => Number.prototype.toString.call("x"), "TypeError: Number.prototype.toString requires that 'this' be a Number"],
  "a promise's then of a number": [() => Promise.prototype.then.call(5), "TypeError: Method Promise.prototype.then called on incompatible receiver 5"],
  "a promise's finally of a number": [() => Promise.prototype.finally.call(5), "TypeError: Promise.prototype.finally called on non-object"],
  "a promise's catch of an object": [() => Promise.prototype.catch.call({}), "TypeError: undefined is not a function"],
  "a promise's resolve of a number": [() => Promise.resolve.call(1), "TypeError: PromiseResolve called on non-object"],
  "reflection that constructs a number": [() => Reflect.construct(1), "TypeError: 1 is not a constructor"],
  "half a byte in hex": [() => Uint8Array.fromHex("abc"), "SyntaxError: Input string must contain hex characters in even length"],
  "what is not hex": [() => Uint8Array.fromHex("zz"), "SyntaxError: Input string must contain hex characters in even length"],
  "one sign of base64": [() => Uint8Array.fromBase64("a"), "SyntaxError: The base64 input terminates with a single character, excluding padding (=)."],
  "what is not base64": [() => Uint8Array.fromBase64("!!!!"), "SyntaxError: Found a character that cannot be part of a valid base64 string."],
  "text for eval that ends early": [() => (0, eval)("{"), "SyntaxError: Unexpected end of input"],
};
for (const [name, [f, want]] of Object.entries(cases)) test(name, () => assertEquals(message(f), want));

test("errors have their words wherever they are seen first", async () => {
  const want = "Cannot read properties of undefined (reading 'z')";
  assertEquals(await Promise.resolve({}).then((x) => x.y.z).catch((e) => e.message), want);
  assertEquals((await Promise.allSettled([(async () => ({}).y.z)()]))[0].reason.message, want);
  try { await (async () => ({}).y.z)(); } catch (e) { assertEquals(e.message, want); }
});
test("what came of a promise is an intermediate value in messages", async () => {
  const words = (f) => f().then(() => "no error", (e) => e.message);
  const o = { async f() {} }, p = Promise.resolve(null);
  assertEquals(await words(async () => { const { data, error } = await o.f("x"); }), "Cannot destructure property 'data' of '(intermediate value)' as it is undefined.");
  assertEquals(await words(async () => { const { data } = await p; }), "Cannot destructure property 'data' of '(intermediate value)' as it is null.");
  assertEquals(await words(async () => { await o.f(); const q = 1; const { a: b } = await o.f(q); return b; }), "Cannot destructure property 'a' of '(intermediate value)' as it is undefined.");
  assertEquals(await words(async () => { const [a, b] = await o.f(); }), "(intermediate value) is not iterable");
  assertEquals(await words(async () => { for (const x of await o.f()); }), "(intermediate value) is not iterable");
});
test("errors of scripts keep their words", () => {
  assertEquals(message(() => { throw new TypeError("Value is not callable"); }), "TypeError: Value is not callable");
  assertEquals(message(() => { throw TypeError("Value is not callable"); }), "TypeError: Value is not callable");
});
test("a handler of a rejection runs in its turn, and no microtask before its promise is settled", async () => {
  const order = [];
  const failed = Promise.reject(new Error("x"));
  const one = failed.then(undefined, () => { order.push("handler"); Promise.resolve().then(() => order.push("inner")); });
  one.then(() => order.push("settled"));
  Promise.resolve().then(() => order.push("a")).then(() => order.push("b")).then(() => order.push("c"));
  await one;
  await null;
  await null;
  await null;
  assertEquals(order, ["handler", "a", "inner", "settled", "b", "c"]);
});

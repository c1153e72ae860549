// The words of the real platform, recorded from workerd of April 2026.
const message = (f) => {
  try { f(); } catch (e) { return String(e); }
  return "no error";
};
const cases = {
  "reading a property of undefined": [() => { let a = {}; return a.b.c; }, "TypeError: Cannot read properties of undefined (reading 'c')"],
  "adding to a property of a number": [() => { const v = 5; v.x += 1; }, "TypeError: Cannot create property 'x' on number '5'"],
  "a logical assignment to a property of a number": [() => { const v = 5; v.a ||= 1; }, "TypeError: Cannot create property 'a' on number '5'"],
  "a logical assignment to an element of a number": [() => { const v = 5; v["k" + 1] ??= 1; }, "TypeError: Cannot create property 'k1' on number '5'"],
  "a logical assignment to an element of a text": [() => { const v = "abc"; v[9] ??= "x"; }, "TypeError: Cannot create property '9' on string 'abc'"],
  "a logical assignment to a property of a symbol": [() => { const v = Symbol("x"); v.a ||= 1; }, "TypeError: Cannot create property 'a' on symbol 'Symbol(x)'"],
  "assigning a symbol of a number": [() => { const v = 5; v[Symbol.iterator] = 1; }, "TypeError: Cannot create property 'Symbol(Symbol.iterator)' on number '5'"],
  "a logical assignment to a symbol of a number": [() => { const v = 5; v[Symbol.iterator] ??= 1; }, "TypeError: Cannot create property 'Symbol(Symbol.iterator)' on number '5'"],
  "a logical assignment to an element of undefined": [() => { const k = "k", v = undefined; v[k] ||= 1; }, "TypeError: Cannot read properties of undefined (reading 'k')"],
  "a pattern into a property of a number": [() => { const v = 5; [v.x] = [1]; }, "TypeError: Cannot create property 'x' on number '5'"],
  "a member's pattern into a property of a number": [() => { const v = 5; ({ a: v.x } = { a: 1 }); }, "TypeError: Cannot create property 'x' on number '5'"],
  "the setter of a number": [() => {
    let set;
    Object.defineProperty(Number.prototype, "settable", { configurable: true, get() { return 0; }, set(v) { "use strict"; set = [this, v].join(); } });
    const v = 5, got = (v.settable ||= 7) + (v["settable"] ??= 8);
    delete Number.prototype.settable;
    throw `${set} ${got}`;
  }, "5,7 7"],
  "a logical assignment to a property that is there": [() => { const v = "abc"; v.length ||= 1; v[0] ??= 2; }, "no error"],
  "a function's call of an object": [() => Function.prototype.call.call({}), "TypeError: Function.prototype.call was called on #<Object>, which is an object and not a function"],
  "a function's call of null": [() => Function.prototype.call.call(null), "TypeError: Function.prototype.call was called on null, which is null and not a function"],
  "a function's call of a text": [() => Function.prototype.call.call("s"), "TypeError: Function.prototype.call was called on s, which is a string and not a function"],
  "applying an object": [() => Function.prototype.apply.call({}), "TypeError: Function.prototype.apply was called on #<Object>, which is an object and not a function"],
  "applying a number": [() => Reflect.apply(1, 1, []), "TypeError: Function.prototype.apply was called on 1, which is a number and not a function"],
  "applying nothing": [() => Reflect.apply(), "TypeError: Function.prototype.apply was called on undefined, which is undefined and not a function"],
  "applying without arguments": [() => Reflect.apply(Math.max), "TypeError: CreateListFromArrayLike called on non-object"],
  "applying to a number": [() => Math.max.apply(null, 1), "TypeError: CreateListFromArrayLike called on non-object"],
  "reflecting on what is no constructor": [() => Reflect.construct({}, []), "TypeError: #<Object> is not a constructor"],
  "constructing without arguments": [() => Reflect.construct(Object), "TypeError: CreateListFromArrayLike called on non-object"],
  "constructing for what is no constructor": [() => Reflect.construct(Map, [], {}), "TypeError: #<Object> is not a constructor"],
  "constructing for a number": [() => Reflect.construct(Map, [], 1), "TypeError: 1 is not a constructor"],
  "a promise of an object": [() => Promise.resolve.call({}), "TypeError: #<Object> is not a constructor"],
  "a prototype that is a number": [() => { const v = function () {}; v.prototype = 5; return {} instanceof v; }, "TypeError: Function has non-object prototype '5' in instanceof check"],
  "filtering by null": [() => [].filter(null), "TypeError: object null is not a function"],
  "errors of nothing": [() => new AggregateError(), "TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "an array of nothing": [() => Array.from(), "TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "bytes before the first": [() => new DataView(new ArrayBuffer(1)).setInt8(-1), "RangeError: Offset is outside the bounds of the DataView"],
  "setting bytes before the first": [() => new Uint8Array(4).set([1], -1), "RangeError: offset is out of bounds"],
  "a revoked proxy that is no longer extended": [() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); Object.preventExtensions(proxy); }, "TypeError: Cannot perform 'preventExtensions' on a proxy that has been revoked"],
  "a loop into a property of a number": [() => { const v = 5; for (v.x of [1]); }, "TypeError: Cannot create property 'x' on number '5'"],
  "calling a proxy of an object": [() => { const v = new Proxy({}, {}); v(); }, "TypeError: v is not a function"],
  "calling a class by another name": [() => { const v = class Kind {}; v(); }, "TypeError: Class constructor Kind cannot be invoked without 'new'"],
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
  "taking apart an array that is missing": [() => { let u = {}; const [a, b] = u.b; }, "TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator))"],
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
  "a private method of another object": [() => { class A { #m() {} static c(o) { o.#m(); } } A.c({}); }, "TypeError: Receiver must be an instance of class A"],
  "a private static method of a subclass": [() => { class A { static #s() {} static c() { this.#s(); } } class B extends A {} B.c(); }, "TypeError: Receiver must be class A"],
  "a private accessor of another object": [() => { class A { get #g() { return 1; } static c(o) { return o.#g; } } A.c({}); }, "TypeError: Receiver must be an instance of class A"],
  "a private getter that is written": [() => { class A { get #g() { return 1; } static c(o) { o.#g = 1; } } A.c(new A()); }, "TypeError: '#g' was defined without a setter"],
  "a private field of a number": [() => { class A { #x; static r(o) { return o.#x; } } A.r(5); }, "TypeError: Cannot read private member #x from an object whose class did not declare it"],
  "a private field of null that is written": [() => { class A { #x; static w(o) { o.#x = 1; } } A.w(null); }, "TypeError: Cannot set properties of null (setting '#x')"],
  "a private field that is no method": [() => { class A { #x = 1; static c(o) { o.#x(); } } A.c(new A()); }, "TypeError: o[#x] is not a function"],
  "a private static field of a subclass": [() => { class A { static #f = 1; static r() { return this.#f; } } class B extends A {} B.r(); }, "TypeError: Cannot read private member #f from an object whose class did not declare it"],
  "extending a number": [() => { class A extends 5 {} }, "TypeError: Class extends value 5 is not a constructor or null"],
  "extending an object": [() => { const x = {}; class A extends x {} }, "TypeError: Class extends value #<Object> is not a constructor or null"],
  "extending what has no prototype": [() => { function F() {} F.prototype = 5; class A extends F {} }, "TypeError: Class extends value does not have valid prototype property 5"],
  "making one of a class that extends null": [() => { class A extends null {} new A(); }, "TypeError: Super constructor null of A is not a constructor"],
  "taking null apart": [() => { const { a } = null; }, "TypeError: Cannot destructure property 'a' of 'null' as it is null."],
  "taking apart a part that is missing": [() => { const { a: { b } } = {}; }, "TypeError: Cannot read properties of undefined (reading 'b')"],
  "taking apart an element that is missing": [() => { const [{ a }] = []; }, "TypeError: Cannot read properties of undefined (reading 'a')"],
  "taking apart a method's missing argument": [() => { const o = { m({ a }) {} }; o.m(); }, "TypeError: Cannot destructure property 'a' of 'undefined' as it is undefined."],
  "taking apart the elements of a loop": [() => { for (const { a } of [null]); }, "TypeError: Cannot destructure property 'a' of '.for' as it is null."],
  "a number taken apart as an array": [() => { const [a] = 5; }, "TypeError: 5 is not iterable"],
  "an object taken apart as an array": [() => { const [a] = {}; }, "TypeError: {} is not iterable"],
  "an argument taken apart as an array": [() => { function f([a]) {} f({}); }, "TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "iterating over a number": [() => { for (const x of 5); }, "TypeError: 5 is not iterable"],
  "iterating over what new gives": [() => { for (const x of new Date(0)); }, "TypeError: Date is not a function or its return value is not iterable"],
  "iterating where Symbol.iterator is no function": [() => { const o = { [Symbol.iterator]: 5 }; for (const x of o); }, "TypeError: o is not iterable"],
  "iterating where Symbol.iterator gives a number": [() => { const o = { [Symbol.iterator]() { return 5; } }; for (const x of o); }, "TypeError: Result of the Symbol.iterator method is not an object"],
  "spreading a number into an array": [() => [...5], "TypeError: 5 is not iterable"],
  "spreading a number into a call": [() => Math.max(1, ...5), "TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function"],
  "spreading null into a call": [() => Math.max(...null), "TypeError: null is not iterable (cannot read property null)"],
  "spreading before the last argument": [() => { const o = {}; Math.max(...o.x, 1); }, "TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "writing by a name of nothing": [() => { const o = {}, k = "kk"; o.a[k] = 1; }, "TypeError: Cannot set properties of undefined (setting 'kk')"],
  "a loop that writes to nothing": [() => { let o; for (o.x of [1]); }, "TypeError: Cannot set properties of undefined (setting 'x')"],
  "a symbol in nothing": [() => { let u; const s = Symbol("q"); return s in u; }, "TypeError: Cannot use 'in' operator to search for 'Symbol(q)' in undefined"],
  "a symbol of null": [() => { const n = null, s = Symbol("q"); return n[s]; }, "TypeError: Cannot read properties of null (reading 'Symbol(q)')"],
  "a property of a symbol": [() => { "use strict"; const s = Symbol("x"); s.y = 1; }, "TypeError: Cannot create property 'y' on symbol 'Symbol(x)'"],
  "a property of a bigint": [() => { "use strict"; const n = 5n; n.y = 1; }, "TypeError: Cannot create property 'y' on bigint '5'"],
  "a frozen array that is sorted": [() => Object.freeze([2, 1]).sort(), "TypeError: Cannot assign to read only property '0' of object '[object Array]'"],
  "a frozen array that is popped": [() => Object.freeze([2, 1]).pop(), "TypeError: Cannot delete property '1' of [object Array]"],
  "a getter that is no function": [() => Object.defineProperty({}, "x", { get: 5 }), "TypeError: Getter must be a function: 5"],
  "a setter that is no function": [() => Object.defineProperty({}, "x", { set: {} }), "TypeError: Setter must be a function: #<Object>"],
  "a filter by a text": [() => [1].filter("x"), 'TypeError: string "x" is not a function'],
  "mapping by an expression": [() => [1].map(/x/), "TypeError: object is not a function"],
  "reducing by a number": [() => [1].reduce(5, 1), "TypeError: number 5 is not a function"],
  "a class as a callback": [() => { class A {} [1].map(A); }, "TypeError: Class constructor A cannot be invoked without 'new'"],
  "a class that is called where it is written": [() => { (class X {})(); }, "TypeError: Class constructor X cannot be invoked without 'new'"],
  "writing to a revoked proxy": [() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy.x = 1; }, "TypeError: Cannot perform 'set' on a proxy that has been revoked"],
  "the keys of a revoked proxy": [() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); Object.keys(proxy); }, "TypeError: Cannot perform 'ownKeys' on a proxy that has been revoked"],
  "a trap that is no function": [() => { const p = new Proxy({}, { get: 5 }); p.x; }, "TypeError: '5' returned for property 'get' of object '#<Object>' is not a function"],
  "a map's method of a number": [() => Map.prototype.get.call(5, 1), "TypeError: Method Map.prototype.get called on incompatible receiver 5"],
  "reflection on a number": [() => Reflect.get(5, "x"), "TypeError: Reflect.get called on non-object"],
  "a bigint's radix": [() => 1n.toString(1), "RangeError: toString() radix argument must be between 2 and 36"],
  "text for eval that ends early": [() => (0, eval)("{"), "SyntaxError: Unexpected end of input"],
  "a default in what is missing": [() => { let v; const { x = 1 } = v; }, "TypeError: Cannot read properties of undefined (reading 'x')"],
  "a part of a part that is missing": [() => { const o = { v: null }; const { v: { x } } = o; }, "TypeError: Cannot read properties of null (reading 'x')"],
  "a name that is found at run time in a part that is missing": [() => { const o = {}, k = "v"; const { [k]: { x } } = o; }, "TypeError: Cannot read properties of undefined (reading 'x')"],
  "taking apart what is one of two": [() => { let v; const { x } = v ?? null; }, "TypeError: Cannot destructure property 'x' of '(v ?? null)' as it is null."],
  "taking apart what an optional chain gives": [() => { let o; const { x } = o?.v; }, "TypeError: Cannot destructure property 'x' of '(intermediate value)' as it is undefined."],
  "taking apart what was thrown": [() => { try { throw null; } catch ({ x }) {} }, "TypeError: Cannot destructure property 'x' of '.catch' as it is null."],
  "taking apart more than is there": [() => { let v; const { x, ...rest } = v; }, "TypeError: Cannot destructure property 'x' of 'v' as it is undefined."],
  "calling what a bundler wrote": [() => { const o = {}; (0, o.v)(); }, "TypeError: (0 , o.v) is not a function"],
  "calling one of two": [() => { let a, b; (a ? a : b)(); }, "TypeError: (intermediate value)(intermediate value)(intermediate value) is not a function"],
  "calling a symbol": [() => { const o = { v: Symbol("q") }; o.v(); }, "TypeError: o.v is not a function"],
  "calling an object without prototype": [() => { const v = Object.create(null); v(); }, "TypeError: v is not a function"],
  "a callback that is a symbol": [() => [1].map(Symbol("q")), "TypeError: symbol is not a function"],
  "a callback without prototype": [() => [1].forEach(Object.create(null)), "TypeError: object is not a function"],
  "a typed array's callback": [() => new Uint8Array(1).map(5), "TypeError: 5 is not a function"],
  "a date's getter of an object": [() => Date.prototype.getDay.call({}), "TypeError: this is not a Date object."],
  "a date's getter of nothing": [() => { const { getTime } = Date.prototype; getTime(); }, "TypeError: this is not a Date object."],
  "a date's setter of a number": [() => Date.prototype.setHours.call(5), "TypeError: Method Date.prototype.setHours called on incompatible receiver 5"],
  "a date as text that is none": [() => { const f = new Date(0).toISOString; f(); }, "TypeError: Method Date.prototype.toISOString called on incompatible receiver undefined"],
  "a date behind a proxy": [() => new Proxy(new Date(0), {}).getTime(), "TypeError: this is not a Date object."],
  "a map's iterator of an object": [() => Map.prototype.entries.call({}), "TypeError: Method Map.prototype.entries called on incompatible receiver #<Object>"],
  "a map's size of a number": [() => Reflect.getOwnPropertyDescriptor(Map.prototype, "size").get.call(5), "TypeError: Method get Map.prototype.size called on incompatible receiver 5"],
  "a set's keys of nothing": [() => Set.prototype.keys.call(undefined), "TypeError: Method Set.prototype.values called on incompatible receiver undefined"],
  "a view's method of a number": [() => DataView.prototype.getInt8.call(5), "TypeError: Method DataView.prototype.getInt8 called on incompatible receiver 5"],
  "a typed array's find of an object": [() => Uint8Array.prototype.find.call({}), "TypeError: this is not a typed array."],
  "a typed array's join of an array": [() => Uint8Array.prototype.join.call([]), "TypeError: Method %TypedArray%.prototype.join called on incompatible receiver [object Array]"],
  "an expression's flag of an object": [() => Reflect.getOwnPropertyDescriptor(RegExp.prototype, "global").get.call({}), "TypeError: RegExp.prototype.global getter called on non-RegExp object"],
  "an array's method that nothing calls": [() => { const { find } = []; find(); }, "TypeError: Array.prototype.find called on null or undefined"],
  "an array's method of nothing": [() => [].slice.call(undefined), "TypeError: Cannot convert undefined or null to object"],
  "a text's start of nothing": [() => "".trimStart.call(null), "TypeError: String.prototype.trimLeft called on null or undefined"],
  "a trap that is a date": [() => new Proxy({}, { get: new Date(0) }).x, "TypeError: '[object Date]' returned for property 'get' of object '#<Object>' is not a function"],
  "an array pattern that assigns": [() => { let x, v = 5; [x] = v; }, "TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "an array pattern that declares": [() => { let v = 5; const [x] = v; }, "TypeError: v is not iterable"],
  "an array pattern of what a function gives": [() => { const f = () => 5; const [x] = f(); }, "TypeError: f is not a function or its return value is not iterable"],
  "an array pattern of what a method gives": [() => { const [, a] = "x".match(/y/); }, "TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "an array pattern of an element": [() => { const a = [5]; const [x] = a[0]; }, "TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "an array pattern in an array pattern": [() => { const v = [5]; const [[x]] = v; }, "TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "an array pattern in an object pattern": [() => { const o = { v: 5 }; const { v: [x] } = o; }, "TypeError: o is not iterable (cannot read property Symbol(Symbol.iterator))"],
  "an array pattern in an object pattern that lacks it": [() => { const o = {}; const { v: [x] } = o; }, "TypeError: Cannot destructure property 'Symbol(Symbol.iterator)' of 'o' as it is undefined."],
  "constructing what a function gives": [() => { const f = () => 5; new (f())(); }, "TypeError: f(...) is not a constructor"],
  "constructing a method": [() => { class A { m() {} } new (new A().m)(); }, "TypeError: (intermediate value).m is not a constructor"],
  "constructing a method as a bundler writes it": [() => { class A { m() {} } new new A().m(); }, "TypeError: (intermediate value).m is not a constructor"],
  "taking apart what a new object's method promises": [() => { const f = () => null; const { x } = f(); }, "TypeError: Cannot destructure property 'x' of 'f(...)' as it is null."],
  "calling an optional chain in brackets": [() => { let o; (o?.v)(); }, "TypeError: (intermediate value) is not a function"],
  "a property that a trap denies": [() => Object.getOwnPropertyDescriptor(new Proxy(Object.freeze({ a: 1 }), { getOwnPropertyDescriptor() {} }), "a"), "TypeError: 'getOwnPropertyDescriptor' on proxy: trap returned undefined for property 'a' which is non-configurable in the proxy target"],
  "a property that a trap denies to be there": [() => Object.getOwnPropertyDescriptor(new Proxy(Object.preventExtensions({ a: 1 }), { getOwnPropertyDescriptor() {} }), "a"), "TypeError: 'getOwnPropertyDescriptor' on proxy: trap returned undefined for property 'a' which exists in the non-extensible proxy target"],
  "a property that a trap makes up": [() => Object.getOwnPropertyDescriptor(new Proxy({}, { getOwnPropertyDescriptor: () => ({ value: 2 }) }), "a"), "TypeError: 'getOwnPropertyDescriptor' on proxy: trap reported non-configurability for property 'a' which is either non-existent or configurable in the proxy target"],
  "a property that a trap does not define": [() => Object.defineProperty(new Proxy(Object.preventExtensions({}), { defineProperty: () => true }), "a", { value: 5 }), "TypeError: 'defineProperty' on proxy: trap returned truish for adding property 'a'  to the non-extensible proxy target"],
  "a property that a trap does not fix": [() => Object.defineProperty(new Proxy({}, { defineProperty: () => true }), Symbol("z"), { value: 5, configurable: false }), "TypeError: 'defineProperty' on proxy: trap returned truish for defining non-configurable property 'Symbol(z)' which is either non-existent or configurable in the proxy target"],
  "a property that a trap does not change": [() => Object.defineProperty(new Proxy(Object.freeze({ a: 1 }), { defineProperty: () => true }), "a", { value: 5 }), "TypeError: 'defineProperty' on proxy: trap returned truish for adding property 'a'  that is incompatible with the existing property in the proxy target"],
  "keys that a trap leaves out": [() => Object.keys(new Proxy(Object.freeze({ a: 1 }), { ownKeys: () => [] })), "TypeError: 'ownKeys' on proxy: trap result did not include 'a'"],
  "a symbol that a trap does not set": [() => { new Proxy({}, { set: () => false })[Symbol.iterator] = 3; }, "TypeError: 'set' on proxy: trap returned falsish for property 'Symbol(Symbol.iterator)'"],
  "a prototype that a trap gives": [() => Object.getPrototypeOf(new Proxy({}, { getPrototypeOf: () => 5 })), "TypeError: 'getPrototypeOf' on proxy: trap returned neither object nor null"],
  "keys that a trap gives": [() => Object.keys(new Proxy({}, { ownKeys: () => 5 })), "TypeError: CreateListFromArrayLike called on non-object"],
  "an object that a trap makes": [() => { const p = new Proxy(function () {}, { construct: () => 5 }); new p(); }, "TypeError: 'construct' on proxy: trap returned non-object ('5')"],
};
for (const [name, [f, want]] of Object.entries(cases)) test(name, () => assertEquals(message(f), want));

test("errors have their words wherever they are seen first", async () => {
  const want = "Cannot read properties of undefined (reading 'z')";
  assertEquals(await Promise.resolve({}).then((x) => x.y.z).catch((e) => e.message), want);
  assertEquals((await Promise.allSettled([(async () => ({}).y.z)()]))[0].reason.message, want);
  try { await (async () => ({}).y.z)(); } catch (e) { assertEquals(e.message, want); }
});
test("what Promise.all was given is named, and what resolves itself", async () => {
  const words = (f) => f().then(() => "no error", (e) => e.message);
  const o = {};
  assertEquals(await words(async () => { await Promise.all(o.x); }), "undefined is not iterable (cannot read property Symbol(Symbol.iterator))");
  assertEquals(await words(async () => { await Promise.all({ a: 1 }); }), "object is not iterable (cannot read property Symbol(Symbol.iterator))");
  const p = Promise.resolve().then(() => p);
  assertEquals(await words(() => p), "Chaining cycle detected for promise #<Promise>");
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

// Functions that call one another without end throw V8's RangeError, however they do, and a script may catch it.
const ways = {
  call() { (function f() { f(); })(); },
  arguments() { (function f(a, b) { return f(b, a) + 1; })(1, 2); },
  closure() { let n = 0; (function f(x) { n++; return f(() => x); })(); },
  arrow() { const f = () => f(); f(); },
  rest() { (function f(...all) { f(...all); })(1, 2); },
  default() { function f(a = f()) {} f(); },
  mutual() { function a() { b(); } function b() { a(); } a(); },
  sort() { (function f() { [1, 2].sort(f); })(); },
  map() { (function f() { [1].map(f); })(); },
  reduce() { (function f() { [1, 2].reduce(f); })(); },
  replace() { (function f() { 'a'.replace('a', f); })(); },
  pattern() { (function f() { 'a'.replace(/a/, f); })(); },
  reviver() { (function f() { JSON.parse('[1]', f); })(); },
  toJSON() { (function f() { JSON.stringify({ toJSON: f }); })(); },
  getter() { ({ get a() { return this.a; } }).a; },
  setter() { ({ set a(v) { this.a = v; } }).a = 1; },
  proxy() { const p = new Proxy({}, { get(t, k) { return p[k]; } }); p.x; },
  construct() { (function F() { new F(); })(); },
  constructor() { class A { constructor() { new A(); } } new A(); },
  derived() { class A {} class B extends A { constructor() { super(); new B(); } } new B(); },
  fields() { class A { x = new A(); } new A(); },
  unwritten() { class A { x = new B(); } class B extends A {} new B(); },
  static() { class A { static get x() { return A.x; } } A.x; },
  private() { class A { #f() { this.#f(); } static run() { new A().#f(); } } A.run(); },
  toString() { const o = { toString() { return '' + o; } }; '' + o; },
  valueOf() { const o = { valueOf() { return o + 1; } }; o + 1; },
  apply() { (function f() { f.apply(this, []); })(); },
  bind() { let g; g = (function () { g(); }).bind(null); g(); },
  reflect() { (function f() { Reflect.apply(f, null, []); })(); },
  generator() { (function f() { [...(function* () { yield f(); })()]; })(); },
  delegate() { function* g() { yield* g(); } g().next(); },
  iterator() { const o = { [Symbol.iterator]() { return [...o]; } }; [...o]; },
  template() { function f(s) { return f`a`; } f`a`; },
  finally() { (function f() { try { f(); } finally { 1; } })(); },
  hasInstance() { const o = { [Symbol.hasInstance]() { return 1 instanceof o; } }; 1 instanceof o; },
  iterate() { const m = new Map([[1, 1]]); (function f() { m.forEach(f); })(); },
  evaluated() { (0, eval)('(function f() { f(); })()'); },
  made() { new Function('f', 'f(f)')(new Function('f', 'f(f)')); },
};
for (const [way, run] of Object.entries(ways)) {
  test(`recursion by ${way} can be caught`, () => {
    let caught;
    try { run(); } catch (e) { caught = e; }
    assert(caught instanceof RangeError && caught.message === 'Maximum call stack size exceeded', `${way}: ${caught}`);
  });
}

test('recursion as deep as V8 allows for built-in functions that call back works', () => {
  let n = 0;
  (function f() { if (n++ < 5000) [1].map(f); })();
  assertEquals(n, 5001);
});

test('what goes wrong while an error finds out about its stack is not told', () => {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  Object.defineProperty(Error, 'stackTraceLimit', { get() { return new Error('inner').stack ? 1 : 10; }, configurable: true });
  const { stack } = new Error('outer');
  Object.defineProperty(Error, 'stackTraceLimit', limit);
  assert(stack.startsWith('Error: outer\n'), stack);
});

test('an asynchronous function that recurses without end rejects', async () => {
  let caught;
  await (async function f() { await f(); })().catch(e => { caught = e; });
  assert(caught instanceof RangeError, String(caught));
});

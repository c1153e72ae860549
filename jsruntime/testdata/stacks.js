// What workerd of April 2026 answers, with places left out.
const calls = (e) => e.stack.split("\n").slice(1, 3).map((l) => l.replace(/ ?\(?stacks\.js:\d+:\d+\)?/, "").trim());
const first = (e) => calls(e)[0];
const heading = (e) => e.stack.split("\n")[0];

function plain() { return new Error("x"); }
class A {
  constructor(make) { if (make) this.error = new Error("x"); }
  method() { return new Error("x"); }
  get getter() { return new Error("x"); }
  static method() { return new Error("x"); }
  #own() { return new Error("x"); }
  callOwn() { return this.#own(); }
  async later() { await null; return new Error("x"); }
  async outer() { return await this.later(); }
  callback() { return [1].map(() => new Error("x"))[0]; }
}
class B extends A { constructor() { super(true); } }
class Failure extends Error { constructor(m) { super(m); } }
const object = { method() { return new Error("x"); }, other: plain, "with space": function () { return new Error("x"); } };

test("functions are named as V8 names them", async () => {
  assertEquals(first(plain()), "at plain");
  assertEquals(first(new A().method()), "at A.method");
  assertEquals(first(new A().getter), "at get getter");
  assertEquals(first(A.method()), "at A.method");
  assertEquals(calls(new A().callOwn()), ["at #own", "at A.callOwn"]);
  assertEquals(first(object.method()), "at Object.method");
  assertEquals(first(object.other()), "at Object.plain [as other]");
  assertEquals(first(object["with space"]()), "at with space");
  assertEquals(calls(new B().error), ["at new A", "at new B"]);
  assertEquals(first(plain.call(5)), "at Number.plain");
  assertEquals(calls((() => plain.call(A.prototype))()), ["at Object.plain", "at"]);
});
test("functions without a name have that of what they are assigned to", () => {
  const __name = (f) => f, exports = {}, list = [() => new Error("x"), function () { return new Error("x"); }], key = "k";
  exports.arrow = () => new Error("x");
  exports.a = exports.b = function () { return new Error("x"); };
  exports.or = exports.none || function () { return new Error("x"); };
  exports.kind = class { method() { return new Error("x"); } static make() { return new Error("x"); } };
  exports[key] = function () { return new Error("x"); };
  exports.deep = { list: [() => new Error("x")], arrow: () => new Error("x") };
  function Kind() { this.own = () => new Error("x"); }
  Kind.prototype.method = function () { return new Error("x"); };
  class Field { arrow = () => new Error("x"); constructor() { this.own = () => new Error("x"); } }
  const Lowered = class { static { void 0; } arrow = /* @__PURE__ */ __name(() => new Error("x"), "arrow"); };
  const Named = class { constructor() { this.own = () => new Error("x"); } };
  const { arrow } = exports, [element] = list;
  assertEquals([first(exports.arrow()), first(arrow())], ["at exports.arrow", "at exports.arrow"]);
  assertEquals([first(exports.a()), first(exports.or())], ["at exports.a.exports.b", "at exports.or"]);
  assertEquals([first(new exports.kind().method()), first(exports.kind.make())], ["at exports.kind.method", "at exports.kind.make"]);
  assertEquals(first(exports.k()), "at exports.<computed> [as k]");
  assertEquals([first(list[0]()), first(list[1]()), first(element()), first(exports.deep.list[0]())], ["at Array.list", "at Array.list", "at list", "at exports.deep.list"]);
  assertEquals([first(new Kind().own()), first(new Kind().method()), first(new Field().own()), first(new Named().own())], ["at Kind.own", "at Kind.method", "at Field.own", "at Named.own"]);
  assertEquals([first(exports.deep.arrow()), first(new Field().arrow())], ["at Object.arrow", "at Field.arrow"]);
  const run = (f) => first(f());
  assertEquals([run(() => exports.deep.arrow()), run(() => { return exports.deep.arrow(); }), run(() => exports.deep.arrow(1, {}))], ["at Object.arrow", "at Object.arrow", "at Object.arrow"]);
  assertEquals(first([1].map(exports.deep.arrow)[0]), "at arrow");
});
test("built-ins stand in stacks, the host's own functions do not", () => {
  assertEquals(calls(new A().callback()), ["at", "at Array.map (<anonymous>)"]);
  const reduce = () => { try { [].reduce((a) => a); } catch (e) { return e; } };
  assertEquals(calls(reduce()), ["at Array.reduce (<anonymous>)", "at reduce"]);
});
test("functions that wait stand behind what they wait for", async () => {
  assertEquals(calls(await new A().outer()), ["at A.later", "at async A.outer"]);
});
test("what waits for several promises stands there with the one that failed", async () => {
  const deep = async () => { await 1; throw new Error("x"); };
  const trace = (f) => f().then(() => "no error", (e) => e.stack.split("\n").slice(1).map((l) => l.replace(/ ?\(?stacks\.js:\d+:\d+\)?/, "").trim()));
  const all = async () => { await Promise.all([1, deep()]); }, race = async () => { await Promise.race([deep()]); };
  assertEquals((await trace(all)).slice(0, 3), ["at deep", "at async Promise.all (index 1)", "at async all"]);
  assertEquals((await trace(race)).slice(0, 2), ["at deep", "at async race"]);
  const settled = async () => { throw (await Promise.allSettled([deep()]))[0].reason; };
  assertEquals((await trace(settled)).slice(0, 3), ["at deep", "at async Promise.allSettled (index 0)", "at async settled"]);
});
test("classes of the language stand in stacks where they call back, or fail", () => {
  const inPromise = () => { let e; new Promise(() => { e = new Error("x"); }); return e; };
  assertEquals(calls(inPromise()), ["at", "at new Promise (<anonymous>)"]);
  const thrown = (f) => { try { f(); } catch (e) { return first(e); } };
  assertEquals([thrown(() => new Map([1])), thrown(() => BigInt("x")), thrown(() => new Date(NaN).toISOString())], ["at new Map (<anonymous>)", "at BigInt (<anonymous>)", "at Date.toISOString (<anonymous>)"]);
});
test("what lets a generator run stands in stacks, whether a loop does or a script", () => {
  function* g() { yield new Error("x"); }
  const o = { *g() { yield new Error("x"); } };
  const three = (e) => e.stack.split("\n").slice(1, 4).map((l) => l.replace(/ ?\(?stacks\.js:\d+:\d+\)?/, "").trim());
  const loop = () => { for (const e of g()) return three(e); }, call = () => three(g().next().value), method = () => three([...o.g()][0]);
  assertEquals(loop(), ["at g", "at g.next (<anonymous>)", "at loop"]);
  assertEquals(call(), ["at g", "at g.next (<anonymous>)", "at call"]);
  const nameless = () => three([...(function* () { yield new Error("x"); })()][0]);
  assertEquals(nameless(), ["at", "at Generator.next (<anonymous>)", "at nameless"]);
  assertEquals(method(), ["at Object.g", "at g.next (<anonymous>)", "at method"]);
});
test("what an arrow function of a constructor calls is not made by new", async () => {
  class Made {
    constructor() { this.one = () => this.later(); this.two = () => [...this.several()][0]; }
    async later() { return new Error("x"); }
    *several() { yield new Error("x"); }
  }
  const o = new Made();
  assertEquals([first(await o.one()), first(o.two())], ["at Made.later", "at Made.several"]);
});

test("constructors of the error's own class are left out", () => {
  const make = () => new Failure("m");
  assertEquals(calls(make())[0], "at make");
});
test("a stack is an accessor that reads lazily, but keeps the first message", () => {
  const e = new Error("x"), d = Object.getOwnPropertyDescriptor(e, "stack");
  assertEquals([typeof d.get, typeof d.set, d.enumerable, d.configurable, d.get.call({}), d.get.call(5)], ["function", "function", false, true, undefined, undefined]);
  e.name = "N";
  e.message = "y";
  assertEquals([heading(e), Reflect.ownKeys(e)], ["N: x", ["stack", "message", "name"]]);
  e.name = "Later";
  assertEquals(heading(e), "N: x");
  const { stack } = e;
  assertEquals([stack, e["sta" + "ck"]], [e.stack, e.stack]);
  e.stack = 7;
  assertEquals([e.stack, Object.create(e).stack, Object.keys(e)], [7, 7, ["name"]]);
  assertEquals([delete e.stack, e.stack], [true, undefined]);
});
test("Error.stackTraceLimit counts when the error is made", () => {
  const deep = (n) => (n === 0 ? new Error("deep") : deep(n - 1));
  const at = (limit) => {
    Error.stackTraceLimit = limit;
    const e = deep(30);
    Error.stackTraceLimit = 10;
    return e.stack?.split("\n").length;
  };
  assertEquals([at(10), at(1), at(0), at(20), at("1")], [11, 2, 1, 21, undefined]);
});
test("errors without a constructor call and those of the host have stacks", () => {
  assertEquals(heading(Error("x")), "Error: x");
  assertEquals(heading(new DOMException("m", "AbortError")), "AbortError: m");
  assertEquals(Object.getOwnPropertyDescriptor(new DOMException("m"), "stack").enumerable, true);
  const e = new AggregateError([1], "m", { cause: 2 });
  assertEquals([Reflect.ownKeys(e), e.errors, e.cause, heading(e)], [["stack", "message", "cause", "errors"], [1], 2, "AggregateError: m"]);
});
test("what a constructor calls is not constructed itself", () => {
  class C { constructor() { this.error = plain(); } }
  assertEquals(calls(new C().error), ["at plain", "at new C"]);
});
test("messages become texts", () => {
  assertEquals([new Error(42).message, new AggregateError([], null).message, TypeError({ toString: () => "s" }).message], ["42", "null", "s"]);
  for (const m of [Symbol(), { [Symbol.toPrimitive]: () => Symbol() }]) assertThrows(() => new AggregateError([], m), TypeError);
});

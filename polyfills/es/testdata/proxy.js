const churn = (n) => (n ? [n, ...[1, 2, 3]].length + churn(n - 1) : 0);
test("the lists that traps get stay as they are", async () => {
  const kept = [];
  const proxy = new Proxy(function () {}, {
    apply(target, self, list) {
      kept.push(list);
      return async () => (await null, list);
    },
    construct: (target, list) => ({ list }),
  });
  const later = proxy("a", "b"), { list } = new proxy("c", "d");
  proxy.call(null, "e");
  Reflect.apply(proxy, null, ["f"]);
  churn(20);
  assertEquals([kept, list], [[["a", "b"], ["e"], ["f"]], ["c", "d"]]);
  assertEquals(await later(), ["a", "b"]);
  const revocable = Proxy.revocable(Object, { apply: (target, self, list) => () => list });
  const get = revocable.proxy(1, 2);
  churn(20);
  assertEquals(get(), [1, 2]);
  revocable.revoke();
  assertThrows(() => revocable.proxy(), TypeError);
});
test("a list that grows in a trap harms no caller", () => {
  const proxy = new Proxy((...all) => all, { apply: (target, self, list) => (list.push("x", "y", "z"), churn(3), target(...list)) });
  const locals = (a, b) => { const c = 1, d = proxy(a); const e = 2; return [a, b, c, d, e]; };
  assertEquals(locals(7, 8), [7, 8, 1, [7, "x", "y", "z"], 2]);
});
test("traps are looked for on the handler and called on it", () => {
  const looked = [], seen = [];
  class Handler {
    #secret = 1;
    get(target, name) { seen.push(this === handler && this.#secret); return name === "n" ? 5 : target[name]; }
    apply(target, self, list) { seen.push(this === handler && this.#secret); return [self, ...list]; }
  }
  const handler = new Handler();
  const proxy = new Proxy(function () {}, new Proxy(handler, { get: (target, name) => (looked.push(name), target[name]?.bind?.(handler)) }));
  assertEquals([proxy.n, Reflect.apply(proxy, "self", [1]), delete proxy.n], [5, ["self", 1], true]);
  assertEquals([looked, seen], [["get", "apply", "deleteProperty"], [1, 1]]);
  assertThrows(() => new Proxy(function () {}, { apply: 1 })(), TypeError);
  assertThrows(() => new Proxy(function () {}, { get apply() { throw new RangeError("mine"); } })(), RangeError, "mine");
  assertThrows(() => new Proxy(function () {}, { apply() { throw new RangeError("trap"); } })(), RangeError, "trap");
  assertThrows(() => new (new Proxy(() => {}, { construct: () => ({}) }))(), TypeError);
  class Sub extends new Proxy(class { constructor(...list) { this.list = list; } }, { construct: (target, list, of) => Reflect.construct(target, [...list, 2], of) }) {}
  assertEquals([new Sub(1).list, new Sub(1) instanceof Sub], [[1, 2], true]);
});

test("what goes down through proxies too far ends with an error", () => {
	const refused = (f) => assertThrows(f, RangeError, "Maximum call stack size exceeded");
	const round = new Proxy({}, {});
	Object.setPrototypeOf(round, round);
	refused(() => round.missing);
	refused(() => "missing" in round);
	refused(() => { round.missing = 1; });

	const target = {}, handler = {};
	target.__proto__ = new Proxy(Object.create(new Proxy(target, {})), {});
	refused(() => target.missing);
	const handled = new Proxy({}, handler);
	Reflect.setPrototypeOf(handler, handled);
	refused(() => handled.missing);

	let deep = function () {};
	for (let i = 0; i < 80_000; i++) deep = new Proxy(deep, {});
	refused(() => deep());
	refused(() => new deep());
	refused(() => { deep.missing = 1; });
});

test("a proxy with a trap may stand behind its own target", () => {
	const names = [], target = { own: 1 };
	Object.setPrototypeOf(target, new Proxy(target, { get: (of, name) => { names.push(name); return "given"; } }));
	assertEquals(target.own, 1);
	assertEquals(target.missing, "given");
	assertEquals(names.join(), "missing");
	let nested = { found: 1 };
	for (let i = 0; i < 1000; i++) nested = new Proxy(nested, {});
	for (let i = 0; i < 1000; i++) assertEquals(nested.found, 1);
	assertEquals([...Array(300)].every(() => nested.found === 1), true);
});

test('keys that are none, or too many, are refused in V8\'s words', () => {
  const keys = (list) => Reflect.ownKeys(new Proxy({}, { ownKeys: () => list }));
  assertThrows(() => keys({ length: 2 ** 53 - 1 }), RangeError, 'Invalid array length');
  assertThrows(() => keys({ length: 1e6 }), TypeError, 'undefined is not a valid property name');
  assertThrows(() => keys([, 'a']), TypeError, 'undefined is not a valid property name');
  assertThrows(() => keys(['a', 1]), TypeError, '1 is not a valid property name');
  assertEquals(keys({ length: 2, 0: 'a', 1: 'b' }), ['a', 'b']);
  assertEquals(keys(new Set()), []);
});

test("the search for a prototype ends where proxies lead back to where it began", () => {
  const said = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
  const tooDeep = "RangeError: Maximum call stack size exceeded";
  const circle = () => { const o = {}; o.__proto__ = new Proxy(o, {}); return o; };
  const two = {}, one = Object.create(new Proxy(two, {}));
  Object.setPrototypeOf(two, one);
  for (const o of [circle(), two, one]) {
    assertEquals([said(() => o instanceof Map), said(() => Object.prototype.isPrototypeOf.call({}, o)), said(() => { for (const k in o); })], [tooDeep, tooDeep, tooDeep]);
    assertEquals(said(() => Object.prototype.isPrototypeOf.call(Object.getPrototypeOf(o), o)), true);
  }
  const o = circle(), proxy = Object.getPrototypeOf(o);
  for (let i = 0; i < 3; i++) assertEquals(said(() => o instanceof Map), tooDeep);
  Object.setPrototypeOf(o, null);
  let found = 0;
  for (let i = 0; i < 2e5; i++) if (Object.getPrototypeOf(proxy) === null) found++;
  assertEquals(found, 2e5);
});

test("methods of arrays ask a proxy whether it has an element", () => {
  const log = [];
  const p = new Proxy([1, , 3], {
    get(t, k, r) { log.push(`get ${String(k)}`); return Reflect.get(t, k, r); },
    has(t, k) { log.push(`has ${k}`); return k in t; },
  });
  const given = [];
  p.forEach((x, i, o) => given.push(x, i, o === p));
  assertEquals([log.join(), given], ["get forEach,get length,has 0,get 0,has 1,has 2,get 2", [1, 0, true, 3, 2, true]]);
  const plain = new Proxy([1, , 3], { get: (t, k, r) => (k === "constructor" && r !== plain ? Set : Reflect.get(t, k, r)) });
  assertEquals(Object.keys(plain.map((x) => x)).join() + Object.keys(plain.slice()).join(), "0,20,2");
  assertEquals([plain.filter(() => true), plain.reduce((a, b) => a + b), plain.reduceRight((a, b) => a - b), plain.some((x) => x === undefined), plain.every((x) => x)],
    [[1, 3], 4, 2, false, true]);
  assertEquals(plain.map((x) => plain.map((y) => x + y)[2]).join(), "4,,6");
  assertEquals(Array.prototype.map.call(new Proxy({ length: 2, 1: 5 }, {}), (x) => x + 1).join(), ",6");
  assertThrows(() => plain.map(), TypeError, "undefined is not a function");
  assertThrows(() => new Proxy([1], { has() { throw new RangeError("asked"); } }).forEach(() => {}), RangeError, "asked");
});

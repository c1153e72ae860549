// What workerd of April 2026 says of bad JSON.
const bad = [
  ["{", "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
  ["", "SyntaxError: Unexpected end of JSON input"],
  ["{a:1}", "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
  ["[1,]", "SyntaxError: Unexpected token ']', \"[1,]\" is not valid JSON"],
  ["{\"a\":1,}", "SyntaxError: Expected double-quoted property name in JSON at position 7 (line 1 column 8)"],
  ["\"abc", "SyntaxError: Unterminated string in JSON at position 4 (line 1 column 5)"],
  ["\"a\nb\"", "SyntaxError: Bad control character in string literal in JSON at position 2 (line 1 column 3)"],
  ["<!DOCTYPE html><html></html>", "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON"],
  ["{\"a\":1} x", "SyntaxError: Unexpected non-whitespace character after JSON at position 8 (line 1 column 9)"],
  ["\"\\x\"", "SyntaxError: Bad escaped character in JSON at position 2 (line 1 column 3)"],
  ["01", "SyntaxError: Unexpected number in JSON at position 1 (line 1 column 2)"],
  ["-", "SyntaxError: No number after minus sign in JSON at position 1 (line 1 column 2)"],
  ["-a", "SyntaxError: No number after minus sign in JSON at position 1 (line 1 column 2)"],
  ["1.", "SyntaxError: Unterminated fractional number in JSON at position 2 (line 1 column 3)"],
  ["1e", "SyntaxError: Exponent part is missing a number in JSON at position 2 (line 1 column 3)"],
  ["1e+", "SyntaxError: Exponent part is missing a number in JSON at position 3 (line 1 column 4)"],
  ["{\"a\" 1}", "SyntaxError: Expected ':' after property name in JSON at position 5 (line 1 column 6)"],
  ["[1 2]", "SyntaxError: Expected ',' or ']' after array element in JSON at position 3 (line 1 column 4)"],
  ["[1", "SyntaxError: Expected ',' or ']' after array element in JSON at position 2 (line 1 column 3)"],
  ["tru", "SyntaxError: Unexpected end of JSON input"],
  ["trux", "SyntaxError: Unexpected token 'x', \"trux\" is not valid JSON"],
  ["nul", "SyntaxError: Unexpected end of JSON input"],
  ["undefined", "SyntaxError: \"undefined\" is not valid JSON"],
  ["NaN", "SyntaxError: \"NaN\" is not valid JSON"],
  ["Infinity", "SyntaxError: \"Infinity\" is not valid JSON"],
  ["[object Object]", "SyntaxError: \"[object Object]\" is not valid JSON"],
  ["{\"a\":", "SyntaxError: Unexpected end of JSON input"],
  ["{\"a\":1", "SyntaxError: Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)"],
  ["{\"a\":1 \"b\":2}", "SyntaxError: Expected ',' or '}' after property value in JSON at position 7 (line 1 column 8)"],
  ["\"\\u12", "SyntaxError: Bad Unicode escape in JSON at position 5 (line 1 column 6)"],
  ["\"\\u12x4\"", "SyntaxError: Bad Unicode escape in JSON at position 5 (line 1 column 6)"],
  ["\"\\", "SyntaxError: Unexpected end of JSON input"],
  ["[", "SyntaxError: Unexpected end of JSON input"],
  ["[,]", "SyntaxError: Unexpected token ',', \"[,]\" is not valid JSON"],
  ["{,}", "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
  ["'a'", "SyntaxError: Unexpected token ''', \"'a'\" is not valid JSON"],
  ["é", "SyntaxError: Unexpected token 'é', \"é\" is not valid JSON"],
  ["{\"text\":\"abcdefghijklmnop\", x}", "SyntaxError: Expected double-quoted property name in JSON at position 28 (line 1 column 29)"],
  ["{\"text\":\"abcdefghijklmnop\", \"k\": abcdefghijklmnopqrstuvwxyz}", "SyntaxError: Unexpected token 'a', ...\"op\", \"k\": abcdefghij\"... is not valid JSON"],
  ["[\"abcdefghijklmnopqrstuvwxyz\", y]", "SyntaxError: Unexpected token 'y', ...\"tuvwxyz\", y]\" is not valid JSON"],
  ["\n\n  {\"a\":\n x}", "SyntaxError: Unexpected token 'x', \"\n\n  {\"a\":\n x}\" is not valid JSON"],
  ["{\"é\":é}", "SyntaxError: Unexpected token 'é', \"{\"é\":é}\" is not valid JSON"],
  ["1 \"a\"", "SyntaxError: Unexpected non-whitespace character after JSON at position 2 (line 1 column 3)"],
  ["\"a\" 1", "SyntaxError: Unexpected non-whitespace character after JSON at position 4 (line 1 column 5)"],
  ["{} {}", "SyntaxError: Unexpected non-whitespace character after JSON at position 3 (line 1 column 4)"],
  ["{1:2}", "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
  ["{\"a\":\"b\"c}", "SyntaxError: Expected ',' or '}' after property value in JSON at position 8 (line 1 column 9)"],
  ["\u00a01", "SyntaxError: Unexpected token '\u00a0', \"\u00a01\" is not valid JSON"],
  ["+1", "SyntaxError: Unexpected token '+', \"+1\" is not valid JSON"],
  [".5", "SyntaxError: Unexpected token '.', \".5\" is not valid JSON"],
  ["0x10", "SyntaxError: Unexpected non-whitespace character after JSON at position 1 (line 1 column 2)"],
  ["[1}", "SyntaxError: Expected ',' or ']' after array element in JSON at position 2 (line 1 column 3)"],
  ["{\"a\":1]", "SyntaxError: Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)"],
  ["\ufeff{}", "SyntaxError: Unexpected token '\ufeff', \"\ufeff{}\" is not valid JSON"],
  ["  ", "SyntaxError: Unexpected end of JSON input"],
  ["false1", "SyntaxError: Unexpected non-whitespace character after JSON at position 5 (line 1 column 6)"],
  ["- 1", "SyntaxError: No number after minus sign in JSON at position 1 (line 1 column 2)"],
  ["{\"a\":tru}", "SyntaxError: Unexpected token '}', \"{\"a\":tru}\" is not valid JSON"],
  ["{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":\"", "SyntaxError: Unterminated string in JSON at position 37 (line 1 column 38)"],
];
for (const [text, want] of bad) {
  test(`JSON.parse(${JSON.stringify(text)})`, () => {
    try { JSON.parse(text); } catch (e) { return assertEquals(String(e), want); }
    throw new Error("no error");
  });
}
test("what is no string is converted", () => {
  try { JSON.parse({}); } catch (e) { assertEquals(String(e), 'SyntaxError: "[object Object]" is not valid JSON'); }
  assertEquals([JSON.parse(1), JSON.parse(null), JSON.parse(["[1]"])], [1, null, [1]]);
});
test("values", () => {
  assertEquals(JSON.parse(' {"a":[1,-2.5e3,true,false,null,"x"],"b":{}} '), { a: [1, -2500, true, false, null, "x"], b: {} });
  assertEquals([JSON.parse("12345678901234567890"), JSON.parse("1e400"), JSON.parse("-1e-400"), JSON.parse("9007199254740993")], [12345678901234567890, Infinity, -0, 9007199254740992]);
  assert(Object.is(JSON.parse("-0"), -0) && Object.is(JSON.parse("[-0.0]")[0], -0), "minus zero");
});
test("strings", () => {
  assertEquals(JSON.parse('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\u2028"'), '"\\/\b\f\n\r\t\u00e9\ud83d\ude00\u2028');
  assertEquals([JSON.parse('"\\ud800"'), JSON.parse('"\\ud800\\u0041"'), JSON.parse('"\ud800"').length, JSON.parse('"\ufffd"')], ["\ud800", "\ud800A", 1, "\ufffd"]);
});
test("order, duplicates and __proto__", () => {
  const o = JSON.parse('{"b":1,"2":2,"a":3,"1":4,"b":5,"__proto__":{"x":1}}');
  assertEquals(Object.keys(o), ["1", "2", "b", "a", "__proto__"]);
  assertEquals([o.b, o.x, Object.getPrototypeOf(o) === Object.prototype, Object.getOwnPropertyDescriptor(o, "b")], [5, undefined, true, { value: 5, writable: true, enumerable: true, configurable: true }]);
});
test("revivers", () => {
  const keys = [];
  assertEquals(JSON.parse('{"a":[1,2],"b":3}', function (k, v) { keys.push(k); return typeof v === "number" ? v + 1 : v; }), { a: [2, 3], b: 4 });
  assertEquals(keys, ["0", "1", "a", "b", ""]);
  assertEquals(JSON.parse('{"a":1,"b":2}', (k, v) => (k === "a" ? undefined : v)), { b: 2 });
});
test("revivers are told the source of primitive values", () => {
  const seen = [];
  JSON.parse('{"a":1.0,"b":[2,"x"],"c":true,"d":{}}', (k, v, context) => (seen.push([k, context]), v));
  assertEquals(seen, [["a", { source: "1.0" }], ["0", { source: "2" }], ["1", { source: '"x"' }], ["b", {}], ["c", { source: "true" }], ["d", {}], ["", {}]]);
  const changed = [];
  JSON.parse('{"a":1,"b":2,"c":[3]}', function (k, v, context) {
    if (k === "a") { this.b = 5; this.c = [3, 4]; }
    changed.push([k, context.source]);
    return v;
  });
  assertEquals(changed, [["a", "1"], ["b", undefined], ["0", "3"], ["1", undefined], ["c", undefined], ["", undefined]]);
});
test("what a reviver cannot change stays", () => {
  assertEquals(JSON.parse('{"a":1,"b":2}', function (k, v) {
    if (k === "a") Object.defineProperty(this, "b", { configurable: false });
    return k === "b" ? undefined : v;
  }), { a: 1, b: 2 });
});
test("nesting", () => {
  const depth = 100000;
  let v = JSON.parse("[".repeat(depth) + "]".repeat(depth)), n = 0;
  assertEquals(JSON.stringify(v).length, 2 * depth);
  for (; v.length; v = v[0]) n++;
  assertEquals(n, depth - 1);
  assertThrows(() => JSON.parse("[".repeat(1e6)), SyntaxError);
  assertThrows(() => JSON.parse("[".repeat(depth) + "]".repeat(depth), (k, v) => v), RangeError);
});
test("circles are described", () => {
  const message = (v, ...more) => { try { JSON.stringify(v, ...more); } catch (e) { return e.message.split("\n    ").slice(1); } };
  const start = (name) => `--> starting at object with constructor '${name}'`;
  const a = {};
  a.b = a;
  assertEquals(message(a), [start("Object"), "--- property 'b' closes the circle"]);
  assertEquals(message(a, null, 2), message(a));
  assertEquals(message(a, (k, v) => v), message(a));
  const c = { x: { y: [] } };
  c.x.y.push(c);
  assertEquals(message({ c }), [start("Object"), "|     property 'x' -> object with constructor 'Object'", "|     property 'y' -> object with constructor 'Array'", "--- index 0 closes the circle"]);
  const long = {};
  long.b = { c: { d: { e: { f: { g: long } } } } };
  assertEquals(message(long), [start("Object"), "|     property 'b' -> object with constructor 'Object'", "|     property 'c' -> object with constructor 'Object'", "|     ...", "|     property 'f' -> object with constructor 'Object'", "--- property 'g' closes the circle"]);
  class Foo { self = this; }
  assertEquals(message(new Foo()), [start("Foo"), "--- property 'self' closes the circle"]);
  const own = { constructor: { name: "Own" } };
  own.own = own;
  assertEquals(message(own)[0], start("Object"));
  const none = Object.create(null);
  none[5] = none;
  assertEquals(message(none), [start("Object"), "--- property '5' closes the circle"]);
  let deep = a;
  for (let i = 0; i < 100; i++) deep = [deep];
  assertEquals(message(deep), message(a));
  const shared = {};
  assertEquals(JSON.stringify([shared, shared]), "[{},{}]");
});
test("JSON.stringify", () => {
  assertEquals(JSON.stringify({ a: [1, { toJSON() { return "t"; } }], u: undefined }, null, 1), '{\n "a": [\n  1,\n  "t"\n ]\n}');
  assertEquals(JSON.stringify([-0, 1e21, 1e-7, NaN, Infinity, undefined, () => 1, Symbol(), new Date(0), new Number(3), new String("s"), new Boolean(false), 123456789012, 0.1]),
    '[0,1e+21,1e-7,null,null,null,null,null,"1970-01-01T00:00:00.000Z",3,"s",false,123456789012,0.1]');
  assertEquals([JSON.stringify(undefined), JSON.stringify(() => 1), JSON.stringify(Symbol()), JSON.stringify({ a: undefined, b: () => 1, [Symbol()]: 1 })], [undefined, undefined, undefined, "{}"]);
  assertEquals(JSON.stringify("\b\t\n\f\r\"\\\u0001\u001f\u007f\u00e9\ud83d\ude00\u2028\ufffd"), '"\\b\\t\\n\\f\\r\\"\\\\\\u0001\\u001f\u007f\u00e9\ud83d\ude00\u2028\ufffd"');
  assertEquals(JSON.stringify({ "\ud800": "\udc00a\ud83d\ude00\ud83d" }), '{"\\ud800":"\\udc00a\ud83d\ude00\\ud83d"}');
  assertEquals(JSON.stringify(JSON.parse('{"\\ud800":["\\udc00"]}')), '{"\\ud800":["\\udc00"]}');
  assertEquals(JSON.stringify({ b: 1, 2: 2, a: 3, 1: 4 }), '{"1":4,"2":2,"b":1,"a":3}');
  assertEquals(JSON.stringify([[], {}, [[]], [,1]], null, 2), '[\n  [],\n  {},\n  [\n    []\n  ],\n  [\n    null,\n    1\n  ]\n]');
  assertEquals([JSON.stringify([1], null, 20), JSON.stringify([1], null, "abcdefghijklm"), JSON.stringify([1], null, new Number(1)), JSON.stringify([1], null, "")], ["[\n          1\n]", "[\nabcdefghij1\n]", "[\n 1\n]", "[1]"]);
  assertEquals(JSON.stringify({ a: JSON.rawJSON("1e1000") }), '{"a":1e1000}');
  assertEquals(JSON.stringify(Object.defineProperty({ b: 1 }, "a", { value: 1 })), '{"b":1}');
});
test("replacers", () => {
  assertEquals(JSON.stringify({ a: 1, b: { a: 2, c: 3 }, 1: [{ a: 4 }] }, ["b", "a", 1, new String("b"), {}]), '{"b":{"a":2},"a":1,"1":[{"a":4}]}');
  const seen = [];
  assertEquals(JSON.stringify({ a: [1], d: new Date(0) }, function (k, v) { seen.push([k, this === v, typeof v]); return k === "0" ? 2 : v; }), '{"a":[2],"d":"1970-01-01T00:00:00.000Z"}');
  assertEquals(seen, [["", false, "object"], ["a", false, "object"], ["0", false, "number"], ["d", false, "string"]]);
  assertEquals(JSON.stringify({}, () => undefined), undefined);
});
test("toJSON, getters and proxies", () => {
  assertEquals(JSON.stringify({ a: { toJSON(k) { return [k, this.x]; }, x: 1 }, get b() { return 2; }, c: { toJSON: 3 } }), '{"a":["a",1],"b":2,"c":{"toJSON":3}}');
  assertThrows(() => JSON.stringify({ a: 1n }), TypeError, "Do not know how to serialize a BigInt");
  assertThrows(() => JSON.stringify(Object(1n)), TypeError, "Do not know how to serialize a BigInt");
  BigInt.prototype.toJSON = function () { return typeof this + this; };
  assertEquals(JSON.stringify({ a: 1n }), '{"a":"bigint1"}');
  delete BigInt.prototype.toJSON;
  assertEquals(JSON.stringify([new Proxy([1], {}), new Proxy({ a: 1 }, {}), new Proxy(() => 1, {})]), '[[1],{"a":1},null]');
  const traps = [];
  JSON.stringify(new Proxy({ a: 1, b: 2 }, new Proxy({}, { get: (_, trap) => (target, key, ...more) => (traps.push(trap + " " + String(typeof key === "string" ? key : "")), Reflect[trap](target, key, ...more)) })));
  assertEquals(traps, ["get toJSON", "ownKeys ", "getOwnPropertyDescriptor a", "getOwnPropertyDescriptor b", "get a", "get b"]);
  const gone = Proxy.revocable({}, {});
  gone.revoke();
  assertThrows(() => JSON.stringify([gone.proxy]), TypeError);
});
test("a symbol is no JSON", () => assertThrows(() => JSON.parse(Symbol("1")), TypeError, "Cannot convert a Symbol value to a string"));

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
test("nesting", () => {
  const depth = 5000;
  let v = JSON.parse("[".repeat(depth) + "]".repeat(depth)), n = 0;
  for (; v.length; v = v[0]) n++;
  assertEquals(n, depth - 1);
  assertThrows(() => JSON.parse("[".repeat(1e6)), RangeError);
});
test("circles are described", () => {
  const message = (v) => { try { JSON.stringify(v); } catch (e) { return e.message; } };
  const a = {};
  a.b = a;
  assertEquals(message(a), "Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    --- property 'b' closes the circle");
  const c = { x: { y: [] } };
  c.x.y.push(c);
  assertEquals(message({ c }), "Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    |     property 'x' -> object with constructor 'Object'\n    |     property 'y' -> object with constructor 'Array'\n    --- index 0 closes the circle");
  assertEquals(JSON.stringify({ a: [1, { toJSON() { return "t"; } }], u: undefined }, null, 1), '{\n "a": [\n  1,\n  "t"\n ]\n}');
});

const qs = require("querystring");

test("fields are found, and names that stand twice give a list", () => {
  assertEquals(qs.parse("a=1&b=2&a=3&c"), { a: ["1", "3"], b: "2", c: "" });
  assertEquals(Object.getPrototypeOf(qs.parse("a=1")), null);
  assertEquals(qs.parse("foo=%EF%BF%BD&bar=a%20b+c"), { foo: "\ufffd", bar: "a b c" });
  assertEquals(qs.parse("a=%zz&b=%E0%A4%A&c=100%"), { a: "%zz", b: "\ufffd%A", c: "100%" });
  assertEquals(qs.parse(""), {});
  assertEquals(qs.parse(null), {});
});

test("separators and the number of fields can be chosen", () => {
  assertEquals(qs.parse("a:b;c:d", ";", ":"), { a: "b", c: "d" });
  assertEquals(qs.parse("a==>b&&c==>d", "&&", "==>"), { a: "b", c: "d" });
  assertEquals(qs.parse("a=1&b=2&c=3", null, null, { maxKeys: 2 }), { a: "1", b: "2" });
  assertEquals(qs.parse("a=1&b=2", null, null, { maxKeys: 0 }), { a: "1", b: "2" });
  assertEquals(qs.parse("a=b", null, null, { decodeURIComponent: (s) => s.toUpperCase() }), { A: "B" });
});

test("an object becomes a query string", () => {
  assertEquals(qs.stringify({ foo: "bar", baz: ["qux", "quux"], corge: "" }), "foo=bar&baz=qux&baz=quux&corge=");
  assertEquals(qs.stringify({ a: 1, b: true, c: 10n, d: NaN, e: null, f: undefined, g: {} }), "a=1&b=true&c=10&d=&e=&f=&g=");
  assertEquals(qs.stringify({ "a b": "c d&é!'()*" }), "a%20b=c%20d%26%C3%A9!'()*");
  assertEquals(qs.stringify({ a: "b", c: "d" }, ";", ":"), "a:b;c:d");
  assertEquals(qs.stringify("x"), "");
  assertEquals(qs.stringify({ a: [] }), "");
});

test("a lone surrogate is an error with a code", () => {
  const e = assertThrows(() => qs.stringify({ a: "\ud800" }), "URIError", "URI malformed");
  assertEquals(e.code, "ERR_INVALID_URI");
});

test("a replaced escape is the one that is used", () => {
  const { escape } = qs;
  qs.escape = (s) => `<${s}>`;
  try {
    assertEquals(qs.stringify({ a: "b" }), "<a>=<b>");
  } finally {
    qs.escape = escape;
  }
  assertEquals(qs.encode, qs.stringify);
  assertEquals(qs.decode, qs.parse);
});

test("surrogates, empty fields and percent signs are taken as the platform takes them", () => {
	const qs = require("querystring");
	assertEquals(qs.escape("\ud801test"), "%F0%90%91%B4est");
	assertThrows(() => qs.escape("a\ud801"), "URIError", "URI malformed");
	assertEquals(Object.keys(qs.parse("&a", null, null, { maxKeys: 1 })), []);
	assertEquals(Object.entries(qs.parse("%\u0100=%\u0101+")), [["%\u0100", "%\u0101 "]]);
});

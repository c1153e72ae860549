const text = (...a) => new URLSearchParams(...a).toString();
test("every kind of init", () => {
  assertEquals([text(), text(undefined), text(null), text(1), text("?a=1?&b"), text("??a")], ["", "", "null=", "1=", "a=1%3F&b=", "%3Fa="]);
  assertEquals([text({ a: 1, b: [1, 2] }), text([["a", "b"], new Set(["c", "d"])]), text(new Map([["a", "b"]])), text([])], ["a=1&b=1%2C2", "a=b&c=d", "a=b", ""]);
  const from = new URLSearchParams("a=1&a=2"), to = new URLSearchParams(from);
  to.append("b", "3");
  assertEquals([from.toString(), to.toString()], ["a=1&a=2", "a=1&a=2&b=3"]);
  assertEquals(text({ "\ud800": "1", "\ufffd": "2" }), "%EF%BF%BD=2");
  for (const wrong of [[["a"]], [["a", "b", "c"]]]) assertThrows(() => new URLSearchParams(wrong), TypeError, "Invalid URL search params sequence.");
  for (const wrong of [[1], ["ab"]]) assertThrows(() => new URLSearchParams(wrong), TypeError, "Incorrect type: the provided value is not of type 'Sequence'.");
  assertThrows(() => new URLSearchParams({ a: Symbol() }), TypeError, "Cannot convert a Symbol value to a string");
});
test("decoding and encoding", () => {
  const p = new URLSearchParams("a=%F0%9F%98x&b=%EF%BB%BF1&%zz=%4&c=+%2b&d=\ud800&=e&&f");
  assertEquals([...p], [["a", "\ufffdx"], ["b", "\ufeff1"], ["%zz", "%4"], ["c", " +"], ["d", "\ufffd"], ["", "e"], ["f", ""]]);
  assertEquals(text({ "a b": "*-._~!'()é😀\n" }), "a+b=*-._%7E%21%27%28%29%C3%A9%F0%9F%98%80%0A");
});
test("append, set, delete, get, getAll, has, size", () => {
  const p = new URLSearchParams("a=1&a=2&b=3");
  assertEquals([p.get("a"), p.get("x"), p.getAll("a"), p.getAll("x"), p.size], ["1", null, ["1", "2"], [], 3]);
  assertEquals([p.has("a"), p.has("a", "2"), p.has("a", "3"), p.has("a", undefined), p.has("x")], [true, true, false, true, false]);
  p.delete("a", "2"); assertEquals(String(p), "a=1&b=3");
  p.delete("b", undefined); assertEquals(String(p), "a=1");
  p.append("a", null); p.append("c", {}); p.set("a", 5); p.set("d", "\ud800");
  assertEquals([...p], [["a", "5"], ["c", "[object Object]"], ["d", "\ufffd"]]);
});
test("sort is stable and goes by UTF-16 units", () => {
  const p = new URLSearchParams("z=1&\ud83d\ude00=2&\uffff=3&a=4&z=0");
  p.sort();
  assertEquals([...p], [["a", "4"], ["z", "1"], ["z", "0"], ["\ud83d\ude00", "2"], ["\uffff", "3"]]);
});
test("iteration follows changes", () => {
  const p = new URLSearchParams("a=1&b=2&c=3"), seen = [];
  for (const [k] of p) { seen.push(k); p.delete("b"); if (seen.length < 4) p.append("d" + seen.length, "1"); }
  assertEquals(seen, ["a", "c", "d1", "d2", "d3"]);
  assertEquals([[...new URLSearchParams("a=1&b=2").keys()], [...new URLSearchParams("a=1&b=2").values()]], [["a", "b"], ["1", "2"]]);
  const q = new URLSearchParams("a=1"), calls = [];
  q.forEach(function (v, k, o) { calls.push(v, k, o === q, this.t); if (calls.length < 5) q.append("z", "2"); }, { t: 5 });
  assertEquals(calls, ["1", "a", true, 5, "2", "z", true, 5]);
  assertEquals(URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries, true);
});
test("missing arguments", () => {
  const p = new URLSearchParams();
  for (const call of ["append", "set"]) {
    assertThrows(() => p[call](), TypeError, `Failed to execute '${call}' on 'URLSearchParams': parameter 1 is not of type 'USVString'.`);
    assertThrows(() => p[call]("a"), TypeError, `Failed to execute '${call}' on 'URLSearchParams': parameter 2 is not of type 'USVString'.`);
  }
  for (const call of ["get", "getAll", "has", "delete"])
    assertThrows(() => p[call](), TypeError, `Failed to execute '${call}' on 'URLSearchParams': parameter 1 is not of type 'USVString'.`);
  assertThrows(() => p.forEach(1), TypeError, "Failed to execute 'forEach' on 'URLSearchParams': parameter 1 is not of type 'function'.");
  assertThrows(() => URLSearchParams.prototype.get.call({}, "a"), TypeError, "Illegal invocation");
});
test("lone surrogates in the keys of an object are replaced", () => {
  assertEquals(String(new URLSearchParams({ "\ud835x": "1", "xx": "2", "\udc53": "\ud83dx" })), "%EF%BF%BDx=1&xx=2&%EF%BF%BD=%EF%BF%BDx");
});

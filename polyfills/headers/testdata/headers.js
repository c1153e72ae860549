test("values are combined, sorted and shown in lower case", () => {
  const h = new Headers({ B: "1", a: "2", "Set-Cookie": "x" });
  h.append("b", "3"); h.append("set-cookie", "y");
  assertEquals([...h], [["a", "2"], ["b", "1, 3"], ["set-cookie", "x"], ["set-cookie", "y"]]);
  assertEquals([h.get("SET-COOKIE"), h.getSetCookie(), h.getAll("Set-Cookie")], ["x, y", ["x", "y"], ["x", "y"]]);
  assertEquals([...h.keys()], ["a", "b", "set-cookie", "set-cookie"]);
  assertEquals([...h.values()], ["2", "1, 3", "x", "y"]);
  assertEquals(new Headers({ a: "1", A: "2" }).get("a"), "1, 2");
  assertThrows(() => h.getAll("x"), TypeError, 'getAll() can only be used with the header name "Set-Cookie".');
});
test("set, has, delete and empty values", () => {
  const h = new Headers();
  h.append("a", ""); h.set("c", " x \t\r\n"); h.set("C", "y");
  assertEquals([h.get("a"), h.has("A"), h.get("c"), h.get("none"), h.has("none")], ["", true, "y", null, false]);
  h.delete("A"); h.delete("none");
  assertEquals([...h], [["c", "y"]]);
});
test("every kind of init", () => {
  assertEquals([...new Headers(undefined)], []);
  assertEquals(new Headers(new Map([["a", "b"]])).get("a"), "b");
  assertEquals(new Headers([["a", "b"], new Set(["c", "d"])]).get("c"), "d");
  assertEquals(new Headers({ a: undefined, b: ["x", "y"] }).get("b"), "x,y");
  const from = new Headers({ a: "1" }), to = new Headers(from);
  to.set("a", "2");
  assertEquals([from.get("a"), to.get("a")], ["1", "2"]);
  for (const wrong of [1, null, "abc"])
    assertThrows(() => new Headers(wrong), TypeError, "Failed to construct 'Headers': constructor parameter 1 is not of type 'Headers or Sequence or object'.");
  for (const wrong of [[["a"]], [["a", "b", "c"]]])
    assertThrows(() => new Headers(wrong), TypeError, "To initialize a Headers object from a sequence, each inner sequence must have exactly two elements.");
  for (const wrong of [[1], ["ab"]])
    assertThrows(() => new Headers(wrong), TypeError, "Incorrect type: the provided value is not of type 'Sequence'.");
});
test("names and values are checked", () => {
  const h = new Headers();
  for (const bad of ["", "a b", "é", "\u0100", "a:", "a\n"])
    for (const call of ["get", "has", "delete"]) assertThrows(() => h[call](bad), TypeError, "Invalid header name.");
  assertThrows(() => h.append("a b", "c"), TypeError, "Invalid header name.");
  for (const bad of ["b\nc", "b\0c", "b\rc"]) {
    assertThrows(() => h.append("a", bad), TypeError, "Invalid header value.");
    assertThrows(() => h.set("a", bad), TypeError, "Invalid header value.");
    assertThrows(() => new Headers({ a: bad }), TypeError, "Invalid header value.");
  }
  h.set("a", "é\u00ff");
  assertEquals([...h], [["a", "é\u00ff"]]);
  for (const [set, seen] of [["\u0100…€", "\u0100…€"], ["😀", "😀"], ["a\ud800", "a\ufffd\ufffd\ufffd"]]) {
    assertEquals(new Headers({ a: set }).get("a"), seen);
    h.set("a", set);
    h.append("a", set);
    assertEquals(h.get("a"), `${seen}, ${seen}`);
  }
  assertThrows(() => h.set("a", Symbol()), TypeError, "Cannot convert a Symbol value to a string");
});
test("missing arguments", () => {
  const h = new Headers();
  assertThrows(() => h.append("a"), TypeError, "Failed to execute 'append' on 'Headers': parameter 2 is not of type 'string'.");
  assertThrows(() => h.set(), TypeError, "Failed to execute 'set' on 'Headers': parameter 1 is not of type 'string'.");
  assertThrows(() => h.get(), TypeError, "Failed to execute 'get' on 'Headers': parameter 1 is not of type 'string'.");
  for (const f of [undefined, 1])
    assertThrows(() => h.forEach(f), TypeError, "Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'function'.");
});
test("an iterator shows the headers as they were", () => {
  const h = new Headers({ a: "1", b: "2", c: "3" }), seen = [];
  for (const [k] of h) { seen.push(k); h.delete("b"); h.append("d", "4"); }
  h.forEach(function (v, k, o) { seen.push(k + v, o === h, this.t); h.append("e" + seen.length, "1"); }, { t: 5 });
  assertEquals(seen, ["a", "b", "c", "a1", true, 5, "c3", true, 5, "d4, 4, 4", true, 5]);
  const it = h.entries();
  assert(it[Symbol.iterator]() === it && typeof it.next === "function");
  assertEquals(Headers.prototype[Symbol.iterator] === Headers.prototype.entries, true);
});
test("the class", () => {
  assertThrows(() => Headers.prototype.get.call({}, "a"), TypeError, "Illegal invocation");
  assertEquals(String(new Headers()), "[object Headers]");
  class Mine extends Headers { twice(k) { return this.get(k) + this.get(k); } }
  assertEquals(new Mine({ a: "b" }).twice("a"), "bb");
});
test("a record that is a proxy is asked for what the standard says, and nothing else", () => {
  const log = [];
  const handler = new Proxy({}, { get: (_, trap) => (...args) => { log.push([trap, args[1]]); return Reflect[trap](...args); } });
  assertEquals([...new Headers(new Proxy({ a: "b" }, handler))], [["a", "b"]]);
  assertEquals(log, [["get", Symbol.iterator], ["ownKeys", undefined], ["getOwnPropertyDescriptor", "a"], ["get", "a"]]);
});
test("a proxy of a script carries nothing, and does not hear of what its target does", () => {
  const seen = [];
  const bound = new Proxy(new Headers({ a: "1" }), { get(target, name) {
    seen.push(String(name));
    const value = Reflect.get(target, name, target);
    return typeof value === "function" ? value.bind(target) : value;
  } });
  assertEquals([bound.get("a"), [...new Headers(bound)], [...bound.keys()]], ["1", [["a", "1"]], ["a"]]);
  assertThrows(() => Headers.prototype.get.call(bound, "a"), TypeError);
  assertThrows(() => new Proxy(new Headers(), {}).get("a"), TypeError);
  assertEquals(seen.filter((name) => name.includes("\0")), []);
  const { proxy, revoke } = Proxy.revocable(new Headers(), {});
  revoke();
  assertThrows(() => Headers.prototype.get.call(proxy, "a"), TypeError);
});

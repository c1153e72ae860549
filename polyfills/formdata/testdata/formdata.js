test("append, set, delete, get, getAll, has", () => {
  const f = new FormData();
  f.append("a", "1"); f.append("b", {}); f.append("a", null); f.append("c", undefined, "ignored"); f.append("\ud800", "\ud800");
  assertEquals([...f], [["a", "1"], ["b", "[object Object]"], ["a", "null"], ["c", "undefined"], ["\ufffd", "\ufffd"]]);
  f.set("a", 9); f.set("d", "new"); f.delete("b"); f.delete("none"); f.delete("\ufffd");
  assertEquals([...f.entries()], [["a", "9"], ["c", "undefined"], ["d", "new"]]);
  assertEquals([[...f.keys()], [...f.values()], f.get("a"), f.get("x"), f.getAll("a"), f.getAll("x"), f.has("a"), f.has("x")],
    [["a", "c", "d"], ["9", "undefined", "new"], "9", null, ["9"], [], true, false]);
});
test("a blob becomes a file that is named as its field", async () => {
  const f = new FormData(), file = new File(["x"], "n", { type: "t/y", lastModified: 7 });
  f.append("a", new Blob(["q"], { type: "t/z" })); f.append("b", file); f.append("c", file, "other"); f.append("d", new Blob([]), "named");
  const a = f.get("a"), c = f.get("c");
  assertEquals([a instanceof File, a.name, a.type, await a.text(), a === f.get("a")], [true, "a", "t/z", "q", true]);
  assert(f.get("b") === file && c !== file && c.lastModified > 7);
  assertEquals([c.name, c.type, await c.text(), f.get("d").name], ["other", "t/y", "x", "named"]);
});
test("iteration follows changes", () => {
  const f = new FormData(), seen = [];
  f.append("a", "1"); f.append("b", "2"); f.append("c", "3");
  for (const [k] of f) { seen.push(k); f.delete("b"); if (seen.length < 4) f.append("d" + seen.length, "1"); }
  assertEquals(seen, ["a", "c", "d1", "d2", "d3"]);
  const g = new FormData(), calls = [];
  g.append("a", "1");
  g.forEach(function (v, k, o) { calls.push(v, k, o === g, this.t); if (calls.length < 5) g.append("z", "2"); }, { t: 5 });
  assertEquals(calls, ["1", "a", true, 5, "2", "z", true, 5]);
});
test("missing arguments", () => {
  const f = new FormData();
  for (const call of ["append", "set"]) {
    assertThrows(() => f[call](), TypeError, `Failed to execute '${call}' on 'FormData': parameter 1 is not of type 'string'.`);
    assertThrows(() => f[call]("a"), TypeError, `Failed to execute '${call}' on 'FormData': parameter 2 is not of type 'File or Blob or string'.`);
  }
  for (const call of ["get", "getAll", "has", "delete"])
    assertThrows(() => f[call](), TypeError, `Failed to execute '${call}' on 'FormData': parameter 1 is not of type 'string'.`);
  assertThrows(() => f.forEach(1), TypeError, "Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'function'.");
  assertThrows(() => FormData.prototype.get.call({}, "a"), TypeError, "Illegal invocation");
  assertEquals(String(f), "[object FormData]");
});

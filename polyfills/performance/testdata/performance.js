test("now advances with the clock and starts at the epoch", () => {
  assertEquals(performance.timeOrigin, 0);
  assert(Math.abs(performance.now() - Date.now()) < 10000);
});
test("marks and measures", () => {
  const a = performance.mark("a", { startTime: 10, detail: 1 });
  performance.mark("b", { startTime: 25 });
  const m = performance.measure("m", "a", "b");
  assertEquals([m.startTime, m.duration, m.entryType, a.detail], [10, 15, "measure", 1]);
  assertEquals(performance.getEntriesByType("mark").map((e) => e.name), ["a", "b"]);
  assertEquals(performance.getEntriesByName("m").length, 1);
  performance.clearMarks("a");
  assertEquals(performance.getEntries().map((e) => e.name), ["m", "b"]);
  assertThrows(() => performance.measure("x", "nope"), "SyntaxError");
  assert(m instanceof PerformanceEntry);
});
test("navigator and names of the global object", () => {
  assertEquals([navigator.userAgent, navigator.hardwareConcurrency, self === globalThis, origin], ["Cloudflare-Workers", 1, true, "null"]);
});

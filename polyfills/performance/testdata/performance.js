test("now advances with the clock and starts at the epoch", () => {
  assertEquals(performance.timeOrigin, 0);
  assert(Math.abs(performance.now() - Date.now()) < 10000);
});
test("marks and measures", () => {
  const a = performance.mark("a", { startTime: 10, detail: { a: 1 } });
  performance.mark("b", { startTime: 25 });
  const m = performance.measure("m", "a", "b");
  assertEquals([m.startTime, m.duration, m.entryType, a.detail], [10, 15, "measure", { a: 1 }]);
  assertEquals(performance.getEntriesByType("mark").map((e) => e.name), ["a", "b"]);
  assertEquals(performance.getEntriesByName("m").length, 1);
  performance.clearMarks("a");
  assertEquals(performance.getEntries().map((e) => e.name), ["m", "b"]);
  assertThrows(() => performance.measure("x", "nope"), "SyntaxError");
  assertThrows(() => performance.mark("x", { detail: 1 }), TypeError, "Incorrect type for the 'detail' field on 'Options': the provided value is not of type 'Object'.");
  assert(m instanceof PerformanceEntry);
});
test("a mark's options are checked and its detail is a copy", () => {
  const detail = { n: 1 }, m = performance.mark("copied", { detail, startTime: 5 });
  assertEquals([m.detail, m.detail === detail, m.startTime], [{ n: 1 }, false, 5]);
  assertThrows(() => performance.mark("x", 5), TypeError, "Failed to execute 'mark' on 'Performance': parameter 2 is not of type 'Options'.");
  assertThrows(() => performance.mark("x", { startTime: -1 }), TypeError, "negative");
  assertThrows(() => new PerformanceMark("x", { startTime: Infinity }), TypeError, "non-finite");
  assertThrows(() => performance.mark("x", { detail: () => {} }), "DataCloneError");
});
test("a measure refuses options that contradict each other", () => {
  for (const options of [{ detail: { a: 1 } }, { start: 1, end: 2, duration: 1 }]) {
    assertThrows(() => performance.measure("x", options), TypeError);
  }
  assertThrows(() => performance.measure("x", { start: 1 }, "end"), TypeError);
  assertThrows(() => performance.measure("x", "navigationStart"), TypeError);
  assertEquals(performance.measure("x", { end: 10, duration: 4 }).startTime, 6);
});
test("observers hear of what they observe, in a task", async () => {
  const seen = [];
  performance.mark("before");
  await new Promise((done) => {
    const o = new PerformanceObserver((list, observer, options) => {
      seen.push(list.getEntriesByType("mark").map((e) => e.name), observer === o, options.droppedEntriesCount);
      done();
    });
    o.observe({ type: "mark", buffered: true });
    performance.mark("after");
    performance.measure("not this");
    seen.push("sync");
  });
  assertEquals([seen[0], seen[1].slice(-2), seen[2], seen[3]], ["sync", ["before", "after"], true, 0]);
});
test("records can be taken, and a disconnected observer hears nothing", () => {
  const o = new PerformanceObserver(() => assert(false, "called"));
  o.observe({ entryTypes: ["mark", "measure", "paint"] });
  performance.mark("taken");
  assertEquals([o.takeRecords().map((e) => e.name), o.takeRecords()], [["taken"], []]);
  performance.mark("lost");
  o.disconnect();
  assertThrows(() => o.observe({}), TypeError, "must include either entryTypes or type");
  assertThrows(() => o.observe({ entryTypes: ["mark"], type: "mark" }), TypeError);
  assertThrows(() => o.observe({ type: "mark" }), "InvalidModificationError");
  assertEquals([PerformanceObserver.supportedEntryTypes, Object.isFrozen(PerformanceObserver.supportedEntryTypes)], [["measure", "mark"], true]);
});
test("two times that differ do so by a tenth of a millisecond at least", () => {
  const first = performance.now();
  let next;
  do next = performance.now(); while (next === first);
  assert(next - first > 0.09, next - first);
});
test("an observer of several types takes no notice of what is said of the past", () => {
  new PerformanceObserver(() => {}).observe({ entryTypes: ["mark"], buffered: true });
});

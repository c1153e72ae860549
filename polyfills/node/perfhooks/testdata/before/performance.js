test("before its date performance has nothing of Node", () => {
  assertEquals(["nodeTiming", "eventLoopUtilization", "timerify", "markResourceTiming"].filter((name) => name in performance), []);
});

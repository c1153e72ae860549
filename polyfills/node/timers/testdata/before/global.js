test("before its date the global setTimeout gives numbers", () => {
  const timer = setTimeout(() => {}, 1);
  assertEquals(typeof timer, "number");
  clearTimeout(timer);
});

test("node:timers gives objects at any date", () => {
  const timers = require("timers");
  const timer = timers.setTimeout(() => {}, 1);
  assertEquals(typeof timer, "object");
  timers.clearTimeout(timer);
});

test("a date names its zone in full", () => {
  const date = new Date(0);
  assert(!/\((UTC|GMT)\)/.test(date.toString() + date.toTimeString()) || date.getTimezoneOffset() !== 0, String(date));
  assertEquals([`${date}`, String(date), date + ""], Array(3).fill(date.toString()));
  assertEquals(new Date(NaN).toString(), "Invalid Date");
  assertThrows(() => Date.prototype.toString.call({}), TypeError);
});

test("before its date hasSubscribers is a method", () => {
  const { channel, tracingChannel } = require("diagnostics_channel");
  assertEquals([channel("a").hasSubscribers(), tracingChannel("b").hasSubscribers()], [false, false]);
  channel("a").subscribe(() => {});
  assertEquals(channel("a").hasSubscribers(), true);
});

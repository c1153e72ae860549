test("its values are the platform's", () => {
  const { userAgent, language, languages, hardwareConcurrency, platform } = navigator;
  assertEquals([userAgent, language, languages, hardwareConcurrency, platform], ["Cloudflare-Workers", "en", ["en"], 1, ""]);
  assertEquals([navigator.languages === languages, Object.isFrozen(languages), navigator instanceof Navigator], [true, true, true]);
  assertThrows(() => new Navigator(), TypeError, "Illegal constructor");
});
test("sendBeacon takes anything but nothing", () => {
  assertThrows(() => navigator.sendBeacon(), TypeError, "Failed to execute 'sendBeacon' on 'Navigator': parameter 1 is not of type 'string'.");
  assertEquals(navigator.sendBeacon("not a url", "x"), true);
});

// What workerd of April 2026 answers.
const whole = { years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7, milliseconds: 89, microseconds: 100, nanoseconds: 11 };
const format = (locale, options, duration) => new Intl.DurationFormat(locale, options).format(duration).replace(/[\u00a0\u202f]/g, " ");
test("every unit is written, in the styles and the language", () => {
  for (const [locale, style, want] of [
    ["en", "long", "1 year, 2 months, 3 weeks, 4 days, 5 hours, 6 minutes, 7 seconds, 89 milliseconds, 100 microseconds, 11 nanoseconds"],
    ["en", "short", "1 yr, 2 mths, 3 wks, 4 days, 5 hr, 6 min, 7 sec, 89 ms, 100 μs, 11 ns"],
    ["en", "narrow", "1y 2m 3w 4d 5h 6m 7s 89ms 100μs 11ns"],
    ["en", "digital", "1 yr, 2 mths, 3 wks, 4 days, 5:06:07.089100011"],
    ["de", "digital", "1 J, 2 Mon., 3 Wo., 4 Tg. und 5:06:07,089100011"],
    ["fr", "short", "1 an, 2 m., 3 sem., 4 j, 5 h, 6 min, 7 s, 89 ms, 100 μs et 11 ns"],
    ["ja", "narrow", "1y2m3w4d5h6m7s89ms100μs11ns"],
    ["da", "digital", "1 år, 2 mdr., 3 uger, 4 dage og 5.06.07,089100011"],
    ["id", "long", "1 tahun, 2 bulan, 3 minggu, 4 hari, 5 jam, 6 menit, 7 detik, 89 milidetik, 100 mikrodetik, 11 nanodetik"],
  ]) assertEquals(format(locale, { style }, whole), want, locale + style);
});
test("options say which units are numbers and which are shown", () => {
  for (const [options, duration, want] of [
    [{ style: "digital" }, { minutes: 5 }, "0:05:00"],
    [{ style: "digital" }, { days: 1, seconds: 1 }, "1 day, 0:00:01"],
    [{}, { hours: -1, minutes: -5 }, "-1 hr, 5 min"],
    [{ hoursDisplay: "always", style: "long" }, { minutes: -5 }, "-0 hours, 5 minutes"],
    [{ style: "digital" }, { hours: -1, minutes: -5 }, "-1:05:00"],
    [{ seconds: "numeric" }, { seconds: 5, milliseconds: 250 }, "5.25"],
    [{ minutes: "2-digit", seconds: "numeric" }, { minutes: 1, seconds: 5 }, "01:05"],
    [{ fractionalDigits: 2, style: "digital" }, { seconds: 5, milliseconds: 256 }, "0:00:05.25"],
    [{ style: "long", milliseconds: "numeric", fractionalDigits: 1 }, { seconds: 5, milliseconds: 256 }, "5.2 seconds"],
    [{ style: "long" }, { days: 1234567 }, "1,234,567 days"],
    [{ hours: "numeric" }, { hours: 1234 }, "1234:00:00"],
    [{ yearsDisplay: "always" }, { days: 1 }, "0 yrs, 1 day"],
  ]) assertEquals(format("en", options, duration), want, JSON.stringify([options, duration]));
});
test("parts name their units", () => {
  assertEquals(new Intl.DurationFormat("en", { style: "narrow" }).formatToParts({ hours: -1, minutes: -46 }), [
    { type: "minusSign", value: "-", unit: "hour" }, { type: "integer", value: "1", unit: "hour" }, { type: "unit", value: "h", unit: "hour" },
    { type: "literal", value: " " }, { type: "integer", value: "46", unit: "minute" }, { type: "unit", value: "m", unit: "minute" },
  ]);
});
test("what is no duration, and options that contradict each other, are refused", () => {
  for (const [options, duration, error, message] of [
    [{}, {}, TypeError, "Temporal error: Did not provide any valid Duration fields."],
    [{}, undefined, TypeError, "Temporal error: Duration argument must be Duration or string."],
    [{}, { years: 1.5 }, RangeError, "Temporal error: Expected finite integer."],
    [{}, { years: 1, months: -1 }, RangeError, "Temporal error: Duration was not valid."],
    [{}, { years: 2 ** 32 }, RangeError, "Temporal error: Duration was not valid."],
    [{}, { days: 1e15 }, RangeError, "Temporal error: Duration was not valid."],
    [{}, { hours: 1e300 }, RangeError, "Temporal error: Duration field out of range."],
    [{}, "P", RangeError, "Temporal error: Parsing ended abruptly."],
    [{}, "", RangeError, "Temporal error: Parsing ended abruptly."],
    [{}, "P1H", RangeError, "Temporal error: Parsing ended abruptly."],
    [{}, "1H", RangeError, "Temporal error: Invalid duration designator."],
    [{}, "PT", RangeError, "Temporal error: Invalid time duration designator."],
    [{}, "PT.5S", RangeError, "Temporal error: Invalid time duration designator."],
    [{}, "P1D1Y", RangeError, "Temporal error: Invalid date duration part order."],
    [{}, "PT1S1M", RangeError, "Temporal error: Invalid time duration part order."],
    [{}, "PT1.1234567891S", RangeError, "Temporal error: Fractional time exceeds nine digits."],
    [{}, "PT1.5H2M", RangeError, "Temporal error: Unexpected character found after parsing was completed."],
    [{}, "PT1H ", RangeError, "Temporal error: Unexpected character found after parsing was completed."],
    [{}, "P4294967296Y", RangeError, "Temporal error: Provided Duration field value exceeds supported range."],
    [{}, "PT9007199254740992S", RangeError, "Temporal error: Duration was not valid."],
    [{ hours: "numeric", minutes: "long" }, {}, RangeError, "Invalid object : #<Object>"],
    [{ milliseconds: "numeric", millisecondsDisplay: "always" }, {}, RangeError, "Invalid object : #<Object>"],
    [{ years: "numeric" }, {}, RangeError, "Value numeric out of range for Intl.DurationFormat options property years"],
    [{ fractionalDigits: 10 }, {}, RangeError, "fractionalDigits value is out of range."],
  ]) assertThrows(() => format("en", options, duration), error, message);
  assertThrows(() => Intl.DurationFormat(), TypeError, "Constructor Intl.DurationFormat requires 'new'");
});
test("resolvedOptions tells every unit's style", () => {
  const got = new Intl.DurationFormat("de-AT", { style: "long", hours: "numeric", fractionalDigits: 3 }).resolvedOptions();
  assertEquals([got.locale, got.style, got.days, got.daysDisplay, got.hours, got.minutes, got.minutesDisplay, got.milliseconds, got.millisecondsDisplay, got.fractionalDigits],
    ["de-AT", "long", "long", "auto", "numeric", "2-digit", "always", "numeric", "auto", 3]);
});
test("arrays hand locales and options on", () => {
  const ring = [1.5];
  ring.push(ring, null);
  assertEquals([
    [1234.5, new Date(0)].toLocaleString("de", { timeZone: "UTC" }), new Uint16Array([1234, 5]).toLocaleString("de"), ring.toLocaleString("de"),
    Array.prototype.toLocaleString.call({ length: 2, 1: 0.5 }, "fr"), Array.prototype.toLocaleString.length,
  ], ["1.234,5,1.1.1970, 00:00:00", "1.234,5", "1,5,,", ",0,5", 0]);
});
test("weekdays and hours are joined as CLDR says", () => {
  const at = new Date(Date.UTC(2026, 0, 5, 15, 4));
  const text = (locale, options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(at).replace(/[\u00a0\u202f]/g, " ");
  assertEquals([text("en", { weekday: "short", hour: "numeric" }), text("fr", { weekday: "short", hour: "numeric" }), text("en", { weekday: "short", hour: "numeric", minute: "2-digit" }), text("sk", { dateStyle: "long" })],
    ["Mon 3 PM", "lun. 15 h", "Mon 3:04 PM", "5. januára 2026"]);
  assertEquals(new Intl.ListFormat("ja", { type: "unit", style: "narrow" }).format(["A", "B", "C"]), "ABC");
});

test("durations may be texts of ISO 8601", () => {
  const format = new Intl.DurationFormat("en");
  const texts = {
    "P1Y2M3W4DT5H6M7.5S": "1 yr, 2 mths, 3 wks, 4 days, 5 hr, 6 min, 7 sec, 500 ms",
    "PT1.5H": "1 hr, 30 min",
    "PT1,5M": "1 min, 30 sec",
    "PT1.123456789S": "1 sec, 123 ms, 456 \u03bcs, 789 ns",
    "p1dt2h": "1 day, 2 hr",
    "+P1D": "1 day",
    "-P1D": "-1 day",
  };
  for (const [text, want] of Object.entries(texts)) assertEquals(format.format(text), want);
});

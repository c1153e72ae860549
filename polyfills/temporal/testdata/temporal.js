// What the real runtime answers is in fixtures/parity; here are the rules, one by one.
const text = (v) => String(v);

test("dates keep their month when days are too many", () => {
  const d = Temporal.PlainDate.from("2026-01-31");
  assertEquals(text(d.add({ months: 1 })), "2026-02-28");
  assertThrows(() => d.add({ months: 1 }, { overflow: "reject" }), RangeError);
  assertEquals(text(d.add({ months: 1, days: 3 })), "2026-03-03");
  assertEquals(text(Temporal.PlainDate.from({ year: 2024, month: 13, day: 40 })), "2024-12-31");
  assertThrows(() => Temporal.PlainDate.from({ year: 2024, month: 13, day: 1 }, { overflow: "reject" }), RangeError, "Month out of range");
});
test("differences begin with the longest unit asked for", () => {
  const a = Temporal.PlainDate.from("2024-02-29"), b = Temporal.PlainDate.from("2026-11-27");
  assertEquals([a.until(b), a.until(b, { largestUnit: "month" }), a.until(b, { largestUnit: "year" }), b.until(a, { largestUnit: "week" })].map(text), ["P1002D", "P32M29D", "P2Y8M29D", "-P143W1D"]);
  assertEquals(text(a.until(b, { smallestUnit: "month", roundingMode: "ceil" })), "P33M");
  assertEquals(text(b.since(a, { smallestUnit: "year", roundingMode: "floor" })), "P2Y");
});
test("days in zones are as long as they are", () => {
  const spring = Temporal.ZonedDateTime.from("2026-03-28T12:00[Europe/Berlin]");
  assertEquals(text(spring.add({ days: 1 })), "2026-03-29T12:00:00+02:00[Europe/Berlin]");
  assertEquals(text(spring.add({ hours: 24 })), "2026-03-29T13:00:00+02:00[Europe/Berlin]");
  assertEquals([spring.hoursInDay, spring.add({ days: 1 }).hoursInDay, Temporal.PlainDate.from("2026-10-25").toZonedDateTime("Europe/Berlin").hoursInDay], [24, 23, 25]);
  assertEquals(text(spring.until(spring.add({ hours: 24 }), { largestUnit: "day" })), "P1DT1H");
  assertEquals(text(Temporal.ZonedDateTime.from("1919-03-31[America/Toronto]")), "1919-03-31T00:30:00-04:00[America/Toronto]");
});
test("times that there are twice or never are chosen", () => {
  const zone = "Europe/Berlin", twice = Temporal.PlainDateTime.from("2026-10-25T02:30"), never = Temporal.PlainDateTime.from("2026-03-29T02:30");
  const of = (dt) => ["compatible", "earlier", "later"].map((disambiguation) => text(dt.toZonedDateTime(zone, { disambiguation })).slice(11, 22));
  assertEquals(of(twice), ["02:30:00+02", "02:30:00+02", "02:30:00+01"]);
  assertEquals(of(never), ["03:30:00+02", "01:30:00+01", "03:30:00+02"]);
  assertThrows(() => never.toZonedDateTime(zone, { disambiguation: "reject" }), RangeError);
});
test("offsets that contradict a zone are refused, unless another choice is made", () => {
  const wrong = "2026-11-27T12:00+05:00[Europe/Berlin]";
  assertThrows(() => Temporal.ZonedDateTime.from(wrong), RangeError);
  assertEquals(["use", "ignore", "prefer"].map((offset) => text(Temporal.ZonedDateTime.from(wrong, { offset })).slice(11, 22)), ["08:00:00+01", "12:00:00+01", "12:00:00+01"]);
});
test("durations are rounded from a start", () => {
  const d = Temporal.Duration.from({ months: 1, days: 31, hours: 25 });
  assertThrows(() => d.round("day"), RangeError);
  assertEquals(text(d.round({ largestUnit: "month", smallestUnit: "day", relativeTo: "2026-01-01" })), "P2M4D");
  assertEquals(d.total({ unit: "day", relativeTo: "2026-01-01" }), 63 + 1 / 24);
  assertEquals(text(Temporal.Duration.from("PT1H30M").round({ smallestUnit: "hour", roundingMode: "halfEven" })), "PT2H");
  assertEquals(Temporal.Duration.from({ seconds: 2 ** 53 - 1, nanoseconds: 999999999 }).total("second"), 2 ** 53);
  assertThrows(() => Temporal.Duration.from({ seconds: 2 ** 53 }), RangeError);
});
test("rounding up carries into longer units", () => {
  const a = Temporal.PlainDateTime.from("2025-12-31T23:59:59.9"), b = Temporal.PlainDateTime.from("2026-12-31T23:59:59.8");
  assertEquals(text(a.until(b, { largestUnit: "year", smallestUnit: "second", roundingMode: "ceil" })), "P1Y");
  assertEquals(text(a.round("second")), "2026-01-01T00:00:00");
});
test("options are read in the order of their names, once", () => {
  const seen = [];
  const options = new Proxy({}, { get(_, name) { seen.push(name); } });
  Temporal.PlainDateTime.from("2026-11-27").until("2027-01-01", options);
  assertEquals(seen, ["largestUnit", "roundingIncrement", "roundingMode", "smallestUnit"]);
  seen.length = 0;
  Temporal.PlainDateTime.from(new Proxy({}, { get(_, name) { seen.push(name); return { year: 2026, month: 11, day: 27 }[name]; } }));
  assertEquals(seen, ["calendar", "day", "hour", "microsecond", "millisecond", "minute", "month", "monthCode", "nanosecond", "second", "year"]);
});
test("calendars say what a day is", () => {
  const of = (calendar) => { const d = Temporal.PlainDate.from("2026-11-27").withCalendar(calendar); return [d.year, d.monthCode, d.day, d.era].join(" "); };
  assertEquals(["hebrew", "japanese", "islamic-civil", "persian", "chinese", "roc"].map(of), ["5787 M03 17 am", "2026 M11 27 reiwa", "1448 M06 16 ah", "1405 M09 6 ap", "2026 M10 19 ", "115 M11 27 roc"]);
  const leap = Temporal.PlainDate.from({ calendar: "hebrew", year: 5784, monthCode: "M05L", day: 30 });
  assertEquals([text(leap), text(leap.add({ years: 1 }))], ["2024-03-10[u-ca=hebrew]", "2025-03-29[u-ca=hebrew]"]);
  assertThrows(() => leap.until("2025-01-01"), RangeError, "Mismatched calendars.");
});
test("what is out of range is refused everywhere", () => {
  for (const f of [
    () => new Temporal.PlainDate(275760, 9, 14), () => new Temporal.PlainDate(1e300, 1, 1), () => Temporal.PlainDate.from("+999999-01-01"),
    () => new Temporal.Instant(10n ** 30n), () => new Temporal.Instant(2n ** 100000n + 1n), () => Temporal.Instant.fromEpochMilliseconds(Infinity),
    () => Temporal.PlainDate.from("2026-01-01").add({ years: 2 ** 32 - 1 }), () => Temporal.PlainDate.from("2026-01-01").add({ days: 1e11 }),
    () => new Temporal.PlainYearMonth(-271821, 3), () => Temporal.PlainDateTime.from("-271821-04-19T00:00"), () => Temporal.Duration.from("P" + "9".repeat(400) + "Y"),
    () => Temporal.ZonedDateTime.from("+275760-09-13T00:00:00[UTC]").add({ nanoseconds: 1 }), () => Temporal.PlainDate.from({ year: 2020, month: 1e300, day: 1 }, { overflow: "reject" }),
    () => Temporal.Duration.from({ hours: 1e300 }), () => Temporal.PlainTime.from("10:00").round({ smallestUnit: "hour", roundingIncrement: 1e9 }),
  ]) assertThrows(f, RangeError);
  assertEquals(text(new Temporal.PlainDate(275760, 9, 13)), "+275760-09-13");
  assertEquals(text(new Temporal.PlainDate(-271821, 4, 19)), "-271821-04-19");
});
test("instances are not taken for what they are not", () => {
  const get = Object.getOwnPropertyDescriptor(Temporal.PlainDate.prototype, "year").get;
  assertThrows(() => get.call({}), TypeError, "called on incompatible receiver");
  assertThrows(() => Temporal.PlainDate(2020, 1, 1), TypeError);
  assertThrows(() => Temporal.PlainDate.from("2020-01-01") < 1, TypeError, "use Temporal.PlainDate.prototype.compare");
  assertThrows(() => Temporal.PlainDate.from("2020-01-01").with(Temporal.PlainTime.from("10:00")), TypeError);
});

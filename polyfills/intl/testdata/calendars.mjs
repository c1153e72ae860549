// A Worker that tells how its runtime writes each calendar in a locale, by its path, and at /eras what all locales share.
// record_test.go asks it for ../data/calendars.zip; calendartables.go tells what the patterns mean.
const Gregorian = ["gregory", "iso8601", "japanese", "buddhist", "roc"], Others = ["islamic-civil", "hebrew", "persian", "coptic", "ethiopic", "indian", "chinese", "dangi"];
const Y = ["", "numeric", "2-digit"], M = ["", "numeric", "2-digit", "short", "long", "narrow"], D = ["", "numeric", "2-digit"];
const widths = { l: "long", s: "short", n: "narrow" }, styles = ["full", "long", "medium", "short"];
const unix = (d) => d.withCalendar("iso8601").toZonedDateTime("UTC").epochMilliseconds;
// daysOf gives a day of each month: of the twelve or thirteen, and of the Hebrew months of leap years.
const daysOf = (calendar) => {
  const codes = new Map();
  for (let d = Temporal.PlainDate.from("2010-01-05").withCalendar(calendar), i = 0; i < 400; i++, d = d.add({ days: 3 })) {
    const leap = d.monthCode.endsWith("L") || (d.monthCode === "M06" && d.inLeapYear);
    if (!codes.has(d.monthCode) && !(calendar === "hebrew" && leap)) codes.set(d.monthCode, unix(d));
  }
  const out = [...codes].filter(([c]) => !c.endsWith("L")).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, t]) => t);
  if (calendar === "hebrew") for (const monthCode of ["M05L", "M06"]) out.push(unix(Temporal.PlainDate.from({ calendar, year: 5784, monthCode, day: 5 })));
  return out;
};
const days = Object.fromEntries([...Others, "gregory"].map((c) => [c, daysOf(c)]));
// plain gives a day whose month and day have one digit.
const plain = (calendar) => {
  for (let d = Temporal.PlainDate.from("2021-03-01").withCalendar(calendar); ; d = d.add({ days: 1 })) if (d.month < 9 && d.month > 2 && d.day < 9 && d.day > 3 && d.dayOfWeek === 4) return unix(d);
};
const plains = Object.fromEntries([...Others, ...Gregorian].map((c) => [c, plain(c)]));
// eraDays has a day of each era of a calendar, from its first one.
const eraDays = (calendar) => {
  const years = { gregory: [-500, 2024], coptic: [100, 2024], ethiopic: [-3000, 2024], roc: [1800, 2024] }[calendar];
  return years ? years.map((y) => new Date("2024-06-05").setUTCFullYear(y)) : [Date.UTC(2024, 5, 5)];
};
let starts;
const japaneseEras = () => {
  const f = new Intl.DateTimeFormat("en-u-ca-japanese", { era: "long", year: "numeric", timeZone: "UTC" }), day = 86400000;
  const era = (t) => f.formatToParts(t).find((p) => p.type === "era").value;
  const out = [];
  for (let t = Date.UTC(645, 6, 1), last = ""; t < Date.UTC(2026, 0, 1); t += 20 * day) {
    if (era(t) === last) continue;
    let low = t - 20 * day, high = t; // the era begins after low and not after high
    while (high - low > day) { const mid = low + Math.floor((high - low) / day / 2) * day; if (era(mid) === last) low = mid; else high = mid; }
    last = era(t);
    out.push(high);
  }
  return out;
};

function tell(loc) {
  const numberingSystem = new Intl.NumberFormat(loc).resolvedOptions().numberingSystem;
  const own = [...new Intl.NumberFormat(loc, { numberingSystem, useGrouping: false }).format(9876543210)].reverse();
  const latin = (v) => (numberingSystem === "latn" ? v : [...v].map((c) => (own.includes(c) ? own.indexOf(c) : c)).join(""));
  let last, lastFor; // the format that was used last
  const partsOf = (calendar, opts, t) => {
    const key = calendar + JSON.stringify(opts);
    if (key !== lastFor) [last, lastFor] = [new Intl.DateTimeFormat(loc, { timeZone: "UTC", numberingSystem, calendar, ...opts }), key];
    return last.formatToParts(t).map((p) => ({ ...p, value: latin(p.value), raw: p.value }));
  };
  const get = (calendar, opts, t, type) => partsOf(calendar, opts, t).find((p) => p.type === type)?.value ?? "";
  const monthNames = (calendar, opts) => days[calendar].map((t) => partsOf(calendar, opts, t).find((p) => p.type === "month").raw);
  const quote = (v) => v.replace(/[A-Za-z{}']/g, (c) => "'" + c);
  const weekdayNames = (opts) => JSON.stringify([...Array(7).keys()].map((i) => get("gregory", opts, Date.UTC(2021, 7, 1 + i), "weekday")));
  const weekdays = ["short", "long", "narrow"].map((weekday) => weekdayNames({ weekday }));
  const weekdaySet = (calendar, opts) => {
    const names = JSON.stringify([...Array(7).keys()].map((i) => get(calendar, opts, Date.UTC(2021, 7, 1 + i), "weekday"))), alone = ["short", "long", "narrow"].indexOf(opts.weekday);
    const at = weekdays[alone] === names ? alone : weekdays.indexOf(names);
    return "abcdefgh"[at >= 0 ? at : weekdays.push(names) - 1];
  };
  starts ??= japaneseEras();
  const L = { months: {}, leap: {}, eras: {}, dates: {}, eraDates: {}, eraDatesLong: {}, eraDatesNarrow: {}, styles: {}, zoneTimes: {}, weekdayTimes: {} };
  for (const calendar of [...Gregorian, ...Others]) {
    const base = Gregorian.includes(calendar) ? "gregory" : calendar;
    const months = (L.months[base] ??= (() => {
      const out = {};
      for (const w in widths) {
        out[w] = monthNames(base, { month: widths[w], day: "numeric" });
        out[w.toUpperCase()] = monthNames(base, { month: widths[w] });
      }
      return out;
    })());
    const eraTimes = calendar === "japanese" ? starts : eraDays(calendar);
    const eras = (L.eras[calendar] = Object.fromEntries(Object.entries(widths).map(([w, era]) => [w, eraTimes.map((t) => get(calendar, { era, year: "numeric", month: "long" }, t, "era"))])));
    const t = plains[calendar], month = Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO("UTC").withCalendar(base).month - 1;
    const pattern = (opts) => {
      let s = "";
      const width = { long: "l", short: "s", narrow: "n", full: "l", medium: "s" }[opts.month ?? opts.dateStyle] ?? "s";
      const monthSet = (v) => {
        if (months[width][month] === v && String(months[width]) === String(months[width.toUpperCase()])) return width;
        const names = String(days[base].map((t) => partsOf(calendar, opts, t).find((p) => p.type === "month").raw));
        const w = [width, width.toUpperCase(), ..."slnSLN", ...Object.keys(months)].find((w) => String(months[w]) === names);
        if (w) return w;
        const fresh = "abcdefghij"[Object.keys(months).length - 6];
        months[fresh] = names.split(",");
        return fresh;
      };
      for (const { type, value: v, raw } of partsOf(calendar, opts, t)) {
        switch (type) {
          case "literal": s += quote(v); break;
          case "year": s += v.length === 2 && (v[0] === "0" || calendar !== "japanese") ? "yy" : "y"; break;
          case "relatedYear": s += "r"; break;
          case "yearName": s += "U"; break;
          case "month": s += /^0?\d$/.test(v) && !(opts.month === "narrow" && months.n[month] === raw) ? "M".repeat(v.length) : "{M" + monthSet(raw) + "}"; break;
          case "weekday": s += "{E" + weekdaySet(calendar, opts) + "}"; break;
          case "day": s += /^0?\d$/.test(v) ? "d".repeat(v.length) : "{d" + (v.length > 1 ? "c" : "h") + "}"; break;
          case "era": s += "{G" + ([(opts.era ?? "short")[0], "s", "l", "n"].find((w) => eras[w].at(-1) === v || base === "chinese" || base === "dangi") ?? "?") + "}"; break;
          case "hour": s += "hh"; break;
          case "minute": s += "mm"; break;
          case "dayPeriod": s += "{aA}"; break;
          default: throw new Error(`${loc} ${calendar}: ${type}`);
        }
      }
      return s;
    };
    const each = (more) => {
      const out = [];
      for (const weekday of ["", "short", "long", "narrow"]) for (const year of Y) for (const month of M) for (const day of D) {
        const o = Object.fromEntries(Object.entries({ weekday, year, month, day, ...more }).filter(([, v]) => v));
        out.push(weekday || year || month || day ? pattern(o) : "");
      }
      return out;
    };
    L.dates[calendar] = each({});
    L.eraDates[calendar] = each({ era: "short" });
    L.eraDatesLong[calendar] = each({ era: "long" });
    L.eraDatesNarrow[calendar] = each({ era: "narrow" });
    L.styles[calendar] = styles.map((dateStyle) => pattern({ dateStyle }));
    if (base === "chinese" || base === "dangi") {
      const leap = Date.UTC(2020, 5, 5), fourth = Date.UTC(2020, 4, 5);
      L.leap[calendar] = ["long", "short", "narrow", "numeric"].map((month) => get(calendar, { month, day: "numeric" }, leap, "month").replace(get(calendar, { month, day: "numeric" }, fourth, "month"), "{0}"));
      L.years = [...Array(60).keys()].map((i) => get(calendar, { year: "numeric", month: "long" }, Date.UTC(1984 + i, 5, 5), "yearName"));
    }
  }
  for (const calendar of ["ethioaa"]) L.eras[calendar] = Object.fromEntries(Object.entries(widths).map(([w, era]) => [w, [get(calendar, { era, year: "numeric", month: "long" }, Date.UTC(2024, 5, 5), "era")]]));
  const first = get("japanese", { dateStyle: "long" }, Date.UTC(2019, 5, 5), "year");
  if (first !== "1") L.firstYear = first;
  L.weekdays = weekdays.map((w) => JSON.parse(w));
  const clock = (opts) => {
    const early = get("gregory", opts, Date.UTC(2021, 7, 5, 3, 7, 9), "hour");
    return partsOf("gregory", opts, Date.UTC(2021, 7, 5, 15, 7, 9)).map(({ type, value: v }) => ({ literal: quote(v), hour: (v === "15" ? "H" : "h").repeat(early.length), minute: v === "7" ? "m" : "mm", second: v === "9" ? "s" : "ss", dayPeriod: "{a}", timeZoneName: "z", weekday: opts.weekday === "long" ? "{Eb}" : "{Ea}" })[type]).join("");
  };
  for (const [letter, hourCycle] of [["h", "h12"], ["H", "h23"], ["j", undefined]]) for (const hour of ["numeric", "2-digit"]) for (const rest of ["", "m", "ms"]) {
    const o = { hourCycle, hour, timeZoneName: "short" };
    if (rest) o.minute = "numeric";
    if (rest === "ms") o.second = "numeric";
    L.zoneTimes[letter + (hour === "numeric" ? "1" : "2") + rest] = clock(o);
  }
  for (const weekday of ["short", "long"]) for (const [letter, hourCycle] of [["h", "h12"], ["H", "h23"], ["j", undefined]]) for (const rest of ["", "m", "ms"]) {
    const o = { hourCycle, hour: "numeric", weekday };
    if (rest) o.minute = "numeric";
    if (rest === "ms") o.second = "numeric";
    L.weekdayTimes[weekday[0] + letter + "1" + rest] = clock(o);
  }
  L.zoneTimes["-m"] = clock({ minute: "numeric", timeZoneName: "short" });
  L.zoneTimes["-s"] = clock({ second: "numeric", timeZoneName: "short" });
  L.zoneTimes["-ms"] = clock({ minute: "numeric", second: "numeric", timeZoneName: "short" });
  L.greenwich = ["short", "long"].map((timeZoneName) => new Intl.DateTimeFormat(loc, { timeZone: "+00:00", timeZoneName }).formatToParts(0).find((p) => p.type === "timeZoneName").value);
  return L;
}

export default {
  fetch(request) {
    const name = new URL(request.url).pathname.slice(1);
    if (name === "eras") return Response.json({ days: (starts ??= japaneseEras()).map((t) => t / 86400000) });
    try { return Response.json(tell(name)); } catch (e) { return new Response(e.stack, { status: 500 }); }
  },
};

// A Worker that tells what the Intl of its runtime knows: of a locale by its path, and of all of them
// at /world. record_test.go asks it for the files of ../data.
const Y = ["","numeric","2-digit"], M=["","numeric","2-digit","short","long","narrow"], DD=["","numeric","2-digit"];
function tell(loc) {
  const L = {};
  const calendar = new Intl.DateTimeFormat(loc).resolvedOptions().calendar, persian = calendar === "persian";
  if (calendar !== "gregory") L.calendar = calendar;
  const numberingSystem = new Intl.NumberFormat(loc).resolvedOptions().numberingSystem;
  const own = [...new Intl.NumberFormat(loc, { numberingSystem, useGrouping: false }).format(9876543210)].reverse();
  const latin = (parts) => parts.map((p) => ({ ...p, value: numberingSystem === "latn" ? p.value : [...p.value].map((c) => (own.includes(c) ? own.indexOf(c) : c)).join("") }));
  const base = { timeZone: "UTC", calendar, numberingSystem };
  // name sets
  const sets = { M: [], E: [], a: [], G: [] };
  const addset = (kind, names) => { const k = JSON.stringify(names); let i = sets[kind].findIndex(x => JSON.stringify(x) === k); if (i < 0) { sets[kind].push(names); i = sets[kind].length - 1 } return i; };
  const partsOf = (opts, date) => latin(new Intl.DateTimeFormat(loc, {...base, ...opts}).formatToParts(date));
  const nameset = (kind, opts) => {
    if (kind === "a") { // by the hour where there are more than two
      const hours = [...Array(24).keys()].map((h) => partsOf(opts, new Date(Date.UTC(2021, 7, 1, h, 7, 9))).find((p) => p.type === "dayPeriod")?.value ?? "");
      return addset("a", hours.every((n, h) => n === hours[h < 12 ? 3 : 15]) ? [hours[3], hours[15]] : hours);
    }
    const n = kind === "M" ? 12 : kind === "E" ? 7 : 2;
    const names = [];
    for (let i = 0; i < n; i++) {
      const d = kind === "M" ? new Date(persian ? Date.UTC(2021, 2 + i, 25, 15, 7, 9) : Date.UTC(2021, i, 5, 15, 7, 9)) : kind === "E" ? new Date(Date.UTC(2021, 7, 1 + i, 15, 7, 9)) : kind === "a" ? new Date(Date.UTC(2021, 7, 1, 3 + 12 * i, 7, 9)) : new Date(Date.UTC(i ? 2021 : -100, 7, 1));
      const t = { M: "month", E: "weekday", a: "dayPeriod", G: "era" }[kind];
      names.push(partsOf(opts, d).find(p => p.type === t)?.value ?? "");
    }
    return addset(kind, names);
  };
  const pattern = (opts) => {
    // day and month have one digit, in each calendar
    const d = new Date(persian ? Date.UTC(2021, 6, 28, 15, 7, 9, 123) : Date.UTC(2021, 7, 5, 15, 7, 9, 123));
    let s = "";
    for (const p of partsOf(opts, d)) {
      const v = p.value;
      switch (p.type) {
        case "literal": s += v.replace(/[A-Za-z{}']/g, c => "'" + c); break;
        case "year": s += v.length > 2 ? "y" : "yy"; break;
        case "month": s += /^\d$/.test(v) ? "M" : /^\d\d$/.test(v) ? "MM" : "{M" + nameset("M", opts) + "}"; break;
        case "weekday": s += "{E" + nameset("E", opts) + "}"; break;
        case "day": s += "d".repeat(v.length); break;
        case "hour": s += v === "15" ? "H" : v === "3" ? "h" : "hh"; break;
        case "minute": s += v === "7" ? "m" : "mm"; break;
        case "second": s += v === "9" ? "s" : "ss"; break;
        case "dayPeriod": s += "{a" + nameset("a", opts) + "}"; break;
        case "era": s += "{G" + nameset("G", opts) + "}"; break;
        case "timeZoneName": s += "z"; break;
        case "relatedYear": case "yearName": s += "y"; break;
        default: s += "?" + p.type;
      }
    }
    return s;
  };
  // the hour with leading zero cannot be told at 15h for H: ask at 3h
  const hourfix = (opts, s) => {
    const h = partsOf(opts, new Date(Date.UTC(2021, 7, 5, 3, 7, 9))).find(p => p.type === "hour")?.value;
    return h === "03" ? s.replace(/(?<!')H+/, "HH").replace(/(?<!')h+/, "hh") : s;
  };
  const date = {};
  for (const w of ["", "short", "long", "narrow"]) for (const y of Y) for (const m of M) for (const d of DD) {
    if (!w && !y && !m && !d) continue;
    const o = {}; if (w) o.weekday = w; if (y) o.year = y; if (m) o.month = m; if (d) o.day = d;
    const code = (w[0] ?? "-") + ({"":"-","numeric":"1","2-digit":"2"})[y] + ({"":"-","numeric":"1","2-digit":"2",short:"s",long:"l",narrow:"n"})[m] + ({"":"-","numeric":"1","2-digit":"2"})[d];
    date[code] = pattern(o);
  }
  L.era = pattern({ era: "short", year: "numeric", month: "short", day: "numeric" });
  const time = {};
  for (const hc of ["h12", "h23"]) for (const h of ["1", "2"]) for (const r of ["", "m", "ms", "M", "Ms"]) {
    const o = { hourCycle: hc, hour: h === "1" ? "numeric" : "2-digit" };
    if (r) o.minute = r[0] === "m" ? "numeric" : "2-digit"; if (r[1]) o.second = o.minute;
    time[(hc === "h12" ? "h" : "H") + h + r] = hourfix(o, pattern(o));
  }
  for (const h of ["1", "2"]) for (const r of ["", "m", "ms", "M", "Ms"]) {
    const o = { hour: h === "1" ? "numeric" : "2-digit" };
    if (r) o.minute = r[0] === "m" ? "numeric" : "2-digit"; if (r[1]) o.second = o.minute;
    time["j" + h + r] = hourfix(o, pattern(o));
  }
  time["-m"] = pattern({ minute: "numeric" }); time["-s"] = pattern({ second: "numeric" }); time["-ms"] = pattern({ minute: "numeric", second: "numeric" });
  time["-m2"] = pattern({ minute: "2-digit" }); time["-s2"] = pattern({ second: "2-digit" });
  L.h12 = new Intl.DateTimeFormat(loc, { hour: "numeric" }).resolvedOptions().hourCycle;
  // z: how a zone name is joined
  L.zone = pattern({ hour: "numeric", minute: "2-digit", timeZoneName: "short", hourCycle: "h23" });
  L.zoneDate = pattern({ year: "numeric", month: "numeric", day: "numeric", timeZoneName: "short" });
  const styles = {};
  for (const st of ["full", "long", "medium", "short"]) {
    styles["d" + st] = pattern({ dateStyle: st });
    for (const hc of ["h12", "h23"]) styles[(hc === "h12" ? "h" : "H") + st] = hourfix({ timeStyle: st, hourCycle: hc }, pattern({ timeStyle: st, hourCycle: hc }));
  }
  const clockParts = ["hour", "minute", "dayPeriod"];
  const between = (opts) => { const ps = partsOf(opts, new Date(Date.UTC(2021, 7, 5, 15, 7))), i = ps.findIndex((p) => clockParts.includes(p.type)); return "{1}" + (i > 0 && ps[i - 1].type === "literal" ? ps[i - 1].value.replace(/[A-Za-z{}']/g, (c) => "'" + c) : " ") + "{0}"; };
  const glue = (opts, dp, tp) => { const whole = hourfix(opts, pattern(opts)); let i = whole.indexOf(dp); if (i < 0) return null; let r = whole.replace(dp, "{1}"); const j = r.indexOf(tp); return j < 0 ? null : r.replace(tp, "{0}").replace("H{0}", "{0}"); };
  L.glueStyle = ["full", "long", "medium", "short"].map(st => glue({ dateStyle: st, timeStyle: "short", hourCycle: "h23" }, styles["d" + st], styles.Hshort));
  const gl = (o) => { const t = hourfix({ hour: "numeric", minute: "2-digit", hourCycle: "h23" }, pattern({ hour: "numeric", minute: "2-digit", hourCycle: "h23" })); return glue({ ...o, hour: "numeric", minute: "2-digit", hourCycle: "h23" }, pattern(o), t); };
  L.glue = [gl({ weekday: "long", year: "numeric", month: "long", day: "numeric" }), gl({ year: "numeric", month: "long", day: "numeric" }), gl({ year: "numeric", month: "short", day: "numeric" }), gl({ year: "numeric", month: "numeric", day: "numeric" }), gl({ weekday: "short" }), glue({ weekday: "short", hour: "numeric", hourCycle: "h23" }, pattern({ weekday: "short" }), hourfix({ hour: "numeric", hourCycle: "h23" }, pattern({ hour: "numeric", hourCycle: "h23" })))];
  L.glueStyle = L.glueStyle.map((g, i) => g ?? between({ dateStyle: ["full", "long", "medium", "short"][i], timeStyle: "short", hourCycle: "h23" }));
  L.glue = L.glue.map((g, i) => g ?? (i < 3 ? L.glueStyle[i] : "{1}, {0}"));
  L.sets = sets; L.styles = styles; L.time = time; L.date = date;
  // numbers
  const N = {}; L.number = N;
  const np = (v, o = {}) => latin(new Intl.NumberFormat(loc, { numberingSystem, ...o }).formatToParts(v));
  const get = (parts, t) => parts.find(p => p.type === t)?.value;
  N.decimal = get(np(1.5), "decimal"); N.group = get(np(1234567), "group") ?? "";
  const sign = (v, o) => np(v, o).filter((p) => p.type !== "integer").map((p) => p.value).join("");
  N.minus = sign(-1); N.plus = sign(1, { signDisplay: "always" });
  const lens = np(12345678901).filter(p => p.type === "integer").map(p => p.value.length); N.sec = lens.at(-2) ?? 3;
  N.min = np(1234).some(p => p.type === "group") ? 1 : 2;
  const aff = (v, o) => np(v, o).map(p => ({ integer: "0", group: "", decimal: "", fraction: "", currency: "¤", percentSign: "%", minusSign: "-", plusSign: "+", compact: "", exponentSeparator: "E" })[p.type] ?? p.value).join("").replace(/0+/, "0").replace(/[\u061c\u200e]?([-+])\u200e?/, "$1");
  N.percent = aff(1, { style: "percent" });
  N.percentSign = get(np(1, { style: "percent" }), "percentSign");
  N.currency = aff(1, { style: "currency", currency: "EUR" }); N.currencyNeg = aff(-1, { style: "currency", currency: "EUR" });
  N.currencyCode = aff(1, { style: "currency", currency: "EUR", currencyDisplay: "code" }); N.currencyCodeNeg = aff(-1, { style: "currency", currency: "EUR", currencyDisplay: "code" });
  N.accounting = aff(-1, { style: "currency", currency: "EUR", currencySign: "accounting" });
  N.currencyDecimal = get(np(1.5, { style: "currency", currency: "EUR" }), "decimal"); N.currencyGroup = get(np(1234567, { style: "currency", currency: "EUR" }), "group") ?? "";
  N.nan = get(np(NaN), "nan"); N.exp = get(np(12345, { notation: "scientific" }), "exponentSeparator");
  const pr = new Intl.PluralRules(loc), cats = pr.resolvedOptions().pluralCategories;
  const sample = {}; for (const v of [1, 2, 0, 3, 5, 10, 11, 100, 1000000, 1.5]) { const c = pr.select(v); if (!(c in sample)) sample[c] = v; }
  N.symbols = {}; N.narrow = {}; N.names = {};
  for (const c of ["USD","EUR","GBP","JPY","CNY","INR","KRW","BRL","CAD","AUD","NZD","MXN","CHF","SEK","NOK","DKK","PLN","CZK","HUF","RON","TRY","RUB","UAH","ILS","THB","VND","IDR","SGD","HKD","TWD","ZAR","PHP","NGN","EGP","ARS","CLP","COP","AED","SAR","QAR","KWD","BHD","OMR","JOD","IQD","IRR","MAD","TND","DZD","PKR","BDT","LKR","NPR","MMK","KHR","LAK","MYR","BND","MOP","KZT","UZS","AZN","GEL","AMD","BYN","BGN","RSD","ISK","BAM","MKD","ALL","MDL","KES","TZS","UGX","GHS","ETB","XAF","XOF","PEN","UYU","PYG","BOB","VES","CRC","DOP","GTQ","JMD","TTD","XPF","FJD","MNT","AFN"]) {
    const s = get(np(1, { style: "currency", currency: c }), "currency"); if (s !== c) N.symbols[c] = s;
    const n = get(np(1, { style: "currency", currency: c, currencyDisplay: "narrowSymbol" }), "currency"); if (n !== (s ?? c)) N.narrow[c] = n;
    const names = {}; for (const k in sample) names[k] = get(np(sample[k], { style: "currency", currency: c, currencyDisplay: "name" }), "currency");
    const vals = [...new Set(Object.values(names))]; N.names[c] = vals.length === 1 ? vals[0] : names;
  }
  N.displayNames = {};
  for (const c in N.names) N.displayNames[c] = new Intl.DisplayNames(loc, { type: "currency" }).of(c);
  N.namePattern = aff(1, { style: "currency", currency: "USD", currencyDisplay: "name" }).replace(N.names.USD.one ?? N.names.USD, "¤");
  // compact: for each power of ten the pattern by plural
  N.compact = {};
  for (const cd of ["short", "long"]) {
    const list = [];
    for (let p = 3; p < 15; p++) {
      const by = {};
      for (const k in sample) {
        const base10 = 10 ** p;
        const parts1 = np(base10, { notation: "compact", compactDisplay: cd, useGrouping: false });
        const digits = (get(parts1, "integer") ?? "0").length - 1; // digits shown beyond one
        let v = base10; // choose a value whose shown part has the category
        for (const cand of [1, 2, 3, 5, 10, 11, 100, 1.5]) { const val = cand * 10 ** (p - digits); if (Math.floor(Math.log10(val) + 1e-9) === p && pr.select(cand) === k) { v = val; break; } }
        by[k] = [digits, np(v, { notation: "compact", compactDisplay: cd, useGrouping: false }).map(q => q.type === "integer" ? "0" : ["decimal", "fraction"].includes(q.type) ? "" : q.value).join("")];
      }
      if (by.one && pr.select(1.5) === "one") { // one may be told without its number
        const told = np(1.5 * 10 ** p, { notation: "compact", compactDisplay: cd, useGrouping: false }).map(q => q.type === "integer" ? "0" : ["decimal", "fraction"].includes(q.type) ? "" : q.value).join("");
        if (!by.one[1].includes("0") && told !== by.one[1]) { by[1] = by.one; by.one = [by.one[0], told]; }
      }
      const pats = [...new Set(Object.values(by).map(x => x[1]))];
      const dg = Object.values(by)[0][0];
      list.push(pats.length === 1 ? [dg, pats[0]] : [dg, Object.fromEntries(Object.entries(by).map(([k, x]) => [k, x[1]]))]);
    }
    N.compact[cd] = list;
  }
  const units = ["bit","byte","kilobit","kilobyte","megabit","megabyte","gigabit","gigabyte","terabit","terabyte","petabyte","celsius","fahrenheit","percent","degree","meter","kilometer","centimeter","millimeter","mile","foot","inch","yard","gram","kilogram","ounce","pound","stone","liter","milliliter","gallon","fluid-ounce","acre","hectare","second","minute","hour","day","week","month","year","millisecond","microsecond","nanosecond","mile-scandinavian","kilometer-per-hour","mile-per-hour","liter-per-kilometer","mile-per-gallon","meter-per-second"];
  N.units = {};
  for (const u of units) {
    N.units[u] = ["short", "narrow", "long"].map(ud => {
      const by = {};
      for (const k in sample) by[k] = np(sample[k], { style: "unit", unit: u, unitDisplay: ud, useGrouping: false }).map(q => q.type === "integer" ? "0" : ["decimal", "fraction"].includes(q.type) ? "" : q.value).join("");
      const pats = [...new Set(Object.values(by))];
      return pats.length === 1 ? pats[0] : by;
    });
  }
  // lists
  L.list = {};
  for (const type of ["conjunction", "disjunction", "unit"]) for (const style of ["long", "short", "narrow"]) {
    const lf = new Intl.ListFormat(loc, { type, style }); const lit = (a) => { const s = lf.format(a); return a.slice(1).map((x, i) => s.slice(s.indexOf(a[i]) + 1, s.indexOf(x))); };
    L.list[type[0] + style[0]] = [...lit(["A", "B"]), ...lit(["A", "B", "C", "D"])];
  }
  // relative time
  L.relative = {};
  for (const u of ["second", "minute", "hour", "day", "week", "month", "quarter", "year"]) L.relative[u] = ["long", "short", "narrow"].map(style => {
    const rf = new Intl.RelativeTimeFormat(loc, { style, numberingSystem: "latn" }), ra = new Intl.RelativeTimeFormat(loc, { style, numeric: "auto", numberingSystem: "latn" });
    const side = (sign) => { const by = {}; for (const k in sample) by[k] = rf.formatToParts(sign * sample[k], u).map(p => p.type === "integer" ? "0" : ["decimal", "fraction", "group"].includes(p.type) ? "" : p.value).join(""); const v = [...new Set(Object.values(by))]; return v.length === 1 ? v[0] : by; };
    const auto = {}; for (const n of [-2, -1, 0, 1, 2]) { const p = ra.formatToParts(n, u); if (!p.some(x => x.type === "integer")) auto[n] = p.map(x => x.value).join(""); }
    return [side(-1), side(1), auto];
  });
  tellRanges(loc, L, base, nameset, latin);
  tellNames(loc, L, base);
  tellRest(loc, L, N, np, sample, pattern);
  const patterns = [];
  L.dates = Object.values(L.date).map((p) => (patterns.includes(p) || patterns.push(p), patterns.indexOf(p)));
  L.patterns = patterns;
  delete L.date;
  return L;
}

// tellRanges: what formatRange writes for each choice of fields and the greatest field that differs.
// < begins what is of the first time, > of the second, = of both.
function tellRanges(loc, L, base, nameset, latin) {
  const from = base.calendar === "persian" ? Date.UTC(2021, 6, 28, 3, 7, 9) : Date.UTC(2021, 7, 5, 3, 7, 9);
  const to = base.calendar === "persian" ? { y: Date.UTC(2022, 7, 30, 3, 7, 9), M: Date.UTC(2021, 7, 30, 3, 7, 9), d: Date.UTC(2021, 6, 30, 3, 7, 9), a: Date.UTC(2021, 6, 28, 16, 9, 9), h: Date.UTC(2021, 6, 28, 4, 9, 9), m: Date.UTC(2021, 6, 28, 3, 9, 9) } : { y: Date.UTC(2022, 8, 7, 3, 7, 9), M: Date.UTC(2021, 8, 7, 3, 7, 9), d: Date.UTC(2021, 7, 7, 3, 7, 9), a: Date.UTC(2021, 7, 5, 16, 9, 9), h: Date.UTC(2021, 7, 5, 4, 9, 9), m: Date.UTC(2021, 7, 5, 3, 9, 9) };
  const patterns = [], seen = new Map();
  const index = (p) => { if (!seen.has(p)) { seen.set(p, patterns.length); patterns.push(p); } return seen.get(p); };
  const range = (opts, diff) => {
    let s = "", last = "";
    for (const p of latin(new Intl.DateTimeFormat(loc, { ...base, ...opts }).formatRangeToParts(from, to[diff]))) {
      const mark = { startRange: "<", endRange: ">", shared: "=" }[p.source], v = p.value;
      if (mark !== last) s += mark;
      last = mark;
      const two = v.length > 1 ? 2 : 1;
      switch (p.type) {
        case "literal": s += v.replace(/[A-Za-z{}'<>=]/g, (c) => "'" + c); break;
        case "year": s += v.length === 2 ? "yy" : "y"; break;
        case "month": s += /^\d$/.test(v) ? "M" : /^\d\d$/.test(v) ? "MM" : "{M" + nameset("M", opts) + "}"; break;
        case "weekday": s += "{E" + nameset("E", opts) + "}"; break;
        case "day": s += "d".repeat(two); break;
        case "hour": s += (opts.hourCycle === "h12" ? "h" : "H").repeat(two); break;
        case "minute": s += "m".repeat(two); break;
        case "dayPeriod": s += "{a" + nameset("a", opts) + "}"; break;
        default: return "";
      }
    }
    return s;
  };
  L.rangeDates = [];
  for (const weekday of ["", "short", "long"]) for (const year of ["", "numeric", "2-digit"]) for (const month of ["", "numeric", "2-digit", "short", "long"]) for (const day of ["", "numeric", "2-digit"]) {
    const o = Object.fromEntries(Object.entries({ weekday, year, month, day }).filter(([, v]) => v));
    for (const diff of "yMd") L.rangeDates.push(Object.keys(o).length ? index(range(o, diff)) : -1);
  }
  L.rangeStyles = [];
  for (const dateStyle of ["full", "long", "medium", "short"]) for (const diff of "yMd") L.rangeStyles.push(index(range({ dateStyle }, diff)));
  L.rangeTimes = [];
  for (const hourCycle of ["h12", "h23"]) for (const hour of ["numeric", "2-digit"]) for (const minute of [undefined, "2-digit"]) for (const diff of "ahm") L.rangeTimes.push(index(hourCycle === "h23" && diff === "a" ? "" : range({ hourCycle, hour, minute }, diff)));
  for (const hourCycle of ["h12", "h23"]) for (const dateStyle of [undefined, "full", "long", "medium", "short"]) for (const diff of "ahm") L.rangeTimes.push(index(hourCycle === "h23" && diff === "a" ? "" : range({ hourCycle, dateStyle, timeStyle: "short" }, diff)));
  L.rangePatterns = patterns;
  L.rangeGlue = new Intl.DateTimeFormat(loc, { ...base, hour: "numeric", minute: "numeric", second: "numeric" }).formatRangeToParts(from, to.y).find((p) => p.type === "literal" && p.source === "shared").value.replace(/^ s/, "");
}

// tellNames: what is called what, and the words for parts of the day and of a range of numbers.
function tellNames(loc, L, base) {
  L.periods = {};
  for (const dayPeriod of ["long", "short", "narrow"]) {
    const names = [...Array(24).keys()].map((h) => new Intl.DateTimeFormat(loc, { ...base, hour: "numeric", hourCycle: "h12", dayPeriod }).formatToParts(Date.UTC(2021, 7, 5, h)).find((p) => p.type === "dayPeriod")?.value ?? "");
    const kinds = [...new Set(names)];
    L.periods[dayPeriod] = [kinds, names.map((n) => kinds.indexOf(n))];
  }
  L.periodAlone = new Intl.DateTimeFormat(loc, { ...base, hour: "numeric", hourCycle: "h12", dayPeriod: "long" }).formatToParts(Date.UTC(2021, 7, 5, 3)).map((p) => ({ hour: "h", dayPeriod: "B" })[p.type] ?? p.value.replace(/[A-Za-z{}']/g, (c) => "'" + c)).join("");
  const nf = new Intl.NumberFormat(loc, { numberingSystem: "latn" });
  L.number.range = nf.formatRangeToParts(3, 5).filter((p) => p.type === "literal").map((p) => p.value).join("");
  L.number.about = nf.formatRangeToParts(3, 3).find((p) => p.type === "approximatelySign")?.value ?? "~";
  const names = (type, style, codes) => { const n = new Intl.DisplayNames(loc, { type, style, fallback: "none" }); return Object.fromEntries(codes.map((c) => [c, n.of(c)]).filter(([, v]) => v)); };
  L.fields = {};
  for (const style of ["long", "short", "narrow"]) L.fields[style] = names("dateTimeField", style, ["era", "year", "quarter", "month", "weekOfYear", "weekday", "day", "dayPeriod", "hour", "minute", "second", "timeZoneName"]);
  L.calendars = names("calendar", "long", Intl.supportedValuesOf("calendar"));
  L.regions = names("region", "long", regions);
  L.regionsShort = Object.fromEntries(Object.entries(names("region", "short", regions)).filter(([c, n]) => n !== L.regions[c]));
  L.languages = names("language", "long", tongues);
  L.scripts = names("script", "long", scripts);
  const shift = (timeZone) => new Intl.DateTimeFormat(loc, { timeZone, numberingSystem: "latn", timeZoneName: "shortOffset" }).formatToParts(0).find((p) => p.type === "timeZoneName").value;
  const offset = shift("Asia/Kolkata");
  L.gmtMinus = shift("America/Chicago").match(/(.)6/u)?.[1] ?? "-";
  L.gmt = offset.includes("+5:30") ? offset.replace("+5:30", "{0}") : "GMT{0}";
  const zones = {};
  for (const z of mainZones) {
    const name = (timeZoneName, month) => new Intl.DateTimeFormat(loc, { ...base, timeZone: z, timeZoneName }).formatToParts(Date.UTC(2024, month, 15)).find((p) => p.type === "timeZoneName").value;
    const n = ["short", "long", "shortGeneric", "longGeneric"].flatMap((k) => [name(k, 0), name(k, 6)]);
    zones[z] = n;
  }
  L.zones = zones;
}

// tellRest: eras, compound units and plural forms of ranges.
function tellRest(loc, L, N, np, sample, pattern) {
  L.eras = Object.fromEntries(["long", "short", "narrow"].map((era) => [era, [-100, 2021].map((y) => new Intl.DateTimeFormat(loc, { timeZone: "UTC", calendar: L.calendar, era, year: "numeric" }).formatToParts(Date.UTC(y, 7)).find((p) => p.type === "era")?.value ?? "")]));
  L.eraYear = pattern({ era: "short", year: "numeric" });
  L.periodMinute = new Intl.DateTimeFormat(loc, { timeZone: "UTC", hour: "numeric", minute: "numeric", hourCycle: "h12", dayPeriod: "long", calendar: "gregory" }).formatToParts(Date.UTC(2021, 7, 5, 3, 7)).map((p) => ({ hour: "h", minute: "mm", dayPeriod: "B" })[p.type] ?? p.value.replace(/[A-Za-z{}']/g, (c) => "'" + c)).join("");
  N.per = {};
  for (const u of ["second", "minute", "hour", "day", "week", "month", "year", "meter", "kilometer", "centimeter", "mile", "foot", "inch", "gram", "kilogram", "pound", "ounce", "liter", "gallon"]) N.per[u] = ["short", "narrow", "long"].map((unitDisplay) => {
    const unit = (unit) => np(2, { style: "unit", unit, unitDisplay }).map((p) => p.type === "integer" ? "0" : p.value).join("");
    const one = unit("byte"), two = unit("byte-per-" + u);
    return two.includes(one) ? two.replace(one, "{0}") : "";
  });
  L.pluralRanges = {};
  const rules = new Intl.PluralRules(loc);
  for (const a in sample) for (const b in sample) { const r = rules.selectRange(sample[a], sample[b]); if (r !== b) L.pluralRanges[a + " " + b] = r; }
}

const A = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const english = (type) => new Intl.DisplayNames("en", { type, fallback: "none" });
const regions = [...A.flatMap((a) => A.map((b) => a + b)), "001", "002", "003", "005", "009", "019", "142", "150", "419"].filter((r) => english("region").of(r));
const tongues = [...new Set("af am ar as az be bg bn bo br bs ca cs cy da de el en en-AU en-CA en-GB en-US eo es es-419 es-ES es-MX et eu fa fi fil fo fr fr-CA fr-CH fy ga gd gl gu ha he hi hr hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nl-BE nn no or pa pl ps pt pt-BR pt-PT ro ru rw sd si sk sl sm sn so sq sr sr-Latn su sv sw ta te tg th ti tk tr tt ug uk ur uz vi xh yi yo yue zh zh-Hans zh-Hant zu".split(" "))];
const scripts = "Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hans Hant Hebr Hira Jpan Kana Khmr Knda Kore Laoo Latn Mlym Mong Mymr Orya Sinh Taml Telu Thaa Thai Tibt Zyyy".split(" ");
const mainZones = "UTC America/New_York America/Chicago America/Denver America/Los_Angeles America/Anchorage Pacific/Honolulu America/Phoenix America/Halifax America/St_Johns America/Sao_Paulo America/Argentina/Buenos_Aires America/Bogota America/Mexico_City America/Lima America/Santiago America/Caracas Europe/London Europe/Dublin Europe/Lisbon Europe/Paris Europe/Berlin Europe/Athens Europe/Helsinki Europe/Kyiv Europe/Moscow Europe/Istanbul Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi Asia/Dubai Asia/Karachi Asia/Kolkata Asia/Dhaka Asia/Bangkok Asia/Jakarta Asia/Shanghai Asia/Hong_Kong Asia/Taipei Asia/Singapore Asia/Manila Asia/Tokyo Asia/Seoul Asia/Jerusalem Asia/Tehran Asia/Riyadh Asia/Kathmandu Australia/Perth Australia/Adelaide Australia/Darwin Australia/Brisbane Australia/Sydney Pacific/Auckland".split(" ");

export default {
  fetch(request) {
    const name = new URL(request.url).pathname.slice(1);
    return Response.json(tell(name));
  },
};

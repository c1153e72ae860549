// Writes the files of ../data: it asks the Intl of the JavaScript engine that runs it, which must have
// full ICU data. The files in the repository are the answers of workerd of April 2026; in other
// engines a few differ. It is run by hand, in this folder's parent: node testdata/extract.mjs
import fs from "node:fs";
const locales = ["en","en-GB","en-AU","en-CA","en-IN","de","de-AT","de-CH","fr","fr-CA","fr-CH","es","es-MX","it","pt","pt-PT","nl","sv","da","nb","fi","pl","cs","tr","ru","uk","ja","zh","zh-TW","ko","el","hu","ro","sk","bg","hr","sl","lt","lv","et","ca","vi","id","ms","he","hi","en-NZ","en-ZA","en-IE","es-AR","es-CO","es-US"];
const Y = ["","numeric","2-digit"], M=["","numeric","2-digit","short","long","narrow"], DD=["","numeric","2-digit"];
const out = {};
for (const loc of locales) {
  const L = {}; out[loc] = L;
  const base = { timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" };
  // name sets
  const sets = { M: [], E: [], a: [], G: [] };
  const addset = (kind, names) => { const k = JSON.stringify(names); let i = sets[kind].findIndex(x => JSON.stringify(x) === k); if (i < 0) { sets[kind].push(names); i = sets[kind].length - 1 } return i; };
  const partsOf = (opts, date) => new Intl.DateTimeFormat(loc, {...base, ...opts}).formatToParts(date);
  const nameset = (kind, opts) => {
    const n = kind === "M" ? 12 : kind === "E" ? 7 : 2;
    const names = [];
    for (let i = 0; i < n; i++) {
      const d = kind === "M" ? new Date(Date.UTC(2021, i, 5, 15, 7, 9)) : kind === "E" ? new Date(Date.UTC(2021, 7, 1 + i, 15, 7, 9)) : kind === "a" ? new Date(Date.UTC(2021, 7, 1, 3 + 12 * i, 7, 9)) : new Date(Date.UTC(i ? 2021 : -100, 7, 1));
      const t = { M: "month", E: "weekday", a: "dayPeriod", G: "era" }[kind];
      names.push(partsOf(opts, d).find(p => p.type === t)?.value ?? "");
    }
    return addset(kind, names);
  };
  const pattern = (opts) => {
    const d = new Date(Date.UTC(2021, 7, 5, 15, 7, 9, 123)); // Aug 5 2021 Thursday 15:07:09
    let s = "";
    for (const p of partsOf(opts, d)) {
      const v = p.value;
      switch (p.type) {
        case "literal": s += v.replace(/[A-Za-z{}']/g, c => "'" + c); break;
        case "year": s += v === "2021" ? "y" : "yy"; break;
        case "month": s += v === "8" ? "M" : v === "08" ? "MM" : "{M" + nameset("M", opts) + "}"; break;
        case "weekday": s += "{E" + nameset("E", opts) + "}"; break;
        case "day": s += v === "5" ? "d" : "dd"; break;
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
  const glue = (opts, dp, tp) => { const whole = hourfix(opts, pattern(opts)); let i = whole.indexOf(dp); if (i < 0) return null; let r = whole.replace(dp, "{1}"); const j = r.indexOf(tp); return j < 0 ? null : r.replace(tp, "{0}").replace("H{0}", "{0}"); };
  L.glueStyle = ["full", "long", "medium", "short"].map(st => glue({ dateStyle: st, timeStyle: "short", hourCycle: "h23" }, styles["d" + st], styles.Hshort));
  const gl = (o) => { const t = hourfix({ hour: "numeric", minute: "2-digit", hourCycle: "h23" }, pattern({ hour: "numeric", minute: "2-digit", hourCycle: "h23" })); return glue({ ...o, hour: "numeric", minute: "2-digit", hourCycle: "h23" }, pattern(o), t); };
  L.glue = [gl({ weekday: "long", year: "numeric", month: "long", day: "numeric" }), gl({ year: "numeric", month: "long", day: "numeric" }), gl({ year: "numeric", month: "short", day: "numeric" }), gl({ year: "numeric", month: "numeric", day: "numeric" }), gl({ weekday: "short" }), glue({ weekday: "short", hour: "numeric", hourCycle: "h23" }, pattern({ weekday: "short" }), hourfix({ hour: "numeric", hourCycle: "h23" }, pattern({ hour: "numeric", hourCycle: "h23" })))];
  L.glueStyle = L.glueStyle.map((g) => g ?? "{1}, {0}");
  L.glue = L.glue.map((g, i) => g ?? (i < 3 ? L.glueStyle[i] : "{1}, {0}"));
  L.sets = sets; L.styles = styles; L.time = time; L.date = date;
  // numbers
  const N = {}; L.number = N;
  const np = (v, o = {}) => new Intl.NumberFormat(loc, { numberingSystem: "latn", ...o }).formatToParts(v);
  const get = (parts, t) => parts.find(p => p.type === t)?.value;
  N.decimal = get(np(1.5), "decimal"); N.group = get(np(1234567), "group") ?? "";
  N.minus = get(np(-1), "minusSign"); N.plus = get(np(1, { signDisplay: "always" }), "plusSign");
  const lens = np(12345678901).filter(p => p.type === "integer").map(p => p.value.length); N.sec = lens.at(-2) ?? 3;
  N.min = np(1234).some(p => p.type === "group") ? 1 : 2;
  const aff = (v, o) => np(v, o).map(p => ({ integer: "0", group: "", decimal: "", fraction: "", currency: "¤", percentSign: "%", minusSign: "-", plusSign: "+", compact: "", exponentSeparator: "E" })[p.type] ?? p.value).join("").replace(/0+/, "0");
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
  for (const c of ["USD","EUR","GBP","JPY","CNY","INR","KRW","BRL","CAD","AUD","NZD","MXN","CHF","SEK","NOK","DKK","PLN","CZK","HUF","RON","TRY","RUB","UAH","ILS","THB","VND","IDR","SGD","HKD","TWD","ZAR","PHP","NGN","EGP","ARS","CLP","COP"]) {
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
}

fs.mkdirSync("data", { recursive: true });
for (const loc in out) {
  const L = out[loc], patterns = [];
  L.dates = Object.values(L.date).map((p) => (patterns.includes(p) || patterns.push(p), patterns.indexOf(p)));
  L.patterns = patterns;
  delete L.date;
  fs.writeFileSync(`data/${loc}.json`, JSON.stringify(L) + "\n");
}

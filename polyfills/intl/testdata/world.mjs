// A Worker that tells what the Intl of its runtime knows of all languages and regions together:
// record_test.go makes ../data/world.json of it.
const A = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"], a = A.map((x) => x.toLowerCase());
const pairs = A.flatMap((x) => A.map((y) => x + y));
const codes = [...a.flatMap((x) => a.map((y) => x + y)), ...a.flatMap((x) => a.flatMap((y) => a.map((z) => x + y + z)))];
const canonical = (t) => { try { return Intl.getCanonicalLocales(t)[0]; } catch { return t; } };
const group = (keys, of) => { const out = {}; for (const k of keys) (out[of(k)] ??= []).push(k); return out; };
// without leaves out the group that most belong to.
const without = (groups) => { const most = Object.entries(groups).sort((x, y) => y[1].length - x[1].length)[0][0]; const { [most]: _, ...rest } = groups; return [most, Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, v.join(" ")]))]; };

export default {
  fetch() {
    const out = { values: {}, digits: {}, currencyDigits: {}, zones: {} };
    for (const k of ["calendar", "collation", "currency", "numberingSystem", "timeZone", "unit"]) out.values[k] = Intl.supportedValuesOf(k).join(" ");
    for (const nu of Intl.supportedValuesOf("numberingSystem")) out.digits[nu] = [...new Intl.NumberFormat("en", { numberingSystem: nu, useGrouping: false }).format(9876543210)].reverse().join("");
    for (const c of Intl.supportedValuesOf("currency")) { const d = new Intl.NumberFormat("en", { style: "currency", currency: c }).resolvedOptions().maximumFractionDigits; if (d !== 2) out.currencyDigits[c] = d; }
    const regions = [...pairs.filter((r) => canonical("und-" + r) === "und-" + r), "001", "419"], of = (r) => new Intl.Locale("und-" + r);
    out.week = without(group(regions, (r) => { const w = of(r).getWeekInfo(); return w.firstDay + " " + w.weekend.join(" "); }));
    out.hours = without(group(regions, (r) => of(r).getHourCycles().join(" ")));
    out.calendars = without(group(regions, (r) => of(r).getCalendars().join(" ")));
    for (const r of regions) { const z = of(r).getTimeZones(); if (z?.length) out.zones[r] = z.join(" "); }
    out.regions = Object.fromEntries([...pairs, ...[...Array(1000).keys()].map((i) => String(i).padStart(3, "0"))].map((r) => [r, canonical("und-" + r).slice(4)]).filter(([r, c]) => r !== c && c));
    out.languages = Object.fromEntries(codes.map((l) => [l, canonical(l)]).filter(([l, c]) => l !== c));
    const kept = codes.filter((l) => !out.languages[l]);
    out.likely = Object.fromEntries(kept.map((l) => [l, new Intl.Locale(l).maximize().toString()]).filter(([l, m]) => l !== m));
    out.collations = without(group(kept, (l) => new Intl.Locale(l).getCollations().join(" ")));
    const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
    out.named = kept.filter((l) => names.of(l) !== undefined).join(" ");
    out.plurals = kept.filter((l) => new Intl.PluralRules(l).resolvedOptions().locale === l && new Intl.NumberFormat(l).resolvedOptions().locale !== l).join(" ");
    const supported = kept.filter((l) => Intl.DateTimeFormat.supportedLocalesOf(l).length);
    out.supported = supported.join(" ");
    const scripts = ["Arab", "Beng", "Cyrl", "Deva", "Guru", "Hans", "Hant", "Latn"], is = (t) => new Intl.NumberFormat(t).resolvedOptions().locale === t;
    out.available = Object.fromEntries(supported.map((l) => [l, [...scripts, ...regions, "150"].filter((r) => is(l + "-" + r)).join(" ")]));
    const tags = [...supported, ...supported.flatMap((l) => regions.map((r) => l + "-" + r)).filter(is)];
    const cycles = (t) => new Intl.Locale(t).getHourCycles().join(" ");
    out.hoursOf = Object.fromEntries(tags.map((t) => [t, cycles(t)]).filter(([t, h]) => h !== cycles("und-" + new Intl.Locale(t).maximize().region)));
    out.numberings = without(group(tags, (t) => new Intl.DateTimeFormat(t).resolvedOptions().numberingSystem))[1];
    out.calendar = without(group(tags, (t) => new Intl.DateTimeFormat(t).resolvedOptions().calendar))[1];
    return Response.json(out);
  },
};

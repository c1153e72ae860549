test("a list has no parts where nothing stands between its items", () => {
  assertEquals(new Intl.ListFormat("zh", { type: "unit" }).formatToParts(["A", "B"]), [{ type: "element", value: "A" }, { type: "element", value: "B" }]);
  assertEquals(new Intl.ListFormat("ja", { type: "unit", style: "narrow" }).format(["A", "B", "C"]), "ABC");
});
test("ranges of ordinal numbers have the categories of ranges", () => {
  const ranges = (locale) => { const rules = new Intl.PluralRules(locale, { type: "ordinal" }); return [[0, 1], [1, 1], [1, 2], [2, 3]].map(([a, b]) => rules.selectRange(a, b)); };
  assertEquals(ranges("en"), ["other", "other", "other", "other"]);
  assertEquals(ranges("fr"), ["other", "one", "other", "other"]);
});
test("caseFirst decides where nothing else does", () => {
  const sorted = (locale, caseFirst) => ["ab", "a", "B", "A", "b", "Ab", "á", "Á", "ǆ", "ǅ", "Ǆ"].sort(new Intl.Collator(locale, { caseFirst }).compare).join(" ");
  assertEquals(sorted("en", "upper"), "A a Á á Ab ab B b Ǆ ǅ ǆ");
  assertEquals(sorted("en", "lower"), "a A á Á ab Ab b B ǆ ǅ Ǆ");
  assertEquals(sorted("en-u-kf-upper"), sorted("en", "upper"));
  assertEquals([["da", "sort"], ["da", "search"], ["sv", "sort"]].map(([l, usage]) => new Intl.Collator(l, { usage }).resolvedOptions().caseFirst), ["upper", "false", "false"]);
  assertEquals(["a".localeCompare("A", "da"), "a".localeCompare("A", "en", { caseFirst: "upper" }), "a".localeCompare("A")], [1, 1, -1]);
  assertEquals(new Intl.Collator("en", { caseFirst: "upper", sensitivity: "base" }).compare("a", "A"), 0);
});
test("regions that are no more, and sign languages, have the names of today", () => {
  const canonical = { "und-Armn-SU": "und-Armn-AM", "ru-SU": "ru-RU", "sgn-DD": "gsg", "sgn-276": "gsg", "sgn-DE": "gsg", "fr-u-rg-frgf": "fr-u-rg-gfzzzz", "und-u-sd-fi01": "und-u-sd-axzzzz" };
  for (const [tag, want] of Object.entries(canonical)) assertEquals(Intl.getCanonicalLocales(tag), [want]);
  assertEquals(String(new Intl.Locale("und-Armn-SU", { language: "ru" })), "ru-Armn-AM");
});
test("a region of which no language is known has English", () => {
  assertEquals(["und-AQ", "und-Latn-AQ", "und-150", "und-TD", "xx-AQ"].map((t) => String(new Intl.Locale(t).maximize())), ["en-Latn-AQ", "en-Latn-AQ", "en-Latn-150", "ar-Arab-TD", "xx-AQ"]);
});
test("most services need new, however they are called", () => {
  for (const name of ["PluralRules", "ListFormat", "Segmenter", "RelativeTimeFormat"]) {
    const service = Intl[name];
    for (const call of [() => service(), () => service.call(undefined), () => service.call(Object.create(service.prototype)), () => Reflect.apply(service, {}, []), () => ["en"].map(service)]) assertThrows(call, TypeError, `Constructor Intl.${name} requires 'new'`);
  }
  assertEquals(Intl.Collator.call(Object.create(Intl.Collator.prototype)) instanceof Intl.Collator, true);
});

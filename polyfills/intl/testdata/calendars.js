// What workerd of November 2026 answers: locale, options, time, and the parts as TYPE=VALUE.
const answers = [
  ["zh-TW", {"year": "numeric", "month": "long", "calendar": "japanese"}, 1591358400000, "era=令和|year=2|literal=年|month=6|literal=月"],
  ["en-GB", {"dateStyle": "full", "calendar": "japanese"}, -13000000000000, "weekday=Saturday|literal=, |day=8|literal= |month=January|literal= |year=4|literal= |era=Kōji (1555–1558)"],
  ["th", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "japanese"}, 1591358400000, "day=5|literal=/|month=06|literal=/|year=02|literal= |era=เรวะ"],
  ["am", {"calendar": "japanese"}, -13000000000000, "day=8|literal=/|month=1|literal=/|year=4"],
  ["hi", {"dateStyle": "short", "calendar": "japanese"}, 1591358400000, "era=रेइवा|literal= |day=5|literal=/|month=6|literal=/|year=2"],
  ["ar", {"calendar": "islamic-civil"}, -13000000000000, "day=18|literal=‏/|month=3|literal=‏/|year=965|literal= |era=هـ"],
  ["th", {"year": "numeric", "month": "long", "calendar": "islamic-civil"}, 1591358400000, "month=เชาวัล|literal= |era=ฮ.ศ.|literal= |year=1441"],
  ["am", {"month": "narrow", "day": "numeric", "calendar": "islamic-civil"}, 1795791113251, "month=6|literal= |day=16"],
  ["ru", {"month": "narrow", "day": "numeric", "calendar": "islamic-civil"}, 1795791113251, "day=16|literal= |month=6"],
  ["fr", {"calendar": "islamic-civil"}, 1795791113251, "day=16|literal=/|month=6|literal=/|year=1448|literal= |era=H"],
  ["ko", {"year": "numeric", "month": "long", "calendar": "islamic-umalqura"}, -2500000000000, "era=AH|literal= |year=1308|literal=년 |month=사파르"],
  ["zh-TW", {"year": "numeric", "month": "long", "calendar": "islamic-umalqura"}, 1591358400000, "era=伊斯蘭曆|year=1441|literal=年|month=10|literal=月"],
  ["he", {"month": "narrow", "day": "numeric", "calendar": "islamic-umalqura"}, 1591358400000, "day=13|literal= ב|month=10"],
  ["de", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "islamic-umalqura"}, -2500000000000, "day=27|literal=.|month=02|literal=.|year=08|literal= |era=AH"],
  ["en", {"year": "numeric", "month": "long", "calendar": "islamic-umalqura"}, 1795791113251, "month=Jumada II|literal= |year=1448|literal= |era=AH"],
  ["ar", {"month": "narrow", "day": "numeric", "calendar": "hebrew"}, 1795791113251, "day=17|literal= |month=3"],
  ["hi", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "hebrew"}, -2500000000000, "era=AM|literal= |day=27|literal=/|month=01|literal=/|year=51"],
  ["fr", {"dateStyle": "short", "calendar": "hebrew"}, 1591358400000, "day=13|literal=/|month=09|literal=/|year=5780|literal= |era=A. M."],
  ["fa", {"month": "narrow", "day": "numeric", "calendar": "hebrew"}, -2500000000000, "day=۲۷|literal= |month=ت"],
  ["ko", {"calendar": "hebrew"}, 1795791113251, "era=AM|literal= |year=5787|literal=. |month=3|literal=. |day=17|literal=."],
  ["he", {"calendar": "persian"}, 1795791113251, "day=6|literal=.|month=9|literal=.|year=1405|literal= |era=AP"],
  ["ko", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "persian"}, 1795791113251, "era=AP|literal= |year=05|literal=/|month=09|literal=/|day=6"],
  ["ja", {"dateStyle": "full", "calendar": "persian"}, 1591358400000, "era=AP|year=1399|literal=年|month=3|literal=月|day=16|literal=日(|weekday=金曜日|literal=)"],
  ["fa", {"calendar": "persian"}, -13000000000000, "year=۹۳۶|literal=/|month=۱۰|literal=/|day=۲۸"],
  ["zh-TW", {"year": "numeric", "month": "long", "calendar": "persian"}, -13000000000000, "era=波斯曆|literal= |year=936|literal=年|month=10|literal=月"],
  ["en-GB", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "coptic"}, -2500000000000, "day=02|literal=/|month=02|literal=/|year=07|literal= |era=Anno Martyrum"],
  ["ja", {"dateStyle": "short", "calendar": "coptic"}, 1795791113251, "era=AM|year=1743|literal=/|month=3|literal=/|day=18"],
  ["de", {"dateStyle": "short", "calendar": "coptic"}, -2500000000000, "day=02|literal=.|month=02|literal=.|year=07|literal= |era=AM"],
  ["fr", {"calendar": "coptic"}, -13000000000000, "day=13|literal=/|month=05|literal=/|year=1274|literal= |era=ap. D."],
  ["he", {"calendar": "coptic"}, 1591358400000, "day=28|literal=.|month=9|literal=.|year=1736|literal= |era=AM"],
  ["hi", {"year": "numeric", "month": "long", "calendar": "ethiopic"}, -13000000000000, "era=AM|literal= |year=1550|literal= |month=टर"],
  ["ru", {"dateStyle": "full", "calendar": "ethiopic"}, 1591358400000, "weekday=пятница|literal=, |day=28|literal= |month=генбот|literal= |year=2012|literal= г. |era=AM"],
  ["ja", {"year": "numeric", "month": "long", "calendar": "ethiopic"}, 1591358400000, "era=AM|year=2012|literal=年|month=9|literal=月"],
  ["en", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "ethiopic"}, 1591358400000, "month=09|literal=/|day=28|literal=/|year=12|literal= |era=AM"],
  ["am", {"year": "numeric", "month": "long", "calendar": "ethiopic"}, -13000000000000, "month=ጥር|literal= |year=1550"],
  ["he", {"dateStyle": "short", "calendar": "ethioaa"}, -2500000000000, "day=2|literal=.|month=2|literal=.|year=7383|literal= |era=AA"],
  ["ko", {"calendar": "ethioaa"}, 1591358400000, "era=AA|literal= |year=7512|literal=. |month=9|literal=. |day=28|literal=."],
  ["zh-TW", {"dateStyle": "full", "calendar": "ethioaa"}, -13000000000000, "era=AA|literal= |year=7050|literal=年|month=5|literal=月|day=13|literal=日 |weekday=星期六"],
  ["es", {"month": "narrow", "day": "numeric", "calendar": "ethioaa"}, 1795791113251, "day=18|literal= |month=3"],
  ["en", {"calendar": "ethioaa"}, 1591358400000, "month=9|literal=/|day=28|literal=/|year=7512|literal= |era=AA"],
  ["ko", {"dateStyle": "short", "calendar": "indian"}, -2500000000000, "era=Śaka|literal= |year=1812|literal=. |month=7|literal=. |day=19|literal=."],
  ["hi", {"year": "numeric", "month": "long", "calendar": "indian"}, 1795791113251, "era=शक|literal= |year=1948|literal= |month=अग्रहायण"],
  ["fa", {"calendar": "indian"}, 1795791113251, "year=۱۹۴۸|literal=/|month=۹|literal=/|day=۶|literal= |era=تقویم ساکا"],
  ["en", {"dateStyle": "full", "calendar": "indian"}, 1591358400000, "weekday=Friday|literal=, |month=Jyaistha|literal= |day=15|literal=, |year=1942|literal= |era=Śaka"],
  ["de", {"calendar": "indian"}, -2500000000000, "day=19|literal=.|month=7|literal=.|year=1812|literal= |era=Śaka"],
  ["ru", {"year": "numeric", "month": "long", "calendar": "chinese"}, 1591358400000, "month=4bis|literal= |yearName=geng-zi"],
  ["de", {"year": "numeric", "month": "long", "calendar": "chinese"}, 1591358400000, "month=M04bis|literal= |yearName=geng-zi"],
  ["hi", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "chinese"}, 1591358400000, "relatedYear=2020|literal= |month=M04bis|literal= |day=14"],
  ["ar", {"dateStyle": "short", "calendar": "chinese"}, 1591358400000, "relatedYear=2020|literal=-|month=04bis|literal=-|day=14"],
  ["zh-TW", {"month": "narrow", "day": "numeric", "calendar": "chinese"}, 1591358400000, "month=閏四|day=14|literal=日"],
  ["ko", {"dateStyle": "full", "calendar": "dangi"}, -13000000000000, "yearName=정사|literal=년 |month=12월|literal= |day=19|literal=일 |weekday=토요일"],
  ["ar", {"year": "numeric", "month": "long", "calendar": "dangi"}, 1795791113251, "relatedYear=2026|literal=(|yearName=bing-wu|literal=) |month=M10"],
  ["ru", {"year": "numeric", "month": "long", "calendar": "dangi"}, 1795791113251, "month=10|literal= |yearName=bing-wu"],
  ["fr", {"calendar": "dangi"}, 1795791113251, "day=19|literal=/|month=10|literal=/|year=43"],
  ["th", {"calendar": "dangi"}, -2500000000000, "year=27|literal=-|month=8|literal=-|day=28"],
  ["hi", {"year": "numeric", "month": "long", "calendar": "buddhist"}, -13000000000000, "month=जनवरी|literal= |year=2101|literal= |era=बौद्ध संवत"],
  ["ru", {"dateStyle": "short", "calendar": "buddhist"}, 1591358400000, "day=05|literal=.|month=06|literal=.|year=2563|literal= |era=BE"],
  ["zh-TW", {"era": "long", "year": "2-digit", "month": "2-digit", "day": "numeric", "calendar": "buddhist"}, 1795791113251, "era=佛曆|year=69|literal=/|month=11|literal=/|day=27"],
  ["ko", {"dateStyle": "full", "calendar": "buddhist"}, 1591358400000, "era=불기|literal= |year=2563|literal=년 |month=6|literal=월 |day=5|literal=일 |weekday=금요일"],
  ["fa", {"year": "numeric", "month": "long", "calendar": "buddhist"}, 1795791113251, "year=۲۵۶۹|literal= |month=نوامبر|literal= |era=تقویم بودایی"],
  ["th", {"calendar": "roc"}, -2500000000000, "day=11|literal=/|month=10|literal=/|era=ปีก่อนไต้หวัน|literal= |year=22"],
  ["he", {"year": "numeric", "month": "long", "calendar": "roc"}, -13000000000000, "era=לפני R.O.C|literal= |year=354|literal= |month=ינואר"],
  ["zh-TW", {"dateStyle": "full", "calendar": "roc"}, 1795791113251, "era=民國|year=115|literal=年|month=11|literal=月|day=27|literal=日 |weekday=星期五"],
  ["ru", {"calendar": "roc"}, 1591358400000, "day=05|literal=.|month=06|literal=.|year=109|literal= |era=Minguo"],
  ["en", {"dateStyle": "short", "calendar": "roc"}, -2500000000000, "month=10|literal=/|day=11|literal=/|year=22|literal= |era=B.R.O.C."],
  ["fa", {"dateStyle": "short", "calendar": "iso8601"}, 1591358400000, "year=۲۰۲۰|literal=-|month=۰۶|literal=-|day=۰۵"],
  ["ja", {"month": "narrow", "day": "numeric", "calendar": "iso8601"}, 1795791113251, "month=11|literal= |day=27"],
  ["zh", {"calendar": "iso8601"}, -13000000000000, "year=1558|literal=-|month=01|literal=-|day=18"],
  ["ar", {"dateStyle": "short", "calendar": "iso8601"}, -2500000000000, "year=1890|literal=-|month=10|literal=-|day=11"],
  ["hi", {"calendar": "iso8601"}, 1795791113251, "year=2026|literal=-|month=11|literal=-|day=27"],
  ["ja", {"calendar": "japanese", "dateStyle": "long"}, 1559736000000, "era=令和|year=元|literal=年|month=6|literal=月|day=5|literal=日"],
  ["en", {"calendar": "chinese", "month": "long", "day": "numeric"}, 1591358400000, "month=Fourth Monthbis|literal= |day=14"],
  ["zh", {"calendar": "chinese", "dateStyle": "full"}, 1591358400000, "relatedYear=2020|yearName=庚子|literal=年|month=闰四月|day=十四|weekday=星期五"],
  ["he", {"calendar": "hebrew", "year": "numeric", "month": "long", "day": "numeric"}, 1710000000000, "day=29|literal= ב|month=אדר א׳|literal= |year=5784"],
  ["nl", {"hour": "numeric", "timeZoneName": "long"}, 1795791113251, "hour=14|literal=h |timeZoneName=gecoördineerde wereldtijd"],
  ["ru", {"hour": "numeric", "timeZoneName": "short", "timeZone": "Europe/Berlin"}, 1795791113251, "hour=15|literal= ч. |timeZoneName=GMT+1"],
  ["zh", {"timeZoneName": "short", "hour": "numeric", "minute": "numeric"}, 1795791113251, "timeZoneName=UTC|literal= |hour=14|literal=:|minute=51"],
  ["vi", {"era": "short", "year": "numeric", "month": "long"}, 1795791113251, "month=tháng 11|literal= |year=2026|literal= |era=SCN"],
  ["th", {"era": "long", "year": "numeric", "month": "numeric", "day": "numeric"}, 1795791113251, "day=27|literal=/|month=11|literal=/|era=พุทธศักราช|literal= |year=2569"],
  ["es", {"timeZoneName": "short", "year": "numeric", "month": "long", "day": "numeric"}, 1795791113251, "day=27|literal= de |month=noviembre|literal= de |year=2026|literal= a las |timeZoneName=UTC"],
  ["fr", {"timeZoneName": "shortOffset", "hour": "numeric"}, 1795791113251, "hour=14|literal= h |timeZoneName=UTC+0"],
  ["en", {"timeZoneName": "longOffset", "hour": "numeric"}, 1795791113251, "hour=2|literal= |dayPeriod=PM|literal= |timeZoneName=GMT+00:00"],
  ["en", {"dayPeriod": "long", "hour": "numeric", "minute": "numeric", "timeZone": "Etc/GMT+2"}, 1795791113251, "hour=12|literal=:|minute=51|literal= |dayPeriod=in the afternoon"],
  ["en", {"weekday": "long", "hour": "numeric"}, 1795791113251, "weekday=Friday|literal= |hour=2|literal= |dayPeriod=PM"],
  ["ko", {"weekday": "long", "hour": "numeric"}, 1795791113251, "literal=(|weekday=금요일|literal=) |dayPeriod=오후|literal= |hour=2"],
  ["ja", {"hour": "numeric", "hour12": true, "timeZone": "Etc/GMT+2"}, 1795791113251, "dayPeriod=午後|hour=12|literal=時"],
  ["ru", {"hour": "numeric", "minute": "numeric", "hourCycle": "h24", "timeZone": "Etc/GMT+10"}, 1795791113251, "hour=4|literal=:|minute=51"],
  ["zh", {"era": "short", "year": "numeric", "month": "numeric"}, 1795791113251, "era=公元|year=2026|literal=年|month=11|literal=月"],
  ["bg", {"timeZoneName": "short"}, 1795791113251, "day=27|literal=.|month=11|literal=.|year=2026|literal= г., |timeZoneName=UTC"],
  ["en", {"timeZoneName": "long", "timeZone": "+00:00", "hour": "numeric"}, 1795791113251, "hour=2|literal= |dayPeriod=PM|literal= |timeZoneName=Greenwich Mean Time"],
  ["he", {"calendar": "hebrew", "dateStyle": "long"}, 1795791113251, "year=5787|month=03|day=17|literal= |hour=02|literal=:|minute=51|literal= |dayPeriod=PM"],
];
test("dates are written in every calendar, with eras and zones", () => {
  for (const [locale, options, time, want] of answers) {
    const parts = new Intl.DateTimeFormat(locale, options).formatToParts(time).map((p) => p.type + "=" + p.value).join("|");
    assertEquals(parts, want, JSON.stringify([locale, options, time]));
  }
});
test("formats tell their calendar", () => {
  const of = (tag, options) => new Intl.DateTimeFormat(tag, options).resolvedOptions().calendar;
  assertEquals([of("en-u-ca-islamic"), of("en-u-ca-islamicc"), of("en-u-ca-ethiopic-amete-alem"), of("en", { calendar: "hebrew" }), of("en-u-ca-foo"), of("th"), of("th-u-ca-gregory"), of("ar-SA")],
    ["islamic", "islamic-civil", "ethioaa", "hebrew", "gregory", "buddhist", "gregory", "gregory"]);
});
test("ranges within a day tell it once, and mixed ones are refused", () => {
  const f = new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "medium" }), day = Date.UTC(2021, 1, 1, 10, 0, 1);
  assertEquals(f.formatRange(day, day + 3600000).replace(/[\u202f\u2009]/g, " "), "2/1/21, 10:00:01 AM – 11:00:01 AM");
  const weekday = new Intl.DateTimeFormat("en", { weekday: "long", hour: "numeric" });
  assertEquals(weekday.formatRange(1795791113251, 1795799113251).replace(/[\u202f\u2009]/g, " "), "Friday, 2 – 5 PM");
});
test("what has no name is called by its code, and words follow the number that is shown", () => {
  const of = (type, code, style) => new Intl.DisplayNames("en", { type, style }).of(code);
  assertEquals([of("language", "tlh"), of("language", "gsw"), of("region", "001"), of("currency", "USD", "short"), of("currency", "EUR", "narrow")], ["tlh", "gsw", "001", "US Dollar", "Euro"]);
  const long = (locale, n) => new Intl.NumberFormat(locale, { notation: "compact", compactDisplay: "long" }).format(n).replace(/\u00a0/g, " ");
  assertEquals([long("fr", 1000), long("fr", 1234), long("ru", 123456), long("pl", 123456), long("de", 1234), new Intl.NumberFormat("de", { notation: "compact" }).format(1234)], ["mille", "1,2 millier", "123 тысячи", "123 tysiące", "1,2 Tausend", "1234"]);
});
test("more languages have rules of plurals than are written", () => {
  const of = (locale, type) => new Intl.PluralRules(locale, { type });
  assertEquals([of("cy").select(3), of("ga").select(2), of("is").select(21), of("ka", "ordinal").select(2), of("eu", "ordinal").select(1), of("eu").selectRange(0, 1)], ["few", "two", "one", "many", "other", "other"]);
  assertEquals([of("cy-GB").resolvedOptions().locale, Intl.PluralRules.supportedLocalesOf(["eu", "tlh"]).join(), Intl.NumberFormat.supportedLocalesOf(["eu"]).join()], ["cy", "eu", ""]);
});

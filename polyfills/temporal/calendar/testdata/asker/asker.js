// Answers the questions of record_test.go by the runtime's own Temporal.
const date = (c, day) => Temporal.PlainDate.from(day).withCalendar(c);
const iso = (d) => d.withCalendar("iso8601").toString();
const reference = (d, c) => d.toString({ calendarName: "always" }).replace(`[u-ca=${c}]`, "");

const methods = {
  fields(c, day) {
    const d = date(c, day);
    return [d.era ?? "", d.eraYear ?? 0, d.year, d.month, d.monthCode, d.day, d.dayOfYear, d.daysInMonth, d.daysInYear,
      d.monthsInYear, d.inLeapYear ? 1 : 0].join(" ");
  },
  year(c, year) {
    let d = Temporal.PlainDate.from({ calendar: c, year, month: 1, day: 1 });
    const first = iso(d), months = [];
    for (let m = d.monthsInYear; m > 0; m--, d = d.add({ days: d.daysInMonth })) months.push(d.monthCode + ":" + d.daysInMonth);
    return first + " " + months.join(" ");
  },
  add: (c, day, duration, options) => iso(date(c, day).add(duration, options)),
  until: (c, a, b, largestUnit) => date(c, a).until(date(c, b), { largestUnit }).toString(),
  with: (c, day, fields, options) => iso(date(c, day).with(fields, options)),
  date: (c, fields, options) => iso(Temporal.PlainDateTime.from({ calendar: c, ...fields }, options).toPlainDate()),
  yearMonth: (c, fields, options) => reference(Temporal.PlainYearMonth.from({ calendar: c, ...fields }, options), c),
  monthDay: (c, fields, options) => reference(Temporal.PlainMonthDay.from({ calendar: c, ...fields }, options), c),
};

export default {
  async fetch(request) {
    const questions = await request.json();
    return Response.json(questions.map(([method, ...args]) => {
      try {
        return methods[method](...args);
      } catch (e) {
        return `${e.name}: ${e.message}`;
      }
    }));
  },
};

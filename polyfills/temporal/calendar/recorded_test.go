package calendar

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/iso"
)

// question is one thing asked of the real runtime, with its answer. Which members are set depends on the method.
type question struct {
	method, calendar string
	date, other      iso.Date
	fields           Fields
	by               iso.DateDuration
	largest          iso.Unit
	overflow         Overflow
	number           int
	answer           string
}

// parse reads a line of the record: a JSON array of the method, the calendar and the arguments, a tab, and the answer.
func parse(line string) (q question, err error) {
	asked, answered, _ := strings.Cut(line, "\t")
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(asked), &list); err != nil {
		return q, err
	}
	read := func(i int, into any) {
		if err == nil && i < len(list) {
			err = json.Unmarshal(list[i], into)
		}
	}
	date := func(i int) iso.Date {
		var text string
		read(i, &text)
		return parseDate(text)
	}
	overflow := func(i int) Overflow {
		var options struct{ Overflow string }
		read(i, &options)
		return options.Overflow == "reject"
	}
	read(0, &q.method)
	read(1, &q.calendar)
	switch q.method {
	case "fields":
		q.date = date(2)
	case "year":
		read(2, &q.number)
	case "add":
		q.date, q.overflow = date(2), overflow(4)
		read(3, &q.by)
	case "until":
		var unit string
		read(4, &unit)
		q.date, q.other = date(2), date(3)
		q.largest, _ = iso.ParseUnit(unit)
	case "with":
		q.date, q.overflow = date(2), overflow(4)
		read(3, &q.fields)
	default:
		q.overflow = overflow(3)
		read(2, &q.fields)
	}
	if err == nil {
		err = json.Unmarshal([]byte(answered), &q.answer)
	}
	return q, err
}

// ask gives the package's answer.
func (q question) ask() string {
	c, ok := Lookup(q.calendar)
	if !ok {
		return "no such calendar"
	}
	said := func(d iso.Date, err error) string {
		var thrown *jsruntime.Error
		if errors.As(err, &thrown) {
			return string(thrown.Class) + ": " + thrown.Error()
		}
		return formatDate(d)
	}
	ranged := func(d iso.Date, err error) string { // as the classes do
		if err == nil && !d.InRange() {
			err = outside()
			if q.method == "yearMonth" {
				err = iso.Rangef("Exceeded valid range.")
			}
		}
		return said(d, err)
	}
	if !c.HasEras() { // the classes do not read them
		q.fields.Era, q.fields.EraYear = nil, nil
	}
	switch q.method {
	case "fields":
		d := c.Date(q.date)
		leap := 0
		if d.IsLeapYear {
			leap = 1
		}
		return fmt.Sprint(d.Era, " ", d.EraYear, " ", d.Year, " ", d.Month, " ", d.MonthCode, " ", d.Day, " ", d.DayOfYear,
			" ", d.InMonth, " ", d.InYear, " ", d.Months, " ", leap)
	case "year":
		y := c.(*calendar).year(q.number)
		text := formatDate(dateOf(&y, 1, 1))
		for month := 1; month <= y.months; month++ {
			text += fmt.Sprintf(" %s:%d", y.code(month), y.length(month))
		}
		return text
	case "add":
		return said(c.Add(q.date, q.by, q.overflow))
	case "until":
		return formatDuration(c.Until(q.date, q.other, q.largest))
	case "with":
		if q.fields == (Fields{}) {
			return "TypeError: Temporal error: Must specify at least one calendar field."
		}
		d := c.Date(q.date)
		return ranged(c.DateOf(c.Merge(Fields{Year: &d.Year, MonthCode: &d.MonthCode, Day: &d.Day}, q.fields), q.overflow))
	case "monthDay":
		return said(c.MonthDayOf(q.fields, q.overflow))
	case "yearMonth":
		return ranged(c.YearMonthOf(q.fields, q.overflow))
	}
	return ranged(c.DateOf(q.fields, q.overflow))
}

// record has a question and its answer on each line, with a tab between them.
const record = "testdata/recorded.txt.gz"

// TestRecorded compares with what the real runtime said.
func TestRecorded(t *testing.T) {
	t.Parallel()
	file, err := os.Open(record)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	wrong := map[string]int{}
	for lines := bufio.NewScanner(unzipped); lines.Scan(); {
		q, err := parse(lines.Text())
		if err != nil {
			t.Fatal(err)
		}
		got := q.ask()
		if got == q.answer {
			continue
		}
		group := q.method + " of " + q.calendar
		if wrong[group]++; wrong[group] <= 3 {
			t.Errorf("%s\n\tis %s", lines.Text(), got)
		}
	}
	for group, n := range wrong {
		t.Errorf("%s: %d answers differ", group, n)
	}
}

func parseDate(s string) iso.Date {
	day, rest := s[len(s)-2:], s[:len(s)-3]
	month, rest := rest[len(rest)-2:], rest[:len(rest)-3]
	n := func(s string) int { n, _ := strconv.Atoi(s); return n }
	return iso.Date{Year: n(rest), Month: n(month), Day: n(day)}
}

func formatDate(d iso.Date) string {
	year := fmt.Sprintf("%04d", d.Year)
	if d.Year < 0 || d.Year > 9999 {
		year = fmt.Sprintf("%+07d", d.Year)
	}
	return fmt.Sprintf("%s-%02d-%02d", year, d.Month, d.Day)
}

func formatDuration(d iso.DateDuration) string {
	s := ""
	if d.Sign() < 0 {
		s, d = "-", d.Negated()
	}
	s += "P"
	for _, part := range []struct {
		n    int64
		unit string
	}{{d.Years, "Y"}, {d.Months, "M"}, {d.Weeks, "W"}, {d.Days, "D"}} {
		if part.n != 0 {
			s += strconv.FormatInt(part.n, 10) + part.unit
		}
	}
	if d.Sign() == 0 {
		return "PT0S"
	}
	return s
}

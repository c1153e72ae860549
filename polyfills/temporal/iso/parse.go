package iso

import (
	"math/big"
	"strings"
)

// Parsed is what a text of RFC 9557 says.
type Parsed struct {
	Date     Date
	Time     *Time // nil: none is said
	Z        bool  // UTC, in a zone that is not said
	Offset   *Offset
	Zone     string // the annotation; "" for none
	Calendar string // the annotation; "" for none
}

// Offset is an offset from UTC.
type Offset struct {
	Nanos     int64
	ToSeconds bool // it was written with seconds
}

// DateTime gives the date with its time, or midnight.
func (p Parsed) DateTime() DateTime {
	if p.Time == nil {
		return DateTime{Date: p.Date}
	}
	return DateTime{p.Date, *p.Time}
}

// parser reads a text from its start.
type parser struct {
	rest string
	err  error // the first failure
}

func (p *parser) fail(words string) bool {
	if p.err == nil {
		p.err = Rangef("%s", words)
	}
	return false
}

// failAt is fail where n digits should be next: another thing is said if the text just ends.
func (p *parser) failAt(n int, words string) bool {
	for i := range n {
		if i == len(p.rest) {
			return p.fail("Parsing ended abruptly.")
		}
		if !startsWithDigit(p.rest[i:]) {
			break
		}
	}
	return p.fail(words)
}

// take takes one of some bytes from the front.
func (p *parser) take(any string) (byte, bool) {
	if p.rest == "" || strings.IndexByte(any, p.rest[0]) < 0 {
		return 0, false
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c, true
}

// digits takes n digits.
func (p *parser) digits(n int) (int, bool) {
	if len(p.rest) < n {
		return 0, false
	}
	v := 0
	for _, c := range []byte(p.rest[:n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	p.rest = p.rest[n:]
	return v, true
}

// number takes two digits within a range.
func (p *parser) number(low, high int, what string) (int, bool) {
	before := p.rest
	v, ok := p.digits(2)
	if ok && v >= low && v <= high {
		return v, true
	}
	p.rest = before
	switch {
	case high == 60:
		return 0, p.failAt(2, "Invalid character while parsing second value in (0, 60] range.")
	case high == 59:
		return 0, p.failAt(2, "Invalid character while parsing minute/second value in (0, 59] range.")
	case !ok || what == "hour":
		return 0, p.failAt(2, "Invalid character while parsing "+what+" value.")
	}
	return 0, p.fail("Parsed " + what + " value not in a valid range.")
}

// year takes four digits, or a sign and six.
func (p *parser) year() (int, bool) {
	if sign, ok := p.take("+-"); ok {
		v, ok := p.digits(6)
		if !ok || sign == '-' && v == 0 {
			return 0, p.fail("Invalid character while parsing extended year value.")
		}
		if sign == '-' {
			v = -v
		}
		return v, true
	}
	v, ok := p.digits(4)
	if !ok {
		return 0, p.failAt(4, "Invalid character while parsing year value.")
	}
	return v, true
}

// date takes a whole date.
func (p *parser) date() (d Date, ok bool) {
	if d.Year, ok = p.year(); !ok {
		return d, false
	}
	_, dashed := p.take("-")
	if d.Month, ok = p.number(1, 12, "month"); !ok {
		return d, false
	}
	if _, dash := p.take("-"); dash != dashed {
		return d, p.fail("Invalid character while parsing date separator.")
	}
	if d.Day, ok = p.number(1, 31, "day"); !ok {
		return d, false
	}
	if !d.IsValid() {
		return d, p.fail("Parsed day value not in a valid range.")
	}
	return d, true
}

// time takes a time; a 60th second is the 59th.
func (p *parser) time() (t Time, ok bool) {
	t, _, ok = p.clock(23, 60)
	t.Second = min(t.Second, 59)
	return t, ok
}

// clock takes hours, and minutes, seconds and their fraction if they are there.
func (p *parser) clock(maxHour, maxSecond int) (t Time, seconds, ok bool) {
	if t.Hour, ok = p.number(0, maxHour, "hour"); !ok {
		return t, false, false
	}
	_, colons := p.take(":")
	if !colons && !startsWithDigit(p.rest) {
		return t, false, true
	}
	if t.Minute, ok = p.number(0, 59, "minute"); !ok {
		return t, false, false
	}
	if colons {
		if _, more := p.take(":"); !more {
			return t, false, true
		}
	} else if !startsWithDigit(p.rest) {
		return t, false, true
	}
	if t.Second, ok = p.number(0, maxSecond, "second"); !ok {
		return t, false, false
	}
	if _, point := p.take(".,"); point {
		n := 0
		for n < len(p.rest) && p.rest[n] >= '0' && p.rest[n] <= '9' {
			n++
		}
		if n == 0 || n > 9 {
			return t, false, p.fail("Invalid character while parsing fraction part value.")
		}
		f := &parser{rest: p.rest[:n] + "000000000"[n:]}
		p.rest = p.rest[n:]
		t.Millisecond, _ = f.digits(3)
		t.Microsecond, _ = f.digits(3)
		t.Nanosecond, _ = f.digits(3)
	}
	return t, true, true
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// offset takes an offset from UTC, if there is one.
func (p *parser) offset() (*Offset, bool) {
	sign, ok := p.take("+-")
	if !ok {
		return nil, true
	}
	t, seconds, ok := p.clock(23, 59)
	if !ok {
		return nil, false
	}
	o := &Offset{t.Nanos(), seconds}
	if sign == '-' {
		o.Nanos = -o.Nanos
	}
	return o, true
}

// zone takes the annotation of a time zone, if there is one.
func (p *parser) zone(out *Parsed) bool {
	inner, found := strings.CutPrefix(p.rest, "[")
	if !found {
		return true
	}
	inner = strings.TrimPrefix(inner, "!")
	name, after, closed := strings.Cut(inner, "]")
	if strings.Contains(name, "=") {
		return true // another annotation
	}
	if o, ok := ParseOffset(name); ok && o.ToSeconds {
		return p.fail("Offset must be minute precision")
	}
	if !closed || !IsZoneName(name) {
		return p.fail("Invalid time zone annotation.")
	}
	out.Zone, p.rest = name, after
	return true
}

// IsZoneName reports whether a text has the form of a zone's name, or of an offset to the minute.
func IsZoneName(name string) bool {
	if name != "" && (name[0] == '+' || name[0] == '-') {
		o, ok := ParseOffset(name)
		return ok && !o.ToSeconds
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" {
			return false
		}
		for i, c := range []byte(part) {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '.' || c == '_'
			if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '-' || c == '+')) {
				return false
			}
		}
	}
	return true
}

// annotations takes what is left: the calendar counts, others are passed over unless they are critical.
func (p *parser) annotations(out *Parsed) bool {
	calendars, critical := 0, false
	for p.rest != "" {
		inner, found := strings.CutPrefix(p.rest, "[")
		body, after, closed := strings.Cut(inner, "]")
		if !found {
			return p.fail("Unexpected character found after parsing was completed.")
		}
		if !closed {
			return p.fail("Invalid annotation close character.")
		}
		body, must := strings.CutPrefix(body, "!")
		key, value, assigned := strings.Cut(body, "=")
		if !assigned || !isAnnotationKey(key) || !isAnnotationValue(value) {
			return p.fail("Invalid annotation.")
		}
		p.rest = after
		switch {
		case key == "u-ca":
			if calendars == 0 {
				out.Calendar = value
			}
			calendars++
			critical = critical || must
			if calendars > 1 && critical {
				return p.fail("Duplicate calendar with critical flag was found.")
			}
		case must:
			return p.fail("Unrecognized annoation is marked as critical.")
		}
	}
	return true
}

func isAnnotationKey(s string) bool {
	for i, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c == '_' || i > 0 && (c == '-' || c >= '0' && c <= '9')) {
			return false
		}
	}
	return s != ""
}

func isAnnotationValue(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		for _, c := range []byte(part) {
			if !(c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9') {
				return false
			}
		}
		if part == "" {
			return false
		}
	}
	return true
}

// end takes the annotations and says whether all was read.
func (p *parser) end(out Parsed) (Parsed, error) {
	if p.zone(&out) {
		p.annotations(&out)
	}
	return out, p.err
}

// dateTime takes a date, and a time with an offset if they are there.
func (p *parser) dateTime(out *Parsed) bool {
	var ok bool
	if out.Date, ok = p.date(); !ok {
		return false
	}
	if _, clock := p.take("Tt "); !clock {
		return true
	}
	t, ok := p.time()
	if !ok {
		return false
	}
	out.Time = &t
	if _, out.Z = p.take("Zz"); out.Z {
		return true
	}
	out.Offset, ok = p.offset()
	return ok
}

// ParseDateTime reads a date that may have a time, an offset and annotations.
func ParseDateTime(text string) (Parsed, error) {
	p, out := &parser{rest: text}, Parsed{}
	p.dateTime(&out)
	return p.end(out)
}

// noZ refuses texts that name an exact time without a zone.
func noZ(out Parsed, err error, what string) (Parsed, error) {
	if err == nil && out.Z {
		err = Rangef("UTC designator is not valid for %s parsing.", what)
	}
	return out, err
}

// ParsePlain is ParseDateTime for what has no zone: UTC's letter Z is refused.
func ParsePlain(text string) (Parsed, error) {
	out, err := ParseDateTime(text)
	return noZ(out, err, "DateTime")
}

// ParseInstant reads an exact time.
func ParseInstant(text string) (*big.Int, error) {
	out, err := ParseDateTime(text)
	if err != nil {
		return nil, err
	}
	if out.Time == nil || !out.Z && out.Offset == nil {
		return nil, Rangef("Required fields missing from Instant string.")
	}
	n := out.DateTime().EpochNanos()
	if out.Offset != nil {
		n.Sub(n, big.NewInt(out.Offset.Nanos))
	}
	if !IsValidEpoch(n) {
		return nil, Rangef("Instant nanoseconds are not within a valid epoch range.")
	}
	return n, nil
}

// ParseTime reads a time, or that of a date. Without the letter T, a text that could be a month and day or a year and
// month is refused.
func ParseTime(text string) (Parsed, error) {
	if out, err := ParseDateTime(text); err == nil {
		if out.Time == nil {
			return out, Rangef("PlainTime can only be parsed from strings with a time component.")
		}
		return noZ(out, nil, "plain date/time")
	}
	p, out := &parser{rest: text}, Parsed{}
	_, marked := p.take("Tt")
	bare := p.rest
	t, ok := p.time()
	if !ok {
		return out, p.err
	}
	out.Time = &t
	if _, out.Z = p.take("Zz"); !out.Z {
		if out.Offset, ok = p.offset(); !ok {
			return out, p.err
		}
	}
	if bare = strings.TrimSuffix(bare, p.rest); !marked && isYearMonth(bare) {
		return out, Rangef("Time is ambiguous with YearMonth")
	} else if !marked && isMonthDay(bare) {
		return out, Rangef("Time is ambiguous with MonthDay")
	}
	out, err := p.end(out)
	return noZ(out, err, "plain date/time")
}

func isYearMonth(text string) bool {
	p := &parser{rest: text}
	_, ok := p.yearMonth()
	return ok && p.rest == ""
}

func isMonthDay(text string) bool {
	p := &parser{rest: text}
	_, ok := p.monthDay()
	return ok && p.rest == ""
}

// yearMonth takes a year and month; the day is 1.
func (p *parser) yearMonth() (d Date, ok bool) {
	if d.Year, ok = p.year(); !ok {
		return d, false
	}
	p.take("-")
	d.Month, ok = p.number(1, 12, "month")
	d.Day = 1
	return d, ok
}

// ReferenceYear is the year of months and days without a year; it has a leap day.
const ReferenceYear = 1972

// monthDay takes a month and day, which may have two hyphens before it.
func (p *parser) monthDay() (d Date, ok bool) {
	p.rest = strings.TrimPrefix(p.rest, "--")
	d.Year = ReferenceYear
	if d.Month, ok = p.number(1, 12, "month"); !ok {
		return d, false
	}
	p.take("-")
	if d.Day, ok = p.number(1, 31, "day"); !ok {
		return d, false
	}
	if !d.IsValid() {
		return d, p.fail("Parsed day value not in a valid range.")
	}
	return d, true
}

// ParseYearMonth reads a year and month, or a date. short is that there was no day.
func ParseYearMonth(text string) (out Parsed, short bool, err error) {
	return parsePart(text, (*parser).yearMonth)
}

// ParseMonthDay reads a month and day, or a date. short is that there was no year.
func ParseMonthDay(text string) (out Parsed, short bool, err error) {
	return parsePart(text, (*parser).monthDay)
}

func parsePart(text string, read func(*parser) (Date, bool)) (out Parsed, short bool, err error) {
	p := &parser{rest: text}
	if d, ok := read(p); ok && (p.rest == "" || p.rest[0] == '[') {
		out, err = p.end(Parsed{Date: d})
		if err == nil && out.Calendar != "" && !strings.EqualFold(out.Calendar, "iso8601") {
			err = Rangef("Non-ISO calendars need a whole date.")
		}
		return out, true, err
	}
	out, err = ParsePlain(text)
	return out, false, err
}

// ParseOffset reads an offset from UTC, which may have seconds.
func ParseOffset(text string) (Offset, bool) {
	p := &parser{rest: text}
	o, ok := p.offset()
	if !ok || o == nil || p.rest != "" {
		return Offset{}, false
	}
	return *o, true
}

// ParseAny reads a text of any of the forms for the sake of its annotations.
func ParseAny(text string) (Parsed, error) {
	out, err := ParseDateTime(text)
	if err == nil {
		return out, nil
	}
	for _, other := range []func(string) (Parsed, error){
		ParseTime,
		func(text string) (Parsed, error) { out, _, err := ParseYearMonth(text); return out, err },
		func(text string) (Parsed, error) { out, _, err := ParseMonthDay(text); return out, err },
	} {
		if out, otherErr := other(text); otherErr == nil {
			return out, nil
		}
	}
	return out, err
}

package es

import (
	"math"
	"time"

	"paddock/jsruntime"
)

// dates reads the texts of dates as V8 does, of which the engine knows other forms than that: see dateText.
var dates = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	date := classOf(vm, "Date")
	number := func(v jsruntime.Value) jsruntime.Value { return vm.ToValue(parseDate(v.String())) }
	jsruntime.PatchConstruct(date, func(original jsruntime.NativeConstruct) jsruntime.NativeConstruct {
		return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
			if len(args) == 1 && jsruntime.IsString(args[0]) {
				args = []jsruntime.Value{number(args[0])}
			}
			return original(args, newTarget)
		}
	})
	vm.PatchMethod(date, "parse", func(jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(parseDate(vm.Text(call.Argument(0))))
		}
	})
}}

// parseDate gives the time in milliseconds that a text means; NaN if it is no date. Times without a zone are UTC's,
// as the platform's own zone is.
func parseDate(text string) float64 {
	p := dateText{words: scanDate(text)}
	if !p.standard() || !p.rest() {
		return math.NaN()
	}
	return p.value()
}

// dateText reads a text in one of two ways. One is the standard's form, whose time must be right to the end. Where
// the date is followed by something else, or is none of that form, the rest is read in the old way of browsers: words
// before the first number and all in parentheses are passed over, numbers with a colon behind them are a time, others
// the date, in the order of America unless the first cannot be a day.
type dateText struct {
	words []dateWord
	at    int

	day      []int // of year, month and day, in the order of the text
	month    int   // by its name; 0: none
	iso      bool
	time     []int // hour, minute, second, millisecond
	half     int   // what am or pm adds to the hour; -1: neither
	sign     int   // of the zone; 0: none
	zone     [2]int
	hasZone  [2]bool // hours and minutes are known
	numbered bool    // a number has been read
}

// kinds of dateWord, beside signs, which stand for themselves.
const (
	endOfDate   = 0
	dateNumber  = '0'
	dateSpace   = ' '
	unknownSign = '?'
	monthName   = 'M'
	halfOfDay   = 'A'
	zoneName    = 'Z'
	timeLetter  = 'T'
	otherWord   = 'w'
)

// dateWord is a number, a word or a sign of a text.
type dateWord struct {
	kind   byte
	value  int
	length int // of numbers, in digits; of words
}

// dateNames are the words that mean something; of months the first three letters count.
var dateNames = map[string]dateWord{
	"jan": {kind: monthName, value: 1}, "feb": {kind: monthName, value: 2}, "mar": {kind: monthName, value: 3},
	"apr": {kind: monthName, value: 4}, "may": {kind: monthName, value: 5}, "jun": {kind: monthName, value: 6},
	"jul": {kind: monthName, value: 7}, "aug": {kind: monthName, value: 8}, "sep": {kind: monthName, value: 9},
	"oct": {kind: monthName, value: 10}, "nov": {kind: monthName, value: 11}, "dec": {kind: monthName, value: 12},
	"am": {kind: halfOfDay}, "pm": {kind: halfOfDay, value: 12}, "t": {kind: timeLetter},
	"ut": {kind: zoneName}, "utc": {kind: zoneName}, "z": {kind: zoneName}, "gmt": {kind: zoneName},
	"cdt": {kind: zoneName, value: -5}, "cst": {kind: zoneName, value: -6}, "edt": {kind: zoneName, value: -4}, "est": {kind: zoneName, value: -5},
	"mdt": {kind: zoneName, value: -6}, "mst": {kind: zoneName, value: -7}, "pdt": {kind: zoneName, value: -7}, "pst": {kind: zoneName, value: -8},
}

// significant is how many digits of a number count.
const significant = 9

// scanDate splits a text. Parentheses, which may stand within others, are one unknown sign.
func scanDate(text string) (words []dateWord) {
	runes := []rune(text)
	for i := 0; i < len(runes); {
		from, c := i, runes[i]
		switch {
		case c >= '0' && c <= '9':
			n, digits := 0, 0
			for ; i < len(runes) && runes[i] >= '0' && runes[i] <= '9'; i++ {
				if (n > 0 || runes[i] != '0') && digits < significant {
					n, digits = n*10+int(runes[i]-'0'), digits+1
				}
			}
			words = append(words, dateWord{kind: dateNumber, value: n, length: i - from})
		case c == ':' || c == '-' || c == '+' || c == '.' || c == ')':
			words = append(words, dateWord{kind: byte(c)})
			i++
		case isSpace(c):
			for i < len(runes) && isSpace(runes[i]) {
				i++
			}
			words = append(words, dateWord{kind: dateSpace})
		case c >= 'A':
			var name []rune
			for ; i < len(runes) && runes[i] >= 'A' && !isSpace(runes[i]); i++ {
				if len(name) < 3 {
					name = append(name, lowerLetter(runes[i]))
				}
			}
			w, ok := dateNames[string(name)]
			if !ok || i-from > 3 && w.kind != monthName {
				w = dateWord{kind: otherWord}
			}
			w.length = i - from
			words = append(words, w)
		case c == '(':
			for depth := 0; i < len(runes); i++ {
				if runes[i] == '(' {
					depth++
				} else if runes[i] == ')' {
					depth--
				}
				if depth == 0 {
					i++
					break
				}
			}
			words = append(words, dateWord{kind: unknownSign})
		default:
			words = append(words, dateWord{kind: unknownSign})
			i++
		}
	}
	return words
}

func lowerLetter(c rune) rune {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func isSpace(c rune) bool {
	for _, s := range spaces {
		if c == s {
			return true
		}
	}
	return false
}

func (p *dateText) peek() dateWord {
	if p.at >= len(p.words) {
		return dateWord{kind: endOfDate}
	}
	return p.words[p.at]
}

func (p *dateText) next() dateWord {
	w := p.peek()
	p.at++
	return w
}

func (p *dateText) skip(sign byte) bool {
	if p.peek().kind != sign {
		return false
	}
	p.at++
	return true
}

// fixed takes a number of so many digits, up to a largest one.
func (p *dateText) fixed(digits, least, most int) (int, bool) {
	w := p.peek()
	if w.kind != dateNumber || w.length != digits || w.value < least || w.value > most {
		return 0, false
	}
	p.at++
	return w.value, true
}

// standard reads the standard's form as far as it goes. It reports false for a time that is wrong.
func (p *dateText) standard() bool {
	p.half = -1
	if sign := p.peek().kind; sign == '+' || sign == '-' {
		if p.at+1 >= len(p.words) || p.words[p.at+1].kind != dateNumber || p.words[p.at+1].length != 6 {
			return true
		}
		p.at++
		year := p.next().value
		if sign == '-' {
			if year == 0 {
				return true // the year, which there is not, is lost
			}
			year = -year
		}
		p.day = append(p.day, year)
	} else if year, ok := p.fixed(4, 0, 9999); ok {
		p.day = append(p.day, year)
	} else {
		return true
	}
	for _, most := range []int{12, 31} {
		if !p.skip('-') {
			break
		}
		n, ok := p.fixed(2, 1, most)
		if !ok {
			return true
		}
		p.day = append(p.day, n)
	}
	switch p.peek().kind {
	case endOfDate:
		p.sign, p.hasZone = 1, [2]bool{true, true}
	case timeLetter:
		if p.at++; !p.standardTime() {
			return false
		}
	default:
		return true
	}
	p.iso = true
	return true
}

// standardTime reads what follows the letter T.
func (p *dateText) standardTime() bool {
	most := []int{24, 59, 59}
	for i := range most {
		if i > 0 && !p.skip(':') {
			if i == 1 {
				return false
			}
			break
		}
		n, ok := p.fixed(2, 0, most[i])
		if !ok {
			return false
		}
		p.time = append(p.time, n)
		if i == 0 && n == 24 {
			most[1], most[2] = 0, 0
		}
	}
	if len(p.time) == 3 && p.skip('.') {
		w := p.next()
		if w.kind != dateNumber || p.time[0] == 24 && w.value > 0 {
			return false
		}
		p.time = append(p.time, milliseconds(w))
	}
	switch w := p.peek(); {
	case w.kind == zoneName && w.length == 1:
		p.at++
		p.setZone(0)
	case w.kind == '+' || w.kind == '-':
		p.at++
		p.signZone(w.kind)
		if !p.standardZone() {
			return false
		}
	}
	return p.peek().kind == endOfDate
}

func (p *dateText) standardZone() bool {
	if n, ok := p.fixed(4, 0, 2359); ok {
		p.zone, p.hasZone = [2]int{n / 100, n % 100}, [2]bool{true, true}
		return n%100 < 60
	}
	hour, ok := p.fixed(2, 0, 23)
	if !ok || !p.skip(':') {
		return false
	}
	minute, ok := p.fixed(2, 0, 59)
	p.zone, p.hasZone = [2]int{hour, minute}, [2]bool{true, true}
	return ok
}

func (p *dateText) signZone(sign byte) {
	if p.sign = 1; sign == '-' {
		p.sign = -1
	}
}

func (p *dateText) setZone(hours int) {
	if p.sign = 1; hours < 0 {
		p.sign, hours = -1, -hours
	}
	p.zone, p.hasZone = [2]int{hours, 0}, [2]bool{true, true}
}

// milliseconds gives the first three digits of a fraction.
func milliseconds(w dateWord) int {
	n := w.value
	for digits := min(w.length, significant); digits != 3; {
		if digits < 3 {
			n, digits = n*10, digits+1
		} else {
			n, digits = n/10, digits-1
		}
	}
	return n
}

// rest reads what the standard's form has left in the old way.
func (p *dateText) rest() bool {
	p.numbered = len(p.day) > 0
	for p.peek().kind != endOfDate {
		w := p.next()
		ok := true
		switch w.kind {
		case dateNumber:
			p.numbered = true
			ok = p.number(w.value)
		case monthName:
			p.month = w.value
			p.skip('-')
		case halfOfDay, zoneName, timeLetter, otherWord:
			ok = p.word(w)
		case '+', '-':
			if len(p.time) > 0 || p.isUTC() {
				ok = p.offset(w.kind)
			} else {
				ok = !p.numbered
			}
		case ')':
			ok = !p.numbered
		}
		if !ok {
			return false
		}
	}
	return true
}

// isUTC reports whether the zone is that, so that a sign is the beginning of an offset.
func (p *dateText) isUTC() bool { return p.hasZone == [2]bool{true, true} && p.zone == [2]int{} }

func (p *dateText) number(n int) bool {
	switch {
	case p.skip(':'):
		if p.skip(':') {
			if len(p.time) > 0 {
				return false
			}
			p.time = append(p.time, n, 0)
			return true
		}
		if len(p.time) == 4 {
			return false
		}
		p.time = append(p.time, n)
		p.skip('.')
		return true
	case p.skip('.') && p.expectsTime(n):
		p.time = append(p.time, n)
		w := p.next()
		if w.kind != dateNumber {
			return false
		}
		p.endTime(milliseconds(w))
		return true
	case p.hasZone == [2]bool{true, false} && n < 60:
		p.zone[1], p.hasZone[1] = n, true
		return true
	case p.expectsTime(n):
		p.endTime(n)
		w := p.peek()
		return w.kind == endOfDate || w.kind == dateSpace || w.kind == zoneName && w.length == 1 || w.kind == '+' || w.kind == '-'
	case len(p.day) == 3:
		return false
	}
	p.day = append(p.day, n)
	p.skip('-')
	return true
}

// expectsTime reports whether a number can go on with the time.
func (p *dateText) expectsTime(n int) bool {
	switch len(p.time) {
	case 1, 2:
		return n < 60
	case 3:
		return n < 1000
	}
	return false
}

// endTime adds the last number of the time.
func (p *dateText) endTime(n int) {
	if len(p.time) < 4 {
		p.time = append(p.time, n)
	}
	for len(p.time) < 4 {
		p.time = append(p.time, 0)
	}
}

// word reads one that is no month. Those without a meaning may stand before the first number, and not beside it.
func (p *dateText) word(w dateWord) bool {
	switch {
	case w.kind == halfOfDay && len(p.time) > 0:
		p.half = w.value
	case w.kind == zoneName && p.numbered:
		p.setZone(w.value)
	default:
		return !p.numbered && p.peek().kind != dateNumber
	}
	return true
}

// offset reads that of the zone.
func (p *dateText) offset(sign byte) bool {
	p.signZone(sign)
	var w dateWord
	if p.peek().kind == dateNumber {
		w = p.next()
	}
	p.numbered = true
	switch {
	case p.peek().kind == ':':
		p.zone, p.hasZone = [2]int{w.value, 0}, [2]bool{true, false}
	case w.length == 1 || w.length == 2:
		p.zone, p.hasZone = [2]int{w.value, 0}, [2]bool{true, true}
	case w.length == 3 || w.length == 4:
		p.zone, p.hasZone = [2]int{w.value / 100, w.value % 100}, [2]bool{true, true}
	default:
		return false
	}
	return true
}

// value gives the time that was read; NaN if that is none.
func (p *dateText) value() float64 {
	year, month, day, ok := p.date()
	if !ok || month < 1 || month > 12 || day < 1 || day > 31 {
		return math.NaN()
	}
	t := append(p.time, 0, 0, 0, 0)[:4]
	hour, minute, second, ms := t[0], t[1], t[2], t[3]
	if p.half >= 0 {
		if hour > 12 {
			return math.NaN()
		}
		hour = hour%12 + p.half
	}
	midnight := hour == 24 && minute == 0 && second == 0 && ms == 0
	if !midnight && (hour > 23 || minute > 59 || second > 59 || ms > 999) {
		return math.NaN()
	}
	if year < -400000 || year > 400000 {
		return math.NaN()
	}
	days := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
	v := float64(days)*1000 + float64(((hour*60+minute)*60+second)*1000+ms) - float64(p.sign*(p.zone[0]*60+p.zone[1])*60000)
	if math.Abs(v) > 8.64e15 {
		return math.NaN()
	}
	return v
}

// date tells year, month and day apart.
func (p *dateText) date() (year, month, day int, ok bool) {
	if len(p.day) == 0 {
		return 0, 0, 0, false
	}
	d := append(p.day, 1, 1)[:3]
	isDay := d[0] >= 1 && d[0] <= 31
	switch {
	case p.month == 0 && (p.iso || !isDay):
		year, month, day = d[0], d[1], d[2]
	case p.month == 0:
		month, day, year = d[0], d[1], d[2]
	case !isDay:
		year, month, day = d[0], p.month, d[1]
	default:
		day, month, year = d[0], p.month, d[1]
	}
	switch {
	case p.iso:
	case year >= 0 && year <= 49:
		year += 2000
	case year >= 50 && year <= 99:
		year += 1900
	}
	return year, month, day, true
}

package calendar

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"net/http"
	"os"
	"testing"

	"paddock/polyfills/temporal/iso"
)

var recordFlag = flag.Bool("record", false, "ask the real runtime again; PADDOCK_ASKER is the address at which wrangler dev serves testdata/asker")

// TestRecord asks the same questions each time.
func TestRecord(t *testing.T) {
	if !*recordFlag {
		t.Skip("asks the real runtime, which is only done with -record")
	}
	list := questions()
	var out bytes.Buffer
	zipped, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	for len(list) > 0 {
		some := list[:min(2000, len(list))]
		list = list[len(some):]
		body, err := json.Marshal(some)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post(os.Getenv("PADDOCK_ASKER"), "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var answers []string
		err = json.NewDecoder(response.Body).Decode(&answers)
		_ = response.Body.Close()
		if err != nil || len(answers) != len(some) {
			t.Fatalf("%d answers to %d questions: %v", len(answers), len(some), err)
		}
		for i, answer := range answers {
			asked, _ := json.Marshal(some[i])
			answered, _ := json.Marshal(answer)
			_, _ = zipped.Write(append(append(append(asked, '\t'), answered...), '\n'))
		}
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(record, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// asker draws questions by lot, the same ones in each run.
type asker struct{ *rand.Rand }

// object is an argument.
type object = map[string]any

// between draws a number, of which both ends may be.
func (a asker) between(from, to int) int { return from + a.IntN(to-from+1) }

// oneOf draws one of a few.
func oneOf[T any](a asker, list ...T) T { return list[a.IntN(len(list))] }

// day draws a day of the years 1800 to 2200.
func (a asker) day() int {
	return a.between(iso.Date{Year: 1800, Month: 1, Day: 1}.EpochDays(), iso.Date{Year: 2200, Month: 12, Day: 31}.EpochDays())
}

// far draws any day of Temporal's, half of them from historic times.
func (a asker) far() int {
	if a.IntN(2) == 0 {
		return a.between(-800_000, 400_000)
	}
	return a.between(-100_000_001, 100_000_000)
}

func text(day int) string { return formatDate(iso.FromEpochDays(day)) }

// options draws what to do about overflow.
func (a asker) options() object {
	return oneOf(a, object{}, object{"overflow": "constrain"}, object{"overflow": "reject"})
}

// duration draws one of some of the units, none longer than its limit.
func (a asker) duration(years, months, weeks, days int) object {
	sign := oneOf(a, 1, -1)
	draw := func(limit int) int { return sign * a.between(0, limit) * a.IntN(2) }
	return object{"years": draw(years), "months": draw(months), "weeks": draw(weeks), "days": draw(days)}
}

// fields draws what a program says of a date about a year, which may be too little, or too much.
func (a asker) fields(year int, leap bool) object {
	f := object{}
	if a.IntN(20) > 0 {
		f["year"] = year + oneOf(a, a.between(-100, 100), a.between(-100, 100), a.between(-20_000, 20_000), a.between(-300_000, 300_000))
	}
	kind := a.IntN(10)
	if kind < 6 || kind == 9 {
		f["monthCode"] = monthCode{a.between(1, 12), leap && a.IntN(3) == 0}.String()
	}
	if kind >= 5 {
		f["month"] = a.between(1, 14)
	}
	if a.IntN(20) > 0 {
		f["day"] = a.between(1, 32)
	}
	if a.IntN(3) == 0 {
		f["era"] = oneOf(a, "ce", "bce", "ad", "bc", "reiwa", "heisei", "showa", "taisho", "meiji", "roc", "broc", "am", "aa", "ah", "bh", "ap", "be", "shaka", "CE", "")
		f["eraYear"] = oneOf(a, a.between(-5, 100), a.between(-3000, 6000), a.between(-1_200_000, 1_200_000))
		delete(f, oneOf(a, "year", "year", "era", "eraYear", "month", "day"))
	}
	return f
}

func questions() (list [][]any) {
	a := asker{rand.New(rand.NewPCG(1972, 12))}
	ask := func(question ...any) { list = append(list, question) }
	for _, c := range append([]Calendar{ISO}, every()...) {
		id := c.ID()
		now := c.Date(iso.Date{Year: 2000, Month: 1, Day: 1}).Year
		system, _ := c.(*calendar)
		leap := system != nil && system.leaps[1] > 0
		for range 140 {
			ask("fields", id, text(a.day()))
			ask("fields", id, text(a.far()))
		}
		for _, limit := range []int{-100_000_001, -100_000_000, 100_000_000} {
			ask("fields", id, text(limit))
			for _, unit := range []string{"years", "months", "weeks", "days"} {
				ask("add", id, text(limit), object{unit: 1})
				ask("add", id, text(limit), object{unit: -1})
				ask("add", id, text(limit), object{unit: oneOf(a, 1, -1) * 1_000_000_000})
			}
		}
		for range 60 {
			ask("add", id, text(a.day()), a.duration(oneOf(a, 3, 500), oneOf(a, 20, 700), 9, 400), a.options())
			ask("add", id, text(a.far()), a.duration(5000, 30_000, 900, 40_000), a.options())
		}
		for range 80 {
			from, far := a.day(), a.far()
			ask("until", id, text(from), text(from+a.between(-1600, 1600)), oneOf(a, "years", "months"))
			ask("until", id, text(from), text(from+a.between(-60, 60)), oneOf(a, "years", "months", "weeks", "days"))
			ask("until", id, text(far), text(min(max(far+a.between(-200_000, 200_000), -100_000_001), 100_000_000)), oneOf(a, "years", "months", "weeks", "days"))
		}
		for range 80 {
			ask("date", id, a.fields(now, leap), a.options())
			ask("monthDay", id, a.fields(now, leap), a.options())
			ask("yearMonth", id, a.fields(now, leap), a.options())
			f := a.fields(now, leap)
			delete(f, oneOf(a, "year", "month", "monthCode"))
			delete(f, oneOf(a, "day", "month", "monthCode"))
			ask("with", id, text(a.day()), f, a.options())
		}
		for number := 1; number <= 13; number++ {
			for _, day := range []int{1, 5, 29, 30, 31, 32} {
				ask("monthDay", id, object{"monthCode": monthCode{number, false}.String(), "day": day}, a.options())
				if number < 13 {
					ask("monthDay", id, object{"monthCode": monthCode{number, true}.String(), "day": day}, object{"overflow": "constrain"})
					ask("monthDay", id, object{"monthCode": monthCode{number, true}.String(), "day": day}, object{"overflow": "reject"})
				}
			}
		}
		if system != nil && system.months != 13 && system.eras == nil || id == "hebrew" || id == "islamic-umalqura" || id == "persian" {
			for number := now - 150; number <= now+200; number++ {
				ask("year", id, number)
			}
		}
	}
	return list
}

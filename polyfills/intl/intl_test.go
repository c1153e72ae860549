package intl

import (
	"os"
	"strings"
	"testing"

	"paddock/jsruntime/jstest"
)

func TestIntl(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), API())
}

func TestData_IsWhole(t *testing.T) {
	t.Parallel()
	entries, err := files.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()[:len(e.Name())-len(".json")]
		if name == "world" {
			continue
		}
		l, ok := load(name)
		if !ok {
			t.Errorf("%s: no data", name)
			continue
		}
		if len(l.Dates) != 215 || len(l.Glue) != 6 || len(l.GlueStyle) != 4 || len(l.List) != 9 || len(l.Relative.get()) != 8 || l.Number.Decimal == "" {
			t.Errorf("%s: incomplete", name)
		}
	}
}

func TestCalendars_AreWhole(t *testing.T) {
	t.Parallel()
	entries, err := files.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name, _ := strings.CutSuffix(e.Name(), ".json")
		if name == "world" || strings.HasSuffix(name, ".zip") {
			continue
		}
		tables := readCalendars(name)
		for _, id := range calendars {
			for index := 1; index < 216; index++ {
				if tables.date(patternsOf(id), index) == "" || tables.eraDateAs(patternsOf(id), index, "l") == "" {
					t.Errorf("%s: no pattern %d of %s", name, index, id)
				}
			}
			if len(tables.Styles[patternsOf(id)]) != 4 {
				t.Errorf("%s: no styles of %s", name, id)
			}
		}
		if len(tables.Years) != 60 || len(tables.Greenwich) != 2 {
			t.Errorf("%s: incomplete", name)
		}
	}
}

func TestJulian(t *testing.T) {
	t.Parallel()
	for _, c := range [][6]int{{1582, 10, 15, 1582, 10, 15}, {1582, 10, 14, 1582, 10, 4}, {1, 1, 1, 1, 1, 3}, {0, 3, 1, 0, 3, 3}, {-44, 3, 13, -44, 3, 15}, {1500, 3, 10, 1500, 2, 29}} {
		if y, m, d := julian(c[0], c[1], c[2]); [3]int{y, m, d} != [3]int{c[3], c[4], c[5]} {
			t.Errorf("%v: %d-%d-%d", c, y, m, d)
		}
	}
}

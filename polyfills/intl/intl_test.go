package intl

import (
	"os"
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

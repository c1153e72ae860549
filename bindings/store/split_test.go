package store_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/bindings/store"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, sql string
		want      []string
	}{
		{"statements end at semicolons", "SELECT 1; SELECT 2;", []string{"SELECT 1;", "SELECT 2;"}},
		{"the last needs none", "SELECT 1;SELECT 2", []string{"SELECT 1;", "SELECT 2"}},
		{"nothing gives nothing", " ;; -- ;\n /* ; */ ", nil},
		{"quotes hide semicolons", `SELECT ';', "a;b", [c;d], 'it''s;'; SELECT 2`, []string{`SELECT ';', "a;b", [c;d], 'it''s;';`, "SELECT 2"}},
		{"a byte order mark is a blank, but not in a word", "\ufeffSELECT 1;\ufeff;SELECT a\ufeff;", []string{"\ufeffSELECT 1;", "SELECT a\ufeff;"}},
		{"comments hide semicolons", "SELECT 1 -- ;\n+ 2; SELECT /* ; */ 3", []string{"SELECT 1 -- ;\n+ 2;", "SELECT /* ; */ 3"}},
		{
			"a trigger is one statement", "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END; SELECT 2",
			[]string{"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END;", "SELECT 2"},
		},
	} {
		if got := store.Split(tt.sql); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"SELECT 1; SELECT 2", "'", "/*", "--", "[", "CREATE TRIGGER x BEGIN ; END;", "\ufeff;", "''", ";"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		rest := sql
		for _, statement := range store.Split(sql) {
			_, after, ok := strings.Cut(rest, statement)
			if !ok {
				t.Fatalf("%q is not in order in %q", statement, sql)
			}
			rest = after
		}
	})
}

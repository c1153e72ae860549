package store

import (
	"database/sql"
	"fmt"
	"sync"
	"testing"
)

// lookupFixture is a table with the row a: x and a lookup in it.
func lookupFixture(t *testing.T) (*sql.DB, *Lookup, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	db, err := s.DB("x.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT, n INTEGER); INSERT INTO t VALUES ('a', 'x', NULL)"); err != nil {
		t.Fatal(err)
	}
	l, err := NewLookup(db, "SELECT v, n FROM t WHERE k = ?")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, l, dir
}

func (l *Lookup) text(t *testing.T, key string) string {
	t.Helper()
	row, err := l.Row(key)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(row)
}

func TestLookup(t *testing.T) {
	t.Parallel()
	t.Run("a row is found, and one that nobody made is not", func(t *testing.T) {
		t.Parallel()
		_, l, _ := lookupFixture(t)
		for range 2 {
			if got := l.text(t, "a"); got != "[x <nil>]" {
				t.Errorf("a is %s", got)
			}
			if got := l.text(t, "b"); got != "[]" {
				t.Errorf("b is %s", got)
			}
		}
	})
	t.Run("a query that cannot be prepared is an error", func(t *testing.T) {
		t.Parallel()
		db, _, _ := lookupFixture(t)
		if _, err := NewLookup(db, "SELECT nonsense FROM nowhere"); err == nil {
			t.Error("it is none")
		}
	})
	t.Run("what is remembered is given without asking", func(t *testing.T) {
		t.Parallel()
		_, l, _ := lookupFixture(t)
		if l.index == nil {
			t.Skip("the WAL-index cannot be had on this system")
		}
		l.text(t, "a")
		l.known["a"][0] = "remembered"
		if got := l.text(t, "a"); got != "[remembered <nil>]" {
			t.Errorf("a is %s", got)
		}
	})
	t.Run("a write is seen by the next look, whoever made it", func(t *testing.T) {
		t.Parallel()
		db, l, dir := lookupFixture(t)
		other, err := Open(dir, Options{Shared: true}) // as another process has it
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		foreign, err := other.DB("x.sqlite")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 50 {
			writer := db
			if i%2 == 1 {
				writer = foreign
			}
			l.text(t, "a")
			if _, err := writer.Exec("UPDATE t SET n = ?", i); err != nil {
				t.Fatal(err)
			}
			if got, want := l.text(t, "a"), fmt.Sprintf("[x %d]", i); got != want {
				t.Fatalf("after write %d: %s", i, got)
			}
			if i == 25 { // a checkpoint starts the log again from its beginning
				if _, err := foreign.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	t.Run("it may be used by many at once", func(t *testing.T) {
		t.Parallel()
		db, l, _ := lookupFixture(t)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for i := range 50 {
					if got := l.text(t, "b"); got != "[]" {
						t.Errorf("b is %s", got)
					}
					if _, err := db.Exec("INSERT OR REPLACE INTO t VALUES ('c', 'y', ?)", i); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
	})
	t.Run("no more is remembered than its limit", func(t *testing.T) {
		t.Parallel()
		_, l, _ := lookupFixture(t)
		for i := range maxKnown + 10 {
			l.text(t, fmt.Sprint("key", i))
		}
		if len(l.known) > maxKnown {
			t.Errorf("%d rows", len(l.known))
		}
	})
}

package store

import (
	"database/sql/driver"
	"sync"
	"testing"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := s.DB("x.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT, n INTEGER); INSERT INTO t VALUES ('a', 'x', NULL)"); err != nil {
		t.Fatal(err)
	}
	if _, err := NewLookup(db, "SELECT nonsense FROM nowhere"); err == nil {
		t.Error("a query that cannot be prepared is no error")
	}
	l, err := NewLookup(db, "SELECT v, n FROM t WHERE k = ?")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	get := func(key string) (v string, n driver.Value, ok bool) {
		ok, err := l.Row(key, func(row []driver.Value) { v, n = row[0].(string), row[1] })
		if err != nil {
			t.Error(err)
		}
		return v, n, ok
	}
	if v, n, ok := get("a"); !ok || v != "x" || n != nil {
		t.Errorf("a is %q, %v, %v", v, n, ok)
	}
	if _, _, ok := get("b"); ok {
		t.Error("there is a row that nobody made")
	}
	// A writer on another connection is seen by the next look, and does not wait for one.
	if _, err := db.Exec("UPDATE t SET v = 'y', n = 2"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				if v, n, ok := get("a"); !ok || v != "y" || n != int64(2) {
					t.Errorf("a is %q, %v, %v", v, n, ok)
				}
			}
		})
	}
	wg.Wait()
}

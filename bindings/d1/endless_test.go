package d1

import (
	"context"
	"testing"
	"time"

	"paddock/bindings/bindtest"
)

const endless = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t"

func TestDatabase_endless(t *testing.T) {
	t.Parallel()
	db, err := Open(bindtest.NewHost(t, t.TempDir()), "endless")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeoutCause(t.Context(), 10*time.Millisecond, errTime)
	defer cancel()
	if _, _, err := db.run(ctx, []Query{{SQL: endless}}, false); err != errTime {
		t.Errorf("got %v, want %v", err, errTime)
	}
	if _, err := db.Run(Query{SQL: "SELECT 1"}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := db.Run(Query{SQL: endless})
		done <- err
	}()
	for db.mu.TryLock() { // until the query runs
		db.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err == nil {
		t.Error("a query of a closed database has ended by itself")
	}
}

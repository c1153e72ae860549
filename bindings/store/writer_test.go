package store

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
)

func TestWriter(t *testing.T) {
	t.Parallel()
	w, err := NewWriter(filepath.Join(t.TempDir(), "x.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := w.Do(func(c *Conn) error { return c.Exec("CREATE TABLE t (n INTEGER PRIMARY KEY)") }); err != nil {
		t.Fatal(err)
	}
	count := func(t *testing.T) (n int64) {
		t.Helper()
		err := w.Do(func(c *Conn) error {
			row, err := c.QueryRow("SELECT count(*) FROM t")
			n, _ = row[0].(int64)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	t.Run("changes of many are all made, and those that fail leave nothing", func(t *testing.T) {
		const changes = 200
		own := errors.New("own")
		var wg sync.WaitGroup
		for i := range changes {
			wg.Go(func() {
				err := w.Do(func(c *Conn) error {
					if err := c.Exec("INSERT INTO t VALUES (?)", int64(i)); err != nil || i%10 > 0 {
						return err
					}
					return own
				})
				if i%10 == 0 != errors.Is(err, own) || i%10 > 0 && err != nil {
					t.Errorf("change %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := count(t); n != changes*9/10 {
			t.Errorf("%d rows", n)
		}
	})
	t.Run("changes that wait for a commit share the next one", func(t *testing.T) {
		batches := 0
		holding, release := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			_ = w.Do(func(c *Conn) error { close(holding); <-release; return c.Exec("INSERT INTO t VALUES (2000)") })
		})
		<-holding
		for i := range int64(3) {
			wg.Go(func() {
				_ = w.Do(func(c *Conn) error { return c.Exec("INSERT INTO t VALUES (?)", 1000+i) })
			})
		}
		for waiting := 0; waiting < 3; {
			w.mu.Lock()
			waiting = len(w.waiting)
			w.mu.Unlock()
		}
		w.conn.c.RegisterCommitHook(func() int { batches++; return 0 })
		close(release)
		wg.Wait()
		if batches != 2 {
			t.Errorf("%d commits for 4 changes", batches)
		}
	})
}

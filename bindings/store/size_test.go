package store

import (
	"path/filepath"
	"testing"
)

func TestSize_IsRememberedUntilSomebodyCommits(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.sqlite")
	open := func() *Conn {
		c, err := OpenConn(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	size := func(c *Conn) int64 {
		n, err := c.Size()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	do := func(c *Conn, query string) {
		if err := c.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	a, b := open(), open()
	do(a, "CREATE TABLE t (x)")
	first := size(a)
	if again := size(a); again != first || first == 0 {
		t.Fatalf("%d bytes, then %d with nothing written", first, again)
	}

	do(b, "INSERT INTO t VALUES (zeroblob(100000))")
	grown := size(a)
	if grown < 100000 || grown != size(b) {
		t.Errorf("%d bytes after another connection has written, %d in its own eyes", grown, size(b))
	}

	if err := a.Begin(); err != nil {
		t.Fatal(err)
	}
	do(a, "DELETE FROM t")
	if within := size(a); within != first {
		t.Errorf("%d bytes within the transaction that deletes, %d before the rows came", within, first)
	}
	if other := size(b); other != grown {
		t.Errorf("%d bytes for others meanwhile, not %d", other, grown)
	}
	a.Rollback()
	if after := size(a); after != grown {
		t.Errorf("%d bytes after the transaction was undone, not %d", after, grown)
	}
}

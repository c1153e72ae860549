package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBlobCache(t *testing.T) {
	t.Parallel()
	read := func(t *testing.T, b *Blobs, name string, offset, length int64) string {
		t.Helper()
		r, err := b.Open(name, offset, length)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	t.Run("a small blob is read from its file once", func(t *testing.T) {
		t.Parallel()
		b := &Blobs{dir: t.TempDir()}
		name, _, err := b.Write(context.Background(), strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, b, name, 0, -1); got != "hello" {
			t.Fatalf("got %q", got)
		}
		if err := os.Remove(filepath.Join(b.dir, name)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, b, name, 0, -1); got != "hello" {
			t.Errorf("the second time: %q", got)
		}
		if got := read(t, b, name, 1, 3); got != "ell" {
			t.Errorf("a range: %q", got)
		}
	})
	t.Run("a removed blob is gone", func(t *testing.T) {
		t.Parallel()
		b := &Blobs{dir: t.TempDir()}
		name, _, err := b.Write(context.Background(), strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		read(t, b, name, 0, -1)
		if err := b.Remove(name); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Open(name, 0, -1); err == nil {
			t.Error("it can be opened")
		}
	})
	t.Run("what is kept stays within its size, the newest first", func(t *testing.T) {
		t.Parallel()
		var c blobCache
		data := bytes.Repeat([]byte("x"), cachedBlob)
		n := 2 * cacheSize / cachedBlob
		for i := range n {
			c.put(fmt.Sprint(i), data)
		}
		c.remove(fmt.Sprint(n - 1))
		if _, ok := c.get(fmt.Sprint(n - 2)); !ok {
			t.Error("a new blob is gone")
		}
		if _, ok := c.get("0"); ok {
			t.Error("the oldest is still there")
		}
		if c.size > cacheSize || c.size != len(c.blobs)*cachedBlob {
			t.Errorf("size is %d with %d blobs", c.size, len(c.blobs))
		}
	})
}

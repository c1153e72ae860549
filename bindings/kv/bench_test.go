package kv_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/kv"
	"paddock/bindings/store"
)

// BenchmarkMillion measures what is asked of a namespace with 1,000,000 keys, and of one with a
// thousand beside it: what a get costs must not depend on that, and no page take 10 ms.
func BenchmarkMillion(b *testing.B) {
	for _, keys := range []int{1_000, 1_000_000} {
		n := filled(b, keys)
		ctx := context.Background()
		b.Run(fmt.Sprintf("get/%d keys", keys), func(b *testing.B) {
			i := 0
			for b.Loop() {
				i = (i + 7919) % keys
				e, err := n.Get(ctx, key(i))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, e.Body); err != nil {
					b.Fatal(err)
				}
			}
		})
		for name, ask := range map[string]struct{ prefix, after string }{
			"first page": {}, "page in the middle": {"", "group-5"}, "page near the end": {"", "group-9"}, "page of a prefix": {"group-5", ""}, "page without keys": {"nothing", ""},
		} {
			b.Run(fmt.Sprintf("list/%s/%d keys", name, keys), func(b *testing.B) {
				cursor := base64.StdEncoding.EncodeToString([]byte(ask.after))
				for b.Loop() {
					if _, _, err := n.List(ctx, ask.prefix, cursor, kv.MaxList); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkPut measures small values written over older ones, by one caller and by several at once.
func BenchmarkPut(b *testing.B) {
	n, err := kv.Open(bindtest.NewHost(b, b.TempDir()), "puts")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := n.Close(); err != nil {
			b.Error(err)
		}
	})
	var next atomic.Int64
	value := strings.Repeat("x", 100)
	put := func(b *testing.B) {
		if err := n.Put(context.Background(), key(int(next.Add(1)%1000)), strings.NewReader(value), kv.PutOptions{}); err != nil {
			b.Error(err)
		}
	}
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			put(b)
		}
	})
	b.Run("16 at once", func(b *testing.B) {
		b.SetParallelism(16 / runtime.GOMAXPROCS(0))
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				put(b)
			}
		})
	})
}

func key(i int) string { return fmt.Sprintf("group-%d/%08d", i%10, i) }

// filled makes a namespace whose keys all have one small value; every third expires some day.
func filled(b *testing.B, keys int) *kv.Namespace {
	b.Helper()
	h := bindtest.NewHost(b, b.TempDir())
	n, err := kv.Open(h, "big")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := n.Close(); err != nil {
			b.Error(err)
		}
	})
	blobs, err := h.Blobs("kv/big/blobs")
	if err != nil {
		b.Fatal(err)
	}
	const owner = "miniflare-KVNamespaceObject"
	db, err := h.DB("kv/" + owner + "/" + store.ObjectID(owner, "big") + ".sqlite")
	if err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	blob, _, err := blobs.Write(context.Background(), io.LimitReader(zeros{}, 100))
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare("INSERT INTO _mf_entries VALUES (?, ?, ?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	for i := range keys {
		var expires, metadata any
		if i%3 == 0 {
			expires, metadata = int64(32503680000000), `{"n":1}`
		}
		if _, err := insert.Exec(key(i), blob, expires, metadata); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return n
}

// zeros are bytes without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

package r2_test

import (
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// generated is a body of any size that is nowhere in memory.
type generated struct {
	left int64
	peak *atomic.Uint64
	read int64
}

func (g *generated) Read(p []byte) (int, error) {
	if g.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), g.left))
	for i := range p[:n] {
		p[i] = byte(g.left)
	}
	g.left -= int64(n)
	if g.read += int64(n); g.read > 8<<20 { // look at the memory every 8 MiB
		g.read = 0
		watch(g.peak)
	}
	return n, nil
}

func (*generated) Close() error { return nil }

// watch keeps the highest use of memory.
func watch(peak *atomic.Uint64) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapInuse > peak.Load() {
		peak.Store(m.HeapInuse)
	}
}

// sink counts bytes and forgets them.
type sink struct {
	peak        *atomic.Uint64
	total, read int64
}

func (s *sink) Write(p []byte) (int, error) {
	s.total += int64(len(p))
	if s.read += int64(len(p)); s.read > 8<<20 {
		s.read = 0
		watch(s.peak)
	}
	return len(p), nil
}

func (*sink) Close() error { return nil }

// It is not parallel to others: they would count.
func TestBucket_StreamsInConstantMemory(t *testing.T) {
	const size, bound = 256 << 20, 16 << 20
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, open(h))
	var peak atomic.Uint64
	out := &sink{peak: &peak}
	w.Set("body", func(vm *jsruntime.VM) jsruntime.Value {
		return streams.NewReadable(vm, &generated{left: size, peak: &peak}, streams.ReadableOptions{Length: size})
	})
	w.Set("part", func(vm *jsruntime.VM) jsruntime.Value {
		return streams.NewReadable(vm, &generated{left: size / 4, peak: &peak}, streams.ReadableOptions{Length: size / 4})
	})
	w.Set("out", func(vm *jsruntime.VM) jsruntime.Value { return streams.NewWritable(vm, out) })
	steps := []struct{ name, script, want string }{
		{"put", `return (await BUCKET.put("k", body)).size`, fmt.Sprint(size)},
		{"copy in a part", `
			const u = await BUCKET.createMultipartUpload("m");
			return (await u.complete([await u.uploadPart(1, part), await u.uploadPart(2, (await BUCKET.get("k", { range: { length: 5242880 } })).body)])).size`, fmt.Sprint(size/4 + 5<<20)},
		{"get", `await (await BUCKET.get("k")).body.pipeTo(out)`, "undefined"},
	}
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, s := range steps {
		if got := w.Eval(s.script); got != s.want {
			t.Fatalf("%s gives %s, want %s", s.name, got, s.want)
		}
	}
	if out.total != size {
		t.Errorf("got %d bytes, want %d", out.total, size)
	}
	if used := int64(peak.Load()) - int64(before.HeapInuse); used > bound {
		t.Errorf("%d MiB of body took %d MiB of memory", size>>20, used>>20)
	}
}

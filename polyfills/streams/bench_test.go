package streams_test

import (
	"io"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

const benchBytes = 64 << 20

// zeros is a source of n bytes.
func zeros(n int64) io.ReadCloser { return io.NopCloser(io.LimitReader(zero{}, n)) }

type zero struct{}

func (zero) Read(p []byte) (int, error) { return len(p), nil }

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// bench moves benchBytes from rs with the body of an async function that sees rs and ws.
func bench(b *testing.B, src string) {
	w := newWorld(b)
	b.SetBytes(benchBytes)
	w.set("make", func(vm *jsruntime.VM) any {
		return func() jsruntime.Value {
			return streams.NewReadable(vm, zeros(benchBytes), streams.ReadableOptions{Length: benchBytes})
		}
	})
	w.set("sink", func(vm *jsruntime.VM) any {
		return func() jsruntime.Value { return streams.NewWritable(vm, discard{}) }
	})
	for b.Loop() {
		if got := w.run("const rs = make(), ws = sink();" + src + `; return "ok"`); got != "ok" {
			b.Fatal(got)
		}
	}
}

func BenchmarkReaderLoop(b *testing.B) {
	bench(b, `const r = rs.getReader(); while (!(await r.read()).done);`)
}

func BenchmarkBYOBLoop(b *testing.B) {
	bench(b, `const r = rs.getReader({ mode: "byob" }); let buf = new ArrayBuffer(65536);
		for (;;) { const { value, done } = await r.read(new Uint8Array(buf)); if (done) break; buf = value.buffer; }`)
}

func BenchmarkPipeNative(b *testing.B) { bench(b, `await rs.pipeTo(ws)`) }

func BenchmarkPipeIdentity(b *testing.B) {
	bench(b, `await rs.pipeThrough(new IdentityTransformStream()).pipeTo(ws)`)
}

func BenchmarkTransform(b *testing.B) {
	bench(b, `await rs.pipeThrough(new TransformStream({ transform(c, k) { k.enqueue(c); } })).pipeTo(ws)`)
}

// BenchmarkChunks moves small chunks between streams of scripts: the price of the state
// machines, for each chunk.
func BenchmarkChunks(b *testing.B) {
	w := newWorld(b)
	w.set("n", func(*jsruntime.VM) any { return b.N })
	b.ResetTimer()
	w.run(`let i = 0; await new ReadableStream({ pull(c) { if (i++ < n) c.enqueue(i); else c.close(); } }).pipeTo(new WritableStream({ write() {} }))`)
}

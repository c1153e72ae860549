package streams_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/streams"
)

// world is an isolate with values from Go.
type world struct {
	t   testing.TB
	iso *jsruntime.Isolate
}

// endless is what never ends.
type endless struct{ closed chan struct{} }

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }
func (e endless) Close() error             { close(e.closed); return nil }

func TestReadAll_ofWhatHasNoEnd(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: apis(), Memory: 64 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	w := world{t, iso}
	source := endless{make(chan struct{})}
	w.set("native", func(vm *jsruntime.VM) any {
		return streams.NewReadable(vm, source, streams.ReadableOptions{Length: -1})
	})
	w.set("readAll", func(vm *jsruntime.VM) any {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			return streams.ReadAll(vm, call.Argument(0), func(vm *jsruntime.VM, b []byte) (jsruntime.Value, error) { return vm.ToValue(len(b)), nil })
		}
	})
	const want = "TypeError: Memory limit exceeded before EOF."
	if got := w.run(`return readAll(native)`); got != want {
		t.Errorf("a native stream gave %s", got)
	}
	<-source.closed
	if got := w.run(`let why; const chunk = new Uint8Array(1 << 20);
		const p = readAll(new ReadableStream({ pull(c) { c.enqueue(chunk) }, cancel(e) { why = e } }));
		return p.catch((e) => e + (e === why))`); got != want+"true" {
		t.Errorf("a script's stream gave %s", got)
	}
	if got := w.run(`return readAll(new ReadableStream({ start(c) { for (let i = 0; i < 16; i++) c.enqueue(new Uint8Array(1 << 20)); c.close() } }))`); got != "16777216" {
		t.Errorf("what there is room for gave %s", got)
	}
}

func TestBounded(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: apis(), Memory: 4 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	source := endless{make(chan struct{})}
	var bounded io.ReadCloser
	world{t, iso}.do(func(vm *jsruntime.VM) { bounded = streams.Bounded(vm, source) })
	n, err := io.Copy(io.Discard, bounded)
	if n > 1<<20 || err == nil || err.Error() != "Memory limit exceeded before EOF." {
		t.Errorf("gave %d bytes and %v", n, err)
	}
	if bounded.Close(); <-source.closed != struct{}{} {
		t.Error("was not closed")
	}
}

func newWorld(t testing.TB) world { return world{t, jstest.New(t, apis()...)} }

func (w world) do(f func(vm *jsruntime.VM)) {
	w.t.Helper()
	if err := w.iso.Do(context.Background(), func(vm *jsruntime.VM) error { f(vm); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

// set gives a global a value made on the loop.
func (w world) set(name string, make func(vm *jsruntime.VM) any) {
	w.t.Helper()
	w.do(func(vm *jsruntime.VM) {
		if err := vm.Set(name, make(vm)); err != nil {
			w.t.Fatal(err)
		}
	})
}

// start runs the body of an async function; wait gives its result as text, or its error.
func (w world) start(body string) (wait func() string) {
	w.t.Helper()
	ch := make(chan string, 1)
	w.do(func(vm *jsruntime.VM) {
		v, err := vm.RunString("(async () => {" + body + "\n})()")
		if err != nil {
			w.t.Fatal(err)
		}
		vm.Then(v, func(v jsruntime.Value) { ch <- v.String() },
			func(v jsruntime.Value) { ch <- vm.Wrap(v).Error() })
	})
	return func() string {
		w.t.Helper()
		select {
		case s := <-ch:
			return s
		case <-w.iso.Done():
			w.t.Fatal(w.iso.Err())
		}
		return ""
	}
}

func (w world) run(body string) string { w.t.Helper(); return w.start(body)() }

// get runs an expression and gives its value to f.
func (w world) get(expr string, f func(vm *jsruntime.VM, v jsruntime.Value)) {
	w.t.Helper()
	w.do(func(vm *jsruntime.VM) {
		v, err := vm.RunString(expr)
		if err != nil {
			w.t.Fatal(err)
		}
		f(vm, v)
	})
}

// body is a source that counts what is asked of it.
type body struct {
	io.Reader
	mu     sync.Mutex
	reads  int
	closed int
}

func newBody(text string) *body { return &body{Reader: strings.NewReader(text)} }

func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	b.reads++
	b.mu.Unlock()
	return b.Reader.Read(p)
}

func (b *body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed++
	return nil
}

func (b *body) counts() (reads, closed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reads, b.closed
}

// buffer is a sink of bytes.
type buffer struct {
	mu     sync.Mutex
	data   bytes.Buffer
	closed bool
	err    error
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.Write(p)
}

func (b *buffer) Close() error { return b.CloseWithError(nil) }

func (b *buffer) CloseWithError(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed, b.err = true, err
	return nil
}

func (b *buffer) state() (string, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.String(), b.closed, b.err
}

const readText = `
const readText = async (rs) => { const r = rs.getReader(); const a = []; for (;;) { const { value, done } = await r.read(); if (done) return a.join(""); for (const b of value) a.push(String.fromCharCode(b)); } };
`

func (w world) readable(name string, rc io.ReadCloser, length int64) {
	w.t.Helper()
	w.set(name, func(vm *jsruntime.VM) any {
		return streams.NewReadable(vm, rc, streams.ReadableOptions{Length: length})
	})
}

func TestNewReadable(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("0123456789", 20000)
	tests := []struct{ name, text, src, want string }{
		{"is read to its end", "hello", readText + `return await readText(rs)`, "hello"},
		{"is a byte stream that fills views", "hello", `const { value } = await rs.getReader({ mode: "byob" }).read(new Uint8Array(3)); return [...value].join()`, "104,101,108"},
		{"fills views from the middle of elements", "abcdef", `const r = rs.getReader({ mode: "byob" }); const a = await r.read(new Uint16Array(2)); const b = await r.read(new Uint8Array(9)); return a.value.byteLength + "," + b.value.byteLength`, "4,2"},
		{"waits for min bytes", big, `return (await rs.getReader({ mode: "byob" }).readAtLeast(100000, new Uint8Array(150000))).value.byteLength >= 100000`, "true"},
		{"gives an emptied view at the end", "", `const { value, done } = await rs.getReader({ mode: "byob" }).read(new Uint8Array(3)); return [value.byteLength, value.buffer.byteLength, done].join()`, "0,3,true"},
		{"gives large chunks", big, `let n = 0, k = 0; const r = rs.getReader(); for (;;) { const c = await r.read(); if (c.done) break; n += c.value.length; k++; } return n + " " + (k < 8)`, "200000 true"},
		{"answers one read at a time", "xyz", `const r = rs.getReader(); const [a, b] = await Promise.all([r.read(), r.read().catch((e) => e.name)]); return [a.value.length, b].join()`, "3,TypeError"},
		{"keeps what a released reader asked for", "xyz", readText + `const r = rs.getReader(); const p = r.read().catch((e) => e.name); r.releaseLock(); return await p + await readText(rs)`, "TypeErrorxyz"},
		{"closes its reader's promise", "x", readText + `const r = rs.getReader(); await r.read(); await r.read(); await r.closed; return "closed"`, "closed"},
		{"is teed", big, readText + `const [a, b] = rs.tee(); const [x, y] = await Promise.all([readText(a), readText(b)]); return x === y && x.length`, "200000"},
		{"is teed with one branch cancelled", "abc", readText + `const [a, b] = rs.tee(); b.cancel(); return await readText(a)`, "abc"},
		{"goes through a transform of a script", "abc", readText + `return await readText(rs.pipeThrough(new TransformStream({ transform(c, k) { k.enqueue(c.map((x) => x - 32)); } })))`, "ABC"},
		{"goes through an identity stream", big, readText + `return (await readText(rs.pipeThrough(new IdentityTransformStream()))).length`, "200000"},
		{"goes through compression and back", big, readText + `return (await readText(rs.pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip")))).length`, "200000"},
		{"goes through a stream of the right length", "abc", readText + `return await readText(rs.pipeThrough(new FixedLengthStream(3)))`, "abc"},
		{"fails in a stream of too small a length", "abcd", readText + `return await readText(rs.pipeThrough(new FixedLengthStream(3)))`, "TypeError: Attempt to write too many bytes through a FixedLengthStream."},
		{"fails in a stream of too large a length", "ab", readText + `return await readText(rs.pipeThrough(new FixedLengthStream(3)))`, "TypeError: FixedLengthStream did not see all expected bytes before close()."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := newBody(tt.text)
			w.readable("rs", b, -1)
			if reads, _ := b.counts(); reads != 0 {
				t.Errorf("was read %d times before anybody asked", reads)
			}
			if got := w.run(tt.src); got != tt.want {
				t.Errorf("got %.100q, want %q", got, tt.want)
			}
		})
	}
	t.Run("an error of the source errors the stream", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		b := &body{Reader: io.MultiReader(strings.NewReader("ab"), errReader{errors.New("lost")})}
		w.readable("rs", b, -1)
		if got := w.run(readText + `return await readText(rs)`); got != "Error: lost" {
			t.Errorf("got %q", got)
		}
		if _, closed := b.counts(); closed == 0 {
			t.Error("the source was not closed")
		}
	})
	t.Run("cancel closes the source", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		b := newBody("x")
		w.readable("rs", b, -1)
		w.run(`await rs.cancel()`)
		if _, closed := b.counts(); closed != 1 {
			t.Errorf("closed %d times", closed)
		}
	})
	t.Run("closing the isolate ends a read that waits", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		pr, pw := io.Pipe()
		defer func() { _ = pw.Close() }()
		w.readable("rs", pr, -1)
		w.start(`await rs.getReader().read()`)
		if err := w.iso.Close(); err != nil {
			t.Error(err)
		}
	})
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

func TestTake(t *testing.T) {
	t.Parallel()
	t.Run("gives the source of a native stream, and its length", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		b := newBody("hello")
		w.readable("rs", b, 5)
		w.get("rs", func(vm *jsruntime.VM, v jsruntime.Value) {
			rc, n, ok := streams.Take(vm, v)
			if !ok || n != 5 || rc != io.ReadCloser(b) {
				t.Errorf("got %v, %d, %v", rc, n, ok)
			}
			if !streams.Locked(v) || !streams.Disturbed(v) || !streams.IsReadable(v) {
				t.Error("the stream is not locked and disturbed")
			}
			if _, _, ok := streams.Take(vm, v); ok {
				t.Error("could be taken twice")
			}
			if n, ok := streams.KnownLength(v); !ok || n != 5 {
				t.Errorf("known length is %d, %v", n, ok)
			}
		})
	})
	t.Run("refuses streams of scripts, and disturbed ones", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.readable("rs", newBody("x"), -1)
		w.run(`const r = rs.getReader(); await r.read(); r.releaseLock()`)
		for _, expr := range []string{"rs", "new ReadableStream()", "1", "({})"} {
			w.get(expr, func(vm *jsruntime.VM, v jsruntime.Value) {
				if _, _, ok := streams.Take(vm, v); ok {
					t.Errorf("took %s", expr)
				}
			})
		}
	})
	t.Run("of an identity stream is fed by a script, with back-pressure", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.id = new IdentityTransformStream(); globalThis.log = [];`)
		wait := w.start(`const w = id.writable.getWriter();
			for (let i = 0; i < 3; i++) { await w.write(new Uint8Array(70000).fill(65 + i)); log.push(i); }
			await w.close(); return log.join();`)
		var rc io.ReadCloser
		w.get("id.readable", func(vm *jsruntime.VM, v jsruntime.Value) {
			var ok bool
			if rc, _, ok = streams.Take(vm, v); !ok {
				t.Fatal("was not taken")
			}
		})
		if got := w.run("return log.join()"); got != "" {
			t.Errorf("wrote %q before anybody read", got)
		}
		data, err := io.ReadAll(rc)
		if err != nil || len(data) != 210000 || data[0] != 'A' || data[209999] != 'C' {
			t.Errorf("read %d bytes, %v", len(data), err)
		}
		if got := wait(); got != "0,1,2" {
			t.Errorf("wrote %q", got)
		}
	})
	t.Run("closing it fails the script that writes", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.id = new IdentityTransformStream()`)
		var rc io.ReadCloser
		w.get("id.readable", func(vm *jsruntime.VM, v jsruntime.Value) { rc, _, _ = streams.Take(vm, v) })
		wait := w.start(`const w = id.writable.getWriter(); await w.write(new Uint8Array(1)); return "wrote"`)
		if err := rc.Close(); err != nil {
			t.Error(err)
		}
		if got := wait(); !strings.HasPrefix(got, "TypeError: ") {
			t.Errorf("got %q", got)
		}
		if _, err := rc.Read(make([]byte, 1)); err == nil {
			t.Error("could be read afterwards")
		}
	})
	t.Run("an abort by the script is the reader's error", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.id = new IdentityTransformStream()`)
		var rc io.ReadCloser
		w.get("id.readable", func(vm *jsruntime.VM, v jsruntime.Value) { rc, _, _ = streams.Take(vm, v) })
		w.start(`await id.writable.abort(new RangeError("stop"))`)
		_, err := io.ReadAll(rc)
		var ex *jsruntime.Exception
		if !errors.As(err, &ex) || ex.Name != "RangeError" || ex.Message != "stop" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("of compression gives what a script wrote", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.pair = new CompressionStream("gzip"); globalThis.back = new DecompressionStream("gzip"); pair.readable.pipeTo(back.writable)`)
		var rc io.ReadCloser
		w.get("back.readable", func(vm *jsruntime.VM, v jsruntime.Value) { rc, _, _ = streams.Take(vm, v) })
		w.start(`const w = pair.writable.getWriter(); w.write(new Uint8Array([104, 105])); w.close()`)
		if data, err := io.ReadAll(rc); string(data) != "hi" || err != nil {
			t.Errorf("got %q, %v", data, err)
		}
	})
}

func TestReadSource_BelievesNoLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, length := range []int64{-1, 0, 1, 4, 5, 6, 100} {
		got := make(chan string, 1)
		w.get("undefined", func(vm *jsruntime.VM, _ jsruntime.Value) {
			streams.ReadSource(vm, newBody("hello"), length, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) {
				got <- string(data)
				return jsruntime.Undefined(), nil
			})
		})
		if text := <-got; text != "hello" {
			t.Errorf("with the length %d it is %q", length, text)
		}
	}
}

func TestReader(t *testing.T) {
	t.Parallel()
	reader := func(t *testing.T, w world, expr string) io.ReadCloser {
		t.Helper()
		var rc io.ReadCloser
		w.get(expr, func(vm *jsruntime.VM, v jsruntime.Value) {
			var err error
			if rc, err = streams.Reader(vm, v); err != nil {
				t.Fatal(err)
			}
		})
		return rc
	}
	t.Run("pulls a script's stream no faster than it is read", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.n = 0; globalThis.rs = new ReadableStream({ pull(c) { if (n === 5) return c.close(); c.enqueue(new Uint8Array([48 + n++])); } }, { highWaterMark: 0 })`)
		rc := reader(t, w, "rs")
		if k, err := rc.Read(make([]byte, 10)); k != 1 || err != nil {
			t.Fatalf("read %d, %v", k, err)
		}
		if got := w.run("return n"); got != "1" {
			t.Errorf("pulled %s times", got)
		}
		if rest, err := io.ReadAll(rc); string(rest) != "1234" || err != nil {
			t.Errorf("got %q, %v", rest, err)
		}
	})
	t.Run("gives as one what a turn gives, if it is to gather", func(t *testing.T) {
		t.Parallel()
		whole := func() bool {
			w := newWorld(t)
			w.run(`globalThis.rs = new ReadableStream({ async pull(c) {
				globalThis.n = (globalThis.n ?? 0) + 1;
				if (n === 4) await new Promise((go) => globalThis.go = go);
				if (n === 6) throw new RangeError("r");
				c.enqueue(new Uint8Array([48 + n]));
			} })`)
			rc, piece := reader(t, w, "rs"), make([]byte, 10)
			rc.(interface{ Gather() }).Gather()
			k, err := rc.Read(piece)
			if err != nil {
				t.Fatal(err)
			}
			first := string(piece[:k])
			for read := first; read != "123"; read += string(piece[:k]) { // what follows waits for go
				if k, err = rc.Read(piece); err != nil || len(read)+k > 3 {
					t.Fatalf("read %q, then %q, %v", read, piece[:k], err)
				}
			}
			w.run("go()")
			if rest, err := io.ReadAll(rc); string(rest) != "45" || err == nil {
				t.Errorf("got %q, %v", rest, err)
			}
			return first == "123"
		}
		for range 100 { // a turn that the machine holds up gives what it has
			if whole() {
				return
			}
		}
		t.Error("each of them came by itself")
	})
	t.Run("gathers no more than some amount", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		rc := reader(t, w, `new ReadableStream({ pull(c) { globalThis.n = (globalThis.n ?? 0) + 1; c.enqueue(new Uint8Array(1000)) } }, { highWaterMark: 0 })`)
		rc.(interface{ Gather() }).Gather()
		if _, err := rc.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if n, err := strconv.Atoi(w.run("return String(n)")); n < 1 || n > 17 || err != nil {
			t.Errorf("pulled %d times, %v", n, err)
		}
		_ = rc.Close()
	})
	t.Run("gives an error of the stream", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		rc := reader(t, w, `new ReadableStream({ pull() { throw new RangeError("r") } })`)
		_, err := io.ReadAll(rc)
		var ex *jsruntime.Exception
		if !errors.As(err, &ex) || ex.Name != "RangeError" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("takes strings as UTF-8", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		if got, err := io.ReadAll(reader(t, w, `ReadableStream.from(["té", "", new Uint8Array([33])])`)); string(got) != "té!" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("refuses chunks that are no bytes, and cancels", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.rs = new ReadableStream({ start(c) { c.enqueue(5) }, cancel(e) { globalThis.why = e.message } })`)
		rc := reader(t, w, "rs")
		if _, err := io.ReadAll(rc); err == nil || err.Error() != "TypeError: Draining read encountered a value that cannot be converted to bytes" {
			t.Errorf("got %v", err)
		}
		if got := w.run("return why"); got != "Draining read encountered a value that cannot be converted to bytes" {
			t.Errorf("cancelled with %q", got)
		}
	})
	t.Run("Close cancels the stream and ends a Read that waits", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.run(`globalThis.pulled = new Promise((r) => { globalThis.told = r }); globalThis.rs = new ReadableStream({ pull() { told(); return new Promise(() => {}) }, cancel() { globalThis.cancelled = true } }, { highWaterMark: 0 })`)
		rc := reader(t, w, "rs")
		ended := make(chan error, 1)
		go func() {
			_, err := rc.Read(make([]byte, 1))
			ended <- err
		}()
		w.run("await pulled")
		if err := rc.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err == nil {
			t.Error("the read gave no error")
		}
		if got := w.run("return cancelled"); got != "true" {
			t.Errorf("cancelled is %s", got)
		}
	})
	t.Run("closing the isolate ends a Read that waits", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		rc := reader(t, w, `new ReadableStream({ pull() { return new Promise(() => {}) } })`)
		ended := make(chan error, 1)
		go func() {
			_, err := rc.Read(make([]byte, 1))
			ended <- err
		}()
		_ = w.iso.Close()
		if err := <-ended; err == nil {
			t.Error("the read gave no error")
		}
	})
	t.Run("takes native streams that were read before", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.readable("rs", newBody("abcdef"), -1)
		w.run(`const r = rs.getReader({ mode: "byob" }); await r.read(new Uint8Array(2)); r.releaseLock()`)
		if data, err := io.ReadAll(reader(t, w, "rs")); string(data) != "cdef" || err != nil {
			t.Errorf("got %q, %v", data, err)
		}
	})
	t.Run("refuses locked streams with the platform's words", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.get("(() => { const s = new ReadableStream(); s.getReader(); return s })()", func(vm *jsruntime.VM, v jsruntime.Value) {
			_, err := streams.Reader(vm, v)
			var e *jsruntime.Error
			if !errors.As(err, &e) || e.Class != "TypeError" || e.Msg != "This ReadableStream is currently locked to a reader." {
				t.Errorf("got %v", err)
			}
		})
	})
	t.Run("gives the end of closed streams and the error of failed ones", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		if data, err := io.ReadAll(reader(t, w, `new ReadableStream({ start(c) { c.close() } })`)); len(data) != 0 || err != nil {
			t.Errorf("got %q, %v", data, err)
		}
		if _, err := io.ReadAll(reader(t, w, `new ReadableStream({ start(c) { c.error(new Error("e")) } })`)); err == nil {
			t.Error("no error")
		}
	})
}

func TestReadAll(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expr, want string }{
		{"a native stream", "rs", "native"},
		{"a stream of a script", `ReadableStream.from([new Uint8Array([104]), new Uint8Array([105]).buffer])`, "hi"},
		{"a locked stream", `(rs.getReader(), rs)`, "TypeError: This ReadableStream is currently locked to a reader."},
		{"chunks that are no bytes", `ReadableStream.from(["x"])`, "TypeError: This ReadableStream did not return bytes."},
		{"a stream that fails", `new ReadableStream({ start(c) { c.error(new RangeError("e")) } })`, "RangeError: e"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.readable("rs", newBody("native"), -1)
			w.set("readAll", func(vm *jsruntime.VM) any {
				return func(call jsruntime.FunctionCall) jsruntime.Value {
					return streams.ReadAll(vm, call.Argument(0), func(vm *jsruntime.VM, b []byte) (jsruntime.Value, error) {
						return vm.ToValue(string(b)), nil
					})
				}
			})
			if got := w.run("return await readAll(" + tt.expr + ")"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNewWritable(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", 200000)
	tests := []struct {
		name, src, want, data string
		closed                bool
		abort                 string
	}{
		{"takes bytes and closes", `const w = ws.getWriter(); await w.write(new Uint8Array([104, 105])); await w.close(); return "ok"`, "ok", "hi", true, ""},
		{"is not closed by a pipe that prevents it", `await rs.pipeTo(ws, { preventClose: true }); const w = ws.getWriter(); await w.write(new Uint8Array([33])); return ws.locked`, "true", big + "!", false, ""},
		{"takes a native stream", `await rs.pipeTo(ws); return [rs.locked, ws.locked].join()`, "false,false", big, true, ""},
		{"takes a script's stream", `await ReadableStream.from([new Uint8Array([65])]).pipeTo(ws); return "ok"`, "ok", "A", true, ""},
		{"takes a native stream through an identity stream", `await rs.pipeThrough(new IdentityTransformStream()).pipeTo(ws); return "ok"`, "ok", big, true, ""},
		{"is aborted with the reason", `await ws.abort(new Error("why")); return "ok"`, "ok", "", true, "Error: why"},
		{"takes strings as UTF-8", `await ws.getWriter().write("é"); return "ok"`, "ok", "é", false, ""},
		{"refuses what is no bytes", `return await ws.getWriter().write(5)`, "TypeError: This TransformStream is being used as a byte stream, but received an object of non-ArrayBuffer/ArrayBufferView type on its writable side.", "", false, ""},
		{"is closed after a pipe", `await rs.pipeTo(ws); return await ws.getWriter().write(new Uint8Array(1))`, "TypeError: This WritableStream has been closed.", big, true, ""},
		{"does nothing for a pipe that was aborted before", `return await rs.pipeTo(ws, { signal: AbortSignal.abort(new Error("before")) })`, "Error: before", "", true, "Error: before"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			out := &buffer{}
			w.readable("rs", newBody(big), -1)
			w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, out) })
			if got := w.run(tt.src); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			data, closed, err := out.state()
			if data != tt.data || closed != tt.closed {
				t.Errorf("wrote %d bytes, closed %v", len(data), closed)
			}
			if tt.abort != "" && (err == nil || err.Error() != tt.abort) {
				t.Errorf("aborted with %v", err)
			}
		})
	}
	t.Run("a signal ends a copy that waits", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		pr, pw := io.Pipe()
		out := &buffer{}
		w.readable("rs", pr, -1)
		w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, out) })
		wait := w.start(`globalThis.ac = new AbortController(); await rs.pipeTo(ws, { signal: ac.signal })`)
		if _, err := pw.Write([]byte("abc")); err != nil {
			t.Fatal(err)
		}
		w.run(`ac.abort(new RangeError("enough"))`)
		if got := wait(); got != "RangeError: enough" {
			t.Errorf("got %q", got)
		}
		if _, closed, err := out.state(); !closed || err == nil {
			t.Errorf("closed %v, %v", closed, err)
		}
		if _, err := pw.Write([]byte("x")); err == nil {
			t.Error("the source is still open")
		}
	})
	t.Run("an error of the source aborts the sink", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		out := &buffer{}
		w.readable("rs", &body{Reader: errReader{errors.New("lost")}}, -1)
		w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, out) })
		if got := w.run(`await rs.pipeTo(ws)`); got != "Error: lost" {
			t.Errorf("got %q", got)
		}
		if _, closed, err := out.state(); !closed || err == nil || err.Error() != "lost" {
			t.Errorf("closed %v, %v", closed, err)
		}
	})
	t.Run("an error of the sink closes the source", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		pr, pw := io.Pipe()
		_ = pr.CloseWithError(errors.New("full"))
		b := newBody("x")
		w.readable("rs", b, -1)
		w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, pw) })
		if got := w.run(`await rs.pipeTo(ws)`); got != "Error: full" {
			t.Errorf("got %q", got)
		}
		if _, closed := b.counts(); closed == 0 {
			t.Error("the source is open")
		}
	})
}

func TestHungIdentity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hung := make(chan struct{})
	w.do(func(vm *jsruntime.VM) {
		s := vm.NewScope(context.Background(), nil)
		s.Answering(func() { close(hung) })
		vm.InScope(s, func() {
			if _, err := vm.RunString(`new IdentityTransformStream().readable.getReader().read()`); err != nil {
				t.Error(err)
			}
		})
	})
	<-hung // a read that no writer will answer is no outstanding I/O
}

func TestHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ended := make(chan struct{})
	var rc io.ReadCloser
	w.do(func(vm *jsruntime.VM) {
		s := vm.NewScope(context.Background(), nil)
		s.OnEnd(func() { close(ended) })
		vm.InScope(s, func() {
			v, err := vm.RunString(`globalThis.id = new IdentityTransformStream(); globalThis.w = id.writable.getWriter(); id.readable`)
			if err != nil {
				t.Error(err)
				return
			}
			rc, _, _ = streams.Take(vm, v)
		})
		s.End()
	})
	wait := w.start(`await w.write(new Uint8Array([104, 105])); await w.close(); return "ok"`)
	if data, err := io.ReadAll(rc); string(data) != "hi" || err != nil {
		t.Errorf("got %q, %v", data, err)
	}
	if got := wait(); got != "ok" {
		t.Errorf("the writer got %q", got)
	}
	<-ended // the event lasts until the body was read
}

func TestClose(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src string }{
		{"a reader of a native stream", `rs.getReader().read()`},
		{"a branch of a tee whose other is not read", `rs.tee()[0].getReader().read()`},
		{"both branches of a tee", `rs.tee().map((s) => s.getReader().read())`},
		{"a tee of an identity stream", `new IdentityTransformStream().readable.tee()[1].getReader().read()`},
		{"a pipe", `rs.pipeTo(ws)`},
		{"a pipe through an identity stream", `rs.pipeThrough(new IdentityTransformStream()).getReader().read()`},
		{"a pipe that nobody reads", `rs.pipeThrough(new IdentityTransformStream())`},
		{"compression", `new CompressionStream("gzip").readable.getReader().read()`},
		{"decompression", `rs.pipeThrough(new DecompressionStream("gzip")).getReader().read()`},
		{"a write that nobody takes", `stuck.getWriter().write(new Uint8Array(1))`},
	}
	for _, tt := range tests {
		t.Run("closing the isolate ends "+tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			pr, pw := io.Pipe()
			_, stuck := io.Pipe()
			w.readable("rs", pr, -1)
			w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, &buffer{}) })
			w.set("stuck", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, stuck) })
			w.start(tt.src + `; return 1`)()
			if err := w.iso.Close(); err != nil { // waits for every goroutine of the isolate
				t.Error(err)
			}
			_ = pw.Close()
		})
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := newBody("abc")
	w.readable("rs", b, 3)
	w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, &buffer{}) })
	w.get("rs", func(vm *jsruntime.VM, v jsruntime.Value) {
		one, two := streams.Tee(vm, v)
		if n, ok := streams.KnownLength(one); !ok || n != 3 {
			t.Errorf("the branch has length %d, %v", n, ok)
		}
		if err := vm.Set("one", one); err != nil {
			t.Error(err)
		}
		if err := vm.Set("two", two); err != nil {
			t.Error(err)
		}
	})
	if got := w.run(readText + `await two.cancel("no"); return await readText(one) + await rs.cancel("no").catch((e) => e.message)`); got != "abcThis ReadableStream is currently locked to a reader." {
		t.Errorf("got %q", got)
	}
	w.get("[ws, rs, 1]", func(vm *jsruntime.VM, v jsruntime.Value) {
		list := v.(*jsruntime.Object)
		if !streams.IsWritable(list.Get("0")) || streams.IsWritable(list.Get("1")) || streams.IsReadable(list.Get("2")) {
			t.Error("the classes are mixed up")
		}
		if _, ok := streams.KnownLength(list.Get("2")); ok || streams.Locked(list.Get("2")) || streams.Disturbed(list.Get("2")) {
			t.Error("a number passes for a stream")
		}
	})
	w.get("new FixedLengthStream(7).readable", func(_ *jsruntime.VM, v jsruntime.Value) {
		if n, ok := streams.KnownLength(v); !ok || n != 7 {
			t.Errorf("the fixed length is %d, %v", n, ok)
		}
	})
	for _, made := range []string{"new ReadableStream({ expectedLength: 9 })", "new TransformStream({ expectedLength: 9 }).readable"} {
		w.get(made, func(_ *jsruntime.VM, v jsruntime.Value) {
			if n, ok := streams.KnownLength(v); !ok || n != 9 {
				t.Errorf("the expected length of %s is %d, %v", made, n, ok)
			}
		})
	}
}

func TestIntegrity(t *testing.T) {
	t.Parallel()
	data := make([]byte, 300_000)
	state := uint32(1)
	for i := range data {
		state = state*1664525 + 1013904223
		data[i] = byte(state >> 24)
	}
	w := newWorld(t)
	// Odd sizes at every joint, and ends on and outside of the loop.
	w.readable("rs", io.NopCloser(iotest.HalfReader(bytes.NewReader(data))), -1)
	out := &buffer{}
	w.set("ws", func(vm *jsruntime.VM) any { return streams.NewWritable(vm, out) })
	var rc io.ReadCloser
	w.get(`globalThis.id = new IdentityTransformStream();
		globalThis.branches = rs.pipeThrough(new IdentityTransformStream())
			.pipeThrough(new CompressionStream("deflate")).pipeThrough(new DecompressionStream("deflate")).tee();
		id.readable`, func(vm *jsruntime.VM, v jsruntime.Value) { rc, _, _ = streams.Take(vm, v) })
	wait := w.start(`
		const copied = branches[0].pipeTo(ws);
		const r = branches[1].getReader({ mode: "byob" }), w = id.writable.getWriter();
		for (let n = 1; ; n = n * 7 % 10007) {
			const { value, done } = await r.read(new Uint8Array(n));
			if (done) break;
			await w.write(value);
		}
		await w.close();
		await copied;
		return "ok"`)
	got, err := io.ReadAll(iotest.OneByteReader(bufio.NewReaderSize(rc, 1000)))
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("the reader got %d bytes, %v", len(got), err)
	}
	if got := wait(); got != "ok" {
		t.Errorf("the script got %q", got)
	}
	if text, closed, err := out.state(); text != string(data) || !closed || err != nil {
		t.Errorf("the sink got %d bytes, closed %v, %v", len(text), closed, err)
	}
}

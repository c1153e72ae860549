package registry

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// nobody is a process without Workers that anything is sent to.
type nobody struct{}

func (nobody) Has(string) bool             { return true }
func (nobody) Exports(string, string) bool { return true }
func (nobody) Fetch(context.Context, bindings.Target, *http.Request) (*http.Response, error) {
	return nil, errors.New("not asked")
}
func (nobody) Invoke(_ context.Context, _ bindings.Target, _ rpc.Op, reply rpc.Reply) {
	reply(jsruntime.Message{}, errors.New("not asked"))
}
func (nobody) Tell(string, []worker.Route, *trace.Trace) {}

func open(t *testing.T, dir string) *Registry {
	t.Helper()
	r, err := Open(dir, nobody{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return r
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestFolder(t *testing.T) {
	for named, want := range map[string]string{"/x": "/x/paddock", "": ""} {
		t.Setenv(FolderVariable, named)
		if got := Folder(); got != want {
			t.Errorf("with %q the folder is %q, want %q", named, got, want)
		}
	}
	if err := os.Unsetenv(FolderVariable); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CACHE_HOME", "/cache")
	t.Setenv("HOME", "/home")
	if got := Folder(); !strings.HasSuffix(got, filepath.Join("paddock", "registry")) {
		t.Errorf("the folder is %q", got)
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	t.Run("only the user may look into the folder, and connect", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "a", "b")
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		r := open(t, dir)
		r.Announce([]string{"w"})
		for path, want := range map[string]fs.FileMode{dir: fs.ModeDir | 0o700, r.self.Socket: fs.ModeSocket | 0o600, r.self.file: 0o600} {
			if info, err := os.Lstat(path); err != nil || info.Mode() != want {
				t.Errorf("%s has mode %v (%v), want %v", path, info.Mode(), err, want)
			}
		}
	})
	t.Run("what is no folder of the user is refused", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		link := filepath.Join(dir, "link")
		if err := os.Symlink(dir, link); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{link, file} {
			if r, err := Open(path, nobody{}, slog.New(slog.DiscardHandler)); err == nil {
				t.Errorf("%s is taken", path)
				_ = r.Close()
			}
		}
	})
	t.Run("a folder with a path too long for sockets has them elsewhere", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
		a, b := open(t, dir), open(t, dir)
		a.Announce([]string{"w"})
		if b.Find("w") == nil {
			t.Error("the Worker is not found")
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(a.self.Socket); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(a.self.Socket) != spare() || !slices.Contains(Folders(), spare()) {
			t.Errorf("the socket %s is left: %v", a.self.Socket, err)
		}
	})
	t.Run("what killed processes have left is removed", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		leave(t, dir, "dead", "w")
		orphan := leave(t, dir, "orphan")
		starting := leave(t, dir, "starting")
		for _, e := range []entry{orphan, starting} {
			if err := os.Remove(e.file); err != nil {
				t.Fatal(err)
			}
		}
		long := time.Now().Add(-2 * startTime)
		if err := os.Chtimes(orphan.Socket, long, long); err != nil {
			t.Fatal(err)
		}
		r := open(t, dir)
		want := []string{filepath.Base(r.self.Socket), "starting.sock"}
		slices.Sort(want)
		if got := files(t, dir); !slices.Equal(got, want) {
			t.Errorf("there are %v, want %v", got, want)
		}
	})
}

// leave makes what a killed process leaves, that had the Workers.
func leave(t *testing.T, dir, name string, workers ...string) entry {
	t.Helper()
	e := entry{Protocol: protocol, Host: hostname(t), Socket: filepath.Join(dir, name+".sock"), Workers: workers, file: filepath.Join(dir, name+".json")}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: e.Socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := errors.Join(l.Close(), e.write()); err != nil {
		t.Fatal(err)
	}
	return e
}

func hostname(t *testing.T) string {
	t.Helper()
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return host
}

func TestRegistry_Find(t *testing.T) {
	t.Parallel()
	t.Run("a Worker is found from its announcement to the end of its process", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		a, b := open(t, dir), open(t, dir)
		if b.Find("w") != nil {
			t.Error("it is found before")
		}
		a.Announce([]string{"w", "v"})
		if b.Find("w") == nil || b.Find("v") == nil || b.Find("x") != nil || a.Find("w") != nil {
			t.Error("not those are found that another process has announced")
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		<-b.broke
		if b.Find("w") != nil {
			t.Error("it is found afterwards")
		}
		if got, want := files(t, dir), []string{filepath.Base(b.self.Socket)}; !slices.Equal(got, want) {
			t.Errorf("there are %v, want %v", got, want)
		}
	})
	t.Run("a process that was killed is forgotten", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		r := open(t, dir)
		leave(t, dir, "dead", "w")
		if r.Find("w") != nil {
			t.Error("its Worker is found")
		}
		if got, want := files(t, dir), []string{filepath.Base(r.self.Socket)}; !slices.Equal(got, want) {
			t.Errorf("there are %v, want %v", got, want)
		}
	})
	t.Run("files of other hosts, and what is no entry, are left alone", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		e := leave(t, dir, "far", "w")
		e.Host = "another"
		if err := errors.Join(e.write(), os.WriteFile(filepath.Join(dir, "bad.json"), []byte("{"), 0o600)); err != nil {
			t.Fatal(err)
		}
		r := open(t, dir)
		if r.Find("w") != nil {
			t.Error("a Worker of another host is found")
		}
		if got := files(t, dir); !slices.Contains(got, "far.json") || !slices.Contains(got, "far.sock") || !slices.Contains(got, "bad.json") {
			t.Errorf("there are %v", got)
		}
	})
	t.Run("a process of another protocol is told of", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		a, b := open(t, dir), open(t, dir)
		a.self.Protocol++
		a.Announce([]string{"w"})
		far := b.Find("w")
		if far == nil {
			t.Fatal("it is not found")
		}
		const want = `Worker "w" is not compatible with this version of the dev server. Please update all Worker instances to the same version.`
		resp, err := far.Fetch(t.Context(), bindings.Target{Worker: "w"}, &http.Request{})
		if err != nil || resp.StatusCode != http.StatusServiceUnavailable {
			t.Fatalf("a request gives %v, %v", resp, err)
		}
		if text, err := io.ReadAll(resp.Body); err != nil || string(text) != want {
			t.Errorf("a request gives %s, %v", text, err)
		}
		far.Invoke(t.Context(), bindings.Target{Worker: "w"}, rpc.Op{}, func(_ jsruntime.Message, err error) {
			if err == nil || err.Error() != want {
				t.Errorf("a call gives %v", err)
			}
		})
	})
	t.Run("calls that wait fail when the process ends", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		got := make(chan rpc.Reply, 1)
		r, err := Open(dir, silent{got: got}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		r.Announce([]string{"w"})
		far := open(t, dir).Find("w")
		failed := make(chan error, 1)
		far.Invoke(t.Context(), bindings.Target{Worker: "w"}, rpc.Op{Path: []string{"m"}}, func(_ jsruntime.Message, err error) { failed <- err })
		<-got
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-failed; err == nil || err.Error() != "Network connection lost." {
			t.Errorf("the call gives %v", err)
		}
	})
	t.Run("a call that its caller gives up is given up there, too", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		a, err := Open(dir, silent{got: make(chan rpc.Reply, 1), ended: make(chan struct{})}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		a.Announce([]string{"w"})
		far := open(t, dir).Find("w")
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		far.Invoke(ctx, bindings.Target{Worker: "w"}, rpc.Op{Path: []string{"m"}}, func(_ jsruntime.Message, err error) { failed <- err })
		<-a.local.(silent).got
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the call gives %v", err)
		}
		<-a.local.(silent).ended
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// silent has Workers that do not answer calls.
type silent struct {
	nobody
	got   chan rpc.Reply
	ended chan struct{} // closed when the call's context ends
}

func (s silent) Invoke(ctx context.Context, _ bindings.Target, _ rpc.Op, reply rpc.Reply) {
	context.AfterFunc(ctx, func() {
		if s.ended != nil {
			close(s.ended)
		}
	})
	s.got <- reply
}

func TestBody(t *testing.T) {
	t.Parallel()
	t.Run("a body comes as it was", func(t *testing.T) {
		t.Parallel()
		for _, size := range []int{0, 1, piece - 1, piece, piece + 1, 5 * piece} {
			var wire bytes.Buffer
			want := bytes.Repeat([]byte("x"), size)
			if err := pour(&wire, bytes.NewReader(want)); err != nil {
				t.Fatal(err)
			}
			wire.WriteString("what follows")
			got, err := io.ReadAll(&poured{from: &wire})
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("of %d bytes came %d, %v", size, len(got), err)
			}
			if rest := wire.String(); rest != "what follows" {
				t.Errorf("after the body there is %q", rest)
			}
		}
	})
	t.Run("one that breaks off breaks with its error", func(t *testing.T) {
		t.Parallel()
		var wire bytes.Buffer
		broke := &jsruntime.Error{Class: jsruntime.TypeError, Msg: "broke"}
		if err := pour(&wire, io.MultiReader(strings.NewReader("some"), failing{broke})); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(&poured{from: &wire})
		var known *jsruntime.Error
		if string(got) != "some" || !errors.As(err, &known) || known.Class != jsruntime.TypeError || known.Msg != "broke" {
			t.Errorf("came %q, %v", got, err)
		}
	})
	t.Run("one whose connection breaks is not whole", func(t *testing.T) {
		t.Parallel()
		var wire bytes.Buffer
		if err := pour(&wire, strings.NewReader("something")); err != nil {
			t.Fatal(err)
		}
		for n := range wire.Len() {
			if _, err := io.ReadAll(&poured{from: bytes.NewReader(wire.Bytes()[:n])}); err == nil {
				t.Errorf("%d bytes are taken for a whole body", n)
			}
		}
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzReceive(f *testing.F) {
	var wire bytes.Buffer
	if err := send(&wire, head{Kind: isCall, Path: []string{"m"}, Parts: []part{{Kind: isSignal, Parts: []part{{}}}}}, []byte("blob")); err != nil {
		f.Fatal(err)
	}
	f.Add(wire.Bytes())
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0})
	f.Fuzz(func(_ *testing.T, b []byte) {
		var h head
		_, _ = receive(bytes.NewReader(b), &h) // it may fail, but not panic
		_, _ = io.Copy(io.Discard, &poured{from: bytes.NewReader(b)})
	})
}

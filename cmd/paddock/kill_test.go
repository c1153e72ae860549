package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"paddock/bindings/store"
)

// kills names the variable that tells how often a process is killed.
const kills = "PADDOCK_KILLS"

// TestDev_kills writes to every sort of storage, from several clients at once, and kills the
// process with -9 in the middle of it, again and again. Whatever was acknowledged must be there
// in the next process, whole, and nothing else.
func TestDev_kills(t *testing.T) {
	t.Parallel()
	rounds := 12
	if n, err := strconv.Atoi(os.Getenv(kills)); err == nil {
		rounds = n
	}
	const series = 2
	for i := range series {
		t.Run(fmt.Sprintf("series %d of %d kills", i, rounds/series), func(t *testing.T) {
			t.Parallel()
			l := newLedger(t, uint64(i))
			for range rounds / series {
				l.round(t)
				if t.Failed() {
					return
				}
			}
			l.verify(t, l.start(t))
			writes := 0
			for _, w := range l.clients {
				writes += w.count
			}
			t.Logf("%d acknowledged writes in %d kills", writes, rounds/series)
		})
	}
}

// ledger is the project fixtures/apps/ledger, and what is known of its state.
type ledger struct {
	app, state string
	clients    []*writer
	random     *rand.Rand
}

// writer is one client: nobody else writes to its keys, and it has one request at a time.
type writer struct {
	store string
	n     int               // of its next write
	count int               // of acknowledged ones
	acked map[string]string // "": deleted
	maybe map[string]string // the write that no answer came to
	keys  []string
}

func newLedger(t *testing.T, seed uint64) *ledger {
	t.Helper()
	app, err := filepath.Abs("../../fixtures/apps/ledger")
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{app: app, state: t.TempDir(), random: rand.New(rand.NewPCG(seed, 1))}
	for _, store := range []string{"kv", "r2", "d1", "do"} {
		for c := range 2 {
			w := &writer{store: store, acked: map[string]string{}, maybe: map[string]string{}}
			for k := range 3 {
				w.keys = append(w.keys, fmt.Sprintf("key-%d-%d", c, k))
			}
			l.clients = append(l.clients, w)
		}
	}
	return l
}

// start runs the program on the state that the last one left.
func (l *ledger) start(t *testing.T) *devServer {
	t.Helper()
	s := startDev(t, l.app, "--persist-to", l.state)
	s.answers(t, "/prepare", "prepared")
	return s
}

// round starts a process, checks what it finds, and kills it while it is written to.
func (l *ledger) round(t *testing.T) {
	t.Helper()
	s := l.start(t)
	l.verify(t, s)
	var left atomic.Int64
	left.Store(int64(l.random.IntN(120)))
	var writers sync.WaitGroup
	for _, w := range l.clients {
		writers.Go(func() {
			for w.write(t, s.url) {
				if left.Add(-1) == 0 {
					_ = s.cmd.Process.Kill()
				}
			}
		})
	}
	if left.Load() == 0 { // before the first answer
		_ = s.cmd.Process.Kill()
	}
	writers.Wait()
	s.stop(t, syscall.SIGKILL)
}

// write makes the next write. It is false when no answer came.
func (w *writer) write(t *testing.T, base string) bool {
	key := w.keys[w.n%len(w.keys)]
	method, value := http.MethodPut, strings.Repeat(strconv.Itoa(w.n)+",", 1+w.n*37%7000) // to some 50 kB
	if w.n%11 == 10 {
		method, value = http.MethodDelete, ""
	}
	w.n++
	w.maybe[key] = value
	status, body, err := ask(method, base+"/"+w.store+"/"+key, value)
	if err != nil {
		return false
	}
	if status != http.StatusOK {
		t.Errorf("%s /%s/%s: %d %s", method, w.store, key, status, body)
		return false
	}
	delete(w.maybe, key)
	w.acked[key] = value
	w.count++
	return true
}

// ask makes a request on a connection of its own.
func ask(method, url, body string) (status int, answer string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(data), err
}

// verify checks every acknowledged write through a running process, then the files below it.
func (l *ledger) verify(t *testing.T, s *devServer) {
	t.Helper()
	for _, w := range l.clients {
		for _, key := range w.keys {
			status, got, err := ask(http.MethodGet, s.url+"/"+w.store+"/"+key, "")
			if err == nil && status != http.StatusOK && status != http.StatusNotFound {
				err = fmt.Errorf("%d %s", status, got)
			}
			if err != nil {
				t.Errorf("/%s/%s: %v", w.store, key, err)
				continue
			}
			if status == http.StatusNotFound {
				got = ""
			}
			maybe, pending := w.maybe[key]
			if got != w.acked[key] && !(pending && got == maybe) {
				t.Errorf("/%s/%s is %.20q… of %d bytes, acknowledged was %.20q… of %d", w.store, key, got, len(got), w.acked[key], len(w.acked[key]))
			}
			delete(w.maybe, key)
			w.acked[key] = got
		}
	}
	verifyFiles(t, filepath.Join(l.state, "v3"))
}

// verifyFiles has SQLite check every file of a state folder, and counts the bodies: files, or what has
// none yet.
func verifyFiles(t *testing.T, dir string) {
	t.Helper()
	state, err := store.Open(dir, store.Options{Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := state.Close(); err != nil {
			t.Error(err)
		}
	}()
	databases, err := filepath.Glob(filepath.Join(dir, "*", "*", "*.sqlite"))
	if err != nil || len(databases) < 5 {
		t.Fatalf("the databases are %v, %v", databases, err)
	}
	rows, bodies := map[string]bool{}, map[string]bool{}
	for _, path := range databases {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		db, err := state.DB(rel)
		if err != nil {
			t.Fatal(err)
		}
		if result, err := store.Column(db, "PRAGMA integrity_check"); err != nil || !slices.Equal(result, []string{"ok"}) {
			t.Errorf("%s: %v %v", rel, result, err)
		}
		tables, err := store.Column(db, "SELECT name FROM sqlite_master WHERE name IN ('_mf_entries', '_mf_objects', '_mf_multipart_parts', '_paddock_pending')")
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			blobs, err := store.Column(db, "SELECT blob_id FROM "+table)
			if err != nil {
				t.Fatal(err)
			}
			to := rows
			if table == "_paddock_pending" {
				to = bodies
			}
			for _, blob := range blobs {
				to[blob] = true
			}
		}
	}
	for _, pattern := range []string{"[0-9a-f]*", ".tmp-*"} {
		found, err := filepath.Glob(filepath.Join(dir, "*", "*", "blobs", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			bodies[filepath.Base(path)] = true
		}
	}
	if !maps.Equal(rows, bodies) {
		t.Errorf("rows name %d bodies, of which there are %d", len(rows), len(bodies))
	}
}

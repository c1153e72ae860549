package bindtest_test

import (
	"bufio"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"paddock/bindings/d1"
	"paddock/bindings/kv"
	"paddock/bindings/r2"
	"paddock/bindings/store"
)

// crashDir names the variable that makes this test binary the process that is killed.
const crashDir = "PADDOCK_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// keys is how many keys each store has: most writes replace a value.
const keys = 7

// text is the value of write n, long enough to be caught half written.
func text(n int) string { return strings.Repeat(strconv.Itoa(n)+",", 5000) }

// state is an open state folder with one store of each sort.
type state struct {
	*store.State
	kv   *kv.Namespace
	r2   *r2.Bucket
	d1   *d1.Database
	conn *store.Conn
}

// Now is the clock that the stores ask for.
func (state) Now() time.Time { return time.Now() }

const sqlFile = "do/app-Class/object.sqlite"

func openState(dir string) (*state, error) {
	opened, err := store.Open(dir, store.Options{})
	if err != nil {
		return nil, err
	}
	s := &state{State: opened}
	if s.kv, err = kv.Open(s, "namespace"); err != nil {
		return nil, err
	}
	if s.r2, err = r2.Open(s, "bucket"); err != nil {
		return nil, err
	}
	if s.d1, err = d1.Open(s, "database"); err != nil {
		return nil, err
	}
	if _, err := s.d1.Run(d1.Query{SQL: "CREATE TABLE IF NOT EXISTS t (k TEXT PRIMARY KEY, v TEXT)"}); err != nil {
		return nil, err
	}
	path, err := s.StateFile(sqlFile)
	if err != nil {
		return nil, err
	}
	if s.conn, err = store.OpenConn(path); err != nil {
		return nil, err
	}
	return s, s.conn.Exec("CREATE TABLE IF NOT EXISTS t (k INTEGER PRIMARY KEY, v TEXT)")
}

func (s *state) close() error { return errors.Join(s.d1.Close(), s.conn.Close(), s.State.Close()) }

// writers are the sorts of writes, by the name in acknowledgements.
var writers = map[string]func(ctx context.Context, s *state, n int) error{
	"kv": func(ctx context.Context, s *state, n int) error {
		return s.kv.Put(ctx, key(n), strings.NewReader(text(n)), kv.PutOptions{Metadata: strconv.Itoa(n)})
	},
	"r2": func(ctx context.Context, s *state, n int) error {
		if n%3 > 0 {
			_, err := s.r2.Put(ctx, key(n), strings.NewReader(text(n)), r2.PutOptions{})
			return err
		}
		id, err := s.r2.CreateUpload(ctx, key(n), r2.HTTPMetadata{}, nil)
		if err != nil {
			return err
		}
		part, err := s.r2.UploadPart(ctx, key(n), id, 1, strings.NewReader(text(n)))
		if err != nil {
			return err
		}
		_, err = s.r2.CompleteUpload(ctx, key(n), id, []r2.Part{part})
		return err
	},
	"d1": func(_ context.Context, s *state, n int) error {
		_, err := s.d1.Run(
			d1.Query{SQL: "DELETE FROM t WHERE k = ?", Params: []driver.Value{key(n)}},
			d1.Query{SQL: "INSERT INTO t VALUES (?, ?)", Params: []driver.Value{key(n), text(n)}},
		)
		return err
	},
	"sql": func(_ context.Context, s *state, n int) error {
		return s.conn.Exec("INSERT OR REPLACE INTO t VALUES (?, ?)", driver.Value(int64(n%keys)), text(n))
	},
}

func key(n int) string { return "key" + strconv.Itoa(n%keys) }

// writeUntilKilled is the process that is killed: it writes to all stores at once and tells of
// each write when it is acknowledged. It goes on at the numbers of its standard input.
func writeUntilKilled(dir string) error {
	s, err := openState(dir)
	if err != nil {
		return err
	}
	var mu sync.Mutex // guards standard output
	failed := make(chan error, len(writers))
	for sort, write := range writers {
		start := 0
		if _, err := fmt.Sscan(os.Getenv("START_"+sort), &start); err != nil {
			return err
		}
		go func() {
			for n := start; ; n++ {
				if err := write(context.Background(), s, n); err != nil {
					failed <- fmt.Errorf("%s: %w", sort, err)
					return
				}
				mu.Lock()
				fmt.Println(sort, n)
				mu.Unlock()
			}
		}()
	}
	return <-failed
}

// acknowledged are the numbers of the last acknowledged writes, by sort and key.
type acknowledged map[string]map[string]int

// crash runs the writing process and kills it after some acknowledgements. next are the numbers
// at which it begins; it gives those at which the next one may.
func crash(t *testing.T, dir string, after int, acks acknowledged, next map[string]int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	for sort, n := range next {
		cmd.Env = append(cmd.Env, fmt.Sprintf("START_%s=%d", sort, n))
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for lines := bufio.NewScanner(stdout); lines.Scan(); seen++ { // what it said before it died counts too
		var sort string
		var n int
		if _, err := fmt.Sscan(lines.Text(), &sort, &n); err != nil {
			break // the line that it was killed in
		}
		acks[sort][key(n)] = n
		next[sort] = n + 1
		if seen == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // killed
	if seen < after {
		t.Fatalf("the process died by itself after %d writes: %s", seen, stderr.String())
	}
}

func TestState_SurvivesKills(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acks, next := acknowledged{}, map[string]int{}
	for sort := range writers {
		acks[sort], next[sort] = map[string]int{}, 0
	}
	for round := range 10 {
		crash(t, dir, 5+round*11, acks, next)
		verify(t, dir, acks, next)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// verify checks every acknowledged write, and that nothing else is left. A write that was not
// acknowledged any more may be there.
func verify(t *testing.T, dir string, acks acknowledged, next map[string]int) {
	t.Helper()
	s, err := openState(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}()
	for sort, read := range readers {
		for key, n := range acks[sort] {
			got, err := read(s, key)
			unacknowledged := next[sort]
			switch {
			case err != nil:
				t.Errorf("%s %s: %v", sort, key, err)
			case got == text(n):
			case key == keyOf(unacknowledged) && got == text(unacknowledged):
				acks[sort][key] = unacknowledged
			default:
				t.Errorf("%s %s is %.20q… of %d bytes, want %.20q…", sort, key, got, len(got), text(n))
			}
		}
		next[sort]++ // its number may be used up
	}
	blobs := checkFiles(t, s)
	left := files(t, dir)
	if len(left) != len(blobs) {
		t.Errorf("%d blobs have a row and %d files are there", len(blobs), len(left))
	}
	for _, file := range left {
		if !blobs[filepath.Base(file)] {
			t.Errorf("%s belongs to no row", file)
		}
	}
}

func keyOf(n int) string { return key(n) }

// readers read back what writers write.
var readers = map[string]func(s *state, key string) (string, error){
	"kv": func(s *state, key string) (string, error) {
		e, err := s.kv.Get(context.Background(), key)
		if e == nil || err != nil {
			return "", errors.Join(errors.New("missing"), err)
		}
		return drain(e.Body)
	},
	"r2": func(s *state, key string) (string, error) {
		o, err := s.r2.Get(context.Background(), key, r2.GetOptions{})
		if o == nil || err != nil {
			return "", errors.Join(errors.New("missing"), err)
		}
		return drain(o.Body)
	},
	"d1": func(s *state, key string) (string, error) {
		results, err := s.d1.Run(d1.Query{SQL: "SELECT v FROM t WHERE k = ?", Params: []driver.Value{key}})
		if err != nil || len(results[0].Rows) == 0 {
			return "", errors.Join(errors.New("missing"), err)
		}
		text, _ := results[0].Rows[0][0].(string)
		return text, nil
	},
	"sql": func(s *state, key string) (string, error) {
		n, _ := strconv.Atoi(strings.TrimPrefix(key, "key"))
		row, err := s.conn.QueryRow("SELECT v FROM t WHERE k = ?", int64(n))
		if row == nil || err != nil {
			return "", errors.Join(errors.New("missing"), err)
		}
		text, _ := row[0].(string)
		return text, nil
	},
}

func drain(body io.ReadCloser) (string, error) {
	data, err := io.ReadAll(body)
	return string(data), errors.Join(err, body.Close())
}

// checkFiles has SQLite check its files and gives the blobs that rows name.
func checkFiles(t *testing.T, s *state) map[string]bool {
	t.Helper()
	named := map[string]bool{}
	for rel, tables := range map[string][]string{
		"kv/miniflare-KVNamespaceObject/" + store.ObjectID("miniflare-KVNamespaceObject", "namespace") + ".sqlite": {"_mf_entries"},
		"r2/miniflare-R2BucketObject/" + store.ObjectID("miniflare-R2BucketObject", "bucket") + ".sqlite":          {"_mf_objects", "_mf_multipart_parts"},
		"d1/miniflare-D1DatabaseObject/" + store.ObjectID("miniflare-D1DatabaseObject", "database") + ".sqlite":    nil,
		sqlFile: nil,
	} {
		db, err := s.DB(rel)
		if err != nil {
			t.Fatal(err)
		}
		if result, err := store.Column(db, "PRAGMA integrity_check"); err != nil || strings.Join(result, " ") != "ok" {
			t.Errorf("%s: %v %v", rel, result, err)
		}
		for _, table := range tables {
			blobs, err := store.Column(db, "SELECT blob_id FROM "+table)
			if err != nil {
				t.Fatal(err)
			}
			for _, blob := range blobs {
				named[blob] = true
			}
		}
	}
	return named
}

// files lists the blobs below a state folder, unfinished ones too.
func files(t *testing.T, dir string) (all []string) {
	t.Helper()
	for _, pattern := range []string{"[0-9a-f]*", ".tmp-*"} {
		found, err := filepath.Glob(filepath.Join(dir, "*", "*", "blobs", pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

package replay

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"paddock/proxy"
	"paddock/wrangler/har"
)

// Options say what a tape does beside its work.
type Options struct {
	// Live are hosts, as "db.test", "*.test" or "localhost:8080", that are asked as if there were no
	// tape.
	Live []string
	// KeepSecrets leaves headers and queries as they are.
	KeepSecrets bool
	// Warn is told, once each, of what cannot be recorded; nil: nobody.
	Warn func(text string)
	// Version is Paddock's, for the file.
	Version string
}

// Tape is a recording, while it is made or while it is used. It is safe for concurrent use.
type Tape struct {
	opts      Options
	clean     har.Cleaner
	file      string
	recording bool

	mu      sync.Mutex // guards all below
	taken   []taken
	answers map[string][]har.Entry // by key, while replaying
	missed  []string               // what was not on the tape, in order
	warned  map[string]bool
}

// taken is an exchange that was recorded.
type taken struct {
	key   string
	order int // in which its request was made
	entry har.Entry
}

var _ proxy.Outside = (*Tape)(nil)

// Record begins a recording, which Close writes to a file. What the file holds stays until then.
func Record(file string, opts Options) (*Tape, error) {
	f, err := create(file) // to find out now whether it can be written
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return nil, err
	}
	t := newTape(file, opts)
	t.recording = true
	return t, nil
}

// create makes the file that will take the place of another. Bodies may hold secrets: it is its
// user's only.
func create(file string) (*os.File, error) { return os.CreateTemp(filepath.Dir(file), ".recording-*") }

// Open opens a recording to be replayed.
func Open(file string, opts Options) (*Tape, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	archive, err := har.Read(f)
	if err != nil {
		return nil, fmt.Errorf("read the recording %s: %w", file, err)
	}
	t := newTape(file, opts)
	for i, e := range archive.Log.Entries {
		key, err := t.keyOf(e.Request)
		if err != nil {
			return nil, fmt.Errorf("read the recording %s: entry %d: %w", file, i+1, err)
		}
		t.answers[key] = append(t.answers[key], e)
	}
	return t, nil
}

func newTape(file string, opts Options) *Tape {
	if opts.Warn == nil {
		opts.Warn = func(string) {}
	}
	return &Tape{opts: opts, clean: har.Cleaner{KeepSecrets: opts.KeepSecrets}, file: file, answers: map[string][]har.Entry{}, warned: map[string]bool{}}
}

// Close writes what was recorded.
func (t *Tape) Close() error {
	if !t.recording {
		return nil
	}
	return t.write()
}

// write replaces the file in one step.
func (t *Tape) write() (err error) {
	t.mu.Lock()
	all := slices.DeleteFunc(slices.Clone(t.taken), func(x taken) bool { return x.key == "" }) // begun only
	t.mu.Unlock()
	slices.SortFunc(all, func(a, b taken) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.order, b.order)) })
	var entries []har.Entry
	for _, x := range all {
		entries = append(entries, x.entry)
	}
	f, err := create(t.file)
	if err != nil {
		return fmt.Errorf("write the recording: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(har.New(t.opts.Version, entries).Write(f), f.Close()); err != nil {
		return fmt.Errorf("write the recording: %w", err)
	}
	return os.Rename(f.Name(), t.file)
}

// Missed lists what was asked for and is not on the tape, each once, in the order of the first time.
func (t *Tape) Missed() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []string
	for _, what := range t.missed {
		if !slices.Contains(list, what) {
			list = append(list, what)
		}
	}
	return list
}

// NotRecorded is the error of what is not on the tape.
type NotRecorded struct{ What string }

func (e *NotRecorded) Error() string { return "not recorded: " + e.What }

// miss notes that something is not on the tape.
func (t *Tape) miss(what string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.missed = append(t.missed, what)
	return &NotRecorded{what}
}

// warn tells of what cannot be recorded.
func (t *Tape) warn(what string) {
	t.mu.Lock()
	again := t.warned[what]
	t.warned[what] = true
	t.mu.Unlock()
	if !again {
		t.opts.Warn("This cannot be recorded, and will fail when the recording is replayed: " + what)
	}
}

// live tells whether a host is asked in any case.
func (t *Tape) live(host, port string) bool {
	return slices.ContainsFunc(t.opts.Live, func(pattern string) bool {
		name, wanted, hasPort := strings.Cut(pattern, ":")
		if strings.Count(pattern, ":") > 1 { // an IPv6 address
			name, wanted, hasPort = strings.Trim(pattern, "[]"), "", false
		}
		matched, err := path.Match(name, host)
		return err == nil && matched && (!hasPort || wanted == port)
	})
}

func (t *Tape) liveURL(u *url.URL) bool {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return t.live(u.Hostname(), port)
}

// Take implements [proxy.Outside].
func (t *Tape) Take(f proxy.Flow) (bool, error) {
	host := f.Host
	if host == "" {
		host = f.Dst.Addr().String()
	}
	port := fmt.Sprint(f.Dst.Port())
	switch {
	case t.live(host, port):
		return false, nil
	case f.Proto != proxy.Raw:
		return true, nil
	}
	return false, t.Connection(host, port)
}

// Connection is told of a TCP connection that is to go out, and refuses it while replaying.
func (t *Tape) Connection(host, port string) error {
	what := "a TCP connection to " + host + ":" + port
	switch {
	case t.live(host, port):
		return nil
	case t.recording:
		t.warn(what)
		return nil
	}
	return t.miss(what)
}

package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"paddock/bindings"
)

// Options of Open.
type Options struct {
	// Shared lets this process use the folder beside another one: for commands that touch a
	// few keys. SQLite's own locks keep the files whole.
	Shared bool
	// Status takes a line about work on many files that somebody waits for; nil: nothing is told. It may be
	// called from any goroutine.
	Status func(text string)
}

// State is an open state folder.
type State struct {
	dir    string
	teller teller
	lock   *os.File // nil when shared

	mu    sync.Mutex // guards dbs, blobs
	dbs   map[string]*sql.DB
	blobs map[string]*Blobs
}

// Open opens a state folder, which is made if it is missing. Unless shared, a second process
// is refused with an *InUse. A folder of a later format is refused with a *Newer, one that
// cannot be written with a *Unwritable.
func Open(dir string, opts Options) (*State, error) {
	if err := checkFormat(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, unwritable(dir, fmt.Errorf("make state folder: %w", err))
	}
	if err := writable(dir); err != nil {
		return nil, unwritable(dir, err)
	}
	s := &State{dir: dir, teller: teller{opts.Status, progressFrom}, dbs: map[string]*sql.DB{}, blobs: map[string]*Blobs{}}
	if opts.Shared {
		return s, nil
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, unwritable(dir, err)
	}
	if err := markFormat(dir); err != nil {
		return nil, errors.Join(unwritable(dir, err), lock.Close())
	}
	s.lock = lock
	return s, nil
}

// Unwritable is the error for a folder that is read-only, or on a disk that is full.
type Unwritable struct {
	Dir string
	Err error
}

func (e *Unwritable) Error() string {
	return fmt.Sprintf("the state folder %s cannot be written: make it writable, or choose another folder with --persist-to (%v)", e.Dir, e.Err)
}

func (e *Unwritable) Unwrap() error { return e.Err }

// unwritable makes an *Unwritable of an error of the file system.
func unwritable(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.ENOSPC) {
		return &Unwritable{dir, err}
	}
	return err
}

// InUse is the error for a folder that another process has open.
type InUse struct {
	Dir string
	PID string
}

func (e *InUse) Error() string {
	who := "another Paddock"
	if e.PID != "" {
		who += " (process " + e.PID + ")"
	}
	return fmt.Sprintf("the state folder %s is in use by %s: stop it, or choose another folder with --persist-to", e.Dir, who)
}

// StateFile gives the absolute path of a file and makes its folder.
func (s *State) StateFile(rel string) (string, error) {
	path, err := s.path(rel)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("make folder of %s: %w", rel, err)
	}
	return path, nil
}

// path gives the place of a file in the state folder. Names of resources, which are parts of rel, may not lead
// out of that.
func (s *State) path(rel string) (string, error) {
	if local := filepath.FromSlash(rel); filepath.IsLocal(local) {
		return filepath.Join(s.dir, local), nil
	}
	return "", fmt.Errorf("%s leads out of the state folder", rel)
}

// dsn is the data source of a file: WAL, so that readers and a writer do not wait for each
// other and a commit outlives the process.
func dsn(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?_journal_mode=WAL&_synchronous=NORMAL&_busy_timeout=10000&_txlock=immediate&_stmt_cache_size=32"
}

// DB opens (or gives again) a SQLite file.
func (s *State) DB(rel string) (*sql.DB, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if db, ok := s.dbs[rel]; ok {
		return db, nil
	}
	path, err := s.StateFile(rel)
	if err != nil {
		return nil, err
	}
	connector := &connector{dsn: dsn(path)}
	db := sql.OpenDB(connector)
	if err := db.Ping(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", rel, err), db.Close())
	}
	s.dbs[rel] = db
	return db, nil
}

// Blobs gives a folder for bodies.
func (s *State) Blobs(rel string) (bindings.Blobs, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b, ok := s.blobs[rel]; ok {
		return b, nil
	}
	path, err := s.path(rel)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, fmt.Errorf("make blob folder: %w", err)
	}
	b := &Blobs{dir: path, teller: s.teller}
	s.blobs[rel] = b
	return b, nil
}

// Close closes every file and lets go of the folder.
func (s *State) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, db := range s.dbs {
		errs = append(errs, db.Close())
	}
	for _, b := range s.blobs {
		errs = append(errs, b.close())
	}
	s.dbs, s.blobs = nil, nil
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// FolderName makes a folder's name of a resource's id, as miniflare sanitises it.
func FolderName(id string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune("?<>*\"'^/\\:|", r) || r < 0x20 || r >= 0x80 && r <= 0x9f {
			return '_'
		}
		return r
	}, id)
	if strings.Trim(name, ".") == "" {
		name = strings.Repeat("_", len(name))
	}
	if len(name) > 255 {
		name = name[:255]
	}
	return name
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"time"

	"paddock/bindings"
)

// MaxPending is the largest body, in bytes, that may wait in the database.
const MaxPending = 16 << 10

// When bodies get their files: once none has come for a while, or when the first has waited long
// enough. What is written again and again until then costs no files.
const (
	flushIdle  = 250 * time.Millisecond
	flushAfter = 30 * time.Second
)

// pending is the table of bodies without a file yet. It is there only while there are any. A key that is
// written again and again changes one page of it.
const pending = `CREATE TABLE IF NOT EXISTS _paddock_pending (key TEXT PRIMARY KEY, blob_id TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID`

// Pending keeps small bodies beside the rows of _mf_entries that name them, in one transaction
// with these, and gives them their files later, many at once: the wait for a file to be on disk is
// a hundred times that for a commit. It is safe for concurrent use, also by several processes.
type Pending struct {
	db    *sql.DB
	write *Writer
	blobs *Blobs
	wake  chan struct{} // capacity 1: there is a new body

	mu     sync.Mutex // held while flushing; guards closed
	closed bool
}

// NewPending opens the bodies that wait in a database, and gives those their files that a killed
// process has left.
func NewPending(db *sql.DB, write *Writer, blobs bindings.Blobs) (*Pending, error) {
	folder, ok := blobs.(*Blobs)
	if !ok {
		return nil, fmt.Errorf("the blobs are a %T", blobs)
	}
	p := &Pending{db: db, write: write, blobs: folder, wake: make(chan struct{}, 1)}
	return p, p.flushAll()
}

// Add is for the transaction that makes the row of key: it keeps a body, in place of the one that waits
// for that key, and gives its name.
func (p *Pending) Add(c *Conn, key string, body []byte) (name string, err error) {
	if err := p.blobs.Mark(); err != nil {
		return "", err
	}
	name = newBlobName()
	insert := func() error {
		return c.Exec(`INSERT INTO _paddock_pending (key, blob_id, value) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET blob_id = excluded.blob_id, value = excluded.value`, key, name, body)
	}
	if err = insert(); missing(err) {
		if err = c.Exec(pending); err == nil {
			err = insert()
		}
	}
	return name, err
}

// Added is for after the transaction: the body can be read, and will get its file.
func (p *Pending) Added(name string, body []byte) {
	p.blobs.cache.put(name, body)
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// File is for a transaction that replaces the body of a key, or takes its row away: it gives the file to be
// removed afterwards. It is "" where there is none; one that is just being made is then removed by its maker.
func (p *Pending) File(c *Conn, key string) (name string, err error) {
	row, err := c.QueryRow(`SELECT blob_id FROM _mf_entries AS e WHERE key = ?
		AND NOT EXISTS (SELECT 1 FROM _paddock_pending AS p WHERE p.key = e.key AND p.blob_id = e.blob_id)`, key)
	if missing(err) {
		row, err = c.QueryRow("SELECT blob_id FROM _mf_entries WHERE key = ?", key)
	}
	if row != nil {
		name, _ = row[0].(string)
	}
	return name, err
}

// Drop is for the transaction that takes the row of a key away, or gives it another body that does not
// wait: what waits for the key is forgotten.
func (p *Pending) Drop(c *Conn, key string) error {
	if err := p.blobs.Mark(); err != nil {
		return err
	}
	err := c.Exec("DELETE FROM _paddock_pending WHERE key = ?", key)
	if missing(err) {
		return nil
	}
	return err
}

// settle takes a body away that has its file now. It is false where another one waits for its key, or none.
func (p *Pending) settle(c *Conn, w waiting) (settled bool, err error) {
	row, err := c.QueryRow("DELETE FROM _paddock_pending WHERE key = ? AND blob_id = ? RETURNING 1", w.key, w.name)
	if missing(err) {
		err = nil
	}
	return row != nil, err
}

// missing reports whether an error says that nothing is pending.
func missing(err error) bool {
	var e *SQLError
	return errors.As(err, &e) && strings.HasPrefix(e.Message, "no such table")
}

// Open gives the body of a key, from wherever it is.
func (p *Pending) Open(key, name string, offset, length int64) (io.ReadCloser, error) {
	body, err := p.blobs.Open(name, offset, length)
	if !errors.Is(err, fs.ErrNotExist) {
		return body, err
	}
	var data []byte
	if p.db.QueryRow("SELECT value FROM _paddock_pending WHERE key = ? AND blob_id = ?", key, name).Scan(&data) != nil {
		return p.blobs.Open(name, offset, length) // it may have got its file meanwhile
	}
	p.blobs.cache.put(name, data)
	return inMemory(data, offset, length), nil
}

// Run flushes what is added, until ctx ends. What fails is told by log, and tried again when more is
// added.
func (p *Pending) Run(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		}
		if !p.rest(ctx) {
			return
		}
		if err := p.Flush(); err != nil {
			log.Warn("The state folder fails: " + err.Error())
		}
	}
}

// rest waits until no bodies come for a while, but not for ever; false when ctx ends before.
func (p *Pending) rest(ctx context.Context) bool {
	end := time.After(flushAfter)
	idle := time.NewTicker(flushIdle)
	defer idle.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-end:
			return true
		case <-idle.C:
		}
		select {
		case <-p.wake:
		default:
			return true
		}
	}
}

// waiting is a body without a file.
type waiting struct {
	name, key string
	body      []byte
}

// Flush gives all bodies their files. After an error they wait where they are.
func (p *Pending) Flush() error { return p.flushWith(new(progress)) }

// flushAll is Flush for whoever waits for it: it is told how far that is, if there are many bodies.
func (p *Pending) flushAll() error {
	count, err := p.count()
	if err != nil {
		return err
	}
	return p.flushWith(p.blobs.teller.begin("Writing values to their files", count))
}

// count tells how many bodies wait.
func (p *Pending) count() (n int, err error) {
	err = p.db.QueryRow("SELECT count(*) FROM _paddock_pending").Scan(&n)
	if err != nil && missing(translate(err)) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("count pending bodies: %w", err)
	}
	return n, nil
}

func (p *Pending) flushWith(written *progress) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.closed {
		batch, err := p.batch()
		if len(batch) == 0 || err != nil {
			return err
		}
		if err := p.flush(batch); err != nil {
			return err
		}
		written.add(len(batch))
	}
	return nil
}

// batch gives some of the bodies without a file.
func (p *Pending) batch() (batch []waiting, err error) {
	rows, err := p.db.Query("SELECT blob_id, key, value FROM _paddock_pending LIMIT 256")
	if err != nil {
		if missing(translate(err)) {
			return nil, nil
		}
		return nil, fmt.Errorf("read pending bodies: %w", err)
	}
	for rows.Next() {
		var w waiting
		if err = rows.Scan(&w.name, &w.key, &w.body); err != nil {
			break
		}
		batch = append(batch, w)
	}
	return batch, errors.Join(err, rows.Err(), rows.Close())
}

// flush gives bodies their files. A body whose row is gone by then has none to give: another
// process was faster, or nobody names it any more.
func (p *Pending) flush(batch []waiting) error {
	if err := p.blobs.Mark(); err != nil {
		return err
	}
	for _, w := range batch {
		if err := p.blobs.writeNamed(w.name, w.body); err != nil {
			return err
		}
	}
	if err := p.blobs.sync(batch); err != nil {
		return err
	}
	var unneeded []string
	err := p.write.Do(func(c *Conn) error {
		unneeded = nil
		for _, w := range batch {
			settled, err := p.settle(c, w)
			if err != nil {
				return err
			}
			if settled {
				continue
			}
			row, err := c.QueryRow("SELECT 1 FROM _mf_entries WHERE key = ? AND blob_id = ?", w.key, w.name)
			if err != nil {
				return err
			}
			if row == nil {
				unneeded = append(unneeded, w.name)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("settle pending bodies: %w", err)
	}
	for _, name := range unneeded {
		err = errors.Join(err, p.blobs.Remove(name))
	}
	return err
}

// Close flushes, and removes the table that is not wrangler's.
func (p *Pending) Close() error {
	err := p.flushAll()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed = true; err != nil {
		return err
	}
	return p.write.Do(func(c *Conn) error {
		row, err := c.QueryRow("SELECT 1 FROM _paddock_pending LIMIT 1")
		if missing(err) {
			return nil
		}
		if row != nil || err != nil {
			return err
		}
		return c.Exec("DROP TABLE _paddock_pending")
	})
}

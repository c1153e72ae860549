package workflows

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"paddock/bindings/store"
)

// journal is the file of an instance: what has happened (states), values by key (_cf_KV, in V8's
// serialization) and what is waited for (priority_queue, to which removals are added as well).
type journal struct{ conn *store.Conn }

// tables are those of the local platform.
var tables = []string{
	`CREATE TABLE IF NOT EXISTS priority_queue (
		id INTEGER PRIMARY KEY NOT NULL,
		created_on TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
		target_timestamp INTEGER NOT NULL,
		action INTEGER NOT NULL,
		entryType INTEGER NOT NULL,
		hash TEXT NOT NULL,
		CHECK (action IN (0, 1)),
		UNIQUE (action, entryType, hash)
	)`,
	`CREATE TABLE IF NOT EXISTS states (
		id INTEGER PRIMARY KEY NOT NULL,
		timestamp TIMESTAMP DEFAULT (DATETIME('now','subsec')),
		groupKey TEXT,
		target TEXT,
		metadata TEXT,
		event INTEGER NOT NULL
	)`,
	`CREATE TABLE IF NOT EXISTS streaming_step_chunks (
		cache_key TEXT NOT NULL,
		attempt INTEGER NOT NULL,
		chunk_index INTEGER NOT NULL,
		chunk BLOB NOT NULL,
		PRIMARY KEY (cache_key, attempt, chunk_index)
	) WITHOUT ROWID`,
	"CREATE TABLE IF NOT EXISTS _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
}

// openJournal opens the file at path and makes it if need be.
func openJournal(path string) (*journal, error) {
	conn, err := store.OpenConn(path)
	if err != nil {
		return nil, err
	}
	j := &journal{conn}
	err = j.together(func() error {
		for _, table := range tables {
			if err := conn.Exec(table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare %s: %w", path, err), conn.Close())
	}
	return j, nil
}

// together makes one transaction of what f writes.
func (j *journal) together(f func() error) error {
	if err := j.conn.Begin(); err != nil {
		return err
	}
	if err := f(); err != nil {
		j.conn.Rollback()
		return err
	}
	return j.conn.Commit()
}

// get gives the value of a key; nil when it has none.
func (j *journal) get(key string) ([]byte, error) {
	row, err := j.conn.QueryRow("SELECT value FROM _cf_KV WHERE key = ?", key)
	if err != nil || row == nil {
		return nil, err
	}
	value, _ := row[0].([]byte)
	return value, nil
}

func (j *journal) put(key string, value []byte) error {
	return j.conn.Exec("INSERT OR REPLACE INTO _cf_KV (key, value) VALUES (?, ?)", key, value)
}

func (j *journal) remove(key string) error {
	return j.conn.Exec("DELETE FROM _cf_KV WHERE key = ?", key)
}

// record is what has happened, one line of the journal.
type record struct {
	event    int64
	group    string // of a step: what its keys begin with; "" for the instance
	target   string // the step's name with its count; "" for the instance
	metadata string // JSON
	at       string // when, in UTC as 2026-01-31T13:00:00.000Z; set in what has been read
}

func (j *journal) log(r record) error {
	return j.conn.Exec("INSERT INTO states (event, groupKey, target, metadata) VALUES (?, ?, ?, ?)",
		r.event, orNull(r.group), orNull(r.target), r.metadata)
}

func orNull(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

// records gives what has happened, in order.
func (j *journal) records() ([]record, error) {
	rows, err := j.query("SELECT event, groupKey, target, metadata, timestamp || 'Z' FROM states ORDER BY id")
	records := make([]record, len(rows))
	for i, row := range rows {
		records[i].event, _ = row[0].(int64)
		records[i].group, _ = row[1].(string)
		records[i].target, _ = row[2].(string)
		records[i].metadata, _ = row[3].(string)
		at, _ := row[4].(string)
		records[i].at = strings.Replace(at, " ", "T", 1)
	}
	return records, err
}

func (j *journal) query(text string, args ...driver.Value) ([][]driver.Value, error) {
	rows, err := j.conn.Query(text, args)
	if err != nil {
		return nil, err
	}
	var all [][]driver.Value
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return all, rows.Close()
		}
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		all = append(all, row)
	}
}

// await adds an entry to the queue of what is waited for, that is due at a time in milliseconds since the epoch.
// Its kinds are those of step.js, in the platform's numbers.
func (j *journal) await(kind int, hash string, due int64) error {
	return j.conn.Exec("INSERT OR REPLACE INTO priority_queue (target_timestamp, action, entryType, hash) VALUES (?, 1, ?, ?)", due, int64(kind), hash)
}

// awaited removes an entry, if it is there.
func (j *journal) awaited(kind int, hash string) error {
	due, ok, err := j.due(kind, hash)
	if err != nil || !ok {
		return err
	}
	return j.conn.Exec("INSERT OR REPLACE INTO priority_queue (target_timestamp, action, entryType, hash) VALUES (?, 0, ?, ?)", due, int64(kind), hash)
}

// due gives the time of an entry that was added and not removed since.
func (j *journal) due(kind int, hash string) (ms int64, ok bool, err error) {
	row, err := j.conn.QueryRow("SELECT target_timestamp, action FROM priority_queue WHERE entryType = ? AND hash = ? ORDER BY id DESC LIMIT 1", int64(kind), hash)
	if err != nil || row == nil || row[1] != int64(1) {
		return 0, false, err
	}
	ms, _ = row[0].(int64)
	return ms, true, nil
}

// shift moves everything that is waited for by some milliseconds.
func (j *journal) shift(ms int64) error {
	return j.conn.Exec("UPDATE priority_queue SET target_timestamp = target_timestamp + ?", ms)
}

// suffixes are those of the keys of a step, behind its group.
var suffixes = []string{"-value", "-error", "-config", "-metadata", "-log-written", "-pending", "-value-stream-meta"}

// forget takes back what steps have done: those of groups, or all if that is nil.
func (j *journal) forget(groups []string) error {
	if groups == nil {
		all, err := j.query("SELECT DISTINCT groupKey FROM states WHERE groupKey IS NOT NULL")
		if err != nil {
			return err
		}
		for _, row := range all {
			group, _ := row[0].(string)
			groups = append(groups, group)
		}
		if err := j.conn.Exec("DELETE FROM states"); err != nil {
			return err
		}
	}
	for _, group := range groups {
		for _, suffix := range suffixes {
			if err := j.remove(group + suffix); err != nil {
				return err
			}
		}
		for _, text := range []string{"DELETE FROM states WHERE groupKey = ?", "DELETE FROM streaming_step_chunks WHERE cache_key = ?"} {
			if err := j.conn.Exec(text, group); err != nil {
				return err
			}
		}
	}
	err := j.conn.Exec("DELETE FROM states WHERE groupKey IS NULL AND event NOT IN (?, ?)", int64(started), int64(queuedEvent))
	return errors.Join(err, j.conn.Exec("DELETE FROM priority_queue"))
}

// from gives the groups of a step and of all that began after it; nil when there is no such step.
func (j *journal) from(step startingPoint) ([]string, error) {
	records, err := j.records()
	if err != nil {
		return nil, err
	}
	var groups []string
	seen := 0
	for _, r := range records {
		if r.group == "" || r.event != stepStarted && r.event != sleepStarted && r.event != waitStarted {
			continue
		}
		if groups == nil {
			name := r.target
			if at := strings.LastIndexByte(name, '-'); at >= 0 {
				name = name[:at]
			}
			if name != step.name || r.event != step.event {
				continue
			}
			if seen++; seen < step.count {
				continue
			}
		}
		groups = append(groups, r.group)
	}
	return groups, nil
}

// Close closes the file.
func (j *journal) Close() error { return j.conn.Close() }

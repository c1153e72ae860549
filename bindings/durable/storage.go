package durable

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Storage is the host side of ctx.storage: one object's file, for one instance of the object.
// All of it is for the loop.
type Storage struct {
	class  *class
	object bindings.Object
	conn   *store.Conn

	open    bool       // a transaction has begun
	hooked  bool       // a hook of AtOutput will commit it
	began   uint64     // the turn that has begun it
	wrote   uint64     // the last turn that wrote
	failed  error      // why what turns wrote that have ended is lost, to be told by the hook
	holds   int        // closures of transaction() that are running: no commit before they end
	depth   int        // nested savepoints
	alarm   *time.Time // set in the running transaction; nil: unchanged
	cursors map[*Cursor]struct{}
	closed  bool

	running *transaction // the outermost closure that is running
	waiting []func()     // closures that begin when it has ended

	sql, kv jsruntime.Value // storage.sql and storage.kv, once they were asked for or set
}

// errClosed is the error of an object that has ended.
var errClosed = errors.New("the storage of the Durable Object is closed: its instance has ended")

// usable gives the error of a storage that has ended, or that failed in this turn.
func (s *Storage) usable() error {
	if s.closed {
		return errClosed
	}
	return s.conn.Lost()
}

// write begins a transaction, unless one has begun. Turns that follow at once share it.
func (s *Storage) write(vm *jsruntime.VM) error {
	if err := s.usable(); err != nil {
		return err
	}
	if !s.open {
		if err := s.conn.Begin(); err != nil {
			return err
		}
		s.open, s.began = true, vm.Turn()
	}
	s.wrote = vm.Turn()
	s.hook(vm)
	return nil
}

// hook makes a commit come before all that leaves the object.
func (s *Storage) hook(vm *jsruntime.VM) {
	if s.hooked {
		return
	}
	s.hooked = true
	vm.AtOutput(func() error {
		s.hooked = false
		if err := s.commit(); err != nil {
			s.failed = err
		}
		err := s.failed
		if err == nil {
			return nil
		}
		s.failed = nil
		err = &jsruntime.Error{Class: jsruntime.PlainError, Msg: store.ResetText(err), Err: err, Props: map[string]any{"durableObjectReset": true}}
		s.object.Abort(err)
		return err
	})
}

// commit makes durable what was written.
func (s *Storage) commit() error {
	if s.closed || s.holds > 0 && s.conn.Lost() == nil {
		return nil
	}
	s.finish()
	if !s.open {
		return nil
	}
	s.open = false
	err := s.noteAlarm()
	if err == nil {
		err = s.conn.Commit()
	}
	if err != nil {
		s.conn.Rollback()
		s.alarm = nil
		return err
	}
	if s.alarm != nil {
		at := *s.alarm
		s.alarm = nil
		return s.class.setAlarm(s.object.Target().Object, at)
	}
	return nil
}

// noteAlarm writes the alarm that the transaction sets into the object's own file, where the local
// platform's getAlarm looks for it.
func (s *Storage) noteAlarm() error {
	switch {
	case s.alarm == nil || s.conn.Lost() != nil:
		return nil
	case s.alarm.IsZero():
		err := s.conn.Exec("DELETE FROM _cf_METADATA WHERE key = 1")
		if lacks(err, "_cf_METADATA") {
			return nil
		}
		return err
	}
	if err := s.conn.MakeMetadata(); err != nil {
		return err
	}
	return s.conn.Exec("INSERT OR REPLACE INTO _cf_METADATA VALUES (1, ?)", s.alarm.UnixNano())
}

// finish reads open cursors to their end, because a commit would break them.
func (s *Storage) finish() {
	for c := range s.cursors {
		c.buffer()
	}
}

// leave ends the transaction of an instance that ends: what the running turn wrote is not kept, and with it
// not what turns wrote that share the transaction, who are told.
func (s *Storage) leave() {
	turn := s.object.Scope().VM().Turn()
	if s.open && s.wrote != turn {
		s.failed = s.commit()
	} else if s.open && s.began != turn {
		s.failed = s.object.Scope().Aborted()
	}
	s.conn.Rollback()
}

func (s *Storage) close() error {
	if s.closed {
		return nil
	}
	for c := range s.cursors {
		c.end()
	}
	s.leave()
	s.closed = true
	return s.conn.Close()
}

// savepoint begins a nested transaction and gives its end.
func (s *Storage) savepoint(vm *jsruntime.VM) (end func(commit bool) error, err error) {
	if err := s.write(vm); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("_cf_savepoint_%d", s.depth)
	if err := s.conn.Exec("SAVEPOINT " + name); err != nil {
		return nil, err
	}
	s.depth++
	alarm := s.alarm
	return func(commit bool) error {
		s.depth--
		if err := s.usable(); err != nil {
			return err
		}
		if !commit {
			s.alarm = alarm
			for c := range s.cursors {
				c.abort()
			}
			if err := s.conn.Exec("ROLLBACK TO " + name); err != nil {
				return err
			}
		}
		return s.conn.Exec("RELEASE " + name)
	}, nil
}

// The table of the key-value methods is made by the first put, as on the platform: scripts can see
// whether it is there.
const makeKV = "CREATE TABLE IF NOT EXISTS _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"

// lacks reports whether an error says that a table is not there.
func lacks(err error, table string) bool {
	var e *store.SQLError
	return errors.As(err, &e) && e.Message == "no such table: "+table
}

func hasNoKV(err error) bool { return lacks(err, "_cf_KV") }

// get reads a value; nil bytes when there is none.
func (s *Storage) get(key string) ([]byte, error) {
	if err := s.usable(); err != nil {
		return nil, err
	}
	row, err := s.conn.QueryRow("SELECT value FROM _cf_KV WHERE key = ?", key)
	if row == nil || err != nil {
		if hasNoKV(err) {
			err = nil
		}
		return nil, err
	}
	value, _ := row[0].([]byte)
	return value, nil
}

func (s *Storage) put(vm *jsruntime.VM, key string, value []byte) error {
	if err := s.write(vm); err != nil {
		return err
	}
	const insert = "INSERT OR REPLACE INTO _cf_KV (key, value) VALUES (?, ?)"
	err := s.conn.Exec(insert, key, value)
	if !hasNoKV(err) {
		return err
	}
	if err := s.conn.Exec(makeKV); err != nil {
		return err
	}
	return s.conn.Exec(insert, key, value)
}

func (s *Storage) remove(vm *jsruntime.VM, key string) (bool, error) {
	if err := s.write(vm); err != nil {
		return false, err
	}
	row, err := s.conn.QueryRow("DELETE FROM _cf_KV WHERE key = ? RETURNING 1", key)
	if hasNoKV(err) {
		return false, nil
	}
	return row != nil, err
}

// listOptions are those of list().
type listOptions struct {
	start, startAfter, end, prefix *string
	reverse                        bool
	limit                          int64 // < 0: none
}

// bounds gives the condition on the first key and its value, and what keys are less than; nil for no
// end. There is one bound on either side: of two SQLite may take the wider to begin at, and read all
// that is between them.
func (o listOptions) bounds() (condition, first string, end *string) {
	end = o.end
	if o.start != nil {
		first = *o.start
	}
	if o.prefix != nil {
		first = max(first, *o.prefix)
		if past := store.PrefixEnd(*o.prefix); past != "" && (end == nil || past < *end) {
			end = &past
		}
	}
	if o.startAfter != nil && *o.startAfter >= first {
		return "key > ?", *o.startAfter, end
	}
	return "key >= ?", first, end
}

// pair is one entry of a list.
type pair struct {
	key   string
	value []byte
}

func (s *Storage) list(o listOptions) ([]pair, error) {
	if err := s.usable(); err != nil {
		return nil, err
	}
	condition, first, end := o.bounds()
	query, args := "SELECT key, value FROM _cf_KV WHERE "+condition, []driver.Value{first}
	if end != nil {
		query, args = query+" AND key < ?", append(args, *end)
	}
	query += " ORDER BY key"
	if o.reverse {
		query += " DESC"
	}
	query += " LIMIT ?"
	args = append(args, o.limit)
	rows, err := s.conn.Query(query, args)
	if hasNoKV(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var pairs []pair
	for {
		row, err := rows.Next()
		if err != nil {
			if isEOF(err) {
				return pairs, nil
			}
			return nil, err
		}
		key, _ := row[0].(string)
		value, _ := row[1].([]byte)
		pairs = append(pairs, pair{key, value})
	}
}

// deleteAll empties the storage: keys, tables and the alarm, which stayed in the past.
func (s *Storage) deleteAll(vm *jsruntime.VM) error {
	if err := s.write(vm); err != nil {
		return err
	}
	for c := range s.cursors {
		c.end()
	}
	// Tables are dropped in no order that foreign keys would allow.
	if err := s.conn.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	rows, err := s.conn.Query("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!' ORDER BY type DESC", nil)
	if err != nil {
		return err
	}
	var drops []string
	for {
		row, err := rows.Next()
		if err != nil {
			_ = rows.Close()
			if !isEOF(err) {
				return err
			}
			break
		}
		drops = append(drops, fmt.Sprintf("DROP %s IF EXISTS %s", row[0], quote(fmt.Sprint(row[1]))))
	}
	for _, drop := range append(drops, "DROP TABLE IF EXISTS _cf_KV") {
		if err := s.conn.Exec(drop); err != nil {
			return err
		}
	}
	if compat.Of(vm).Has("delete_all_deletes_alarm") {
		s.alarm = &time.Time{}
	}
	return nil
}

// currentAlarm gives the alarm as the running turn sees it.
func (s *Storage) currentAlarm() time.Time {
	if s.alarm != nil {
		return *s.alarm
	}
	return s.class.alarmOf(s.object.Target().Object)
}

package durable

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
)

// class is the state of all objects of one class.
type class struct {
	config
	key  string
	host bindings.Host

	mu         sync.Mutex // guards alarms, delivering, closed, rooms
	db         *sql.DB
	alarms     map[string]*alarm
	delivering map[string]bool // objects whose handler runs: one at a time, whatever it sets
	wake       chan struct{}   // capacity 1: the alarms have changed
	closed     bool

	rooms map[string]*room // of objects that have accepted WebSockets
}

// alarm is one object's alarm.
type alarm struct {
	scheduled time.Time // what setAlarm asked for
	due       time.Time // later than scheduled when it is tried again
	retries   int
	running   bool
}

// Limits of retries, as on the platform.
const (
	maxRetries   = 6
	firstBackoff = 2 * time.Second
)

func openClass(host bindings.Host, c config, key string) (*class, error) {
	k := &class{config: c, key: key, host: host, alarms: map[string]*alarm{}, delivering: map[string]bool{}, wake: make(chan struct{}, 1)}
	db, err := host.DB("do/" + key + "/metadata.sqlite")
	if err != nil {
		return nil, err
	}
	k.db = db
	if _, err := db.Exec("CREATE TABLE IF NOT EXISTS _cf_ALARM (actor_id TEXT PRIMARY KEY, scheduled_time INTEGER) WITHOUT ROWID"); err != nil {
		return nil, fmt.Errorf("prepare alarms of %s: %w", c.class, err)
	}
	rows, err := db.Query("SELECT actor_id, scheduled_time FROM _cf_ALARM")
	if err != nil {
		return nil, fmt.Errorf("read alarms of %s: %w", c.class, err)
	}
	defer rows.Close()
	for rows.Next() {
		var object string
		var ns int64
		if err := rows.Scan(&object, &ns); err != nil {
			return nil, fmt.Errorf("read alarms of %s: %w", c.class, err)
		}
		at := time.Unix(0, ns)
		k.alarms[object] = &alarm{scheduled: at, due: at}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read alarms of %s: %w", c.class, err)
	}
	host.Background(k.run)
	return k, nil
}

func (k *class) close() error {
	k.mu.Lock()
	k.closed = true
	rooms := slices.Collect(maps.Values(k.rooms))
	k.mu.Unlock()
	for _, r := range rooms {
		r.drop()
	}
	return nil
}

// setAlarm sets or, with the zero time, deletes an object's alarm.
func (k *class) setAlarm(object string, at time.Time) error {
	var err error
	if at.IsZero() {
		_, err = k.db.Exec("DELETE FROM _cf_ALARM WHERE actor_id = ?", object)
	} else {
		_, err = k.db.Exec("INSERT OR REPLACE INTO _cf_ALARM (actor_id, scheduled_time) VALUES (?, ?)", object, at.UnixNano())
	}
	if err != nil {
		return fmt.Errorf("write alarm: %w", err)
	}
	k.mu.Lock()
	if at.IsZero() {
		delete(k.alarms, object)
	} else {
		k.alarms[object] = &alarm{scheduled: at, due: at}
	}
	k.mu.Unlock()
	k.changed()
	return nil
}

// changed makes run look at the alarms again.
func (k *class) changed() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// alarmOf gives an object's alarm; the zero time when it has none or it is being delivered.
func (k *class) alarmOf(object string) time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	if a := k.alarms[object]; a != nil && !a.running {
		return a.scheduled
	}
	return time.Time{}
}

// run delivers alarms when they are due, each on a goroutine that it waits for.
func (k *class) run(ctx context.Context) {
	var deliveries sync.WaitGroup
	defer deliveries.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.wake:
		case <-timer.C:
		}
		now, next := k.host.Now(), time.Hour
		k.mu.Lock()
		for object, a := range k.alarms {
			if a.running || k.delivering[object] {
				continue
			}
			if wait := a.due.Sub(now); wait > 0 {
				next = min(next, wait)
				continue
			}
			a.running, k.delivering[object] = true, true
			deliveries.Go(func() { k.deliver(ctx, object, a) })
		}
		k.mu.Unlock()
		timer.Reset(next)
	}
}

// deliver calls an object's alarm handler and settles what becomes of the alarm.
func (k *class) deliver(ctx context.Context, object string, a *alarm) {
	to := bindings.Target{Worker: k.worker, Entrypoint: k.class, Object: object}
	err := k.host.Workers().Alarm(ctx, to, a.scheduled, a.retries)
	if ctx.Err() != nil {
		return // the session ends: the alarm is delivered by the next
	}
	k.mu.Lock()
	delete(k.delivering, object)
	replaced := k.alarms[object] != a
	k.mu.Unlock()
	if replaced { // the handler, or somebody else, has set another one, which may be due
		k.changed()
		return
	}
	var missing interface{ NotDeployed() bool }
	switch {
	case errors.As(err, &missing):
		k.again(a, 100*time.Millisecond)
	case err != nil && a.retries < maxRetries:
		backoff := firstBackoff << a.retries
		a.retries++
		k.again(a, time.Duration(float64(backoff)*(0.75+0.5*rand.Float64())))
	default:
		if err := errors.Join(k.setAlarm(object, time.Time{}), k.forget(object, a.scheduled)); err != nil {
			k.host.Log().Error("delete alarm", "class", k.class, "error", err)
		}
	}
}

// forget takes an alarm that is over out of the object's own file.
func (k *class) forget(object string, scheduled time.Time) error {
	path, err := k.file(bindings.Target{Object: object})
	if err != nil {
		return err
	}
	conn, err := store.OpenConn(path)
	if err != nil {
		return err
	}
	err = conn.Exec("DELETE FROM _cf_METADATA WHERE key = 1 AND value = ?", scheduled.UnixNano())
	if lacks(err, "_cf_METADATA") {
		err = nil
	}
	return errors.Join(err, conn.Close())
}

func (k *class) again(a *alarm, wait time.Duration) {
	k.mu.Lock()
	a.running = false
	a.due = k.host.Now().Add(wait)
	k.mu.Unlock()
	k.changed()
}

// storage opens the storage of an object, for one instance of it.
func (k *class) storage(vm *jsruntime.VM, object bindings.Object) (*Storage, error) {
	path, err := k.file(object.Target())
	if err != nil {
		return nil, err
	}
	conn, err := store.OpenConn(path)
	if err != nil {
		return nil, err
	}
	if to := object.Target(); to.ObjectName != "" && to.Facet == nil && k.sqlite {
		if err := remember(conn, to.ObjectName); err != nil {
			return nil, errors.Join(fmt.Errorf("prepare storage of %s: %w", k.class, err), conn.Close())
		}
	}
	s := &Storage{class: k, object: object, conn: conn}
	forget := conn.Interruptible(vm.Interrupted())
	conn.Writes = func() error { return s.write(vm) }
	object.Scope().SetValue(storageKey{}, s)
	object.OnEnd(func() {
		forget()
		if err := s.close(); err != nil {
			k.host.Log().Error("close storage", "class", k.class, "error", err)
		}
	})
	return s, nil
}

// remember writes an object's name where the local platform has it, unless it is there.
func remember(conn *store.Conn, name string) error {
	row, err := conn.QueryRow("SELECT 1 FROM sqlite_master WHERE name = '__miniflare_do_name'")
	if row != nil || err != nil {
		return err
	}
	if err := conn.Begin(); err != nil {
		return err
	}
	err = conn.Exec("CREATE TABLE __miniflare_do_name (id INTEGER PRIMARY KEY, name TEXT)")
	if err == nil {
		err = conn.Exec("INSERT INTO __miniflare_do_name (id, name) VALUES (1, ?)", name)
	}
	if err != nil {
		conn.Rollback()
		return err
	}
	return conn.Commit()
}

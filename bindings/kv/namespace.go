package kv

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
)

// Limits of the platform.
const (
	MaxKey      = 512      // bytes of UTF-8
	MaxValue    = 25 << 20 // bytes
	MaxMetadata = 1024     // bytes of JSON
	MaxList     = 1000     // keys of one page
	MinTTL      = 60       // seconds
)

// Namespace is the state of one namespace. It is safe for concurrent use.
type Namespace struct {
	db    *sql.DB
	blobs bindings.Blobs
	write *store.Writer
	small *store.Pending // bodies that have no file yet
	now   func() time.Time
	get   *store.Lookup
}

// Open opens the namespace with an id.
func Open(host interface {
	DB(rel string) (*sql.DB, error)
	Blobs(rel string) (bindings.Blobs, error)
	StateFile(rel string) (string, error)
	Now() time.Time
}, id string) (*Namespace, error) {
	const owner = "miniflare-KVNamespaceObject"
	db, blobs, err := store.OpenEntries(host, "kv", owner, id)
	if err != nil {
		return nil, err
	}
	path, err := host.StateFile("kv/" + owner + "/" + store.ObjectID(owner, id) + ".sqlite")
	if err != nil {
		return nil, err
	}
	get, err := store.NewLookup(db, "SELECT blob_id, expiration, metadata FROM _mf_entries WHERE key = ?")
	if err != nil {
		return nil, fmt.Errorf("prepare kv namespace %q: %w", id, err)
	}
	n := &Namespace{db: db, blobs: blobs, now: host.Now, get: get}
	if n.write, err = store.NewWriter(path); err == nil {
		n.small, err = store.NewPending(db, n.write, blobs)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare kv namespace %q: %w", id, err), get.Close())
	}
	return n, nil
}

// Close closes what the namespace has open.
func (n *Namespace) Close() error {
	return errors.Join(n.small.Close(), n.get.Close(), n.write.Close())
}

// row is what the database has of a key.
type row struct {
	blob, metadata string
	expiration     int64 // ms; 0: never
}

func (n *Namespace) row(key string) (r row, ok bool, err error) {
	columns, err := n.get.Row(key)
	if err != nil {
		return row{}, false, fmt.Errorf("get kv key: %w", err)
	}
	if columns == nil {
		return row{}, false, nil
	}
	r.blob, _ = columns[0].(string)
	r.expiration, _ = columns[1].(int64)
	r.metadata, _ = columns[2].(string)
	return r, true, nil
}

func (n *Namespace) expired(r row) bool {
	return r.expiration != 0 && r.expiration <= n.now().UnixMilli()
}

// Entry is a value as Get finds it.
type Entry struct {
	Body     io.ReadCloser
	Metadata string // JSON text; "" for none
	Expires  int64  // seconds since the epoch; 0: never
}

// Error is a refusal in the platform's words: "KV GET failed: 400 …".
type Error struct {
	Verb   string
	Status int
	Text   string
}

func (e *Error) Error() string { return fmt.Sprintf("KV %s failed: %d %s", e.Verb, e.Status, e.Text) }

// checkName refuses what no key can be called, in the words for the operation verb.
func checkName(verb, key string) error {
	switch key {
	case "":
		return jsruntime.Errorf(jsruntime.TypeError, "Key name cannot be empty.")
	case ".", "..":
		return jsruntime.Errorf(jsruntime.TypeError, "%q is not allowed as a key name.", key)
	}
	return checkLength(verb, key)
}

// checkLength refuses a key, or a prefix of one, that is too long.
func checkLength(verb, key string) error {
	if len(key) > MaxKey {
		return &Error{verb, 414, fmt.Sprintf("UTF-8 encoded length of %d exceeds key length limit of %d.", len(key), MaxKey)}
	}
	return nil
}

// Get finds a value; nil when there is none.
func (n *Namespace) Get(ctx context.Context, key string) (*Entry, error) {
	if err := checkName("GET", key); err != nil {
		return nil, err
	}
	var lost error
	for range 3 { // the blob may be replaced between the row and the file
		r, ok, err := n.row(key)
		if err != nil || !ok {
			return nil, err
		}
		if n.expired(r) {
			return nil, n.removeExpired(key)
		}
		body, err := n.small.Open(key, r.blob, 0, -1)
		if err != nil {
			lost = err
			continue
		}
		return &Entry{Body: body, Metadata: r.metadata, Expires: r.expiration / 1000}, nil
	}
	return nil, fmt.Errorf("get kv key %q: its value is missing from the state folder: %w", key, lost)
}

// cached implements source.
func (n *Namespace) cached(key string) (data []byte, metadata string, ok bool) {
	blobs, has := n.blobs.(interface {
		Cached(name string) ([]byte, bool)
	})
	if !has || len(key) > MaxKey {
		return nil, "", false
	}
	r, ok, err := n.row(key)
	if err != nil || !ok || n.expired(r) {
		return nil, "", false
	}
	data, ok = blobs.Cached(r.blob)
	return data, r.metadata, ok
}

// refuseMany implements source.
func (*Namespace) refuseMany() error { return nil }

// PutOptions are the options of Put.
type PutOptions struct {
	Expiration    *int64 // seconds since the epoch
	ExpirationTTL *int64 // seconds from now; wins over Expiration
	Metadata      string // JSON text; "" for none
}

// Put stores a value.
func (n *Namespace) Put(ctx context.Context, key string, value io.Reader, opts PutOptions) error {
	if err := checkName("PUT", key); err != nil {
		return err
	}
	expires, err := n.expiry(opts)
	if err != nil {
		return err
	}
	if len(opts.Metadata) > MaxMetadata {
		return &Error{"PUT", 413, fmt.Sprintf("Metadata length of %d exceeds limit of %d.", len(opts.Metadata), MaxMetadata)}
	}
	body, err := io.ReadAll(io.LimitReader(value, store.MaxPending+1))
	if err != nil {
		return err
	}
	blob := ""
	if len(body) > store.MaxPending {
		if blob, err = n.writeLarge(ctx, io.MultiReader(bytes.NewReader(body), value)); err != nil {
			return err
		}
	}
	name, old := "", ""
	err = n.write.Do(func(c *store.Conn) (err error) {
		if old, err = n.small.File(c, key); err != nil {
			return err
		}
		if name = blob; name == "" {
			name, err = n.small.Add(c, key, body)
		} else {
			err = n.small.Drop(c, key)
		}
		if err != nil {
			return err
		}
		// An update leaves the indexes alone, which a replacement would write anew.
		return c.Exec(`INSERT INTO _mf_entries (key, blob_id, expiration, metadata) VALUES (?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET blob_id = excluded.blob_id, expiration = excluded.expiration, metadata = excluded.metadata`,
			key, name, null(expires, expires != 0), null(opts.Metadata, opts.Metadata != ""))
	})
	if err != nil {
		err = fmt.Errorf("put kv key: %w", err)
		if blob != "" {
			err = errors.Join(err, n.blobs.Remove(blob))
		}
		return err
	}
	if blob == "" {
		n.small.Added(name, body)
	}
	return n.discard(old)
}

// writeLarge gives a value that is no small body a file at once.
func (n *Namespace) writeLarge(ctx context.Context, value io.Reader) (blob string, err error) {
	blob, size, err := n.blobs.Write(ctx, io.LimitReader(value, MaxValue+1))
	if err == nil && size > MaxValue {
		err = errors.Join(&Error{"PUT", 413, fmt.Sprintf("Value length of %d exceeds limit of %d.", size, MaxValue)}, n.blobs.Remove(blob))
	}
	return blob, err
}

// discard removes the file of a body, if it has one.
func (n *Namespace) discard(file string) error {
	if file == "" {
		return nil
	}
	return n.blobs.Remove(file)
}

func null(v driver.Value, valid bool) driver.Value {
	if valid {
		return v
	}
	return nil
}

// expiry gives the time of expiry in ms, 0 for never.
func (n *Namespace) expiry(opts PutOptions) (int64, error) {
	now := n.now().Unix()
	switch {
	case opts.ExpirationTTL != nil:
		ttl := *opts.ExpirationTTL
		if ttl <= 0 {
			return 0, &Error{"PUT", 400, fmt.Sprintf("Invalid expiration_ttl of %d. Please specify integer greater than 0.", ttl)}
		}
		if ttl < MinTTL {
			return 0, &Error{"PUT", 400, fmt.Sprintf("Invalid expiration_ttl of %d. Expiration TTL must be at least %d.", ttl, MinTTL)}
		}
		return (now + ttl) * 1000, nil
	case opts.Expiration != nil:
		at := *opts.Expiration
		if at <= now {
			return 0, &Error{"PUT", 400, fmt.Sprintf("Invalid expiration of %d. Please specify integer greater than the current number of seconds since the UNIX epoch.", at)}
		}
		if at < now+MinTTL {
			return 0, &Error{"PUT", 400, fmt.Sprintf("Invalid expiration of %d. Expiration times must be at least %d seconds in the future.", at, MinTTL)}
		}
		return at * 1000, nil
	}
	return 0, nil
}

// Delete removes a key; one that is not there is no error.
func (n *Namespace) Delete(ctx context.Context, key string) error {
	if err := checkName("DELETE", key); err != nil {
		return err
	}
	return n.remove(key, func(*store.Conn) (bool, error) { return true, nil })
}

// removeExpired removes a key that was seen to have expired, but not a value that it has been given since.
func (n *Namespace) removeExpired(key string) error {
	return n.remove(key, func(c *store.Conn) (bool, error) {
		row, err := c.QueryRow("SELECT 1 FROM _mf_entries WHERE key = ? AND expiration <= ?", key, n.now().UnixMilli())
		return row != nil, err
	})
}

// remove removes a key if it is still wanted in the transaction that does it.
func (n *Namespace) remove(key string, wanted func(c *store.Conn) (bool, error)) error {
	old := ""
	err := n.write.Do(func(c *store.Conn) (err error) {
		old = ""
		if ok, err := wanted(c); err != nil || !ok {
			return err
		}
		if old, err = n.small.File(c, key); err != nil {
			return err
		}
		if err := n.small.Drop(c, key); err != nil {
			return err
		}
		return c.Exec("DELETE FROM _mf_entries WHERE key = ?", key)
	})
	if err != nil {
		return fmt.Errorf("delete kv key: %w", err)
	}
	return n.discard(old)
}

// Reset removes every key.
func (n *Namespace) Reset(context.Context) error {
	if err := n.small.Flush(); err != nil {
		return fmt.Errorf("reset kv namespace: %w", err)
	}
	blobs, err := store.Column(n.db, "DELETE FROM _mf_entries RETURNING blob_id")
	if err != nil {
		return fmt.Errorf("reset kv namespace: %w", err)
	}
	for _, blob := range blobs {
		err = errors.Join(err, n.blobs.Remove(blob))
	}
	return err
}

// Key is one line of a list.
type Key struct {
	Name     string
	Expires  int64  // seconds since the epoch; 0: never
	Metadata string // JSON text; "" for none
}

// checkPage refuses a page of a list that cannot be, and gives how many keys it may have.
func checkPage(prefix string, limit int) (int, error) {
	if err := checkLength("GET", prefix); err != nil {
		return 0, err
	}
	if limit > MaxList {
		return 0, &Error{"GET", 400, fmt.Sprintf("Invalid key_count_limit of %d. Please specify an integer less than %d.", limit, MaxList)}
	}
	if limit <= 0 {
		return MaxList, nil
	}
	return limit, nil
}

// List gives the keys with a prefix in the order of their UTF-8 bytes. cursor is "" behind the last.
func (n *Namespace) List(ctx context.Context, prefix, cursor string, limit int) (keys []Key, next string, err error) {
	if limit, err = checkPage(prefix, limit); err != nil {
		return nil, "", err
	}
	start, bound := store.Start(prefix, store.DecodeCursor(cursor))
	query, args := "SELECT key, expiration, metadata FROM _mf_entries WHERE "+start+" AND (expiration IS NULL OR expiration >= ?)", []any{bound, n.now().UnixMilli()}
	if end := store.PrefixEnd(prefix); end != "" {
		query, args = query+" AND key < ?", append(args, end)
	}
	rows, err := n.db.QueryContext(ctx, query+" ORDER BY key LIMIT ?", append(args, limit+1)...)
	if err != nil {
		return nil, "", fmt.Errorf("list kv keys: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var k Key
		var expiration sql.NullInt64
		var metadata sql.NullString
		if err := rows.Scan(&k.Name, &expiration, &metadata); err != nil {
			return nil, "", fmt.Errorf("list kv keys: %w", err)
		}
		k.Expires, k.Metadata = expiration.Int64/1000, metadata.String
		keys = append(keys, k)
	}
	if err := rows.Err(); err != nil {
		return nil, "", fmt.Errorf("list kv keys: %w", err)
	}
	if len(keys) > limit {
		keys = keys[:limit]
		next = base64.StdEncoding.EncodeToString([]byte(keys[limit-1].Name))
	}
	return keys, next, nil
}

package r2

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
)

// Limits of the platform.
const (
	MaxKey      = 1024          // bytes of UTF-8
	MaxSize     = 5<<30 - 5<<20 // bytes of one upload
	MaxMetadata = 8192          // bytes of custom metadata
	MaxList     = 1000          // objects of one page
	MaxIncluded = 100           // objects of one page that has their metadata
	MinPart     = 5 << 20       // bytes of a part that is not the last
	MaxPart     = 10000         // the highest number of a part
)

// Bucket is the state of one bucket. It is safe for concurrent use.
type Bucket struct {
	db    *sql.DB
	rows  *store.Lookup // of objects
	blobs bindings.Blobs
	now   func() time.Time
	log   *slog.Logger // of failures of the storage

	binding, name string // on env, and of the bucket: for those who are told of operations
}

// schema is that of wrangler's local state.
const schema = `CREATE TABLE IF NOT EXISTS _mf_objects (
	key TEXT PRIMARY KEY, blob_id TEXT, version TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
	uploaded INTEGER NOT NULL, checksums TEXT NOT NULL, http_metadata TEXT NOT NULL, custom_metadata TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS _mf_multipart_uploads (
	upload_id TEXT PRIMARY KEY, key TEXT NOT NULL, http_metadata TEXT NOT NULL, custom_metadata TEXT NOT NULL,
	state TINYINT DEFAULT 0 NOT NULL
);
CREATE TABLE IF NOT EXISTS _mf_multipart_parts (
	upload_id TEXT NOT NULL REFERENCES _mf_multipart_uploads(upload_id), part_number INTEGER NOT NULL,
	blob_id TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, checksum_md5 TEXT NOT NULL,
	object_key TEXT REFERENCES _mf_objects(key) DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (upload_id, part_number)
);`

// Open opens the bucket with a name.
func Open(host interface {
	DB(rel string) (*sql.DB, error)
	Blobs(rel string) (bindings.Blobs, error)
	Now() time.Time
}, name string) (*Bucket, error) {
	const class = "miniflare-R2BucketObject"
	db, err := host.DB("r2/" + class + "/" + store.ObjectID(class, name) + ".sqlite")
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(schema); err != nil {
		return nil, fmt.Errorf("prepare r2 bucket %q: %w", name, err)
	}
	blobs, err := host.Blobs("r2/" + store.FolderName(name) + "/blobs")
	if err != nil {
		return nil, err
	}
	err = blobs.Sweep(func() ([]string, error) {
		return store.Column(db, "SELECT blob_id FROM _mf_objects UNION ALL SELECT blob_id FROM _mf_multipart_parts")
	})
	if err != nil {
		return nil, fmt.Errorf("sweep r2 bucket %q: %w", name, err)
	}
	rows, err := store.NewLookup(db, "SELECT "+columns+" FROM _mf_objects WHERE key = ?")
	if err != nil {
		return nil, fmt.Errorf("prepare r2 bucket %q: %w", name, err)
	}
	return &Bucket{db: db, rows: rows, blobs: blobs, now: host.Now, log: slog.New(slog.DiscardHandler)}, nil
}

// Close closes what the bucket has open.
func (b *Bucket) Close() error { return b.rows.Close() }

// Error is a refusal in the platform's words: "put: … (10037)".
type Error struct {
	Op, Text string
	Code     int
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s (%d)", e.Op, e.Text, e.Code) }

func internalError(op string) error {
	return &Error{op, "We encountered an internal error. Please try again.", 10001}
}

func checkKey(op, key string) error {
	if len(key) > MaxKey {
		return &Error{op, "The specified object name is not valid.", 10020}
	}
	return nil
}

// queryer is a database or a transaction.
type queryer interface {
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) *sql.Row
	Exec(query string, args ...any) (sql.Result, error)
}

// transact runs f in a transaction, and removes the blobs that f says are no longer needed
// after it has been committed. That they cannot be removed is no error of what was done: they
// are swept when the bucket is opened again.
func (b *Bucket) transact(ctx context.Context, f func(tx *sql.Tx) (unneeded []string, err error)) error {
	if err := b.blobs.Mark(); err != nil {
		return err
	}
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	unneeded, err := f(tx)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, blob := range unneeded {
		if err := b.blobs.Remove(blob); err != nil {
			b.log.Warn("The state folder fails: " + err.Error())
		}
	}
	return nil
}

// Head finds an object; nil when there is none.
func (b *Bucket) Head(_ context.Context, key string) (*Object, error) {
	if err := checkKey("head", key); err != nil {
		return nil, err
	}
	return b.find(key)
}

// Size gives how many objects there are and how many bytes they have in all.
func (b *Bucket) Size(ctx context.Context) (objects, bytes int64, err error) {
	err = b.db.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(size), 0) FROM _mf_objects").Scan(&objects, &bytes)
	if err != nil {
		return 0, 0, fmt.Errorf("measure r2 bucket: %w", err)
	}
	return objects, bytes, nil
}

// Delete removes objects; those that are not there are no error.
func (b *Bucket) Delete(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := checkKey("delete", key); err != nil {
			return err
		}
	}
	return b.transact(ctx, func(tx *sql.Tx) (unneeded []string, err error) {
		for _, key := range keys {
			blobs, err := unlink(tx, key)
			if err != nil {
				return nil, fmt.Errorf("delete r2 object: %w", err)
			}
			unneeded = append(unneeded, blobs...)
		}
		return unneeded, nil
	})
}

// unlink removes an object's rows and gives the blobs that it had.
func unlink(tx queryer, key string) (blobs []string, err error) {
	parts, err := store.Column(tx, "DELETE FROM _mf_multipart_parts WHERE object_key = ? RETURNING blob_id", key)
	if err != nil {
		return nil, err
	}
	blobs, err = store.Column(tx, "DELETE FROM _mf_objects WHERE key = ? RETURNING blob_id", key)
	return append(blobs, parts...), err
}

// Reset removes every object and every upload.
func (b *Bucket) Reset(ctx context.Context) error {
	return b.transact(ctx, func(tx *sql.Tx) (unneeded []string, err error) {
		for _, statement := range []string{
			"DELETE FROM _mf_multipart_parts RETURNING blob_id", "DELETE FROM _mf_objects RETURNING blob_id",
			"DELETE FROM _mf_multipart_uploads RETURNING NULL",
		} {
			blobs, err := store.Column(tx, statement)
			if err != nil {
				return nil, fmt.Errorf("reset r2 bucket: %w", err)
			}
			unneeded = append(unneeded, blobs...)
		}
		return unneeded, nil
	})
}

// newVersion makes the version of an object.
func newVersion() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Package r2 is the kind of binding for R2 buckets.
//
// The one idea: a bucket is one SQLite file of objects, with the bodies as blobs beside it, in
// the layout of wrangler's local state. Bodies stream from and to disk in constant memory.
//
// Not emulated in this release: multipart uploads and conditional requests; they throw.
//
// Platform: https://developers.cloudflare.com/r2/api/workers/workers-api-reference/
package r2

import (
	"context"
	"crypto/md5" //nolint:gosec // the platform's etag
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // offered by the platform
	"crypto/sha256"
	"crypto/sha512"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
)

// Limits of the platform.
const (
	MaxKey      = 1024          // bytes of UTF-8
	MaxSize     = 5<<30 - 5<<20 // bytes of one upload
	MaxMetadata = 2048          // bytes of custom metadata
	MaxList     = 1000          // objects of one page
	class       = "miniflare-R2BucketObject"
)

// Bucket is the state of one bucket. It is safe for concurrent use.
type Bucket struct {
	db    *sql.DB
	blobs bindings.Blobs
	now   func() time.Time
}

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
	return &Bucket{db: db, blobs: blobs, now: host.Now}, nil
}

// Error is a refusal in the platform's words: "put: … (10037)".
type Error struct {
	Op, Text string
	Code     int
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s (%d)", e.Op, e.Text, e.Code) }

// HTTPMetadata are the headers that an object was stored with.
type HTTPMetadata struct {
	ContentType        string `json:"contentType,omitempty"`
	ContentLanguage    string `json:"contentLanguage,omitempty"`
	ContentDisposition string `json:"contentDisposition,omitempty"`
	ContentEncoding    string `json:"contentEncoding,omitempty"`
	CacheControl       string `json:"cacheControl,omitempty"`
	CacheExpiry        *int64 `json:"cacheExpiry,omitempty"` // ms since the epoch
}

// Object is what a bucket knows of an object.
type Object struct {
	Key, Version, ETag string
	Size               int64
	Uploaded           int64             // ms since the epoch
	Checksums          map[string]string // hex, those that were given
	HTTP               HTTPMetadata
	Custom             map[string]string
	blob               string
}

// Range is a part of a body. The zero value is all of it.
type Range struct {
	Offset, Length, Suffix *int64
}

// resolve gives the offset and length of a range in a body of size bytes.
func (r Range) resolve(size int64) (offset, length int64, err error) {
	bad := &Error{"get", "The requested range is not satisfiable", 10039}
	switch {
	case r.Suffix != nil:
		if *r.Suffix == 0 {
			return 0, 0, bad
		}
		length = min(*r.Suffix, size)
		return size - length, length, nil
	case r.Offset == nil && r.Length == nil:
		return 0, size, nil
	}
	if r.Offset != nil {
		offset = *r.Offset
	}
	length = size - offset
	if r.Length != nil {
		length = min(*r.Length, length)
	}
	if offset >= size || length <= 0 {
		return 0, 0, bad
	}
	return offset, length, nil
}

func checkKey(op, key string) error {
	if len(key) > MaxKey {
		return &Error{op, "The specified object name is not valid.", 10020}
	}
	return nil
}

const columns = "key, blob_id, version, size, etag, uploaded, checksums, http_metadata, custom_metadata"

// scan reads a row of columns.
func scan(row interface{ Scan(...any) error }) (*Object, error) {
	o := &Object{}
	var blob sql.NullString
	var checksums, http, custom string
	if err := row.Scan(&o.Key, &blob, &o.Version, &o.Size, &o.ETag, &o.Uploaded, &checksums, &http, &custom); err != nil {
		return nil, err
	}
	o.blob = blob.String
	return o, errors.Join(json.Unmarshal([]byte(checksums), &o.Checksums),
		json.Unmarshal([]byte(http), &o.HTTP), json.Unmarshal([]byte(custom), &o.Custom))
}

// Head finds an object; nil when there is none.
func (b *Bucket) Head(ctx context.Context, key string) (*Object, error) {
	if err := checkKey("head", key); err != nil {
		return nil, err
	}
	return b.find(ctx, key)
}

func (b *Bucket) find(ctx context.Context, key string) (*Object, error) {
	o, err := scan(b.db.QueryRowContext(ctx, "SELECT "+columns+" FROM _mf_objects WHERE key = ?", key))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find r2 object: %w", err)
	}
	return o, nil
}

// Get finds an object and opens its body; nil when there is none.
func (b *Bucket) Get(ctx context.Context, key string, r Range) (o *Object, body io.ReadCloser, offset, length int64, err error) {
	if err := checkKey("get", key); err != nil {
		return nil, nil, 0, 0, err
	}
	for range 3 { // the blob may be replaced between the row and the file
		o, err = b.find(ctx, key)
		if o == nil || err != nil {
			return nil, nil, 0, 0, err
		}
		if o.blob == "" {
			return nil, nil, 0, 0, &bindings.Unsupported{Feature: "R2 objects made by multipart uploads"}
		}
		if offset, length, err = r.resolve(o.Size); err != nil {
			return nil, nil, 0, 0, err
		}
		if body, err = b.blobs.Open(o.blob, offset, length); err == nil {
			return o, body, offset, length, nil
		}
	}
	return nil, nil, 0, 0, fmt.Errorf("get r2 object %q: its body is missing from the state folder: %w", key, err)
}

// PutOptions are the options of Put.
type PutOptions struct {
	HTTP     HTTPMetadata
	Custom   map[string]string
	Checksum string // name of a digest: "md5", "sha1", "sha256", "sha384", "sha512"; "" for none
	Digest   []byte // what it must be
}

// digests are the algorithms with the names that messages use.
var digests = map[string]struct {
	name string
	new  func() hash.Hash
}{
	"md5": {"MD5", md5.New}, "sha1": {"SHA-1", sha1.New}, "sha256": {"SHA-256", sha256.New},
	"sha384": {"SHA-384", sha512.New384}, "sha512": {"SHA-512", sha512.New},
}

// Put stores an object.
func (b *Bucket) Put(ctx context.Context, key string, body io.Reader, opts PutOptions) (*Object, error) {
	if err := checkKey("put", key); err != nil {
		return nil, err
	}
	if metadataSize(opts.Custom) > MaxMetadata {
		return nil, &Error{"put", "Your metadata headers exceed the maximum allowed metadata size.", 10012}
	}
	sum := md5.New() //nolint:gosec // the platform's etag
	w := io.Writer(sum)
	var check hash.Hash
	if opts.Checksum != "" {
		check = digests[opts.Checksum].new()
		w = io.MultiWriter(sum, check)
	}
	blob, size, err := b.blobs.Write(ctx, io.TeeReader(io.LimitReader(body, MaxSize+1), w))
	if err != nil {
		return nil, err
	}
	undo := func(err error) (*Object, error) { return nil, errors.Join(err, b.blobs.Remove(blob)) }
	if size > MaxSize {
		return undo(&Error{"put", "Your proposed upload exceeds the maximum allowed object size.", 100100})
	}
	o := &Object{
		Key: key, Version: random16(), ETag: hex.EncodeToString(sum.Sum(nil)), Size: size,
		Uploaded: b.now().UnixMilli(), HTTP: opts.HTTP, Custom: opts.Custom, Checksums: map[string]string{}, blob: blob,
	}
	if o.Custom == nil {
		o.Custom = map[string]string{}
	}
	if check != nil {
		actual, given := hex.EncodeToString(check.Sum(nil)), hex.EncodeToString(opts.Digest)
		if actual != given {
			name := digests[opts.Checksum].name
			return undo(&Error{"put", fmt.Sprintf("The %s checksum you specified did not match what we received.\nYou provided a %s checksum with value: %s\nActual %s was: %s", name, name, given, name, actual), 10037})
		}
		o.Checksums[opts.Checksum] = given
	}
	old, err := b.insert(ctx, o)
	if err != nil {
		return undo(fmt.Errorf("put r2 object: %w", err))
	}
	if old != "" {
		return o, b.blobs.Remove(old)
	}
	return o, nil
}

// insert writes the row and gives the blob that it replaces.
func (b *Bucket) insert(ctx context.Context, o *Object) (old string, err error) {
	checksums, _ := json.Marshal(o.Checksums) // maps of strings always marshal
	http, _ := json.Marshal(o.HTTP)
	custom, _ := json.Marshal(o.Custom)
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	var previous sql.NullString
	err = tx.QueryRow("SELECT blob_id FROM _mf_objects WHERE key = ?", o.Key).Scan(&previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if _, err := tx.Exec("INSERT OR REPLACE INTO _mf_objects ("+columns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		o.Key, o.blob, o.Version, o.Size, o.ETag, o.Uploaded, string(checksums), string(http), string(custom)); err != nil {
		return "", err
	}
	return previous.String, tx.Commit()
}

func metadataSize(m map[string]string) int {
	size := 0
	for k, v := range m {
		for _, s := range []string{k, v} {
			wide := strings.ContainsFunc(s, func(r rune) bool { return r > 0xff })
			n := len([]rune(s))
			if wide {
				n *= 2
			}
			size += n
		}
	}
	return size
}

func random16() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Delete removes objects; those that are not there are no error.
func (b *Bucket) Delete(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := checkKey("delete", key); err != nil {
			return err
		}
	}
	for _, key := range keys {
		var blob sql.NullString
		err := b.db.QueryRowContext(ctx, "DELETE FROM _mf_objects WHERE key = ? RETURNING blob_id", key).Scan(&blob)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return fmt.Errorf("delete r2 object: %w", err)
		}
		if blob.Valid {
			if err := b.blobs.Remove(blob.String); err != nil {
				return err
			}
		}
	}
	return nil
}

// ListOptions are the options of List.
type ListOptions struct {
	Prefix, Delimiter, Cursor, StartAfter string
	Limit                                 int // 0: MaxList
}

// Page is one page of a list.
type Page struct {
	Objects  []*Object
	Prefixes []string // delimited, in order
	Cursor   string   // "" behind the last page
}

// List gives objects in the order of their keys' UTF-8 bytes. Each delimited prefix counts as
// one toward the limit.
func (b *Bucket) List(ctx context.Context, opts ListOptions) (*Page, error) {
	if opts.Limit == 0 {
		opts.Limit = MaxList
	}
	if opts.Limit < 1 || opts.Limit > MaxList {
		return nil, &Error{"list", "MaxKeys params must be positive integer <= 1000.", 10022}
	}
	after := opts.StartAfter
	if cursor, _ := base64.StdEncoding.DecodeString(opts.Cursor); string(cursor) > after {
		after = string(cursor)
	}
	page := &Page{}
	last, group := "", ""
	for {
		rows, err := b.db.QueryContext(ctx, "SELECT "+columns+` FROM _mf_objects
			WHERE key > ? AND substr(key, 1, length(?)) = ? ORDER BY key LIMIT ?`, after, opts.Prefix, opts.Prefix, opts.Limit+1)
		if err != nil {
			return nil, fmt.Errorf("list r2 objects: %w", err)
		}
		n, err := 0, error(nil)
		for rows.Next() {
			n++
			var o *Object
			if o, err = scan(rows); err != nil {
				break
			}
			after = o.Key
			prefix := ""
			if opts.Delimiter != "" {
				if i := strings.Index(o.Key[len(opts.Prefix):], opts.Delimiter); i >= 0 {
					prefix = o.Key[:len(opts.Prefix)+i+len(opts.Delimiter)]
				}
			}
			if prefix != "" && prefix == group {
				continue
			}
			if len(page.Objects)+len(page.Prefixes) == opts.Limit {
				page.Cursor = base64.StdEncoding.EncodeToString([]byte(last))
				break
			}
			if prefix != "" {
				group, last = prefix, prefix+"\xff"
				page.Prefixes = append(page.Prefixes, prefix)
				continue
			}
			last = o.Key
			page.Objects = append(page.Objects, o)
		}
		if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
			return nil, fmt.Errorf("list r2 objects: %w", err)
		}
		if page.Cursor != "" || n <= opts.Limit {
			return page, nil
		}
	}
}

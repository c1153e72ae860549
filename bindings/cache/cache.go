package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
)

// Cache is the state of one cache. It is safe for concurrent use.
type Cache struct {
	db    *sql.DB
	blobs bindings.Blobs
	now   func() time.Time
}

// Open opens the cache of a name, "" for the default one.
func Open(host interface {
	DB(rel string) (*sql.DB, error)
	Blobs(rel string) (bindings.Blobs, error)
	Now() time.Time
}, name string) (*Cache, error) {
	id := "default"
	if name != "" {
		id = "named:" + escape(name)
	}
	db, blobs, err := store.OpenEntries(host, "cache", "miniflare-CacheObject", id)
	if err != nil {
		return nil, err
	}
	return &Cache{db: db, blobs: blobs, now: host.Now}, nil
}

// escape writes a name as encodeURIComponent does, which is how the platform sends it.
func escape(name string) string {
	var out []byte
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '!', c == '~', c == '*', c == '\'', c == '(', c == ')':
			out = append(out, c)
		default:
			out = fmt.Appendf(out, "%%%02X", c)
		}
	}
	return string(out)
}

// metadata is what a row says of a response.
type metadata struct {
	Headers [][2]string `json:"headers"`
	Status  int         `json:"status"`
	Size    int64       `json:"size"`
}

// keyOf is the key of a response that a request asks for: its URL, unless it brings one.
func keyOf(target, given string) (string, error) {
	u, err := url.Parse(target)
	if err != nil || u.Opaque != "" || u.OmitHost || u.User != nil {
		return "", errURL
	}
	if given != "" {
		return given, nil
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), nil
}

// Put stores the response for a key, if it may be stored; else what was stored before stays.
// reqHeader is that of the request.
func (c *Cache) Put(ctx context.Context, key string, reqHeader http.Header, resp *http.Response) (err error) {
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	now := c.now()
	kept, ttl, ok := keep(reqHeader, resp, now)
	if !ok {
		_, err := io.Copy(io.Discard, resp.Body)
		return err
	}
	blob, size, err := c.blobs.Write(ctx, resp.Body)
	if err != nil {
		return err
	}
	data, err := json.Marshal(metadata{Headers: kept, Status: resp.StatusCode, Size: size})
	if err != nil {
		return errors.Join(err, c.blobs.Remove(blob))
	}
	old, err := c.replace(ctx, key, blob, now.Add(ttl).UnixMilli(), string(data))
	if err != nil {
		return errors.Join(fmt.Errorf("put into cache: %w", err), c.blobs.Remove(blob))
	}
	if old != "" {
		return c.blobs.Remove(old)
	}
	return nil
}

// replace writes a row and gives the blob of the one before, "" for none.
func (c *Cache) replace(ctx context.Context, key, blob string, expiration int64, metadata string) (old string, err error) {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	err = tx.QueryRow("SELECT blob_id FROM _mf_entries WHERE key = ?", key).Scan(&old)
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		_, err = tx.Exec("INSERT OR REPLACE INTO _mf_entries (key, blob_id, expiration, metadata) VALUES (?, ?, ?, ?)", key, blob, expiration, metadata)
	}
	if err != nil {
		return "", errors.Join(err, tx.Rollback())
	}
	return old, tx.Commit()
}

// Match gives the stored response for a key, or the part or the 304 that the headers of the
// request ask for; nil when there is none.
func (c *Cache) Match(ctx context.Context, key string, reqHeader http.Header) (*http.Response, error) {
	for range 3 { // the blob may be replaced between the row and the file
		var blob, data string
		var expiration int64
		err := c.db.QueryRowContext(ctx, "SELECT blob_id, coalesce(expiration, 0), metadata FROM _mf_entries WHERE key = ?", key).Scan(&blob, &expiration, &data)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("match cache: %w", err)
		}
		if expiration <= c.now().UnixMilli() {
			_, err := c.Delete(ctx, key)
			return nil, err
		}
		var m metadata
		if err := json.Unmarshal([]byte(data), &m); err != nil {
			return nil, fmt.Errorf("read cache entry: %w", err)
		}
		resp, err := m.answer(reqHeader, func(offset, length int64) (io.ReadCloser, error) { return c.blobs.Open(blob, offset, length) })
		if err == nil {
			return resp, nil
		}
	}
	return nil, nil // it is always right to have forgotten
}

// Delete forgets the response for a key and reports whether there was one.
func (c *Cache) Delete(ctx context.Context, key string) (bool, error) {
	var blob string
	var expiration int64
	if err := c.blobs.Mark(); err != nil {
		return false, err
	}
	err := c.db.QueryRowContext(ctx, "DELETE FROM _mf_entries WHERE key = ? RETURNING blob_id, coalesce(expiration, 0)", key).Scan(&blob, &expiration)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("delete from cache: %w", err)
	}
	return expiration > c.now().UnixMilli(), c.blobs.Remove(blob)
}

func (c *Cache) reset() error {
	blobs, err := store.Column(c.db, "DELETE FROM _mf_entries RETURNING blob_id")
	if err != nil {
		return fmt.Errorf("reset cache: %w", err)
	}
	for _, blob := range blobs {
		err = errors.Join(err, c.blobs.Remove(blob))
	}
	return err
}

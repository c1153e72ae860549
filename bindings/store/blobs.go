package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"paddock/bindings"
)

// Blobs is a folder of immutable byte strings. A name is 64 hex digits of randomness and the
// time, as miniflare makes them.
type Blobs struct {
	dir    string
	teller teller
	cache  blobCache

	sweeping sync.Once
	swept    error

	mu     sync.Mutex // guards marked
	marked *os.File   // see Mark; nil before the first Write
}

var _ bindings.Blobs = (*Blobs)(nil)

// Write stores all of r and returns when it is safe on disk.
func (b *Blobs) Write(ctx context.Context, r io.Reader) (name string, size int64, err error) {
	if err := b.Mark(); err != nil {
		return "", 0, err
	}
	name = newBlobName()
	path, temp := filepath.Join(b.dir, name), filepath.Join(b.dir, tempPrefix+name)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", 0, fmt.Errorf("make blob: %w", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = errors.Join(os.Remove(temp), os.Remove(path)) // one of them is there
		}
	}()
	size, err = io.Copy(f, contextReader{ctx, r})
	if err != nil {
		return "", 0, fmt.Errorf("write blob: %w", err)
	}
	// Named before it is synced, so that file systems with a journal write both at once. No row
	// has the name yet: whoever dies here leaves an orphan, and never half a value.
	if err = os.Rename(temp, path); err != nil {
		return "", 0, fmt.Errorf("name blob: %w", err)
	}
	if err = f.Sync(); err != nil {
		return "", 0, fmt.Errorf("sync blob: %w", err)
	}
	if err = f.Close(); err != nil {
		return "", 0, fmt.Errorf("close blob: %w", err)
	}
	if err = syncDir(b.dir); err != nil {
		return "", 0, err
	}
	return name, size, nil
}

func newBlobName() string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	return hex.EncodeToString(random[:]) + fmt.Sprintf("%016x", time.Now().UnixMilli())
}

// writeNamed stores a body under a name that it has already. It is safe on disk after sync.
func (b *Blobs) writeNamed(name string, body []byte) error {
	if err := b.Mark(); err != nil {
		return err
	}
	temp, err := os.CreateTemp(b.dir, tempPrefix+"*") // another process may write the same
	if err != nil {
		return fmt.Errorf("make blob: %w", err)
	}
	_, err = temp.Write(body)
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), filepath.Join(b.dir, name))
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fmt.Errorf("write blob: %w", err)
	}
	return nil
}

// sync waits until blobs are safe on disk.
func (b *Blobs) sync(batch []waiting) error {
	for _, w := range batch {
		f, err := os.Open(filepath.Join(b.dir, w.name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // replaced, and removed by another process
		}
		if err != nil {
			return fmt.Errorf("sync blob: %w", err)
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("sync blob: %w", err)
		}
	}
	return syncDir(b.dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync blob folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync blob folder: %w", err)
	}
	return nil
}

// Open gives length bytes from offset; length < 0: all that follow.
func (b *Blobs) Open(name string, offset, length int64) (io.ReadCloser, error) {
	if data, ok := b.cache.get(name); ok {
		return inMemory(data, offset, length), nil
	}
	f, err := os.Open(filepath.Join(b.dir, filepath.Base(name)))
	if err != nil {
		return nil, fmt.Errorf("open blob: %w", err)
	}
	if info, err := f.Stat(); err == nil && info.Size() <= cachedBlob {
		data := make([]byte, info.Size())
		if _, err := io.ReadFull(f, data); err != nil {
			return nil, errors.Join(fmt.Errorf("read blob: %w", err), f.Close())
		}
		b.cache.put(name, data)
		return inMemory(data, offset, length), f.Close()
	}
	if offset > 0 {
		if _, err := f.Seek(offset, io.SeekStart); err != nil {
			return nil, errors.Join(fmt.Errorf("open blob: %w", err), f.Close())
		}
	}
	if length < 0 {
		return f, nil
	}
	return &section{io.LimitedReader{R: f, N: length}, f}, nil
}

// Cached gives a blob that is in memory, to be read only.
func (b *Blobs) Cached(name string) (data []byte, ok bool) { return b.cache.get(name) }

// inMemory gives length bytes of a small blob from offset.
func inMemory(data []byte, offset, length int64) io.ReadCloser {
	data = data[min(max(offset, 0), int64(len(data))):]
	if length >= 0 {
		data = data[:min(length, int64(len(data)))]
	}
	return io.NopCloser(bytes.NewReader(data))
}

// Remove deletes a blob; one that is gone already is no error.
func (b *Blobs) Remove(name string) error {
	b.cache.remove(name)
	err := os.Remove(filepath.Join(b.dir, filepath.Base(name)))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove blob: %w", err)
	}
	return nil
}

type section struct {
	io.LimitedReader
	f *os.File
}

func (s *section) Close() error { return s.f.Close() }

// contextReader ends when its context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.r.Read(p)
}

package image

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
)

// Cache is a folder that builds keep between them under an id, as RUN --mount=type=cache asks. A new
// one gets m. exclusive waits until nobody else who asks so uses it; done must be called in every case.
func (s *Store) Cache(ctx context.Context, id string, m Meta, exclusive bool) (dir string, done func(), err error) {
	key := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))
	done = func() {}
	if exclusive {
		if done, err = s.lock(ctx, "cache-"+key); err != nil {
			return "", nil, err
		}
	}
	dir = filepath.Join(s.dir, "caches", key)
	if exists(dir) {
		use(dir)
		return dir, done, nil
	}
	if err = os.MkdirAll(dir, 0o755); err == nil {
		err = s.set(dir, m)
	}
	if err == nil {
		o := owners{}
		o.note(".", m.UID, m.GID, m.Mode)
		err = s.give(ctx, dir, o)
	}
	if err != nil {
		done()
		return "", nil, fmt.Errorf("make cache: %w", err)
	}
	return dir, done, nil
}

package dockerfile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"paddock/bindings/container/image"
)

// isAddress tells whether ADD must fetch the source from elsewhere.
func isAddress(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "git@")
}

// download fetches what ADD names by address, and adds the files.
func (w *copyist) download(ctx context.Context, addresses []string) (discard func(), err error) {
	dir, err := os.MkdirTemp("", "paddock-add-")
	if err != nil {
		return nil, err
	}
	discard = func() { _ = os.RemoveAll(dir) }
	for i, address := range addresses {
		if err := w.fetch(ctx, address, filepath.Join(dir, fmt.Sprint(i))); err != nil {
			discard()
			return nil, err
		}
	}
	return discard, nil
}

func (w *copyist) fetch(ctx context.Context, address, file string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || strings.HasSuffix(u.Path, ".git") {
		return needsDocker("%s: repositories are not supported without Docker; use RUN git clone, or build with the engine docker", address)
	}
	dest := w.c.Dest
	if strings.HasSuffix(dest, "/") {
		name := path.Base(u.Path)
		if name == "." || name == "/" {
			return fmt.Errorf("%s has no file name; name one in the destination", address)
		}
		dest = path.Join(dest, name)
	}
	modified, err := get(ctx, address, file, w.c.Checksum)
	if err != nil {
		return err
	}
	e, err := image.NewFolder(filepath.Dir(file)).Lookup(filepath.Base(file))
	if err != nil {
		return err
	}
	m := image.Meta{Mode: 0o600, Modified: modified}
	w.adjust(&m)
	p := put{dest: dest, entry: e, meta: m}
	if w.c.Unpack != nil && *w.c.Unpack {
		if p.unpack, err = isArchive(file); err != nil {
			return err
		}
		if p.unpack {
			p.dest, p.owner = path.Clean(w.c.Dest), w.owner
		}
	}
	w.puts = append(w.puts, p)
	return nil
}

// get writes what an address answers into a file, and compares its digest if one is given.
func get(ctx context.Context, address, file, checksum string) (modified time.Time, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return modified, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return modified, err
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		return modified, fmt.Errorf("%s answers %s", address, res.Status)
	}
	out, err := os.Create(file)
	if err != nil {
		return modified, err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, h), res.Body)
	if err := errors.Join(err, out.Close()); err != nil {
		return modified, fmt.Errorf("%s: %w", address, err)
	}
	if got := fmt.Sprintf("sha256:%x", h.Sum(nil)); checksum != "" && got != checksum {
		return modified, fmt.Errorf("%s has the digest %s, not %s", address, got, checksum)
	}
	modified, _ = http.ParseTime(res.Header.Get("Last-Modified"))
	return modified, nil
}

// unpack writes the contents of an archive below the destination. Its files keep their owners unless
// --chown says otherwise.
func (b *builder) unpack(ctx context.Context, d *image.Draft, p put) error {
	aside, err := d.Aside()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(aside, "archive-")
	if err != nil {
		return err
	}
	f, err := os.Open(p.entry.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := b.store.Unpack(ctx, f, dir); err != nil {
		return fmt.Errorf("%s: %w", p.entry.FileInfo.Name(), err)
	}
	tree := image.NewTree([]string{dir})
	w := &copyist{store: b.store, c: &Copy{Dest: p.dest}, from: &source{tree: tree}, below: d.Tree(), owner: p.owner}
	root, err := tree.Lookup("/")
	if err != nil {
		return err
	}
	if err := w.walk(root, p.dest, "", true); err != nil {
		return err
	}
	w.puts[0].meta = image.Meta{Mode: 0o755, UID: p.meta.UID, GID: p.meta.GID}
	return b.write(ctx, d, w.puts)
}

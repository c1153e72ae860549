package image

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// The names by which layers say what they remove.
const (
	whiteoutPrefix = ".wh."
	opaqueMarker   = ".wh..wh..opq"
	whiteoutMeta   = ".wh..wh." // of AUFS itself
)

// unpacker writes the entries of one layer below a folder that nobody else writes to. Names are
// resolved as if that folder were the root, and an os.Root makes sure of it a second time.
type unpacker struct {
	dir    string
	root   *os.Root
	meter  *meter
	chown  bool   // give files their owners; needs root
	others owners // files that are to be given to others than root
	plain  bool   // an archive of files, no layer: its names remove nothing
	// metas are the folders' modes and times, which are set last: entries below change the times,
	// and could not be made in a folder that may not be written to.
	metas map[string]meta
	// hidden are the names that lower layers have and that this one has removed.
	hidden map[string]bool
	// last is the folder that was resolved last, since most entries are beside their forerunner.
	last struct{ asked, found string }
	// near is open on the folder nearName, so that names need not be looked up from the root each time.
	near     *os.Root
	nearName string
	copy     []byte
}

type meta struct {
	mode     fs.FileMode
	modified time.Time
}

// Unpack writes the files of a tar archive, compressed or not, into an empty folder.
func (s *Store) Unpack(ctx context.Context, r io.Reader, dir string) error {
	packed := &countingReader{r: r}
	plain, err := decompress(packed)
	if err != nil {
		return err
	}
	defer plain.Close()
	m := &meter{limits: s.limits, packed: func() int64 { return packed.n }}
	u := unpacker{dir: dir, meter: m, chown: s.isRoot(), plain: true}
	return u.unpack(ctx, plain)
}

// IsArchive tells whether the data is a tar archive, compressed or not.
func IsArchive(r io.Reader) bool {
	plain, err := decompress(r)
	if err != nil {
		return errors.Is(err, errNoXZ) // what is in it shows when it is unpacked
	}
	defer plain.Close()
	_, err = tar.NewReader(plain).Next()
	return err == nil
}

// unpack writes the layer in r, a tar archive without compression, into the folder dir. It returns the
// files that are not root's.
func unpack(ctx context.Context, r io.Reader, dir string, m *meter, chown bool) (owners, error) {
	u := unpacker{dir: dir, meter: m, chown: chown}
	err := u.unpack(ctx, r)
	return u.others, err
}

func (u *unpacker) unpack(ctx context.Context, r io.Reader) error {
	root, err := os.OpenRoot(u.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	u.root, u.metas, u.hidden, u.copy = root, map[string]meta{}, map[string]bool{}, make([]byte, 128<<10)
	u.others = owners{}
	defer u.leave()
	entries := tar.NewReader(r)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := entries.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		if err := u.meter.entry(); err != nil {
			return err
		}
		if err := u.entry(h, entries); err != nil {
			return fmt.Errorf("unpack %q: %w", h.Name, err)
		}
	}
	if err := u.finish(); err != nil {
		return err
	}
	// What follows the archive's end belongs to its digest.
	_, err = io.Copy(io.Discard, r)
	return err
}

func (u *unpacker) entry(h *tar.Header, body io.Reader) error {
	switch h.Typeflag {
	case tar.TypeXGlobalHeader, tar.TypeChar, tar.TypeBlock:
		return nil // engines make /dev themselves
	}
	name, err := inside(h.Name)
	if err != nil {
		return err
	}
	if name == "." {
		if h.Typeflag == tar.TypeDir {
			return u.describe(".", h)
		}
		return errors.New("the root must be a folder")
	}
	dir, err := u.folder(path.Dir(name))
	if err != nil {
		return err
	}
	base := path.Base(name)
	if !u.plain && strings.HasPrefix(base, whiteoutPrefix) {
		return u.whiteout(dir, base)
	}
	return u.make(path.Join(dir, base), h, body)
}

// inside cleans a name of the archive. Only names that stay below the root are accepted.
func inside(name string) (string, error) {
	clean := path.Clean(strings.TrimLeft(name, "/"))
	if clean == ".." || strings.HasPrefix(clean, "../") {
		return "", errors.New("the name leads out of the image")
	}
	if strings.ContainsRune(name, 0) {
		return "", errors.New("the name has a zero byte")
	}
	return clean, nil
}

// whiteout removes what lower layers have.
func (u *unpacker) whiteout(dir, base string) error {
	if base == opaqueMarker {
		return markOpaque(u.path(dir))
	}
	if strings.HasPrefix(base, whiteoutMeta) {
		return nil
	}
	name := strings.TrimPrefix(base, whiteoutPrefix)
	if name == "" || name == "." || name == ".." {
		return errors.New("the mark of removal names nothing")
	}
	name = path.Join(dir, name)
	u.hidden[name] = true
	info, err := u.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return mkwhiteout(u.path(name))
	case err != nil:
		return err
	case info.IsDir():
		return markOpaque(u.path(name)) // this layer's own folder stays
	}
	return nil // this layer's own file hides the lower one
}

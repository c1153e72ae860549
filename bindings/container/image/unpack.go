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
	"path/filepath"
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
	owners bool // give files their owners; needs root
	plain  bool // an archive of files, no layer: its names remove nothing
	// metas are the folders' modes and times, which are set last: entries below change the times,
	// and could not be made in a folder that may not be written to.
	metas map[string]meta
	// hidden are the names that lower layers have and that this one has removed.
	hidden map[string]bool
	// last is the folder that was resolved last, since most entries are beside their forerunner.
	last struct{ asked, found string }
	copy []byte
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
	u := unpacker{dir: dir, meter: m, owners: os.Geteuid() == 0, plain: true}
	return u.unpack(ctx, plain)
}

// IsArchive tells whether the data is a tar archive, compressed or not.
func IsArchive(r io.Reader) bool {
	plain, err := decompress(r)
	if err != nil {
		return errors.Is(err, errXZ) // what is in it shows when it is unpacked
	}
	defer plain.Close()
	_, err = tar.NewReader(plain).Next()
	return err == nil
}

// unpack writes the layer in r, a tar archive without compression, into the folder dir.
func unpack(ctx context.Context, r io.Reader, dir string, m *meter, owners bool) error {
	u := unpacker{dir: dir, meter: m, owners: owners}
	return u.unpack(ctx, r)
}

func (u *unpacker) unpack(ctx context.Context, r io.Reader) error {
	root, err := os.OpenRoot(u.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	u.root, u.metas, u.hidden, u.copy = root, map[string]meta{}, map[string]bool{}, make([]byte, 128<<10)
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

// make makes what the entry describes at name, whose folder exists and holds no link.
func (u *unpacker) make(name string, h *tar.Header, body io.Reader) error {
	if err := u.clear(name, h.Typeflag == tar.TypeDir); err != nil {
		return err
	}
	switch h.Typeflag {
	case tar.TypeDir:
		if err := u.mkdir(name); err != nil {
			return err
		}
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		if err := u.file(name, h, body); err != nil {
			return err
		}
	case tar.TypeLink:
		return u.link(name, h.Linkname)
	case tar.TypeSymlink:
		if err := u.root.Symlink(h.Linkname, name); err != nil {
			return err
		}
	case tar.TypeFifo:
		if err := mkfifo(u.path(name)); err != nil {
			return err
		}
	default:
		return fmt.Errorf("entries of type %q are not known", h.Typeflag)
	}
	return u.describe(name, h)
}

// clear makes room at name. A folder stays where a folder is wanted.
func (u *unpacker) clear(name string, folder bool) error {
	info, err := u.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if folder && info.IsDir() {
		return nil
	}
	if info.IsDir() {
		u.last.asked = ""
		for known := range u.metas {
			if strings.HasPrefix(known, name+"/") || known == name {
				delete(u.metas, known)
			}
		}
	}
	return u.root.RemoveAll(name)
}

func (u *unpacker) mkdir(name string) error {
	err := u.root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	u.metas[name] = meta{mode: 0o755}
	if u.hidden[name] {
		// The layer removes what was there before and makes a folder of its own.
		return markOpaque(u.path(name))
	}
	return nil
}

func (u *unpacker) file(name string, h *tar.Header, body io.Reader) error {
	f, err := u.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := u.fill(f, body); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// fill writes the body and leaves holes where it has nothing but zeros, as sparse files do.
func (u *unpacker) fill(f *os.File, body io.Reader) error {
	var size int64
	for {
		n, err := io.ReadFull(body, u.copy)
		if n > 0 {
			if err := u.meter.add(int64(n)); err != nil {
				return err
			}
			size += int64(n)
			if n == len(u.copy) && zeros(u.copy) {
				if _, err := f.Seek(int64(n), io.SeekCurrent); err != nil {
					return err
				}
			} else if _, err := f.Write(u.copy[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF && n > 0 {
			break
		}
		if err != nil {
			return err
		}
	}
	return f.Truncate(size)
}

func zeros(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// link makes a hard link. What it leads to is looked up in the layer alone, never through a link.
func (u *unpacker) link(name, target string) error {
	clean, err := inside(target)
	if err != nil {
		return fmt.Errorf("link to %q: %w", target, err)
	}
	dir, err := u.folder(path.Dir(clean))
	if err != nil {
		return fmt.Errorf("link to %q: %w", target, err)
	}
	if err := u.root.Link(path.Join(dir, path.Base(clean)), name); err != nil {
		return fmt.Errorf("link to %q: %w", target, err)
	}
	return nil
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

// describe sets owner, mode, times and attributes.
func (u *unpacker) describe(name string, h *tar.Header) error {
	link := h.Typeflag == tar.TypeSymlink
	if u.owners {
		if err := u.root.Lchown(name, h.Uid, h.Gid); err != nil {
			return err
		}
	}
	if err := setAttributes(u.path(name), h.PAXRecords); err != nil {
		return err
	}
	m := meta{mode: h.FileInfo().Mode() & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky), modified: h.ModTime}
	switch {
	case h.Typeflag == tar.TypeDir:
		u.metas[name] = m
		return nil
	case link:
		return nil
	}
	return u.set(name, m)
}

func (u *unpacker) set(name string, m meta) error {
	if err := u.root.Chmod(name, m.mode); err != nil {
		return err
	}
	if m.modified.IsZero() {
		return nil
	}
	return u.root.Chtimes(name, m.modified, m.modified)
}

// finish sets what the folders' entries would have changed.
func (u *unpacker) finish() error {
	for name, m := range u.metas {
		if m.mode&0o500 != 0o500 && !u.owners {
			m.mode |= 0o500 // else the store's own user could not look in, and never remove it
		}
		if err := u.set(name, m); err != nil {
			return fmt.Errorf("unpack %q: %w", name, err)
		}
	}
	return nil
}

func (u *unpacker) path(name string) string { return filepath.Join(u.dir, filepath.FromSlash(name)) }

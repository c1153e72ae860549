package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// at gives the folder of a name, which exists and through which no link leads, and its last part.
func (u *unpacker) at(name string) (*os.Root, string, error) {
	dir, base := path.Split(name)
	if dir = path.Clean(dir); dir == "." {
		return u.root, base, nil
	}
	if dir != u.nearName {
		near, err := u.root.OpenRoot(dir)
		if err != nil {
			return nil, "", err
		}
		u.leave()
		u.near, u.nearName = near, dir
	}
	return u.near, base, nil
}

// leave forgets where names have been looked up.
func (u *unpacker) leave() {
	if u.near != nil {
		u.near.Close()
	}
	u.near, u.nearName = nil, ""
}

// make makes what the entry describes at name, whose folder exists and holds no link.
func (u *unpacker) make(name string, h *tar.Header, body io.Reader) error {
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		return u.file(name, h, body)
	case tar.TypeLink:
		if err := u.clear(name); err != nil {
			return err
		}
		return u.link(name, h.Linkname)
	case tar.TypeDir:
		if info, err := u.root.Lstat(name); err != nil || !info.IsDir() {
			if err := errors.Join(u.clear(name), u.mkdir(name)); err != nil {
				return err
			}
		}
	case tar.TypeSymlink:
		if err := errors.Join(u.clear(name), u.root.Symlink(h.Linkname, name)); err != nil {
			return err
		}
	case tar.TypeFifo:
		if err := errors.Join(u.clear(name), mkfifo(u.path(name))); err != nil {
			return err
		}
	default:
		return fmt.Errorf("entries of type %q are not known", h.Typeflag)
	}
	return u.describe(name, h)
}

// clear makes room at name.
func (u *unpacker) clear(name string) error {
	info, err := u.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		u.leave()
		u.last.asked = ""
		for known := range u.metas {
			if strings.HasPrefix(known, name+"/") || known == name {
				delete(u.metas, known)
			}
		}
		u.others.forget(name)
	}
	return u.root.RemoveAll(name)
}

func (u *unpacker) mkdir(name string) error {
	if err := u.root.Mkdir(name, 0o700); err != nil {
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
	dir, base, err := u.at(name)
	if err != nil {
		return err
	}
	const flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	f, err := dir.OpenFile(base, flags, 0o600)
	if errors.Is(err, fs.ErrExist) {
		if err = u.clear(name); err == nil {
			f, err = u.root.OpenFile(name, flags, 0o600)
		}
	}
	if err != nil {
		return err
	}
	err = u.fill(f, body)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return u.describe(name, h)
}

// fill writes the body and leaves holes where it has nothing but zeros, as sparse files do.
func (u *unpacker) fill(f *os.File, body io.Reader) error {
	var size int64
	hole := false // at the end so far
	for {
		n, err := io.ReadFull(body, u.copy)
		if n > 0 {
			if err := u.meter.add(int64(n)); err != nil {
				return err
			}
			size += int64(n)
			if hole = n == len(u.copy) && zeros(u.copy); hole {
				_, err := f.Seek(int64(n), io.SeekCurrent)
				if err != nil {
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
	if hole {
		return f.Truncate(size)
	}
	return nil
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

// describe sets owner, attributes, mode and times.
func (u *unpacker) describe(name string, h *tar.Header) error {
	dir, base, err := u.at(name)
	if err != nil {
		return err
	}
	m := meta{mode: h.FileInfo().Mode() & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky), modified: h.ModTime}
	mode := m.mode
	if h.Typeflag == tar.TypeSymlink {
		mode = fs.ModeSymlink
	}
	u.others.note(name, h.Uid, h.Gid, mode)
	if u.chown {
		if err := dir.Lchown(base, h.Uid, h.Gid); err != nil {
			return err
		}
	}
	if err := setAttributes(u.path(name), h.PAXRecords); err != nil {
		return err
	}
	switch h.Typeflag {
	case tar.TypeDir:
		u.metas[name] = m
		return nil
	case tar.TypeSymlink:
		return nil
	}
	return set(dir, base, m)
}

func set(dir *os.Root, base string, m meta) error {
	if err := dir.Chmod(base, m.mode); err != nil {
		return err
	}
	if m.modified.IsZero() {
		return nil
	}
	return dir.Chtimes(base, m.modified, m.modified)
}

// finish sets what the folders' entries would have changed.
func (u *unpacker) finish() error {
	for name, m := range u.metas {
		if m.mode&0o500 != 0o500 && !u.chown {
			m.mode |= 0o500 // else the store's own user could not look in, and never remove it
		}
		if err := set(u.root, name, m); err != nil {
			return fmt.Errorf("unpack %q: %w", name, err)
		}
	}
	return nil
}

func (u *unpacker) path(name string) string { return filepath.Join(u.dir, filepath.FromSlash(name)) }

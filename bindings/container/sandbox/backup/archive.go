package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// squashMagic is what files of squashfs begin with.
const squashMagic = "hsqs"

// pack writes what a folder holds into an archive and gives its size.
func pack(ctx context.Context, dir, archive string, excluded func(path string) bool) (size int64, err error) {
	file, err := os.Create(archive)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			os.Remove(archive)
		}
	}()
	defer file.Close()
	squeeze, err := zstd.NewWriter(file, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return 0, err
	}
	out := tar.NewWriter(squeeze)
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if path == archive || excluded(filepath.ToSlash(name)) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		return add(out, name, path)
	})
	if err := errors.Join(err, out.Close(), squeeze.Close()); err != nil {
		return 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), file.Close()
}

// add writes one entry. What was removed meanwhile, and what is neither file, folder nor link, is
// left out.
func add(out *tar.Writer, name, path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	target := ""
	switch mode := info.Mode(); {
	case mode&fs.ModeSymlink != 0:
		if target, err = os.Readlink(path); err != nil {
			return err
		}
	case !mode.IsRegular() && !mode.IsDir():
		return nil
	}
	header, err := tar.FileInfoHeader(info, target)
	if err != nil {
		return err
	}
	header.Name, header.Format = filepath.ToSlash(name), tar.FormatPAX
	header.Uname, header.Gname = "", ""
	if !info.Mode().IsRegular() {
		return out.WriteHeader(header)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	if err := out.WriteHeader(header); err != nil {
		return err
	}
	// A file that is written to meanwhile has the size that it had.
	n, err := io.Copy(out, io.LimitReader(file, header.Size))
	if err == nil && n < header.Size {
		_, err = io.CopyN(out, zeros{}, header.Size-n)
	}
	return err
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// unpack puts what an archive holds into a folder, over what is there.
func unpack(ctx context.Context, archive, dir string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	in := bufio.NewReader(file)
	if magic, _ := in.Peek(len(squashMagic)); bytes.Equal(magic, []byte(squashMagic)) {
		return unsquash(ctx, archive, dir)
	}
	expand, err := zstd.NewReader(in)
	if err != nil {
		return err
	}
	defer expand.Close()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var folders []*tar.Header
	for r := tar.NewReader(expand); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = extract(root, header, r)
		}
		if err != nil {
			return fmt.Errorf("unpack %s: %w", archive, err)
		}
		if header.Typeflag == tar.TypeDir {
			folders = append(folders, header)
		}
	}
	// Last, since a folder may be closed to writing, and each entry touches it.
	for i := len(folders) - 1; i >= 0; i-- {
		h := folders[i]
		err := errors.Join(root.Chmod(h.Name, h.FileInfo().Mode()), root.Chtimes(h.Name, h.ModTime, h.ModTime))
		if err != nil {
			return fmt.Errorf("unpack %s: %w", archive, err)
		}
	}
	return nil
}

// extract makes one entry. The root keeps it inside, also through links that came before.
func extract(root *os.Root, h *tar.Header, content io.Reader) error {
	if h.Typeflag == tar.TypeDir {
		if err := root.Mkdir(h.Name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		return own(root, h)
	}
	if err := root.Remove(h.Name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if h.Typeflag == tar.TypeSymlink {
		if err := root.Symlink(h.Linkname, h.Name); err != nil {
			return err
		}
		return own(root, h)
	}
	if h.Typeflag != tar.TypeReg {
		return nil
	}
	file, err := root.OpenFile(h.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	if err := errors.Join(err, file.Close(), own(root, h)); err != nil {
		return err
	}
	return errors.Join(root.Chmod(h.Name, h.FileInfo().Mode()), root.Chtimes(h.Name, h.ModTime, h.ModTime))
}

// own gives an entry its owner, which only root can.
func own(root *os.Root, h *tar.Header) error {
	if os.Geteuid() != 0 {
		return nil
	}
	return root.Lchown(h.Name, h.Uid, h.Gid)
}

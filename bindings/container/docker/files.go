package docker

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

var _ container.Snapshotter = (*instance)(nil)

// fill puts the files that a container begins with into it, before it starts.
func (d *daemon) fill(ctx context.Context, id string, t trust, dirs []container.Directory) error {
	if t.inject {
		if err := t.addRoots(ctx, d, id); err != nil {
			return err
		}
	}
	if len(t.files)+len(dirs) == 0 {
		return nil
	}
	r, w := io.Pipe()
	go func() { // ends with the reader, which is closed below
		a := tar.NewWriter(w)
		err := t.write(a)
		for _, dir := range dirs {
			if err == nil {
				err = writeTree(a, dir)
			}
		}
		w.CloseWithError(errors.Join(err, a.Close()))
	}()
	defer r.Close()
	if _, err := d.api.CopyToContainer(ctx, id, client.CopyToContainerOptions{DestinationPath: "/", Content: r}); err != nil {
		return fmt.Errorf("copy files into the container: %w", err)
	}
	return nil
}

// writeTree writes a folder of this machine as the archive's dir.Dest.
func writeTree(a *tar.Writer, dir container.Directory) error {
	top := strings.TrimPrefix(dir.Dest, "/")
	if dir.Source == "" {
		return a.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: top + "/", Mode: 0o755})
	}
	return filepath.WalkDir(dir.Source, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir.Source, name)
		if err != nil {
			return err
		}
		return writeEntry(a, name, path.Join(top, filepath.ToSlash(rel)), e, func(*tar.Header) {})
	})
}

// writeEntry writes one thing of this machine into an archive. What is neither file, folder nor link is left out.
func writeEntry(a *tar.Writer, name, as string, e fs.DirEntry, change func(*tar.Header)) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	target := ""
	switch {
	case info.IsDir():
		as += "/"
	case info.Mode()&fs.ModeSymlink != 0:
		if target, err = os.Readlink(name); err != nil {
			return err
		}
	case !info.Mode().IsRegular():
		return nil
	}
	h, err := tar.FileInfoHeader(info, target)
	if err != nil {
		return err
	}
	h.Name, h.Uname, h.Gname = as, "", ""
	change(h)
	if err := a.WriteHeader(h); err != nil || !info.Mode().IsRegular() {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.CopyN(a, f, h.Size)
	return err
}

// Snapshot implements [container.Snapshotter].
func (i *instance) Snapshot(ctx context.Context, dir, to string) error {
	// A separator at the end follows a link, and the archive begins with the folder's name.
	source := strings.TrimSuffix(dir, "/") + "/"
	got, err := i.daemon.api.CopyFromContainer(ctx, i.id, client.CopyFromContainerOptions{SourcePath: source})
	switch {
	case errdefs.IsNotFound(err), err != nil && strings.Contains(err.Error(), "not a directory"):
		return &os.PathError{Op: "open", Path: dir, Err: os.ErrNotExist}
	case err != nil:
		return fmt.Errorf("read %s in the container: %w", dir, err)
	}
	defer got.Content.Close()
	if !got.Stat.Mode.IsDir() {
		return &os.PathError{Op: "open", Path: dir, Err: os.ErrNotExist}
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer root.Close()
	return extract(tar.NewReader(got.Content), root)
}

// extract unpacks an archive of one folder into root, without the folder's own name. Nothing is
// written outside of root, whatever names and links the archive has.
func extract(a *tar.Reader, root *os.Root) error {
	for {
		h, err := a.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		_, name, _ := strings.Cut(path.Clean("/" + h.Name)[1:], "/")
		if strings.HasPrefix(h.Name, ".") {
			name = path.Clean("/" + h.Name)[1:]
		}
		if name == "" {
			continue
		}
		if err := extractEntry(a, root, h, name); err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
}

func extractEntry(a *tar.Reader, root *os.Root, h *tar.Header, name string) (err error) {
	mode := h.FileInfo().Mode()
	switch h.Typeflag {
	case tar.TypeDir:
		if err = root.Mkdir(name, 0o755); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	case tar.TypeReg:
		err = extractFile(a, root, name, mode)
	case tar.TypeSymlink:
		return root.Symlink(h.Linkname, name)
	case tar.TypeLink:
		_, target, _ := strings.Cut(path.Clean("/" + h.Linkname)[1:], "/")
		return root.Link(target, name)
	default:
		return nil // sockets and devices are no part of a snapshot
	}
	if err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := root.Lchown(name, h.Uid, h.Gid); err != nil {
			return err
		}
	}
	return root.Chmod(name, mode.Perm())
}

func extractFile(from io.Reader, root *os.Root, name string, mode fs.FileMode) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode.Perm()|0o200)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

// writeFile writes one file of root's into an archive.
func writeFile(a *tar.Writer, name string, text []byte) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: strings.TrimPrefix(name, "/"), Mode: 0o644, Size: int64(len(text))}
	if err := a.WriteHeader(h); err != nil {
		return err
	}
	_, err := io.Copy(a, bytes.NewReader(text))
	return err
}

package process

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tree is an instance's own copy of the image's files, for where no mount
// namespace can be had. Paths in the command are mapped into it.
type tree struct{ root string }

// newTree copies the files below a new folder in parent ("" for the system's temporary folder).
func newTree(parent string, files *imageFiles) (*tree, error) {
	root, err := os.MkdirTemp(parent, "paddock-container-")
	if err != nil {
		return nil, fmt.Errorf("make container folder: %w", err)
	}
	t := &tree{root}
	copies := files.Copies
	if files.Snapshot != "" {
		copies = []placement{{Source: filepath.Join(files.Snapshot, "0"), Dest: "/", Dir: true}}
		for _, p := range files.Copies {
			if p.Bind {
				copies = append(copies, p)
			}
		}
	}
	for _, p := range copies {
		if err := copyTo(t.path(p.Dest), p); err != nil {
			t.remove()
			return nil, fmt.Errorf("copy %s: %w", p.Source, err)
		}
	}
	for _, dir := range slices.Concat([]string{files.Workdir}, files.Folders, files.Private) {
		if err := os.MkdirAll(t.path(dir), 0o755); err != nil {
			t.remove()
			return nil, fmt.Errorf("make folder %s: %w", dir, err)
		}
	}
	if err := files.letRun(root); err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

func (t *tree) path(inside string) string { return filepath.Join(t.root, filepath.FromSlash(inside)) }

func (t *tree) remove() { os.RemoveAll(t.root) }

// apply maps the working folder, the arguments that name copied files, and PATH.
func (t *tree) apply(c *command) {
	c.Dir = t.path(c.Dir)
	c.Argv = t.argv(c.Argv)
	for i, e := range c.Env {
		list, ok := strings.CutPrefix(e, "PATH=")
		if !ok {
			continue
		}
		var dirs []string
		for _, dir := range filepath.SplitList(list) {
			if info, err := os.Stat(t.path(dir)); err == nil && info.IsDir() && strings.HasPrefix(dir, "/") {
				dirs = append(dirs, t.path(dir))
			}
			dirs = append(dirs, dir)
		}
		c.Env[i] = "PATH=" + strings.Join(dirs, string(filepath.ListSeparator))
	}
}

// argv maps the arguments that name files of the tree.
func (t *tree) argv(args []string) []string {
	args = slices.Clone(args)
	for i, a := range args {
		if strings.HasPrefix(a, "/") {
			if _, err := os.Stat(t.path(a)); err == nil {
				args[i] = t.path(a)
			}
		}
	}
	return args
}

func copyTo(dest string, p placement) error {
	if p.Bind {
		if err := os.MkdirAll(filepath.Dir(dest), 0o755); err != nil {
			return err
		}
		return os.Symlink(p.Source, dest)
	}
	if !p.Dir {
		return copyFile(p.Source, dest)
	}
	return filepath.WalkDir(p.Source, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(p.Source, name)
		if err != nil {
			return err
		}
		to := filepath.Join(dest, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(to, 0o755)
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			if err != nil {
				return err
			}
			os.Remove(to)
			return os.Symlink(target, to)
		case d.Type().IsRegular():
			return copyFile(name, to)
		}
		return nil // sockets and devices are not part of an image
	})
}

func copyFile(source, dest string) error {
	in, err := os.Open(source)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dest), 0o755); err != nil {
		return err
	}
	os.Remove(dest) // never write through what an earlier step has linked there
	out, err := os.OpenFile(dest, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm()|0o200)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

package files

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"paddock/bindings/container/sandbox"
)

// List implements [sandbox.Files]. Entries come in the order of their names. As in the original,
// what lies in a hidden folder is not hidden itself.
func (f *Files) List(ctx context.Context, r sandbox.ListFiles) ([]sandbox.FileInfo, error) {
	place, err := f.locate(ctx, r.Path, r.SessionID)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(place)
	if err != nil {
		return nil, notFound("Directory not found", r.Path, opList)
	}
	if !info.IsDir() {
		e := sandbox.Errorf(sandbox.NotDirectory, "Path is not a directory: %s", r.Path)
		return nil, e.With(sandbox.Context{"path": r.Path, "operation": opList})
	}
	base := strings.TrimSuffix(r.Path, "/") // "absolute" paths begin as what was asked for, as in the original
	list := []sandbox.FileInfo{}
	// With a slash at its end, a link to a folder is the folder.
	err = filepath.WalkDir(place+"/", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(place, name)
		if err != nil || rel == "." {
			return err
		}
		if r.Options.IncludeHidden || !strings.HasPrefix(d.Name(), ".") {
			info, err := d.Info()
			if err != nil {
				return nil // it has gone meanwhile
			}
			list = append(list, describe(base, rel, info))
		}
		if d.IsDir() && !r.Options.Recursive {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		e := sandbox.Errorf(sandbox.FilesystemFail, "Failed to list files in '%s': %s", r.Path, reason(err))
		return nil, e.With(sandbox.Context{"path": r.Path, "operation": opList, "exitCode": 1, "stderr": reason(err)})
	}
	return list, nil
}

func describe(base, rel string, info fs.FileInfo) sandbox.FileInfo {
	kind := "other"
	switch {
	case info.Mode().IsRegular():
		kind = "file"
	case info.IsDir():
		kind = "directory"
	case info.Mode()&fs.ModeSymlink != 0:
		kind = "symlink"
	}
	mode := info.Mode().Perm()
	return sandbox.FileInfo{
		Name: info.Name(), AbsolutePath: base + "/" + rel, RelativePath: rel, Type: kind, Size: info.Size(),
		ModifiedAt:  info.ModTime().Format("2006-01-02T15:04:05.000000000") + "0",
		Mode:        mode.String()[1:],
		Permissions: sandbox.Permissions{Readable: mode&0o400 != 0, Writable: mode&0o200 != 0, Executable: mode&0o100 != 0},
	}
}

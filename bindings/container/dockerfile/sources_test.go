package dockerfile

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFindSources(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, ignore, want string
	}{
		{"files that COPY names are sources", "FROM scratch\nCOPY a.txt b/c.txt /", "", "Dockerfile a.txt b/c.txt"},
		{"so are those in folders, without what tools fill", "FROM scratch\nCOPY b /b", "", "Dockerfile b/c.txt b/d/e.txt"},
		{"wildcards and build arguments are heeded", "FROM scratch\nARG DIR\nCOPY ${DIR}/*.txt /", "", "Dockerfile b/c.txt"},
		{"a stage that the last is not built on counts too", "FROM scratch AS one\nADD a.txt /\nFROM scratch\nCOPY --from=one /a.txt /", "", "Dockerfile a.txt"},
		{"what is left out of the build context is no source", "FROM scratch\nCOPY . /", "b/d\n*.md\n", ".dockerignore Dockerfile a.txt b/c.txt"},
		{"files of editors are none", "FROM scratch\nCOPY . /", "b\n", ".dockerignore Dockerfile a.txt read.md"},
		{"mounts of RUN are sources", "FROM scratch\nRUN --mount=type=bind,source=a.txt,target=/a true", "", "Dockerfile a.txt"},
		{"of a Dockerfile that cannot be read there is itself", "FRM scratch", "", "Dockerfile"},
		{"what is not there is left out", "FROM scratch\nCOPY nowhere a.txt /x/", "", "Dockerfile a.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			files := map[string]string{
				"Dockerfile": c.file, "a.txt": "a", "read.md": "", "b/c.txt": "c", "b/d/e.txt": "e", "b/node_modules/x/y.js": "", ".wrangler/state/db": "",
				"a.txt~": "", ".a.txt.swp": "",
			}
			if c.ignore != "" {
				files[".dockerignore"] = c.ignore
			}
			for name, text := range files {
				file := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			s := FindSources(filepath.Join(dir, "Dockerfile"), dir, map[string]string{"DIR": "b"})
			var got []string
			for _, file := range slices.Sorted(maps.Keys(s.Files)) {
				rel, err := filepath.Rel(dir, file)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, rel)
				if !slices.Contains(s.Folders, filepath.Dir(file)) {
					t.Errorf("the folder of %s is not among %v", rel, s.Folders)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSource_explain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, folder, want string }{
		{"what another user of a stage alone may read is told with the mend", "", "RUN chmod a+rX"},
		{"of the build context the reason is enough", "/app", "/x: permission denied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := (&source{folder: c.folder}).explain("/x", fs.ErrPermission)
			if !strings.Contains(err.Error(), c.want) || !errors.Is(err, fs.ErrPermission) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

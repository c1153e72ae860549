package backup

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"paddock/bindings/container/sandbox"
)

// service is a service with a workspace of its own.
func service(t *testing.T) (b *Backup, workspace string) {
	t.Helper()
	b = New(sandbox.Environment{Workspace: t.TempDir()})
	b.workDir = t.TempDir()
	return b, b.env.Workspace
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tree lists what a folder holds: files with their text, folders with "/", links with their target.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		switch {
		case e.IsDir():
			out[name] = "/"
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			out[name] = "-> " + target
			return err
		default:
			text, err := os.ReadFile(path)
			out[name] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func code(err error) sandbox.Code {
	if err == nil {
		return ""
	}
	return sandbox.AsError(err).Code
}

func TestBackup(t *testing.T) {
	t.Parallel()
	t.Run("what was archived is restored, and nothing else is left", func(t *testing.T) {
		t.Parallel()
		b, dir := service(t)
		write(t, dir, map[string]string{"a.txt": "a", "sub/b": "b", "sub/.hidden": "h"})
		old := time.Unix(1_000_000_000, 0)
		if err := os.Symlink("../a.txt", dir+"/sub/link"); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir+"/a.txt", 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir+"/sub", old, old); err != nil {
			t.Fatal(err)
		}
		before, archive := tree(t, dir), b.workDir+"/id.sqsh"
		made, err := b.Create(t.Context(), sandbox.CreateBackup{Dir: "/workspace", ArchivePath: archive})
		info, statErr := os.Stat(archive)
		if err != nil || statErr != nil || made.Size != info.Size() || made.Path != archive {
			t.Fatal(made, err, statErr)
		}
		write(t, dir, map[string]string{"a.txt": "changed", "new": "n"})
		os.RemoveAll(dir + "/sub")
		if err := b.Restore(t.Context(), sandbox.RestoreBackup{Dir: "/workspace", ArchivePath: archive}); err != nil {
			t.Fatal(err)
		}
		if after := tree(t, dir); !reflect.DeepEqual(after, before) {
			t.Errorf("got %v, want %v", after, before)
		}
		if info, err := os.Stat(dir + "/a.txt"); err != nil || info.Mode() != 0o750 {
			t.Error(info.Mode(), err)
		}
		if info, err := os.Stat(dir + "/sub"); err != nil || !info.ModTime().Equal(old) {
			t.Error(info.ModTime(), err)
		}
	})
	t.Run("patterns leave files out at any depth", func(t *testing.T) {
		t.Parallel()
		b, dir := service(t)
		write(t, dir, map[string]string{"keep": "", "x.log": "", "d/y.log": "", "node_modules/m": "", "d/node_modules/m": "", "d/e/f": "", "e/f": "", "f": ""})
		archive := b.workDir + "/id.sqsh"
		if _, err := b.Create(t.Context(), sandbox.CreateBackup{Dir: "/workspace", ArchivePath: archive, Excludes: []string{"**/*.log", "node_modules/**", "e/f", "**"}}); err != nil {
			t.Fatal(err)
		}
		if err := b.Restore(t.Context(), sandbox.RestoreBackup{Dir: "/workspace/other", ArchivePath: archive}); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"keep": "", "d": "/", "d/e": "/", "e": "/", "f": ""}
		if got := tree(t, dir+"/other"); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("what git ignores is left out", func(t *testing.T) {
		t.Parallel()
		b, dir := service(t)
		if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
			t.Skipf("%v: %s", err, out)
		}
		write(t, dir, map[string]string{".gitignore": "out/\n*.o\n", "a.c": "", "a.o": "", "out/x": ""})
		archive := b.workDir + "/id.sqsh"
		if _, err := b.Create(t.Context(), sandbox.CreateBackup{Dir: "/workspace", ArchivePath: archive, Gitignore: true, Excludes: []string{".git"}}); err != nil {
			t.Fatal(err)
		}
		if err := b.Restore(t.Context(), sandbox.RestoreBackup{Dir: "/workspace/other", ArchivePath: archive}); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{".gitignore": "out/\n*.o\n", "a.c": "", "out": "/"}
		if got := tree(t, dir+"/other"); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("the command of the local flow unpacks over what is there", func(t *testing.T) {
		t.Parallel()
		b, dir := service(t)
		write(t, dir, map[string]string{"a": "a"})
		archive := b.workDir + "/id.sqsh"
		if _, err := b.Create(t.Context(), sandbox.CreateBackup{Dir: "/workspace", ArchivePath: archive}); err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{"a": "changed", "b": "b"})
		c := Commands(shell{}, b)
		run := func(line string) sandbox.ExecuteResult {
			r, err := c.Execute(t.Context(), sandbox.ExecuteRequest{Command: line})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := run("/usr/bin/unsquashfs -f -d '/workspace' '" + archive + "'"); !r.Success || r.Stdout != "" {
			t.Errorf("got %+v", r)
		}
		if got, want := tree(t, dir), map[string]string{"a": "a", "b": "b"}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if r := run("/usr/bin/unsquashfs -f -d '/workspace' '" + b.workDir + "/none.sqsh'"); r.Success || r.ExitCode != 1 || r.Stderr == "" {
			t.Errorf("got %+v", r)
		}
		for _, other := range []string{"ls", "/usr/bin/unsquashfs -f -d '/etc' '" + archive + "'", "/usr/bin/unsquashfs -f -d '/workspace' 'a' 'b"} {
			if r := run(other); r.Stdout != "shell: "+other {
				t.Errorf("got %+v", r)
			}
		}
	})
	t.Run("a damaged archive leaves the folder as it was", func(t *testing.T) {
		t.Parallel()
		b, dir := service(t)
		write(t, dir, map[string]string{"a": "a"})
		archive := b.workDir + "/id.sqsh"
		if _, err := b.Create(t.Context(), sandbox.CreateBackup{Dir: "/workspace", ArchivePath: archive}); err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(archive)
		if err := os.WriteFile(archive, text[:len(text)/2], 0o644); err != nil {
			t.Fatal(err)
		}
		err := b.Restore(t.Context(), sandbox.RestoreBackup{Dir: "/workspace", ArchivePath: archive})
		if got := tree(t, dir); code(err) != sandbox.BackupRestoreFailed || !reflect.DeepEqual(got, map[string]string{"a": "a"}) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	b, _ := service(t)
	for name, c := range map[string]struct {
		dir, archive string
		want         sandbox.Code
	}{
		"a folder outside of those that may be":  {"/etc", b.workDir + "/x", sandbox.InvalidBackup},
		"a folder that climbs":                   {"/workspace/../etc", b.workDir + "/x", sandbox.InvalidBackup},
		"an archive elsewhere":                   {"/workspace", "/tmp/x", sandbox.InvalidBackup},
		"an archive that climbs":                 {"/workspace", b.workDir + "/../x", sandbox.InvalidBackup},
		"a folder or an archive that is missing": {"/workspace/none", b.workDir + "/none", ""},
	} {
		t.Run(name+" is an error", func(t *testing.T) {
			_, create := b.Create(t.Context(), sandbox.CreateBackup{Dir: c.dir, ArchivePath: c.archive})
			restore := b.Restore(t.Context(), sandbox.RestoreBackup{Dir: c.dir, ArchivePath: c.archive})
			wantCreate, wantRestore := c.want, c.want
			if c.want == "" {
				wantCreate, wantRestore = sandbox.BackupCreateFailed, sandbox.BackupRestoreFailed
			}
			if code(create) != wantCreate || code(restore) != wantRestore {
				t.Errorf("got %v, %v", create, restore)
			}
		})
	}
}

// shell is a shell that says what it was given.
type shell struct{ sandbox.Commands }

func (shell) Execute(_ context.Context, r sandbox.ExecuteRequest) (sandbox.ExecuteResult, error) {
	return sandbox.ExecuteResult{Stdout: "shell: " + r.Command}, nil
}

func TestUploadParts(t *testing.T) {
	t.Parallel()
	b, _ := service(t)
	archive := b.workDir + "/id.sqsh"
	if err := os.WriteFile(archive, []byte("0123456789"), 0o644); err != nil {
		t.Fatal(err)
	}
	var tries atomic.Int32
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch r.URL.Path {
		case "/flaky":
			if tries.Add(1) < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
		case "/down":
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		case "/mute":
			return
		}
		w.Header().Set("ETag", `"`+strings.ToUpper(string(body))+`"`)
	}))
	t.Cleanup(origin.Close)
	send := func(paths ...string) ([]sandbox.UploadedPart, error) {
		var parts []sandbox.UploadPart
		for i, path := range paths {
			parts = append(parts, sandbox.UploadPart{PartNumber: len(paths) - i, URL: origin.URL + path, Offset: int64(i) * 5, Size: 5})
		}
		return b.UploadParts(t.Context(), sandbox.UploadParts{ArchivePath: archive, Parts: parts})
	}
	t.Run("parts are sent, again where that may help, and told in order", func(t *testing.T) {
		got, err := send("/ok", "/flaky")
		want := []sandbox.UploadedPart{{PartNumber: 1, ETag: `"56789"`}, {PartNumber: 2, ETag: `"01234"`}}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	for path, want := range map[string]string{"/down": "Multipart upload failed: part 1 failed with HTTP 503", "/mute": "Multipart upload failed: part 1 response did not include an ETag header"} {
		t.Run("an error is told of "+path, func(t *testing.T) {
			if _, err := send(path); code(err) != sandbox.BackupCreateFailed || err.Error() != want {
				t.Errorf("got %v", err)
			}
		})
	}
}

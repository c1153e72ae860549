package files

import (
	"bytes"
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/sandbox"
)

// at is a session whose shell is in a folder.
type at struct {
	sandbox.Sessions
	dir string
}

func (a at) Dir(context.Context, string) (string, error) { return a.dir, nil }

func newFiles(t *testing.T) (*Files, string) {
	dir := t.TempDir()
	return New(sandbox.Environment{Workspace: dir}, at{dir: dir}), dir
}

func isError(t *testing.T, err error, code sandbox.Code, message string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error; want %s %q", code, message)
		return
	}
	if e := sandbox.AsError(err); e.Code != code || e.Message != message {
		t.Errorf("got  %s %q\nwant %s %q", e.Code, e.Message, code, message)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	png := "\x89PNG\r\n\x1a\n\x00"
	write(t, dir, "a.txt", "héllo")
	write(t, dir, "picture", png)
	write(t, dir, "empty", "")
	write(t, dir, "Makefile", "all:\n")
	write(t, dir, "data.json", "{}")
	write(t, dir, "broken.txt", "a\xffb")
	encoded := base64.StdEncoding.EncodeToString([]byte(png))
	for _, one := range []struct {
		is, path, encoding string
		want               sandbox.FileContent
	}{
		{"text is text", "/workspace/a.txt", "", sandbox.FileContent{Content: "héllo", Encoding: "utf-8", MIMEType: "text/plain", Size: 6}},
		{"a path may begin where the shell is", "a.txt", "", sandbox.FileContent{Content: "héllo", Encoding: "utf-8", MIMEType: "text/plain", Size: 6}},
		{"a picture is base64", "picture", "", sandbox.FileContent{Content: encoded, Encoding: "base64", Binary: true, MIMEType: "image/png", Size: 9}},
		{"text may be wanted in base64", "data.json", "base64", sandbox.FileContent{Content: "e30=", Encoding: "base64", Binary: true, MIMEType: "application/json", Size: 2}},
		{"a picture may be wanted as text", "picture", "utf8", sandbox.FileContent{Content: png, Encoding: "utf-8", MIMEType: "image/png", Size: 9}},
		{"an empty file is text", "empty", "", sandbox.FileContent{Encoding: "utf-8", MIMEType: "inode/x-empty"}},
		{"a name without an extension is looked into", "Makefile", "", sandbox.FileContent{Content: "all:\n", Encoding: "utf-8", MIMEType: "text/plain", Size: 5}},
	} {
		t.Run(one.is, func(t *testing.T) {
			got, err := f.Read(t.Context(), sandbox.ReadFile{Path: one.path, Encoding: one.encoding})
			if err != nil || got != one.want {
				t.Errorf("%v\ngot  %+v\nwant %+v", err, got, one.want)
			}
		})
	}
	t.Run("what is not there is not found", func(t *testing.T) {
		_, err := f.Read(t.Context(), sandbox.ReadFile{Path: "/nope"})
		isError(t, err, sandbox.FileNotFound, "File not found: /nope")
		if c := sandbox.AsError(err).Context; c["path"] != "/nope" || c["operation"] != "file.read" {
			t.Errorf("%v", c)
		}
	})
	t.Run("a folder is no file", func(t *testing.T) {
		_, err := f.Read(t.Context(), sandbox.ReadFile{Path: "/workspace"})
		isError(t, err, sandbox.FileNotFound, "File not found: /workspace")
	})
	t.Run("a file may be too large", func(t *testing.T) {
		if err := os.Truncate(filepath.Join(dir, "empty"), maxRead+1); err != nil {
			t.Fatal(err)
		}
		_, err := f.Read(t.Context(), sandbox.ReadFile{Path: "empty"})
		isError(t, err, sandbox.FileTooLarge, "File too large. Size 33554433 bytes exceeds the 32 MiB limit. Use readFile() with { encoding: 'none' } and the RPC transport for large files.")
	})
	for path, want := range map[string]string{
		"":                                  "Path must be a non-empty string",
		"a\x00b":                            "Path contains null bytes",
		strings.Repeat("x", 5000):           "Path too long (max 4096 characters)",
		strings.Repeat("x", 5000) + "\x00b": "Path contains null bytes, Path too long (max 4096 characters)",
	} {
		t.Run("a path is refused: "+want, func(t *testing.T) {
			_, err := f.Read(t.Context(), sandbox.ReadFile{Path: path})
			isError(t, err, sandbox.Invalid, "Invalid path format for '"+path+"': "+want)
		})
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	for _, one := range []struct{ is, encoding, content, want string }{
		{"text is written", "", "a\r\né", "a\r\né"},
		{"base64 is written as bytes", "base64", "/wA=", "\xff\x00"},
		{"padding may be missing", "base64", "/wA", "\xff\x00"},
		{"a digit too many is dropped", "base64", "AAAAA", "\x00\x00\x00"},
	} {
		t.Run(one.is, func(t *testing.T) {
			if err := f.Write(t.Context(), sandbox.WriteFile{Path: "/workspace/new/dir/f", Content: one.content, Encoding: one.encoding}); err != nil {
				t.Fatal(err)
			}
			if b, err := os.ReadFile(filepath.Join(dir, "new/dir/f")); err != nil || string(b) != one.want {
				t.Errorf("%v %q", err, b)
			}
		})
	}
	t.Run("what is no base64 is refused", func(t *testing.T) {
		err := f.Write(t.Context(), sandbox.WriteFile{Path: "f", Content: "a b", Encoding: "base64"})
		isError(t, err, sandbox.Invalid, "Invalid base64 content for 'f': must contain only A-Z, a-z, 0-9, +, /, =")
	})
	t.Run("a folder cannot be written to", func(t *testing.T) {
		err := f.Write(t.Context(), sandbox.WriteFile{Path: "new", Content: "x"})
		isError(t, err, sandbox.FilesystemFail, "Failed to write file 'new': EISDIR: illegal operation on a directory, open '"+dir+"/new'")
	})
	t.Run("a stream replaces a file and keeps its mode", func(t *testing.T) {
		write(t, dir, "tool", "old")
		os.Chmod(filepath.Join(dir, "tool"), 0o755)
		n, err := f.WriteStream(t.Context(), "tool", "", strings.NewReader("new content"))
		info, _ := os.Stat(filepath.Join(dir, "tool"))
		if b, _ := os.ReadFile(filepath.Join(dir, "tool")); err != nil || n != 11 || string(b) != "new content" || info.Mode() != 0o755 {
			t.Errorf("%v %d %q %v", err, n, b, info.Mode())
		}
	})
	t.Run("a stream that breaks leaves the file as it was", func(t *testing.T) {
		_, err := f.WriteStream(t.Context(), "tool", "", broken{})
		entries, _ := filepath.Glob(filepath.Join(dir, "tool*"))
		if b, _ := os.ReadFile(filepath.Join(dir, "tool")); err == nil || string(b) != "new content" || len(entries) != 1 {
			t.Errorf("%v %q %v", err, b, entries)
		}
	})
}

// broken is a stream that fails.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

func TestDelete(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	write(t, dir, "a", "")
	if err := f.Delete(t.Context(), "a", ""); err != nil {
		t.Error(err)
	}
	isError(t, f.Delete(t.Context(), "a", ""), sandbox.FileNotFound, "File not found: a")
	isError(t, f.Delete(t.Context(), "/workspace", ""), sandbox.IsDirectory, "Cannot delete directory with deleteFile() at '/workspace'. Use exec('rm -rf <path>') instead.")
}

func TestMove(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	write(t, dir, "a", "content")
	write(t, dir, "folder/x", "")
	t.Run("a file gets another name", func(t *testing.T) {
		if err := f.Rename(t.Context(), "a", "/workspace/b", ""); err != nil {
			t.Error(err)
		}
	})
	t.Run("a file is moved into a folder", func(t *testing.T) {
		if err := f.Move(t.Context(), "b", "folder", ""); err != nil {
			t.Error(err)
		}
		if b, err := os.ReadFile(filepath.Join(dir, "folder/b")); err != nil || string(b) != "content" {
			t.Errorf("%v %q", err, b)
		}
	})
	t.Run("what is not there is not found", func(t *testing.T) {
		isError(t, f.Rename(t.Context(), "a", "c", ""), sandbox.FileNotFound, "Source file not found: a")
	})
	t.Run("where there is no folder is an error", func(t *testing.T) {
		isError(t, f.Move(t.Context(), "folder/b", "no/folder/b", ""), sandbox.FilesystemFail, "Move operation failed with exit code 1")
	})
	t.Run("a path is checked", func(t *testing.T) {
		isError(t, f.Move(t.Context(), "a", "", ""), "SECURITY_VALIDATION_FAILED", "Security validation failed: Path must be a non-empty string")
	})
}

func TestMakeDir(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	if err := f.MakeDir(t.Context(), "/workspace/a/b", "", true); err != nil {
		t.Error(err)
	}
	if err := f.MakeDir(t.Context(), "c", "", false); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "a/b")); err != nil || !info.IsDir() {
		t.Error(err)
	}
	err := f.MakeDir(t.Context(), "c", "", false)
	isError(t, err, sandbox.FilesystemFail, "mkdir operation failed with exit code 1")
	if got := sandbox.AsError(err).Context["stderr"]; got != "mkdir: cannot create directory ‘c’: File exists" {
		t.Error(got)
	}
	for path, want := range map[string]bool{"c": true, "/workspace/a": true, "nope": false} {
		if got, err := f.Exists(t.Context(), path, ""); err != nil || got != want {
			t.Errorf("%s exists: %v, %v", path, got, err)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	write(t, dir, "b.txt", "12345")
	write(t, dir, "a/deep/x", "")
	write(t, dir, ".hidden/y", "")
	os.Chmod(filepath.Join(dir, "b.txt"), 0o750)
	os.Symlink("b.txt", filepath.Join(dir, "link"))
	names := func(path string, recursive, hidden bool) string {
		r := sandbox.ListFiles{Path: path}
		r.Options.Recursive, r.Options.IncludeHidden = recursive, hidden
		list, err := f.List(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, file := range list {
			all = append(all, file.RelativePath+":"+file.Type)
		}
		return strings.Join(all, " ")
	}
	for _, one := range []struct {
		is                string
		path              string
		recursive, hidden bool
		want              string
	}{
		{"a folder", "/workspace", false, false, "a:directory b.txt:file link:symlink"},
		{"a folder with a slash at its end", "/workspace/", false, false, "a:directory b.txt:file link:symlink"},
		{"hidden entries", "/workspace", false, true, ".hidden:directory a:directory b.txt:file link:symlink"},
		{"all below, and what a hidden folder holds", "/workspace", true, false, ".hidden/y:file a:directory a/deep:directory a/deep/x:file b.txt:file link:symlink"},
		{"where the shell is", ".", false, false, "a:directory b.txt:file link:symlink"},
	} {
		t.Run(one.is+" is listed", func(t *testing.T) {
			if got := names(one.path, one.recursive, one.hidden); got != one.want {
				t.Errorf("got  %s\nwant %s", got, one.want)
			}
		})
	}
	t.Run("an entry is described", func(t *testing.T) {
		list, _ := f.List(t.Context(), sandbox.ListFiles{Path: "/workspace/"})
		got := list[1]
		if got.Name != "b.txt" || got.AbsolutePath != "/workspace/b.txt" || got.Size != 5 || got.Mode != "rwxr-x---" || !got.Permissions.Executable || len(got.ModifiedAt) != len("2026-01-02T03:04:05.1234567890") {
			t.Errorf("%+v", got)
		}
	})
	t.Run("what is not there is not found, and a file is no folder", func(t *testing.T) {
		_, err := f.List(t.Context(), sandbox.ListFiles{Path: "/nope"})
		isError(t, err, sandbox.FileNotFound, "Directory not found: /nope")
		_, err = f.List(t.Context(), sandbox.ListFiles{Path: "b.txt"})
		isError(t, err, sandbox.NotDirectory, "Path is not a directory: b.txt")
	})
}

func TestReadStream(t *testing.T) {
	t.Parallel()
	f, dir := newFiles(t)
	long := strings.Repeat("é", 70000) + "x"
	bytesOfAll := bytes.Repeat([]byte{0, 1, 2, 255}, 50000)
	write(t, dir, "long.txt", long)
	write(t, dir, "bytes", string(bytesOfAll))
	read := func(t *testing.T, path string) (events []sandbox.FileEvent, content string) {
		err := f.ReadStream(t.Context(), sandbox.ReadFile{Path: path}, func(e sandbox.FileEvent) error {
			events = append(events, e)
			content += e.Data
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return events, content
	}
	t.Run("text comes with its characters whole", func(t *testing.T) {
		events, content := read(t, "long.txt")
		last := events[len(events)-1]
		if content != long || events[0].Encoding != "utf-8" || *events[0].Size != int64(len(long)) || last.Type != "complete" || *last.BytesRead != int64(len(long)) {
			t.Errorf("%d events, %d bytes", len(events), len(content))
		}
	})
	t.Run("bytes come in base64 that can be joined", func(t *testing.T) {
		events, content := read(t, "bytes")
		if b, err := base64.StdEncoding.DecodeString(content); err != nil || !bytes.Equal(b, bytesOfAll) || !*events[0].Binary {
			t.Errorf("%v: %d bytes", err, len(b))
		}
	})
	t.Run("a file that is not there is an event", func(t *testing.T) {
		if events, _ := read(t, "/nope"); len(events) != 1 || events[0].Type != "error" || events[0].Error != "File not found: /nope" {
			t.Errorf("%+v", events)
		}
	})
}

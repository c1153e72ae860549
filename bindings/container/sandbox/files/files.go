// Package files reads and writes files of a sandbox. It works by system calls, where the original
// runs commands of the session's shell; the words of errors are those of such commands.
package files

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"unicode/utf16"

	"paddock/bindings/container/sandbox"
)

// Operations, as contexts of errors name them.
const (
	opRead   = "file.read"
	opWrite  = "file.write"
	opDelete = "file.delete"
	opMove   = "file.move"
	opRename = "file.rename"
	opList   = "directory.list"
)

// maxRead bounds files that are given as one text, in bytes.
const maxRead = 32 << 20

// Files implements [sandbox.Files].
type Files struct {
	env      sandbox.Environment
	sessions sandbox.Sessions
}

var _ sandbox.Files = (*Files)(nil)

// New gives the service.
func New(env sandbox.Environment, sessions sandbox.Sessions) *Files { return &Files{env, sessions} }

// faults finds what no path can have.
func faults(path string) []string {
	const longest = 4096
	if path == "" {
		return []string{"Path must be a non-empty string"}
	}
	var found []string
	if strings.Contains(path, "\x00") {
		found = append(found, "Path contains null bytes")
	}
	if len(path) > longest {
		found = append(found, "Path too long (max 4096 characters)")
	}
	return found
}

// locate gives the place of a path.
func (f *Files) locate(ctx context.Context, path, session string) (string, error) {
	if found := faults(path); found != nil {
		list := make([]sandbox.Context, len(found))
		for i, message := range found {
			list[i] = sandbox.Context{"field": "path", "message": message, "code": "INVALID_PATH"}
		}
		e := sandbox.Errorf(sandbox.Invalid, "Invalid path format for '%s': %s", path, strings.Join(found, ", "))
		return "", e.With(sandbox.Context{"validationErrors": list})
	}
	if filepath.IsAbs(path) {
		return f.env.Path(path), nil
	}
	dir, err := f.sessions.Dir(ctx, session)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, path), nil
}

func notFound(what, path, operation string) error {
	return sandbox.Errorf(sandbox.FileNotFound, "%s: %s", what, path).With(sandbox.Context{"path": path, "operation": operation})
}

// failed is an error of the system.
func failed(doing, path, operation string, err error) error {
	e := sandbox.Errorf(sandbox.FilesystemFail, "Failed to %s '%s': %s", doing, path, reason(err))
	return e.With(sandbox.Context{"path": path, "operation": operation, "stderr": reason(err)})
}

// reason words an error as Node does: "ENOENT: no such file or directory, open '/x'".
func reason(err error) string {
	var p *fs.PathError
	var errno syscall.Errno
	if l := (*os.LinkError)(nil); errors.As(err, &l) && errors.As(err, &errno) {
		return errnoName(errno) + ": " + nodeWords(errno) + ", " + l.Op + " '" + l.Old + "' -> '" + l.New + "'"
	}
	if !errors.As(err, &p) || !errors.As(err, &errno) {
		return err.Error()
	}
	return errnoName(errno) + ": " + nodeWords(errno) + ", " + p.Op + " '" + p.Path + "'"
}

// nodeWords are Node's for an error of the system, where they are not the system's.
func nodeWords(errno syscall.Errno) string {
	if errno == syscall.EISDIR {
		return "illegal operation on a directory"
	}
	return errno.Error()
}

// programWords are those that programs print.
func programWords(errno syscall.Errno) string {
	text := errno.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

// regular gives a file that can be read; a folder is none.
func regular(place, path string) (fs.FileInfo, error) {
	info, err := os.Stat(place)
	if err != nil || info.IsDir() {
		return nil, notFound("File not found", path, opRead)
	}
	return info, nil
}

// Read implements [sandbox.Files].
func (f *Files) Read(ctx context.Context, r sandbox.ReadFile) (sandbox.FileContent, error) {
	var c sandbox.FileContent
	place, err := f.locate(ctx, r.Path, r.SessionID)
	if err != nil {
		return c, err
	}
	info, err := regular(place, r.Path)
	if err != nil {
		return c, err
	}
	if c.Size = info.Size(); c.Size > maxRead {
		e := sandbox.Errorf(sandbox.FileTooLarge, "File too large. Size %d bytes exceeds the 32 MiB limit. Use readFile() with { encoding: 'none' } and the RPC transport for large files.", c.Size)
		return c, e.With(sandbox.Context{"path": r.Path, "operation": opRead, "actualSize": c.Size, "maxSize": maxRead})
	}
	b, err := readAll(place)
	if err != nil {
		return c, failed("read file", r.Path, opRead, err)
	}
	c.MIMEType = typeAt(place, b)
	c.Encoding = "utf-8"
	if r.Encoding == "base64" || r.Encoding != "utf-8" && r.Encoding != "utf8" && isBinary(c.MIMEType) {
		c.Encoding, c.Binary = "base64", true
		c.Content = base64.StdEncoding.EncodeToString(b)
		return c, nil
	}
	c.Content = decoded(b)
	return c, nil
}

// decoded makes a text of a file's bytes: of UTF-8, or of UTF-16 that begins with its mark. The mark is left out.
func decoded(b []byte) string {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return string(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	}
	units := make([]uint16, 0, len(b)/2)
	for b = b[2:]; len(b) > 1; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return string(utf16.Decode(units))
}

// typeAt gives the type of a file that begins so. A link whose name tells nothing is one, as in the original.
func typeAt(place string, head []byte) string {
	link, err := os.Lstat(place)
	if err == nil && link.Mode()&fs.ModeSymlink != 0 && typeOf(strings.ToLower(filepath.Ext(place))) == "" {
		return "inode/symlink"
	}
	return mimeType(place, head)
}

// readAll reads a file that may grow meanwhile, up to the limit.
func readAll(place string) ([]byte, error) {
	file, err := os.Open(place)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxRead))
}

// Open implements [sandbox.Files].
func (f *Files) Open(ctx context.Context, path, session string) (sandbox.OpenFile, error) {
	file, size, err := f.open(ctx, path, session)
	if err != nil {
		return sandbox.OpenFile{}, err
	}
	return sandbox.OpenFile{ReadCloser: file, Size: size, MIMEType: streamType(file.Name())}, nil
}

func (f *Files) open(ctx context.Context, path, session string) (file *os.File, size int64, err error) {
	place, err := f.locate(ctx, path, session)
	if err != nil {
		return nil, 0, err
	}
	info, err := regular(place, path)
	if err != nil {
		return nil, 0, err
	}
	file, err = os.Open(place)
	if err != nil {
		return nil, 0, failed("read file", path, opRead, err)
	}
	return file, info.Size(), nil
}

// lookInto gives the type of an open file.
func lookInto(file *os.File) string {
	head := make([]byte, sniffed)
	n, err := file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		n = 0 // not every file can be read at a place
	}
	return typeAt(file.Name(), head[:n])
}

var base64Alphabet = regexp.MustCompile(`^[A-Za-z0-9+/=]*$`)

// Write implements [sandbox.Files].
func (f *Files) Write(ctx context.Context, r sandbox.WriteFile) error {
	place, err := f.locate(ctx, r.Path, r.SessionID)
	if err != nil {
		return err
	}
	content := r.Content
	if r.Encoding == "base64" {
		b, err := decodeBase64(r.Path, r.Content)
		if err != nil {
			return err
		}
		content = string(b)
	}
	if err := overwrite(place, content); err != nil {
		return failed("write file", r.Path, opWrite, err)
	}
	return nil
}

// overwrite writes a file, whose folder it makes; a file that is there keeps its mode.
func overwrite(place, content string) error {
	_ = os.MkdirAll(filepath.Dir(place), 0o777) // where it fails, what follows tells why
	file, err := os.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	return errors.Join(err, file.Close())
}

// decodeBase64 forgives missing and misplaced padding, as the original does.
func decodeBase64(path, text string) ([]byte, error) {
	if !base64Alphabet.MatchString(text) {
		e := sandbox.Errorf(sandbox.Invalid, "Invalid base64 content for '%s': must contain only A-Z, a-z, 0-9, +, /, =", path)
		return nil, e.With(sandbox.Context{"validationErrors": []sandbox.Context{{"field": "content", "message": "Invalid base64 characters", "code": "INVALID_BASE64"}}})
	}
	text, _, _ = strings.Cut(text, "=")
	if len(text)%4 == 1 {
		text = text[:len(text)-1]
	}
	return base64.RawStdEncoding.DecodeString(text)
}

// WriteStream implements [sandbox.Files].
func (f *Files) WriteStream(ctx context.Context, path, session string, content io.Reader) (int64, error) {
	place, err := f.locate(ctx, path, session)
	if err != nil {
		return 0, err
	}
	n, err := replace(place, content)
	if err != nil {
		return n, withSession(session, err)
	}
	return n, nil
}

// withSession words an error as the original does, where it has no better words.
func withSession(session string, err error) error {
	e := sandbox.Errorf(sandbox.Internal, "withSession callback failed for session '%s': %s", session, reason(err))
	return e.With(sandbox.Context{"sessionId": session, "originalError": reason(err)})
}

// replace writes a file beside the one that it takes the place of, whose mode it has.
func replace(place string, content io.Reader) (n int64, err error) {
	if err := os.MkdirAll(filepath.Dir(place), 0o777); err != nil {
		return 0, err
	}
	file, err := os.CreateTemp(filepath.Dir(place), filepath.Base(place)+".tmp.*")
	if err != nil {
		return 0, err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(place); err == nil {
		mode = info.Mode().Perm()
	}
	n, err = io.Copy(file, content)
	err = errors.Join(err, file.Chmod(mode), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), place)
		if l := (*os.LinkError)(nil); errors.As(err, &l) && errors.Is(err, os.ErrExist) {
			l.Err = syscall.EISDIR // as the system tells, which Go does not ask
		}
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return n, err
}

// Delete implements [sandbox.Files].
func (f *Files) Delete(ctx context.Context, path, session string) error {
	place, err := f.locate(ctx, path, session)
	if err != nil {
		return err
	}
	info, err := os.Stat(place)
	if err != nil {
		return notFound("File not found", path, opDelete)
	}
	if info.IsDir() {
		e := sandbox.Errorf(sandbox.IsDirectory, "Cannot delete directory with deleteFile() at '%s'. Use exec('rm -rf <path>') instead.", path)
		return e.With(sandbox.Context{"path": path, "operation": opDelete})
	}
	if err := os.Remove(place); err != nil {
		return failed("delete file", path, opDelete, err)
	}
	return nil
}

// Rename implements [sandbox.Files].
func (f *Files) Rename(ctx context.Context, from, to, session string) error {
	return f.move(ctx, from, to, session, "Rename", opRename, [2]string{"oldPath", "newPath"})
}

// Move implements [sandbox.Files].
func (f *Files) Move(ctx context.Context, from, to, session string) error {
	return f.move(ctx, from, to, session, "Move", opMove, [2]string{"sourcePath", "destinationPath"})
}

func (f *Files) move(ctx context.Context, from, to, session, name, operation string, names [2]string) error {
	if found := append(faults(from), faults(to)...); found != nil {
		e := sandbox.Errorf("SECURITY_VALIDATION_FAILED", "Security validation failed: %s", strings.Join(found, ", "))
		about := sandbox.Context{names[0]: from, names[1]: to, "errors": found}
		maps.DeleteFunc(about, func(_ string, v any) bool { return v == "" }) // what is missing
		return e.With(about)
	}
	source, err := f.locate(ctx, from, session)
	if err != nil {
		return err
	}
	dest, err := f.locate(ctx, to, session)
	if err != nil {
		return err
	}
	if _, err := os.Stat(source); err != nil {
		return notFound("Source file not found", from, operation)
	}
	if text, ok := mv(ctx, source, dest); !ok {
		e := sandbox.Errorf(sandbox.FilesystemFail, "%s operation failed with exit code 1", name)
		return e.With(sandbox.Context{names[0]: from, names[1]: to, "exitCode": 1, "stderr": text})
	}
	return nil
}

// mv moves a file as the program of that name does, and into a folder. Only between file systems
// the program itself is needed.
func mv(ctx context.Context, source, dest string) (text string, ok bool) {
	target := dest
	if info, err := os.Stat(dest); err == nil && info.IsDir() {
		target = filepath.Join(dest, filepath.Base(source))
	}
	err := os.Rename(source, target)
	if errors.Is(err, syscall.EXDEV) {
		out, err := exec.CommandContext(ctx, "mv", "-f", "--", source, dest).CombinedOutput()
		return string(out), err == nil
	}
	if err != nil {
		var errno syscall.Errno
		errors.As(err, &errno)
		return "mv: cannot move '" + source + "' to '" + target + "': " + programWords(errno), false
	}
	return "", true
}

// MakeDir implements [sandbox.Files].
func (f *Files) MakeDir(ctx context.Context, path, session string, recursive bool) error {
	place, err := f.locate(ctx, path, session)
	if err != nil {
		return err
	}
	if recursive {
		err = os.MkdirAll(place, 0o777)
	} else {
		err = os.Mkdir(place, 0o777)
	}
	if err == nil {
		return nil
	}
	var errno syscall.Errno
	errors.As(err, &errno)
	if _, err := os.Stat(place); err == nil {
		errno = syscall.EEXIST // as the program tells of a file, which Go tells to be no folder
	}
	e := sandbox.Errorf(sandbox.FilesystemFail, "mkdir operation failed with exit code 1")
	options := sandbox.Context{}
	if recursive {
		options["recursive"] = true
	}
	return e.With(sandbox.Context{
		"path": path, "options": options, "exitCode": 1,
		"stderr": "mkdir: cannot create directory \u2018" + path + "\u2019: " + programWords(errno),
	})
}

// Exists implements [sandbox.Files].
func (f *Files) Exists(ctx context.Context, path, session string) (bool, error) {
	place, err := f.locate(ctx, path, session)
	if err != nil {
		return false, err
	}
	_, err = os.Stat(place)
	return err == nil, nil
}

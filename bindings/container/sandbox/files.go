package sandbox

import (
	"context"
	"io"
)

// Files reads and writes files. Paths that are not absolute are looked for in the working folder of
// the session's shell.
//
// Errors: FILE_NOT_FOUND, IS_DIRECTORY, NOT_DIRECTORY, FILE_TOO_LARGE, VALIDATION_FAILED for what
// is no path, FILESYSTEM_ERROR for the rest; their context has path and operation.
type Files interface {
	// Read gives a file of at most 32 MiB.
	Read(ctx context.Context, r ReadFile) (FileContent, error)
	// Open gives a file of any size; the caller closes it.
	Open(ctx context.Context, path, session string) (OpenFile, error)
	// ReadStream gives a file of any size in events. Failures are events, too.
	ReadStream(ctx context.Context, r ReadFile, emit func(FileEvent) error) error
	Write(ctx context.Context, r WriteFile) error
	// WriteStream makes missing folders and replaces the file at the end of content only.
	WriteStream(ctx context.Context, path, session string, content io.Reader) (written int64, err error)
	// Delete removes a file, never a folder.
	Delete(ctx context.Context, path, session string) error
	Rename(ctx context.Context, from, to, session string) error
	Move(ctx context.Context, from, to, session string) error
	MakeDir(ctx context.Context, path, session string, recursive bool) error
	List(ctx context.Context, r ListFiles) ([]FileInfo, error)
	Exists(ctx context.Context, path, session string) (bool, error)
}

// ReadFile asks for a file's content.
type ReadFile struct {
	Path      string `json:"path"`
	Encoding  string `json:"encoding"` // "utf-8", "utf8" or "base64"; "": what suits the file
	SessionID string `json:"sessionId"`
}

// FileContent is a file's content as text.
type FileContent struct {
	Content  string
	Encoding string // "utf-8" or "base64"
	Binary   bool   // the encoding is base64
	MIMEType string
	Size     int64
}

// OpenFile is a file's content as bytes.
type OpenFile struct {
	io.ReadCloser
	Size     int64
	MIMEType string
}

// FileEvent is one of "metadata", "chunk", "complete" and "error".
type FileEvent struct {
	Type      string `json:"type"`
	MIMEType  string `json:"mimeType,omitempty"`  // metadata
	Size      *int64 `json:"size,omitempty"`      // metadata
	Binary    *bool  `json:"isBinary,omitempty"`  // metadata
	Encoding  string `json:"encoding,omitempty"`  // metadata
	Data      string `json:"data,omitempty"`      // chunk
	BytesRead *int64 `json:"bytesRead,omitempty"` // complete
	Error     string `json:"error,omitempty"`     // error
}

// WriteFile asks for a file to be written.
type WriteFile struct {
	Path      string `json:"path"`
	Content   string `json:"content"`
	Encoding  string `json:"encoding"` // "base64", or else text
	SessionID string `json:"sessionId"`
}

// ListFiles asks for what a folder holds.
type ListFiles struct {
	Path    string `json:"path"`
	Options struct {
		Recursive     bool `json:"recursive"`
		IncludeHidden bool `json:"includeHidden"`
	} `json:"options"`
	SessionID string `json:"sessionId"`
}

// FileInfo is one entry of a folder.
type FileInfo struct {
	Name         string      `json:"name"`
	AbsolutePath string      `json:"absolutePath"`
	RelativePath string      `json:"relativePath"`
	Type         string      `json:"type"` // "file", "directory", "symlink" or "other"
	Size         int64       `json:"size"`
	ModifiedAt   string      `json:"modifiedAt"`
	Mode         string      `json:"mode"` // as "rwxr-xr-x"
	Permissions  Permissions `json:"permissions"`
}

// Permissions are those of a file's owner.
type Permissions struct {
	Readable   bool `json:"readable"`
	Writable   bool `json:"writable"`
	Executable bool `json:"executable"`
}

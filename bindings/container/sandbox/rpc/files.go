package rpc

import (
	"context"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

// atPath is what most results on files tell.
type atPath struct {
	stamped
	Path string `json:"path"`
}

func (a *api) files() methods {
	written := func(path string, n int64) any {
		return struct {
			atPath
			Written int64 `json:"bytesWritten"`
		}{atPath{stamp(), path}, n}
	}
	return methods{
		"readFile": a.readFile,
		"readFileStream": func(_ context.Context, args capnweb.Args) (any, error) {
			var r sandbox.ReadFile
			if err := read(args, &r.Path, &r.SessionID); err != nil {
				return nil, err
			}
			return a.stream(event, func(ctx context.Context, emit func(any) error) error {
				return a.Files.ReadStream(ctx, r, func(e sandbox.FileEvent) error { return emit(e) })
			})
		},
		"writeFile": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.WriteFile
			if err := firstError(args.Into(3, &r), read(args, &r.Path, &r.Content, &r.SessionID)); err != nil {
				return nil, err
			}
			return written(r.Path, int64(len(r.Content))), a.Files.Write(ctx, r)
		},
		"writeFileStream": func(ctx context.Context, args capnweb.Args) (any, error) {
			path, err := args.Text(0)
			content, ok := args.At(1).(*capnweb.Incoming)
			session, err2 := args.Text(2)
			if err := firstError(err, err2); err != nil {
				return nil, err
			}
			if !ok {
				return nil, sandbox.Errorf(sandbox.Invalid, "stream must be a ReadableStream")
			}
			defer content.Close()
			n, err := a.Files.WriteStream(ctx, path, session, content)
			return written(path, n), err
		},
		"deleteFile": func(ctx context.Context, args capnweb.Args) (any, error) {
			var path, session string
			if err := read(args, &path, &session); err != nil {
				return nil, err
			}
			return atPath{stamp(), path}, a.Files.Delete(ctx, path, session)
		},
		"renameFile": func(ctx context.Context, args capnweb.Args) (any, error) {
			var from, to, session string
			if err := read(args, &from, &to, &session); err != nil {
				return nil, err
			}
			return struct {
				atPath
				Old string `json:"oldPath"`
				New string `json:"newPath"`
			}{atPath{stamp(), from}, from, to}, a.Files.Rename(ctx, from, to, session)
		},
		"moveFile": func(ctx context.Context, args capnweb.Args) (any, error) {
			var from, to, session string
			if err := read(args, &from, &to, &session); err != nil {
				return nil, err
			}
			return struct {
				atPath
				New string `json:"newPath"`
			}{atPath{stamp(), from}, to}, a.Files.Move(ctx, from, to, session)
		},
		"mkdir":     a.mkdir,
		"listFiles": a.listFiles,
		"exists": func(ctx context.Context, args capnweb.Args) (any, error) {
			var path, session string
			if err := read(args, &path, &session); err != nil {
				return nil, err
			}
			there, err := a.Files.Exists(ctx, path, session)
			return struct {
				atPath
				Exists bool `json:"exists"`
			}{atPath{stamp(), path}, there}, err
		},
	}
}

// readFile gives text, or with the encoding "none" a stream of the file's bytes.
func (a *api) readFile(ctx context.Context, args capnweb.Args) (any, error) {
	var r sandbox.ReadFile
	if err := firstError(args.Into(2, &r), read(args, &r.Path, &r.SessionID)); err != nil {
		return nil, err
	}
	if r.Encoding == "none" {
		f, err := a.Files.Open(ctx, r.Path, r.SessionID)
		if err != nil {
			return nil, err
		}
		return struct {
			atPath
			Content  *capnweb.Stream `json:"content"`
			Size     int64           `json:"size"`
			MIMEType string          `json:"mimeType"`
		}{atPath{stamp(), r.Path}, &capnweb.Stream{ReadCloser: f}, f.Size, f.MIMEType}, nil
	}
	f, err := a.Files.Read(ctx, r)
	return struct {
		atPath
		Content  string `json:"content"`
		Encoding string `json:"encoding"`
		Binary   bool   `json:"isBinary"`
		Size     int64  `json:"size"`
		MIMEType string `json:"mimeType"`
	}{atPath{stamp(), r.Path}, f.Content, f.Encoding, f.Binary, f.Size, f.MIMEType}, err
}

func (a *api) mkdir(ctx context.Context, args capnweb.Args) (any, error) {
	var path, session string
	var options struct {
		Recursive bool `json:"recursive"`
	}
	if err := read(args, &path, &session, &options); err != nil {
		return nil, err
	}
	return struct {
		atPath
		Recursive bool `json:"recursive"`
	}{atPath{stamp(), path}, options.Recursive}, a.Files.MakeDir(ctx, path, session, options.Recursive)
}

func (a *api) listFiles(ctx context.Context, args capnweb.Args) (any, error) {
	var r sandbox.ListFiles
	if err := firstError(args.Into(2, &r.Options), read(args, &r.Path, &r.SessionID)); err != nil {
		return nil, err
	}
	list, err := a.Files.List(ctx, r)
	return struct {
		atPath
		Files []sandbox.FileInfo `json:"files"`
		Count int                `json:"count"`
	}{atPath{stamp(), r.Path}, list, len(list)}, err
}

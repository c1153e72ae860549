package files

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"paddock/bindings/container/sandbox"
)

// chunkSize is that of one event's content, in bytes: a multiple of three, so that the base64 of a
// chunk needs no padding before the last.
const chunkSize = 65535

// ReadStream implements [sandbox.Files].
func (f *Files) ReadStream(ctx context.Context, r sandbox.ReadFile, emit func(sandbox.FileEvent) error) error {
	file, size, err := f.open(ctx, r.Path, r.SessionID)
	if err != nil {
		return emit(sandbox.FileEvent{Type: "error", Error: err.Error()})
	}
	defer file.Close()
	kind := lookInto(file)
	binary, encoding := isBinary(kind), "utf-8"
	if binary {
		encoding = "base64"
	}
	if err := emit(sandbox.FileEvent{Type: "metadata", MIMEType: kind, Size: &size, Binary: &binary, Encoding: encoding}); err != nil {
		return err
	}
	var total int64
	buffer := make([]byte, chunkSize)
	kept := 0 // bytes of a character whose end is in the next chunk
	for {
		n, err := io.ReadFull(file, buffer[kept:])
		total += int64(n)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return emit(sandbox.FileEvent{Type: "error", Error: reason(err)})
		}
		piece := buffer[:kept+n]
		cut := len(piece)
		if !binary && !last {
			cut = wholeCharacters(piece)
		}
		if cut > 0 {
			if err := emit(sandbox.FileEvent{Type: "chunk", Data: encode(piece[:cut], binary)}); err != nil {
				return err
			}
		}
		if last {
			return emit(sandbox.FileEvent{Type: "complete", BytesRead: &total})
		}
		kept = copy(buffer, piece[cut:])
	}
}

func encode(b []byte, binary bool) string {
	if binary {
		return base64.StdEncoding.EncodeToString(b)
	}
	return strings.ToValidUTF8(string(b), "\ufffd")
}

// wholeCharacters gives the length up to the last character that is whole.
func wholeCharacters(b []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(b); back++ {
		if utf8.RuneStart(b[len(b)-back]) {
			if !utf8.FullRune(b[len(b)-back:]) {
				return len(b) - back
			}
			break
		}
	}
	return len(b)
}

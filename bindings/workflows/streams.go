package workflows

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits of the streams that steps give: of the whole journal, with what it needs besides, and of what status tells.
const (
	maxJournal   = 1<<30 + 100<<20 - 16<<10
	previewUnits = 1024 // of UTF-16
)

func (j *journal) appendPiece(group string, attempt, index int64, data []byte) error {
	return j.conn.Exec("INSERT INTO streaming_step_chunks (cache_key, attempt, chunk_index, chunk) VALUES (?, ?, ?, ?)", group, attempt, index, data)
}

// dropPieces takes back what was kept of an attempt.
func (j *journal) dropPieces(group string, attempt int64) error {
	if err := j.conn.Exec("DELETE FROM streaming_step_chunks WHERE cache_key = ? AND attempt = ?", group, attempt); err != nil {
		return err
	}
	return j.remove(group + "-value-stream-meta")
}

// pieces tells how many pieces there are in a row from the first on, and how many bytes they have.
func (j *journal) pieces(group string, attempt int64) (count, size int64, err error) {
	row, err := j.conn.QueryRow("SELECT COUNT(*), COALESCE(MAX(chunk_index) + 1, 0), COALESCE(SUM(LENGTH(chunk)), 0) FROM streaming_step_chunks WHERE cache_key = ? AND attempt = ?", group, attempt)
	if err != nil {
		return 0, 0, err
	}
	count, _ = row[0].(int64)
	size, _ = row[2].(int64)
	if row[1] != count {
		return -1, size, nil
	}
	return count, size, nil
}

// piece gives one; nil when there is none.
func (j *journal) piece(group string, attempt, index int64) ([]byte, error) {
	row, err := j.conn.QueryRow("SELECT chunk FROM streaming_step_chunks WHERE cache_key = ? AND attempt = ? AND chunk_index = ?", group, attempt, index)
	if err != nil || row == nil {
		return nil, err
	}
	data, _ := row[0].([]byte)
	return data, nil
}

// full reports whether there is no room for so many more bytes.
func (j *journal) full(more int64) (bool, error) {
	row, err := j.conn.QueryRow("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
	if err != nil {
		return false, err
	}
	size, _ := row[0].(int64)
	return size+more > maxJournal, nil
}

// keptStream reads the pieces of a stream while the run lasts.
type keptStream struct {
	run     *run
	group   string
	attempt int64
	next    int64
	rest    []byte
}

func (k *keptStream) Read(p []byte) (n int, err error) {
	if len(k.rest) == 0 {
		k.run.locked(func() {
			if k.run.instance.run != k.run {
				err = io.ErrClosedPipe
				return
			}
			k.rest, err = k.run.instance.journal.piece(k.group, k.attempt, k.next)
		})
		if err != nil {
			return 0, err
		}
		if k.rest == nil {
			return 0, io.EOF
		}
		k.next++
	}
	n = copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
}

func (*keptStream) Close() error { return nil }

// preview is what status tells of a stream: the beginning of its text, or how many bytes it has.
func (j *journal) preview(group string, attempt, total int64) string {
	var data []byte
	for index := int64(0); len(data) < 4*previewUnits; index++ {
		piece, err := j.piece(group, attempt, index)
		if err != nil {
			return fmt.Sprintf("[ReadableStream: %d bytes]", total)
		}
		if piece == nil {
			break
		}
		data = append(data, piece...)
	}
	data = data[:min(len(data), 4*previewUnits)]
	cut := int64(len(data)) < total
	if cut { // perhaps in the middle of a character
		for n := 0; n < utf8.UTFMax && len(data) > 0 && !utf8.Valid(data); n++ {
			data = data[:len(data)-1]
		}
	}
	if !utf8.Valid(data) {
		return fmt.Sprintf("[ReadableStream (binary): %d bytes]", total)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if units := utf16.Encode([]rune(text)); len(units) > previewUnits {
		text, cut = string(utf16.Decode(units[:previewUnits])), true
	}
	if cut {
		text += "[truncated output]"
	}
	return text
}

package encoding

import (
	"bytes"
	"unicode/utf8"
)

// UTF8 is "UTF-8 decode without BOM" of the Encoding standard: one U+FFFD stands for each
// maximal part of a character that is not whole. A byte order mark stays.
func UTF8(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	return replaceInvalid(data)
}

// Text is "UTF-8 decode" of the Encoding standard: [UTF8] behind one byte order mark.
func Text(data []byte) string {
	return UTF8(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
}

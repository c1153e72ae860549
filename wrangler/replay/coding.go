package replay

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// coding is a content coding (RFC 9110 §8.4.1) that bodies are kept without.
type coding struct {
	reader func(io.Reader) (io.Reader, error)
	writer func(io.Writer) io.WriteCloser
}

// codingOf gives the coding of an answer; ok is false if there is none, or one that is not known.
func codingOf(h http.Header) (c coding, ok bool) {
	switch strings.ToLower(strings.TrimSpace(strings.Join(h["Content-Encoding"], ","))) {
	case "gzip", "x-gzip":
		return coding{
			func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
			func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		}, true
	case "br":
		return coding{
			func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
			func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
		}, true
	case "zstd":
		return coding{
			func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) },
			func(w io.Writer) io.WriteCloser {
				z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
				if err != nil { // its options are fixed
					panic(err)
				}
				return z
			},
		}, true
	}
	return coding{}, false
}

// decode undoes the coding of a body; damaged ones stay as they are.
func decode(h http.Header, body []byte) (decoded []byte, was bool) {
	c, ok := codingOf(h)
	if !ok || len(body) == 0 {
		return body, false
	}
	r, err := c.reader(bytes.NewReader(body))
	if err != nil {
		return body, false
	}
	decoded, err = io.ReadAll(r)
	if err != nil {
		return body, false
	}
	return decoded, true
}

// encode gives a body its coding back.
func encode(h http.Header, body []byte) ([]byte, error) {
	c, ok := codingOf(h)
	if !ok {
		return body, nil
	}
	var b bytes.Buffer
	w := c.writer(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

// written gives bytes as an archive has them: text where they are text.
func written(body []byte) (text, encoding string) {
	if utf8.Valid(body) && !bytes.ContainsRune(body, 0) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}

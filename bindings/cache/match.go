package cache

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// answer makes the response to a request with headers. open gives a part of the body.
func (m *metadata) answer(reqHeader http.Header, open func(offset, length int64) (io.ReadCloser, error)) (*http.Response, error) {
	header := http.Header{}
	for _, h := range m.Headers {
		header.Set(h[0], h[1])
	}
	header.Set("Cf-Cache-Status", "HIT")
	ranges, ok := []byteRange(nil), true
	if asked := reqHeader.Get("Range"); asked != "" {
		ranges, ok = parseRanges(asked, m.Size)
	}
	switch {
	case !ok:
		return response(http.StatusRequestedRangeNotSatisfiable, http.Header{
			"Cf-Cache-Status": {"HIT"}, "Content-Range": {fmt.Sprintf("bytes */%d", m.Size)},
		}, nil), nil
	case unchanged(reqHeader, header):
		return response(http.StatusNotModified, header, nil), nil
	case len(ranges) == 0:
		body, err := open(0, -1)
		return response(m.Status, header, body), err
	case len(ranges) == 1:
		r := ranges[0]
		header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", r.start, r.end, m.Size))
		header.Set("Content-Length", strconv.FormatInt(r.end-r.start+1, 10))
		body, err := open(r.start, r.end-r.start+1)
		return response(http.StatusPartialContent, header, body), err
	}
	body, boundary, err := multipart(ranges, header.Get("Content-Type"), m.Size, open)
	header.Set("Content-Type", "multipart/byteranges; boundary="+boundary)
	return response(http.StatusPartialContent, header, body), err
}

// response makes a response whose reason phrase is the platform's; a nil body is none.
func response(status int, header http.Header, body io.ReadCloser) *http.Response {
	reason := http.StatusText(status)
	switch status {
	case http.StatusRequestURITooLong:
		reason = "URI Too Long"
	case http.StatusRequestedRangeNotSatisfiable:
		reason = "Range Not Satisfiable"
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || body == nil {
		length = -1
	}
	if body == nil {
		body = http.NoBody
	}
	return &http.Response{StatusCode: status, Status: strconv.Itoa(status) + " " + reason, Header: header, Body: body, ContentLength: length}
}

// unchanged tells whether the request's conditions are met by what is stored.
func unchanged(asked, stored http.Header) bool {
	if none, tag := asked.Get("If-None-Match"), tagOf(stored.Get("Etag")); none != "" && tag != "" {
		if strings.TrimSpace(none) == "*" {
			return true
		}
		for _, t := range strings.Split(none, ",") {
			if tagOf(t) == tag {
				return true
			}
		}
	}
	since, err := time.Parse(http.TimeFormat, asked.Get("If-Modified-Since"))
	if err != nil {
		return false
	}
	modified, err := time.Parse(http.TimeFormat, stored.Get("Last-Modified"))
	return err == nil && !modified.After(since)
}

var entityTag = regexp.MustCompile(`^(?:W/)?"(.+)"$`)

// tagOf gives an entity tag without its quotes, weak or not; "" for what is none.
func tagOf(text string) string {
	m := entityTag.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return ""
	}
	return m[1]
}

// byteRange is a part of a body; end is its last byte.
type byteRange struct{ start, end int64 }

var (
	rangeUnit = regexp.MustCompile(`(?i)^ *bytes *=`)
	rangeForm = regexp.MustCompile(`^ *(\d+)? *- *(\d+)? *$`)
)

// parseRanges reads the header Range for a body of size bytes. No ranges stand for all of it; ok
// is false for what cannot be given.
func parseRanges(header string, size int64) (ranges []byteRange, ok bool) {
	unit := rangeUnit.FindString(header)
	if unit == "" {
		return nil, false
	}
	rest := header[len(unit):]
	if strings.TrimSpace(rest) == "" {
		return nil, true
	}
	for _, part := range strings.Split(rest, ",") {
		m := rangeForm.FindStringSubmatch(part)
		if m == nil {
			return nil, false
		}
		start, startErr := strconv.ParseInt(m[1], 10, 64)
		end, endErr := strconv.ParseInt(m[2], 10, 64)
		switch {
		case startErr != nil && endErr != nil:
			return nil, false
		case startErr != nil: // the last bytes
			if end >= size {
				return nil, true
			}
			if end > 0 {
				ranges = append(ranges, byteRange{size - end, size - 1})
			}
		case start >= size || endErr == nil && start > end:
			return nil, false
		case endErr != nil:
			ranges = append(ranges, byteRange{start, size - 1})
		default:
			ranges = append(ranges, byteRange{start, min(end, size-1)})
		}
	}
	return ranges, true
}

// multipart makes a body of several parts.
func multipart(ranges []byteRange, contentType string, size int64, open func(offset, length int64) (io.ReadCloser, error)) (io.ReadCloser, string, error) {
	boundary := "paddock-boundary-" + rand.Text()
	var body bytes.Buffer
	for _, r := range ranges {
		fmt.Fprintf(&body, "--%s\r\n", boundary)
		if contentType != "" {
			fmt.Fprintf(&body, "Content-Type: %s\r\n", contentType)
		}
		fmt.Fprintf(&body, "Content-Range: bytes %d-%d/%d\r\n\r\n", r.start, r.end, size)
		part, err := open(r.start, r.end-r.start+1)
		if err != nil {
			return nil, boundary, err
		}
		_, err = body.ReadFrom(part)
		_ = part.Close()
		if err != nil {
			return nil, boundary, err
		}
		body.WriteString("\r\n")
	}
	fmt.Fprintf(&body, "--%s--", boundary)
	return io.NopCloser(&body), boundary, nil
}

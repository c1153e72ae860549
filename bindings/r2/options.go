package r2

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"paddock/jsruntime"
)

// readConditional reads the member "onlyIf".
func readConditional(d dictionary) (c Conditional, err error) {
	inner, h, err := d.nested("onlyIf", "Conditional")
	if err != nil {
		return c, err
	}
	if h == nil {
		return conditionalOf(inner)
	}
	c.seconds = true
	for _, tags := range []struct {
		header string
		to     *[]etag
	}{{"If-Match", &c.matches}, {"If-None-Match", &c.doesNotMatch}} {
		if text, ok := h.Get(tags.header); ok {
			if *tags.to, err = parseTags(strings.ToLower(tags.header), text); err != nil {
				return c, err
			}
		}
	}
	for _, date := range []struct {
		header string
		to     **time.Time
	}{{"If-Unmodified-Since", &c.uploadedBefore}, {"If-Modified-Since", &c.uploadedAfter}} {
		if text, ok := h.Get(date.header); ok {
			at := time.UnixMilli(dateOf(d.vm, text))
			*date.to = &at
		}
	}
	return c, nil
}

// conditionalOf reads an R2Conditional.
func conditionalOf(d dictionary) (c Conditional, err error) {
	for _, tag := range []struct {
		field string
		to    *[]etag
	}{{"etagMatches", &c.matches}, {"etagDoesNotMatch", &c.doesNotMatch}} {
		text, err := d.text(tag.field)
		switch {
		case err != nil:
			return c, err
		case text == nil:
		case strings.HasPrefix(*text, `"`) && strings.HasSuffix(*text, `"`):
			return c, jsruntime.Errorf(jsruntime.TypeError, "Conditional ETag should not be wrapped in quotes (%s).", *text)
		default:
			*tag.to = []etag{{value: *text, any: *text == "*"}}
		}
	}
	for _, date := range []struct {
		field string
		to    **time.Time
	}{{"uploadedBefore", &c.uploadedBefore}, {"uploadedAfter", &c.uploadedAfter}} {
		ms, err := d.date(date.field)
		if err != nil {
			return c, err
		}
		if ms != nil {
			at := time.UnixMilli(*ms)
			*date.to = &at
		}
	}
	if v, ok := d.get("secondsGranularity"); ok {
		c.seconds = v.ToBoolean()
	}
	return c, nil
}

// readRange reads the member "range": an R2Range, or the Range header of a Headers object.
func readRange(d dictionary) (r Range, err error) {
	inner, h, err := d.nested("range", "Range")
	if err != nil {
		return r, err
	}
	if h != nil {
		text, _ := h.Get("Range")
		return parseRange(text), nil
	}
	for _, part := range []struct {
		field, title string
		to           **int64
	}{{"offset", "Starting offset", &r.Offset}, {"length", "Length", &r.Length}, {"suffix", "Suffix", &r.Suffix}} {
		if v, ok := inner.get(part.field); ok {
			if *part.to, err = position(v.ToFloat(), part.title); err != nil {
				return r, err
			}
		}
	}
	switch {
	case r.Suffix != nil && r.Offset != nil:
		return r, jsruntime.Errorf(jsruntime.TypeError, "Suffix is incompatible with offset.")
	case r.Suffix != nil && r.Length != nil:
		return r, jsruntime.Errorf(jsruntime.TypeError, "Suffix is incompatible with length.")
	}
	return r, nil
}

// position checks a number of bytes.
func position(f float64, title string) (*int64, error) {
	n := int64(math.MaxInt64)
	switch text := strings.ToLower(strconv.FormatFloat(f, 'g', -1, 64)); {
	case !(f >= 0):
		what := "range"
		if title == "Suffix" {
			what = "suffix"
		}
		return nil, jsruntime.Errorf(jsruntime.RangeError, "Invalid %s. %s (%s) must be greater than or equal to 0.", what, title, text)
	case f != math.Trunc(f):
		return nil, jsruntime.Errorf(jsruntime.RangeError, "Invalid range. %s (%s) must be an integer, not floating point.", title, text)
	case f < math.MaxInt64:
		n = int64(f)
	}
	return &n, nil
}

// readPut reads the options of put.
func readPut(d dictionary) (opts PutOptions, err error) {
	if opts.OnlyIf, err = readConditional(d); err != nil {
		return opts, err
	}
	if opts.HTTP, err = readHTTP(d); err != nil {
		return opts, err
	}
	if opts.Custom, err = readCustom(d); err != nil {
		return opts, err
	}
	if opts.Checksum, err = readChecksum(d); err != nil {
		return opts, err
	}
	_ = d.coerced("storageClass") // without effect
	return opts, checkCustomerKey(d)
}

// readHTTP reads the member "httpMetadata": an R2HTTPMetadata, or the headers of a Headers object.
func readHTTP(d dictionary) (m HTTPMetadata, err error) {
	inner, h, err := d.nested("httpMetadata", "HttpMetadata")
	if err != nil {
		return m, err
	}
	if h == nil {
		for _, f := range m.fields() {
			*f.value = inner.coerced(f.name)
		}
		m.CacheExpiry, err = inner.date("cacheExpiry")
		return m, err
	}
	for _, f := range m.fields() {
		if text, ok := h.Get(f.header); ok {
			*f.value = &text
		}
	}
	if text, ok := h.Get("Expires"); ok {
		ms := dateOf(d.vm, text)
		m.CacheExpiry = &ms
	}
	return m, nil
}

// readCustom reads the member "customMetadata".
func readCustom(d dictionary) (Metadata, error) {
	v, ok := d.get("customMetadata")
	if !ok {
		return nil, nil
	}
	o := jsruntime.AsObject(v)
	if o == nil || d.vm.KindOf(o) == "Array" {
		return nil, d.wrong("customMetadata", "object")
	}
	var m Metadata
	d.vm.Entries(o, func(name string, v jsruntime.Value) { m = append(m, Pair{name, d.vm.Text(v)}) })
	return m, nil
}

// readChecksum reads the member that is named like an algorithm; nil when there is none.
func readChecksum(d dictionary) (*Checksum, error) {
	var found *Checksum
	for _, a := range algorithms() {
		v, ok := d.get(a.member)
		if !ok {
			continue
		}
		want, err := a.read(d, v)
		if err != nil {
			return nil, err
		}
		if found != nil {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "You cannot specify multiple hashing algorithms.")
		}
		found = &Checksum{a, want}
	}
	return found, nil
}

// read converts a digest: bytes, or a text of hex digits.
func (a algorithm) read(d dictionary, v jsruntime.Value) ([]byte, error) {
	size := a.new().Size()
	if data, ok := jsruntime.Bytes(v); ok {
		if len(data) != size {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "%s is %d bytes, not %d", a.title, size, len(data))
		}
		return bytes.Clone(data), nil
	}
	if !jsruntime.IsString(v) {
		return nil, d.wrong(a.member, "BufferSource or string")
	}
	text := v.String()
	if len(text) != 2*size {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "%s is %d hex characters, not %d", a.title, 2*size, len(text))
	}
	digest, err := hex.DecodeString(text)
	if err != nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Provided %s wasn't a valid hex string", a.title)
	}
	return digest, nil
}

// Refusals of customer keys, in the platform's words.
var (
	errKeyFormat = errors.New("SSE-C Key has invalid format")
	errKeySize   = errors.New("SSE-C Key must be 32 bytes in length")
)

// checkCustomerKey checks the member "ssecKey", which has no effect in local R2.
func checkCustomerKey(d dictionary) error {
	v, ok := d.get("ssecKey")
	if !ok {
		return nil
	}
	if data, ok := jsruntime.Bytes(v); ok {
		if len(data) != 32 {
			return errKeySize
		}
		return nil
	}
	switch text := d.vm.Text(v); {
	case strings.Trim(text, "0123456789abcdef") != "":
		return errKeyFormat
	case len(text) != 64:
		return errKeySize
	}
	return nil
}

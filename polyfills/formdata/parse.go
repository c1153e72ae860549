package formdata

import (
	"bytes"
	"strings"

	"golang.org/x/net/http/httpguts"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/encoding"
	"paddock/polyfills/url"
)

// Parse reads a body by its Content-Type, "" for none. body must not change afterwards: files share it. The
// error is what the platform throws. breathe is called now and then, and may panic.
func Parse(body []byte, contentType string, breathe func()) (*FormData, error) {
	if contentType == "" {
		return nil, invalid("Parsing a Body as FormData requires a Content-Type header.")
	}
	kind, _ := blob.ParseMIME(contentType)
	switch kind.Essence {
	case "application/x-www-form-urlencoded":
		if charset, ok := kind.Param("charset"); ok && !strings.EqualFold(charset, "utf-8") {
			return nil, invalid("Non-utf-8 application/x-www-form-urlencoded body.")
		}
		f := &FormData{}
		url.Pairs(repairPercents(encoding.Text(body)), func(name, value string) { f.add(entry{name: name, text: value}, breathe) })
		return f, nil
	case "multipart/form-data":
		boundary, _ := kind.Param("boundary")
		if boundary == "" {
			return nil, invalid("No boundary string in Content-Type header. The multipart/form-data MIME type requires a boundary parameter, e.g. 'Content-Type: multipart/form-data; boundary=\"abcd\"'. See RFC 7578, section 4.")
		}
		return parseMultipart(body, boundary, breathe)
	}
	return nil, invalid("Unrecognized Content-Type header value. FormData can only parse the following MIME types: multipart/form-data, application/x-www-form-urlencoded")
}

// add puts an entry behind the others.
func (f *FormData) add(e entry, breathe func()) {
	const often = 1 << 10 // entries after which a script may have to stop
	if f.entries = append(f.entries, e); len(f.entries)%often == 0 {
		breathe()
	}
}

func invalid(message string) error { return jsruntime.Errorf(jsruntime.TypeError, "%s", message) }

// parseMultipart reads a multipart/form-data body as the platform does: it takes line feeds for
// line ends too, and anything before the first boundary and after the last.
func parseMultipart(body []byte, boundary string, breathe func()) (*FormData, error) {
	f := &FormData{}
	_, rest, ok := bytes.Cut(body, []byte("--"+boundary))
	if !ok {
		return nil, invalid("No initial boundary string (or you have a truncated message).")
	}
	for delimiter := []byte("\n--" + boundary); ; {
		switch {
		case bytes.HasPrefix(rest, []byte("--")):
			return f, nil
		case bytes.HasPrefix(rest, []byte("\r\n")):
			rest = rest[2:]
		case bytes.HasPrefix(rest, []byte("\n")):
			rest = rest[1:]
		default:
			return nil, invalid("Boundary string was not succeeded by CRLF, LF, or '--'.")
		}
		head, content, ok := cutHead(rest)
		if !ok {
			return nil, invalid("No multipart message header termination found.")
		}
		part, err := parseHead(head)
		if err != nil {
			return nil, err
		}
		var data []byte
		if data, rest, ok = bytes.Cut(content, delimiter); !ok {
			return nil, invalid("No subsequent boundary string after multipart message.")
		}
		data = bytes.TrimSuffix(data, []byte("\r"))
		if part.filename == "" {
			f.add(entry{name: part.name, text: encoding.UTF8(data)}, breathe)
			continue
		}
		f.add(entry{name: part.name, file: &blob.File{
			Blob: blob.Blob{Data: data[:len(data):len(data)], Type: part.kind}, Name: part.filename,
		}}, breathe)
	}
}

// FilesToText makes fields of text of all files, as the platform once did.
func (f *FormData) FilesToText() {
	for i, e := range f.entries {
		if e.file != nil {
			f.entries[i] = entry{name: e.name, text: encoding.UTF8(e.file.Data)}
		}
	}
}

// cutHead cuts the headers of a part off, which end with an empty line.
func cutHead(b []byte) (head, content []byte, ok bool) {
	for i := 0; i < len(b); i++ {
		end := bytes.IndexByte(b[i:], '\n')
		if end < 0 {
			return nil, nil, false
		}
		i += end
		next := bytes.TrimPrefix(b[i+1:], []byte("\r"))
		if bytes.HasPrefix(next, []byte("\n")) {
			return b[:i+1], next[1:], true
		}
	}
	return nil, nil, false
}

// head is what the headers of a part say.
type head struct{ name, filename, kind string }

func parseHead(text []byte) (h head, err error) {
	disposition, disposed := "", false
	for line := range strings.Lines(encoding.UTF8(text)) {
		line = strings.TrimRight(line, "\r\n")
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.Contains(line, "\r") || !httpguts.ValidHeaderFieldName(name) {
			return h, invalid("FormData part had invalid headers.")
		}
		switch value = strings.Trim(value, " \t"); {
		case strings.EqualFold(name, "Content-Disposition"):
			disposition, disposed = value, true
		case strings.EqualFold(name, "Content-Type"):
			h.kind = value
		}
	}
	if !disposed {
		return h, invalid("No valid Content-Disposition header found in FormData part.")
	}
	kind, params, _ := strings.Cut(disposition, ";")
	if kind = strings.TrimSpace(kind); kind != "form-data" {
		return h, invalid(`Content-Disposition header for FormData part must have the value "form-data", possibly followed by parameters. Got: "` + kind + `"`)
	}
	quotedParams(params, func(name, value string) {
		switch name {
		case "name":
			h.name = value
		case "filename":
			h.filename = value
		}
	})
	if h.name == "" {
		return h, invalid("Content-Disposition header in FormData part is missing a name.")
	}
	return h, nil
}

// quotedParams calls f for each parameter whose value is in quotes; the platform sees no other.
func quotedParams(s string, f func(name, value string)) {
	for s != "" {
		end := strings.IndexAny(s, ";=")
		if end < 0 {
			return
		}
		name, rest := strings.Trim(s[:end], " \t"), s[end+1:]
		if s[end] == ';' {
			s = rest
			continue
		}
		if !strings.HasPrefix(rest, `"`) {
			_, s, _ = strings.Cut(rest, ";")
			continue
		}
		var value strings.Builder
		i := 1
		for ; i < len(rest) && rest[i] != '"'; i++ {
			if rest[i] == '\\' && i+1 < len(rest) {
				i++
			}
			value.WriteByte(rest[i])
		}
		if i >= len(rest) {
			return // the quote never ends
		}
		f(name, value.String())
		_, s, _ = strings.Cut(rest[i+1:], ";")
	}
}

// repairPercents makes percent signs what the platform takes them for: one without a hexadecimal digit behind it is
// nothing, and one digit is enough.
func repairPercents(s string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(s, "%")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		switch digits := len(after[:min(2, len(after))]) - len(strings.TrimLeft(after[:min(2, len(after))], "0123456789abcdefABCDEF")); digits {
		case 1:
			out.WriteString("%0")
		case 2:
			out.WriteString("%")
		}
		s = after
	}
}

package formdata

import (
	"fmt"
	"strings"
	"testing"
)

// describe writes the entries down.
func describe(f *FormData) string {
	var b strings.Builder
	for _, e := range f.entries {
		if e.file == nil {
			fmt.Fprintf(&b, "%q=%q;", e.name, e.text)
		} else {
			fmt.Fprintf(&b, "%q=%q %q %q;", e.name, e.file.Data, e.file.Name, e.file.Type)
		}
	}
	return b.String()
}

func TestParse_Multipart(t *testing.T) {
	t.Parallel()
	const open, end = "--abc\r\nContent-Disposition: form-data; ", "\r\n--abc--"
	for name, c := range map[string]struct{ body, want string }{
		"text":                         {open + "name=\"a\"\r\n\r\nfoo" + end, `"a"="foo";`},
		"several parts":                {open + "name=\"a\"\r\n\r\n1\r\n" + open + "name=\"b\"\r\n\r\n\r\n2\r\n" + end, `"a"="1";"b"="\r\n2\r\n";`},
		"no part":                      {"--abc--", ""},
		"preamble and epilogue":        {"x\r\n" + open + "name=\"a\"\r\n\r\nfoo" + end + "x", `"a"="foo";`},
		"line feeds":                   {"--abc\nContent-Disposition: form-data; name=\"a\"\n\nfoo\n--abc--\n", `"a"="foo";`},
		"header names in any case":     {"--abc\r\ncontent-disposition:form-data ;name=\"a\"\r\nX-Other: 1\r\n\r\nfoo" + end, `"a"="foo";`},
		"escapes are left alone":       {open + "name=\"a%22%0D%0Ab%41%0d\"; filename=\"x%22%0D%0Ay\"\r\n\r\nfoo" + end, `"a%22%0D%0Ab%41%0d"="foo" "x%22%0D%0Ay" "";`},
		"backslashes":                  {open + `name="a\"b\\c"; filename="C:\x"` + "\r\n\r\nfoo" + end, `"a\"b\\c"="foo" "C:x" "";`},
		"a file keeps its type":        {open + "name=\"a\"; filename=\"x\"\r\nContent-Type: Text/X; charset=Q\r\n\r\nfoo" + end, `"a"="foo" "x" "Text/X; charset=Q";`},
		"a file is bytes":              {open + "name=\"a\"; filename=\"x\"\r\n\r\n\x00\xff\r" + end, `"a"="\x00\xff\r" "x" "";`},
		"no file was chosen":           {open + "name=\"a\"; filename=\"\"\r\n\r\n" + end, `"a"="";`},
		"a name for other programs":    {open + "name=\"a\"; filename*=UTF-8''%e2%82%ac.txt\r\n\r\nx" + end, `"a"="x";`},
		"the last name counts":         {open + "filename=\"x; name=\\\"q\"; name=\"a\"; foo=\"bar\"; name=\"b\"\r\n\r\nfoo" + end, `"b"="foo" "x; name=\"q" "";`},
		"invalid UTF-8 is replaced":    {open + "name=\"a\xf0\x9f\x98\"\r\n\r\n\xef\xbb\xbfA\xf0\x9fB" + end, "\"a\ufffd\"=\"\\ufeffA\ufffdB\";"},
		"no transfer encoding is done": {open + "name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\neA==" + end, `"a"="eA==";`},
	} {
		f, err := Parse([]byte(c.body), "Multipart/Form-Data; Boundary=\"abc\"", func() {})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := describe(f); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestParse_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	const multipart, open = "multipart/form-data; boundary=abc", "--abc\r\nContent-Disposition: form-data"
	for name, c := range map[string]struct{ body, contentType, want string }{
		"no Content-Type":     {"", "", "Parsing a Body as FormData requires a Content-Type header."},
		"another type":        {"", "application/json", "Unrecognized Content-Type header value. FormData can only parse the following MIME types: multipart/form-data, application/x-www-form-urlencoded"},
		"no type":             {"", "nonsense", "Unrecognized Content-Type header value."},
		"another charset":     {"a=1", "application/x-www-form-urlencoded;charset=latin1", "Non-utf-8 application/x-www-form-urlencoded body."},
		"no boundary":         {"", "multipart/form-data", "No boundary string in Content-Type header."},
		"no first boundary":   {"x", multipart, "No initial boundary string (or you have a truncated message)."},
		"end of the headers":  {"--abc\r\n", multipart, "No multipart message header termination found."},
		"end of a part":       {open + "; name=\"a\"\r\n\r\nfoo\r\n--ab", multipart, "No subsequent boundary string after multipart message."},
		"end of a boundary":   {open + "; name=\"a\"\r\n\r\nfoo\r\n--abc", multipart, "Boundary string was not succeeded by CRLF, LF, or '--'."},
		"more of a boundary":  {open + "; name=\"a\"\r\n\r\nfoo\r\n--abcd\r\n", multipart, "Boundary string was not succeeded by CRLF, LF, or '--'."},
		"no disposition":      {"--abc\r\nX: y\r\n\r\nfoo\r\n--abc--", multipart, "No valid Content-Disposition header found in FormData part."},
		"no header":           {"--abc\r\n\r\nfoo\r\n\r\n--abc--", multipart, "FormData part had invalid headers."},
		"a header without :":  {"--abc\r\nX y\r\n\r\nfoo\r\n--abc--", multipart, "FormData part had invalid headers."},
		"a folded header":     {open + "\r\n ; name=\"a\"\r\n\r\nfoo\r\n--abc--", multipart, "FormData part had invalid headers."},
		"another disposition": {"--abc\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nfoo\r\n--abc--", multipart, `Content-Disposition header for FormData part must have the value "form-data", possibly followed by parameters. Got: "attachment"`},
		"no name":             {open + "\r\n\r\nfoo\r\n--abc--", multipart, "Content-Disposition header in FormData part is missing a name."},
		"a bare name":         {open + "; name=a\r\n\r\nfoo\r\n--abc--", multipart, "Content-Disposition header in FormData part is missing a name."},
		"an empty name":       {open + "; name=\"\"\r\n\r\nfoo\r\n--abc--", multipart, "Content-Disposition header in FormData part is missing a name."},
		"an open quote":       {open + "; name=\"a\r\n\r\nfoo\r\n--abc--", multipart, "Content-Disposition header in FormData part is missing a name."},
	} {
		_, err := Parse([]byte(c.body), c.contentType, func() {})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

func TestParse_URLEncoded(t *testing.T) {
	t.Parallel()
	f, err := Parse([]byte("\xef\xbb\xbfa=1&b=%F0%9F%98x&c=+%2B&=z&&q"), "Application/X-www-form-urlencoded; charset=UTF-8", func() {})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := describe(f), "\"a\"=\"1\";\"b\"=\"\ufffdx\";\"c\"=\" +\";\"\"=\"z\";\"q\"=\"\";"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzMultipart(f *testing.F) {
	f.Add("--abc\r\nContent-Disposition: form-data; name=\"a%22\"; filename=\"x\\\"\"\r\nContent-Type: a/b\r\n\r\nfoo\r\n--abc--", "abc")
	f.Add("--abc\nContent-Disposition: form-data; name=\"\xf0\x9f\"\n\n\r\n\n--abc\n\n--abc--", "abc")
	f.Add("--\r\n", "")
	f.Fuzz(func(t *testing.T, body, boundary string) {
		first, err := parseMultipart([]byte(body), boundary, func() {})
		if err != nil {
			return
		}
		for _, e := range first.entries {
			const escaped = "\n\"" // on the way out, and not undone on the way in
			if strings.ContainsAny(e.name, escaped) || e.file != nil && strings.ContainsAny(e.file.Name, escaped) {
				return
			}
			if e.file != nil && e.file.Type == "" {
				e.file.Type = "application/octet-stream"
			}
		}
		encoded, contentType := first.Encode()
		second, err := Parse(encoded, contentType, func() {})
		if err != nil {
			t.Fatalf("what was written does not parse: %v\n%q", err, encoded)
		}
		if a, b := describe(first), describe(second); a != b {
			t.Errorf("%s became %s", a, b)
		}
	})
}

func TestParse_Breathes(t *testing.T) {
	t.Parallel()
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": strings.Repeat("a=b&", 3000),
		`multipart/form-data; boundary=x`:   strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", 3000) + "--x--",
	} {
		breaths := 0
		if _, err := Parse([]byte(body), kind, func() { breaths++ }); err != nil || breaths < 2 {
			t.Errorf("%s: %d breaths, %v", kind, breaths, err)
		}
	}
}

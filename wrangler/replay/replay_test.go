package replay_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paddock/proxy"
	"paddock/wrangler/har"
	"paddock/wrangler/replay"
)

// internet answers by path and counts what it was asked.
type internet struct{ asked int }

var errRefused = errors.New("dial tcp: connection refused")

func (n *internet) RoundTrip(r *http.Request) (*http.Response, error) {
	n.asked++
	body := []byte{}
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	resp := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/plain"}}, ContentLength: -1, Request: r}
	text := fmt.Sprintf("%s %s %s %d", r.Method, r.URL, body, n.asked)
	var reader io.Reader = strings.NewReader(text)
	switch r.URL.Path {
	case "/gzip":
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(text))
		z.Close()
		resp.Header.Set("Content-Encoding", "gzip")
		resp.Header.Set("Content-Length", strconv.Itoa(b.Len()))
		reader = &b
	case "/binary":
		reader = bytes.NewReader([]byte{0, 0xff, 1, 2})
		resp.Header.Set("Content-Length", "4")
	case "/named":
		resp.StatusCode, resp.Status = 404, "404 Not Here"
	case "/empty":
		resp.StatusCode = 204
		resp.Body = http.NoBody
		return resp, nil
	case "/trailer":
		resp.Trailer = http.Header{"Grpc-Status": {"0"}}
	case "/head":
		resp.ContentLength = 123
		resp.Header.Set("Content-Length", "123")
		resp.Body = http.NoBody
		return resp, nil
	case "/refused":
		return nil, errRefused
	case "/broken":
		reader = io.MultiReader(strings.NewReader("half"), broken{})
	case "/secret":
		resp.Header["Set-Cookie"] = []string{"session=s3cret; Path=/", "plain=s3cret"}
		resp.Header.Set("Location", "/next?token=s3cret&a=b")
		resp.Header.Set("X-Api-Key", "s3cret")
		reader = strings.NewReader("ok")
	}
	resp.Body = io.NopCloser(reader)
	return resp, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// ask gives an answer as text: status, headers that matter, body, errors.
func ask(t *testing.T, to http.RoundTripper, method, url, body string, headers ...string) string {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, url, reader)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	resp, err := to.RoundTrip(r)
	if err != nil {
		return "error: " + err.Error()
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	length := resp.Header.Get("Content-Length")
	text := fmt.Sprintf("%d %s %q", resp.StatusCode, resp.Header.Get("Content-Encoding"), raw)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		plain, _ := io.ReadAll(z)
		text = fmt.Sprintf("%d gzip %q", resp.StatusCode, plain)
		if length != strconv.Itoa(len(raw)) {
			text += " of a length that is not " + length
		}
	}
	if err != nil {
		text += " " + err.Error()
	}
	if length != "" && method != http.MethodHead {
		text += " with a length"
	}
	if strings.HasSuffix(resp.Status, "Not Here") {
		text += " and words of its own"
	}
	if method == http.MethodHead {
		text += fmt.Sprint(" ", resp.ContentLength)
	}
	return text + resp.Trailer.Get("Grpc-Status")
}

// record makes a recording of what use asks, and gives the file.
func record(t *testing.T, opts replay.Options, use func(http.RoundTripper)) (file string, n *internet) {
	t.Helper()
	file, n = filepath.Join(t.TempDir(), "tape.har"), &internet{}
	tape, err := replay.Record(file, opts)
	if err != nil {
		t.Fatal(err)
	}
	use(tape.Transport(n))
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	return file, n
}

func open(t *testing.T, file string, opts replay.Options) *replay.Tape {
	t.Helper()
	tape, err := replay.Open(file, opts)
	if err != nil {
		t.Fatal(err)
	}
	return tape
}

func TestTape(t *testing.T) {
	t.Parallel()
	asked := [][]string{
		{"GET", "https://a.test/x?b=1", ""},
		{"GET", "https://a.test/x?b=2", ""},
		{"POST", "https://a.test/x", "one"},
		{"POST", "https://a.test/x", "two"},
		{"POST", "https://a.test/x", "\x00\xff"},
		{"GET", "http://a.test/gzip", ""},
		{"GET", "http://a.test/binary", ""},
		{"GET", "http://a.test/empty", ""},
		{"GET", "http://a.test/named", ""},
		{"GET", "http://a.test/trailer", ""},
		{"HEAD", "http://a.test/head", ""},
		{"GET", "http://a.test/refused", ""},
		{"GET", "http://a.test/broken", ""},
		{"GET", "http://a.test:80", ""},
	}
	var want []string
	file, _ := record(t, replay.Options{}, func(to http.RoundTripper) {
		for _, a := range asked {
			want = append(want, ask(t, to, a[0], a[1], a[2]))
		}
	})
	t.Run("a replay gives what was recorded, in any order, without the internet", func(t *testing.T) {
		t.Parallel()
		tape, n := open(t, file, replay.Options{}), &internet{}
		for i, a := range slices.Backward(asked) {
			if got := ask(t, tape.Transport(n), a[0], a[1], a[2]); got != want[i] {
				t.Errorf("%s %s: got  %s\nwant %s", a[0], a[1], got, want[i])
			}
		}
		if n.asked != 0 || tape.Missed() != nil {
			t.Errorf("the internet was asked %d times, and %v missed", n.asked, tape.Missed())
		}
	})
	t.Run("what is not on the tape fails, and is listed once", func(t *testing.T) {
		t.Parallel()
		tape, n := open(t, file, replay.Options{}), &internet{}
		to := tape.Transport(n)
		for _, a := range [][]string{{"GET", "https://a.test/other", ""}, {"GET", "https://a.test/other", ""}, {"POST", "https://a.test/x", "three"}, {"DELETE", "https://a.test/x", ""}} {
			if got := ask(t, to, a[0], a[1], a[2]); !strings.HasPrefix(got, "error: not recorded: "+a[0]+" "+a[1]) {
				t.Errorf("got %s", got)
			}
		}
		if got := ask(t, to, "GET", "http://a.test/ws", "", "Upgrade", "websocket"); got != "error: not recorded: GET http://a.test/ws (websocket)" {
			t.Errorf("got %s", got)
		}
		if err := tape.Connection("db.test", "5432"); err == nil || err.Error() != "not recorded: a TCP connection to db.test:5432" {
			t.Errorf("got %v", err)
		}
		want := []string{
			"GET https://a.test/other", "POST https://a.test/x with a body of 5 bytes", "DELETE https://a.test/x",
			"GET http://a.test/ws (websocket)", "a TCP connection to db.test:5432",
		}
		if got := tape.Missed(); !slices.Equal(got, want) || n.asked != 0 {
			t.Errorf("missed %q, want %q; the internet was asked %d times", got, want, n.asked)
		}
	})
	t.Run("the file is the same whenever and in whatever order it is recorded", func(t *testing.T) {
		t.Parallel()
		one, _ := record(t, replay.Options{}, func(to http.RoundTripper) {
			ask(t, to, "GET", "http://a.test/binary", "")
			ask(t, to, "GET", "http://a.test/empty", "")
		})
		two, _ := record(t, replay.Options{}, func(to http.RoundTripper) {
			ask(t, to, "GET", "http://a.test/empty", "")
			ask(t, to, "GET", "http://a.test/binary", "")
		})
		a, err := os.ReadFile(one)
		b, err2 := os.ReadFile(two)
		if err != nil || err2 != nil || !bytes.Equal(a, b) {
			t.Errorf("got\n%s\nand\n%s", a, b)
		}
	})
	t.Run("text is kept as text, without its content coding", func(t *testing.T) {
		t.Parallel()
		text, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(text, []byte(`"text": "GET http://a.test/gzip  6"`)) {
			t.Errorf("got %s, %v", text, err)
		}
	})
}

func TestTape_equalRequests(t *testing.T) {
	t.Parallel()
	file, _ := record(t, replay.Options{}, func(to http.RoundTripper) {
		for range 3 {
			ask(t, to, "GET", "http://a.test/n", "")
		}
	})
	to := open(t, file, replay.Options{}).Transport(&internet{})
	for _, want := range []string{"1", "2", "3", "3"} {
		if got := ask(t, to, "GET", "http://a.test/n", ""); !strings.HasSuffix(got, want+`"`) {
			t.Errorf("got %s, want that of request %s", got, want)
		}
	}
}

func TestTape_secrets(t *testing.T) {
	t.Parallel()
	const url = "http://user:s3cret@a.test/secret?access_token=s3cret&q=1"
	use := func(to http.RoundTripper) {
		ask(t, to, "GET", url, "", "Authorization", "Bearer s3cret", "Cookie", "a=s3cret", "X-Auth-Token", "s3cret", "Accept", "kept")
	}
	file, _ := record(t, replay.Options{}, use)
	text, err := os.ReadFile(file)
	if err != nil || bytes.Contains(text, []byte("s3cret")) {
		t.Errorf("got %s, %v", text, err)
	}
	for _, kept := range []string{"Bearer redacted", "session=redacted; Path=/", "/next?token=redacted&a=b", "access_token=redacted&q=1", `"kept"`} {
		if !bytes.Contains(text, []byte(kept)) {
			t.Errorf("%s is not in %s", kept, text)
		}
	}
	if got := ask(t, open(t, file, replay.Options{}).Transport(&internet{}), "GET", strings.ReplaceAll(url, "s3cret", "other"), ""); got != `200  "ok"` {
		t.Errorf("a request with another secret: got %s", got)
	}
	file, _ = record(t, replay.Options{KeepSecrets: true}, use)
	if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("redacted")) || !bytes.Contains(text, []byte("Bearer s3cret")) {
		t.Errorf("kept secrets: got %s, %v", text, err)
	}
}

func TestTape_formBoundary(t *testing.T) {
	t.Parallel()
	form := func() (body, contentType string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		if err := errors.Join(w.WriteField("a", "b"), w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.String(), w.FormDataContentType()
	}
	body, kind := form()
	file, _ := record(t, replay.Options{}, func(to http.RoundTripper) { ask(t, to, "POST", "http://a.test/empty", body, "Content-Type", kind) })
	body, kind = form()
	if got := ask(t, open(t, file, replay.Options{}).Transport(&internet{}), "POST", "http://a.test/empty", body, "Content-Type", kind); got != `204  ""` {
		t.Errorf("got %s", got)
	}
}

func TestTape_live(t *testing.T) {
	t.Parallel()
	opts := replay.Options{Live: []string{"*.live.test", "db.test:5432"}}
	file, n := record(t, opts, func(to http.RoundTripper) { ask(t, to, "GET", "http://a.live.test/x", "") })
	if a := archive(t, file); n.asked != 1 || len(a.Log.Entries) != 0 {
		t.Errorf("a live host was recorded: %+v", a)
	}
	tape, n := open(t, file, opts), &internet{}
	if got := ask(t, tape.Transport(n), "GET", "http://a.live.test/x", ""); n.asked != 1 || !strings.HasPrefix(got, "200") {
		t.Errorf("a live host was not asked: %s", got)
	}
	if err := tape.Connection("db.test", "5432"); err != nil {
		t.Error(err)
	}
	flow := func(host string, port uint16, proto proxy.Proto) proxy.Flow {
		return proxy.Flow{Dst: netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), port), Host: host, Proto: proto}
	}
	for _, c := range []struct {
		flow  proxy.Flow
		taken bool
		err   string
	}{
		{flow("a.live.test", 443, proxy.TLS), false, ""},
		{flow("db.test", 5432, proxy.Raw), false, ""},
		{flow("a.test", 443, proxy.TLS), true, ""},
		{flow("", 80, proxy.HTTP), true, ""},
		{flow("db.test", 5433, proxy.Raw), false, "not recorded: a TCP connection to db.test:5433"},
		{flow("", 22, proxy.Raw), false, "not recorded: a TCP connection to 192.0.2.1:22"},
	} {
		taken, err := tape.Take(c.flow)
		if taken != c.taken || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
			t.Errorf("%+v: got %v, %v", c.flow, taken, err)
		}
	}
}

func TestTape_warns(t *testing.T) {
	t.Parallel()
	var told []string
	record(t, replay.Options{Warn: func(text string) { told = append(told, text) }}, func(to http.RoundTripper) {
		for range 2 {
			ask(t, to, "GET", "http://a.test/ws", "", "Upgrade", "websocket")
		}
	})
	if len(told) != 1 || !strings.Contains(told[0], "GET http://a.test/ws (websocket)") {
		t.Errorf("told %q", told)
	}
}

func TestTape_files(t *testing.T) {
	t.Parallel()
	if _, err := replay.Record(filepath.Join(t.TempDir(), "no", "tape.har"), replay.Options{}); err == nil {
		t.Error("a recording in a folder that there is not was begun")
	}
	if _, err := replay.Open(filepath.Join(t.TempDir(), "tape.har"), replay.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "tape.har")
	if err := os.WriteFile(file, []byte(`{"log": 5`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := replay.Open(file, replay.Options{}); err == nil {
		t.Error("half a file was opened")
	}
}

func archive(t *testing.T, file string) har.Archive {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := har.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

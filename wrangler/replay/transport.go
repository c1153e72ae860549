package replay

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"paddock/wrangler/har"
)

// Transport puts the tape in front of what carries out requests.
func (t *Tape) Transport(base http.RoundTripper) http.RoundTripper { return &transport{t, base} }

type transport struct {
	tape *Tape
	base http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	upgrade := r.Header.Get("Upgrade")
	what := r.Method + " " + t.tape.clean.URL(r.URL)
	switch {
	case t.tape.liveURL(r.URL):
		return t.base.RoundTrip(r)
	case upgrade != "" && t.tape.recording:
		t.tape.warn(what + " (" + upgrade + ")")
		return t.base.RoundTrip(r)
	case upgrade != "":
		return nil, t.tape.miss(what + " (" + upgrade + ")")
	case t.tape.recording:
		return t.record(r)
	}
	return t.tape.play(r, what)
}

// record sends a request out and keeps what comes back.
func (t *transport) record(r *http.Request) (*http.Response, error) {
	x := &recorded{tape: t.tape, request: r, asked: &kept{}, answered: &kept{}}
	x.order = t.tape.next()
	sent := r.WithContext(r.Context())
	sent.Header = r.Header.Clone()
	if r.Body != nil && r.Body != http.NoBody {
		sent.Body = &keptBody{ReadCloser: r.Body, kept: x.asked}
	}
	resp, err := t.base.RoundTrip(sent)
	if err != nil {
		if r.Context().Err() == nil {
			x.done(err)
		}
		return nil, err
	}
	x.response, x.head = resp, resp.Header.Clone()
	if resp.Body == nil || resp.Body == http.NoBody {
		x.done(nil)
		return resp, nil
	}
	resp.Body = &keptBody{ReadCloser: resp.Body, kept: x.answered, ended: x.done}
	return resp, nil
}

// next numbers requests.
func (t *Tape) next() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken = append(t.taken, taken{})
	return len(t.taken) - 1
}

// recorded is an exchange in the making.
type recorded struct {
	tape            *Tape
	order           int
	request         *http.Request
	response        *http.Response // nil: none came
	head            http.Header    // of the response, as it came
	asked, answered *kept
	once            sync.Once
}

// done puts the exchange on the tape; err is why there is no answer, or only a part of it.
func (x *recorded) done(err error) {
	if x.request.Context().Err() != nil {
		err = nil // who asked has left: what was read is all that there is
	}
	x.once.Do(func() {
		t, r := x.tape, x.request
		body := x.asked.bytes()
		e := har.Entry{
			Started: "1970-01-01T00:00:00.000Z", // the same file whenever it is recorded
			Request: har.Request{
				Method: r.Method, URL: t.clean.URL(r.URL), HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: t.clean.Headers(r.Header),
				HeadersSize: har.Unknown, BodySize: int64(len(body)),
			},
			Response: har.Response{HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: []har.Pair{}, HeadersSize: har.Unknown, BodySize: har.Unknown},
		}
		e.Request.Query = har.Query(e.Request.URL)
		if len(body) > 0 {
			e.Request.Body = &har.PostData{MimeType: r.Header.Get("Content-Type")}
			e.Request.Body.Text, e.Request.Body.Encoding = written(body)
		}
		if err != nil {
			e.Error = err.Error()
		}
		if x.response != nil {
			x.answer(&e.Response)
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.taken[x.order] = taken{t.key(r.Method, r.URL, r.Header.Get("Content-Type"), body), x.order, e}
	})
}

// answer writes the response.
func (x *recorded) answer(to *har.Response) {
	to.Status, to.StatusText = x.response.StatusCode, reason(x.response)
	head := x.head
	raw := x.answered.bytes()
	body, decoded := decode(head, raw)
	to.Headers, to.RedirectURL = x.tape.clean.Headers(head), x.tape.clean.Header("Location", head.Get("Location"))
	if length := head.Get("Content-Length"); length != "" {
		to.Headers = append(to.Headers, har.Pair{Name: "content-length", Value: length})
	}
	to.Content = har.Content{Size: int64(len(body)), MimeType: head.Get("Content-Type")}
	to.Content.Text, to.Content.Encoding = written(body)
	if _, known := codingOf(head); known && !decoded && len(raw) > 0 { // damaged, or cut off
		to.Content.Encoding, to.Content.Text = "base64", base64.StdEncoding.EncodeToString(raw)
		to.Raw = true
	}
	if len(x.response.Trailer) > 0 {
		to.Trailers = x.tape.clean.Headers(x.response.Trailer)
	}
}

// reason is the text after the status of a response.
func reason(r *http.Response) string {
	if _, text, found := strings.Cut(r.Status, " "); found {
		return text
	}
	return http.StatusText(r.StatusCode)
}

// play gives the answer that was recorded to a request.
func (t *Tape) play(r *http.Request, what string) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		if err := errors.Join(err, r.Body.Close()); err != nil {
			return nil, err
		}
	}
	e, ok := t.take(t.key(r.Method, r.URL, r.Header.Get("Content-Type"), body))
	if !ok {
		if len(body) > 0 {
			what += fmt.Sprintf(" with a body of %d bytes", len(body))
		}
		return nil, t.miss(what)
	}
	if e.Response.Status == 0 {
		return nil, errors.New(e.Error)
	}
	return answer(r, e)
}

// take gives the next answer of a key; the last one stays.
func (t *Tape) take(key string) (e har.Entry, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.answers[key]
	if len(list) == 0 {
		return e, false
	}
	if len(list) > 1 {
		t.answers[key] = list[1:]
	}
	return list[0], true
}

// answer makes a response of an entry.
func answer(r *http.Request, e har.Entry) (*http.Response, error) {
	resp := &http.Response{
		StatusCode: e.Response.Status, Status: strconv.Itoa(e.Response.Status) + " " + e.Response.StatusText,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header(e.Response.Headers), Trailer: header(e.Response.Trailers), Request: r,
	}
	body, err := plain(e.Response.Content.Text, e.Response.Content.Encoding)
	if err != nil {
		return nil, fmt.Errorf("read the recorded answer of %s: %w", e.Request.URL, err)
	}
	if len(body) > 0 && !e.Response.Raw {
		if body, err = encode(resp.Header, body); err != nil {
			return nil, fmt.Errorf("encode the recorded answer of %s: %w", e.Request.URL, err)
		}
	}
	resp.ContentLength = int64(len(body))
	switch {
	case r.Method == http.MethodHead:
		resp.Body, resp.ContentLength = http.NoBody, -1
		if n, err := strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64); err == nil {
			resp.ContentLength = n
		}
	case e.Error != "":
		resp.ContentLength = -1
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{errors.New(e.Error)}))
	case len(body) == 0:
		resp.Body = http.NoBody
	default:
		resp.Body = io.NopCloser(bytes.NewReader(body))
		if resp.Header.Get("Content-Length") != "" { // that of a coded body was another encoder's
			resp.Header.Set("Content-Length", strconv.Itoa(len(body)))
		}
	}
	return resp, nil
}

func header(pairs []har.Pair) http.Header {
	h := http.Header{}
	for _, p := range pairs {
		if !strings.HasPrefix(p.Name, ":") { // a pseudo-header of HTTP/2, as browsers write it
			h.Add(p.Name, p.Value)
		}
	}
	return h
}

// failing is the end of a body that broke off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// kept are the bytes of a body that were read.
type kept struct {
	mu  sync.Mutex // guards all
	all []byte
}

func (k *kept) add(p []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, p...)
}

func (k *kept) bytes() []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.all
}

// keptBody keeps what is read of a body. ended, if set, is called at its end, its failure, or when
// its reader wants no more of it, which counts as an end.
type keptBody struct {
	io.ReadCloser
	kept  *kept
	ended func(error)
}

func (b *keptBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.kept.add(p[:n])
	if err != nil && b.ended != nil {
		if err == io.EOF {
			b.ended(nil)
		} else {
			b.ended(err)
		}
	}
	return n, err
}

func (b *keptBody) Close() error {
	err := b.ReadCloser.Close()
	if b.ended != nil {
		b.ended(nil)
	}
	return err
}

package htmlrewriter_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/fetch"
)

// page is a body that counts what is read of it.
type page struct {
	io.Reader
	closed chan struct{}
}

func (p *page) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

// transformed runs a script that makes transformed from response, in a scope, and gives the response
// for the host.
func transformed(t testing.TB, iso *jsruntime.Isolate, ctx context.Context, body io.ReadCloser, script string) *http.Response {
	t.Helper()
	var r *http.Response
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) (err error) {
		scope := vm.NewScope(ctx, nil)
		vm.InScope(scope, func() {
			in := &http.Response{StatusCode: 200, Header: http.Header{"Content-Length": {"1"}, "Etag": {"x"}}, Body: body, ContentLength: -1}
			if err = vm.Set("response", fetch.NewResponse(vm, in)); err != nil {
				return
			}
			var v jsruntime.Value
			if v, err = vm.RunString(script); err == nil {
				r, err = fetch.ToResponse(vm, v, http.MethodGet)
			}
			scope.End()
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTransform_OutlivesItsHandler(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, apis()...)
	body := &page{strings.NewReader("<p>a</p>"), make(chan struct{})}
	r := transformed(t, iso, context.Background(), body,
		`new HTMLRewriter().on('p', {async element(e) { await 1; e.append('!') }}).transform(response)`)
	out, err := io.ReadAll(r.Body)
	if err != nil || string(out) != "<p>a!</p>" {
		t.Errorf("%q, %v", out, err)
	}
	if r.ContentLength != -1 || r.Header.Get("Content-Length") != "" || r.Header.Get("Etag") != "x" {
		t.Errorf("length %d, header %v", r.ContentLength, r.Header)
	}
	_ = r.Body.Close()
	<-body.closed
}

func TestTransform_EndsWithItsEvent(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, apis()...)
	ctx, cancel := context.WithCancelCause(context.Background())
	in, out := io.Pipe()
	body := &page{in, make(chan struct{})}
	r := transformed(t, iso, ctx, body, `new HTMLRewriter().on('p', {element() { return new Promise(() => {}) }}).transform(response)`)
	go func() { _, _ = out.Write([]byte("<p>")) }()
	time.AfterFunc(0, func() { cancel(errors.New("gone")) })
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("the body ended well")
	}
	<-body.closed
	_ = in.Close()
}

func TestTransform_VoidESI(t *testing.T) {
	t.Parallel()
	const script = `new HTMLRewriter().on('*', {element(e) { e.after('!') }}).transform(response)`
	for flag, want := range map[string]string{
		"html_rewriter_treats_esi_include_as_void_tag": "<esi:include src=x>!a",
		"nodejs_compat": "<esi:include src=x>a",
	} {
		iso := jstest.New(t, apis(flag)...)
		r := transformed(t, iso, context.Background(), io.NopCloser(strings.NewReader("<esi:include src=x>a")), script)
		if out, err := io.ReadAll(r.Body); err != nil || string(out) != want {
			t.Errorf("%s: %q, %v", flag, out, err)
		}
	}
}

func TestTransform_HandlersRunWhereItWasCalled(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, apis()...)
	type key struct{}
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		within := func(name string, f jsruntime.Callable) (v jsruntime.Value, err error) {
			vm.WithVar(key{}, vm.ToValue(name), func() { v, err = f(nil) })
			return v, err
		}
		current := func() jsruntime.Value { v, _ := vm.Var(key{}); return v }
		return errors.Join(vm.Set("within", within), vm.Set("current", current))
	})
	if err != nil {
		t.Fatal(err)
	}
	r := transformed(t, iso, context.Background(), io.NopCloser(strings.NewReader("<a>")), `
		const rw = within("on", () => new HTMLRewriter().on("a", {async element(e) { await 1; e.before(current()) }}));
		within("transform", () => rw.transform(response))`)
	if out, err := io.ReadAll(r.Body); err != nil || string(out) != "transform<a>" {
		t.Errorf("%q, %v", out, err)
	}
}

// BenchmarkTransform is 1 MB through one selector that matches nothing.
func BenchmarkTransform(b *testing.B) {
	iso := jstest.New(b, apis()...)
	doc := strings.Repeat(`<div class="item wide"><a href="/path?x=1&amp;y=2" title='t'>Some text of a link</a> and more text, which is longer.</div>`+"\n", 8500)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r := transformed(b, iso, context.Background(), io.NopCloser(strings.NewReader(doc)),
			`new HTMLRewriter().on('div.none > a[href]', {element() {}}).transform(response)`)
		if n, err := io.Copy(io.Discard, r.Body); err != nil || n != int64(len(doc)) {
			b.Fatal(n, err)
		}
		_ = r.Body.Close()
	}
}

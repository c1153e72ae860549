package navigator_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/events"
	"paddock/polyfills/fetch"
	"paddock/polyfills/formdata"
	"paddock/polyfills/headers"
	"paddock/polyfills/navigator"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
)

// beacons takes what is sent.
type beacons chan string

func (b beacons) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	b <- req.Method + " " + req.URL.String() + " " + string(body)
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

func apis(sent http.RoundTripper) []jsruntime.API {
	return []jsruntime.API{events.API(), abort.API(), streams.API(), blob.API(), formdata.API(), url.API(), headers.API(),
		fetch.API(fetch.Options{Transport: sent}), navigator.API(navigator.Options{Transport: sent})}
}

func TestNavigator(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), apis(make(beacons, 8))...)
}

func TestSendBeacon(t *testing.T) {
	t.Parallel()
	sent := make(beacons, 1)
	iso := jstest.New(t, apis(sent)...)
	err := iso.Do(t.Context(), func(vm *jsruntime.VM) error {
		v, err := vm.RunString(`navigator.sendBeacon("http://example.com/log", "line")`)
		if err == nil && !v.ToBoolean() {
			t.Error("it was not accepted")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-sent:
		if want := "POST http://example.com/log line"; !strings.HasPrefix(got, want) {
			t.Errorf("sent %q, want %q", got, want)
		}
	case <-t.Context().Done():
		t.Fatal("nothing was sent")
	}
}

package bindtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"paddock/bindings"
	"paddock/polyfills/rpc"
)

// Echo is a Dispatcher that answers with what it was sent: a request with "worker/entrypoint
// METHOD url body", a call with the array of its arguments.
type Echo struct{}

var _ bindings.Dispatcher = Echo{}

// Fetch implements bindings.Dispatcher.
func (Echo) Fetch(_ context.Context, to bindings.Target, req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	text := fmt.Sprintf("%s/%s %s %s %s", to.Worker, to.Entrypoint, req.Method, req.URL, body)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text))}, nil
}

// Invoke implements bindings.Dispatcher.
func (Echo) Invoke(_ context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply) {
	if op.Get {
		reply(op.Args, fmt.Errorf("%s/%s has no property %s", to.Worker, to.Entrypoint, strings.Join(op.Path, ".")))
		return
	}
	reply(op.Args, nil)
}

var errNoEvents = errors.New("takes no such events")

// Alarm implements bindings.Dispatcher.
func (Echo) Alarm(context.Context, bindings.Target, time.Time, int) error { return errNoEvents }

// Scheduled implements bindings.Dispatcher.
func (Echo) Notify(context.Context, bindings.Target, bindings.Event) error { return errNoEvents }

// Exports implements bindings.Dispatcher.
func (Echo) Exports(string, string) bool { return true }

package registry

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"paddock/polyfills/rpc"
	"paddock/polyfills/websocket"
)

// answerHead answers a request.
type answerHead struct {
	Response *responseHead `json:"response,omitempty"`
	Failure  *rpc.Failure  `json:"failure,omitempty"`
}

// fetch sends a request on a stream of its own; o says who is meant. A response with status 101 has the stream
// as its body.
func (s *session) fetch(ctx context.Context, o opening, req *http.Request) (*http.Response, error) {
	o.Kind, o.Request = forFetch, requestHeadOf(req)
	stream, err := s.open(o)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() {
		_ = stream.SetDeadline(time.Unix(1, 0)) // also where the other side, that is stopped, does not close it, too
		_ = stream.Close()
	})
	end := func() {
		stop()
		_ = stream.Close()
	}
	if o.Request.Body {
		body := req.Body
		if !s.task(func() { s.upload(stream, body) }) {
			end()
			return nil, errLost
		}
	}
	var a answerHead
	if _, err := receive(stream, &a); err != nil {
		end()
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, errLost
	}
	if a.Response == nil {
		end()
		if a.Failure == nil {
			return nil, errLost
		}
		return nil, a.Failure.Err()
	}
	resp := a.Response.response(&poured{from: stream, close: end})
	switch {
	case resp.StatusCode == http.StatusSwitchingProtocols:
		stop()
		resp.Body = stream
	case !a.Response.Body:
		end()
	}
	return resp, nil
}

// upload sends a request's body; it ends with the stream, or the connection.
func (s *session) upload(stream net.Conn, body io.ReadCloser) {
	defer body.Close()
	defer context.AfterFunc(s.ctx, func() { _ = body.Close() })()
	_ = pour(stream, body) // the other side does not want it: it has answered
}

// serveFetch answers a request.
func (s *session) serveFetch(stream net.Conn, o opening) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	resp, err := s.fetched(ctx, cancel, stream, o)
	if err != nil {
		_ = send(stream, answerHead{Failure: rpc.FailureOf(err)}, nil) // else the caller sees that the stream has ended
		return
	}
	defer resp.Body.Close()
	defer context.AfterFunc(ctx, func() { _ = resp.Body.Close() })()
	h := responseHeadOf(resp)
	if err := send(stream, answerHead{Response: h}, nil); err != nil {
		return
	}
	switch {
	case resp.StatusCode == http.StatusSwitchingProtocols:
		s.join(stream, resp.Body)
	case h.Body:
		_ = pour(stream, resp.Body) // the caller has gone
	}
}

// fetched has the request answered that a stream was opened for.
func (s *session) fetched(ctx context.Context, cancel context.CancelFunc, stream net.Conn, o opening) (*http.Response, error) {
	if o.Request == nil {
		return nil, errLost
	}
	body := &poured{from: stream}
	req, err := o.Request.request(ctx, body)
	if err != nil {
		return nil, err
	}
	if !websocket.IsUpgrade(req.Header) { // what follows would be the conversation
		if o.Request.Body {
			req.Body = &watched{poured: body, ended: func() { s.watch(stream, cancel) }}
		} else {
			s.watch(stream, cancel)
		}
	}
	if o.To == nil {
		service, ok := s.held(o.Ref).(rpc.Service)
		if !ok {
			return nil, errLost
		}
		return service.RoundTrip(req)
	}
	to, err := s.admit(o.To)
	if err != nil {
		return nil, err
	}
	return s.local.Fetch(ctx, to, req)
}

// watched is a request's body that tells, once, when it has come to its end.
type watched struct {
	*poured
	ended func()
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.poured.Read(p)
	if errors.Is(err, io.EOF) && w.ended != nil {
		w.ended()
		w.ended = nil
	}
	return n, err
}

// join connects the two sides of a conversation until one of them ends.
func (s *session) join(stream net.Conn, body io.ReadCloser) {
	conn, ok := body.(io.ReadWriteCloser)
	if !ok {
		return
	}
	done := make(chan struct{})
	started := s.task(func() {
		defer close(done)
		_, _ = io.Copy(conn, stream)
		_ = conn.Close()
	})
	if !started {
		return
	}
	_, _ = io.Copy(stream, conn)
	_ = stream.Close()
	<-done
}

package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Route leads requests to a service.
type Route struct {
	Pattern string // as [http.ServeMux] takes it: "POST /api/execute"
	// Handle answers by c; an error is answered as a [Report], unless a stream has begun.
	Handle func(c *Call) error
	// Socket answers requests for a WebSocket instead; it returns when the connection has ended.
	Socket func(r *http.Request, s *Socket)
	// Refuse tells what a request for a WebSocket lacks; nil, or "", where it lacks nothing.
	Refuse func(r *http.Request) (reason string)
}

// Call is one request and its answer.
type Call struct {
	Request *http.Request
	w       http.ResponseWriter
	started bool
}

func decode(b []byte, v any) error {
	err := json.Unmarshal(b, v)
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil && string(bytes.TrimSpace(b)) == "null": // which leaves v as it is
		return Errorf(Invalid, "Request body must be a JSON object")
	case err == nil:
		return nil
	case errors.As(err, &kind) && kind.Field != "":
		return Errorf(Invalid, "%s must be a %s", kind.Field, kindName(kind.Type.Kind().String())).With(Context{
			"validationErrors": []Context{{"field": kind.Field, "message": "must be a " + kindName(kind.Type.Kind().String())}},
		})
	case errors.As(err, &kind):
		return Errorf(Invalid, "Request body must be a JSON object")
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return Errorf(Internal, "Failed to parse request body: Unexpected end of JSON input")
	}
	return Errorf(Internal, "Failed to parse request body: Failed to parse JSON")
}

// kindName names a kind of Go as JavaScript does.
func kindName(kind string) string {
	switch {
	case kind == "bool":
		return "boolean"
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "float"):
		return "number"
	case kind == "slice":
		return "list"
	case kind == "struct", kind == "map":
		return "object"
	}
	return kind
}

// Session gives the session that a request names beside its body; "" for none.
func (c *Call) Session() string {
	if token, ok := strings.CutPrefix(c.Request.Header.Get("Authorization"), "Bearer "); ok {
		return token
	}
	if id := c.Request.Header.Get("X-Session-Id"); id != "" {
		return id
	}
	query := c.Request.URL.Query()
	if id := query.Get("session"); id != "" {
		return id
	}
	return query.Get("sessionId")
}

// Reply answers with JSON.
func (c *Call) Reply(v any) error { return c.reply(http.StatusOK, v) }

func (c *Call) reply(status int, v any) error {
	c.started = true
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	e := json.NewEncoder(c.w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// Text answers with plain text.
func (c *Call) Text(text string) error {
	c.started = true
	c.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(c.w, text)
	return err
}

// Header gives the header of the answer, for before it begins.
func (c *Call) Header() http.Header { return c.w.Header() }

// eventWriter is a transport with events of its own.
type eventWriter interface{ WriteEvent(data []byte) error }

// Emit sends an event; the first begins the stream. It returns an error when the client has gone.
func (c *Call) Emit(event any) error {
	data, err := encode(event)
	if err != nil {
		return err
	}
	if !c.started {
		c.Begin()
	}
	if w, ok := c.w.(eventWriter); ok {
		return w.WriteEvent(data)
	}
	frame := make([]byte, 0, len(data)+len("data: \n\n"))
	frame = append(append(append(frame, "data: "...), data...), "\n\n"...)
	if _, err := c.w.Write(frame); err != nil {
		return err
	}
	return http.NewResponseController(c.w).Flush()
}

// Begin begins a stream of events before there is one.
func (c *Call) Begin() {
	c.started = true
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("Cache-Control", "no-cache")
	c.w.WriteHeader(http.StatusOK)
	if _, ok := c.w.(eventWriter); !ok {
		http.NewResponseController(c.w).Flush()
	}
}

// encode writes JSON as JavaScript does: without escapes for HTML.
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}

package sandbox

import (
	"errors"
	"fmt"
	"time"
)

// Context tells more of an error; its names are the protocol's for the code.
type Context map[string]any

// Error is what every service fails with.
type Error struct {
	Code    Code
	Message string
	Context Context

	operation string // "": the context's
}

// Errorf makes an error without context.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// With gives the error a context.
func (e *Error) With(c Context) *Error {
	e.Context = c
	return e
}

func (e *Error) Error() string { return e.Message }

// Operation gives an error with the operation that it belongs to, where its context does not name one.
func Operation(name string, e *Error) *Error {
	about := *e
	about.operation = name
	return &about
}

// AsError finds the [*Error] in err; one that is none becomes INTERNAL_ERROR with its words.
func AsError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Code: Internal, Message: err.Error()}
}

// Report is an error as it travels over HTTP.
type Report struct {
	Code       Code    `json:"code"`
	Message    string  `json:"message"`
	Context    Context `json:"context"`
	Operation  any     `json:"operation,omitempty"`
	HTTPStatus int     `json:"httpStatus"`
	Timestamp  string  `json:"timestamp"`
	Suggestion string  `json:"suggestion,omitempty"`
}

// Report makes the error ready to travel.
func (e *Error) Report() Report {
	r := Report{
		Code: e.Code, Message: e.Message, Context: e.Context, Operation: e.Context["operation"],
		HTTPStatus: e.Code.Status(), Timestamp: Now(), Suggestion: e.suggestion(),
	}
	if e.operation != "" {
		r.Operation = e.operation
	}
	if r.Context == nil {
		r.Context = Context{}
	}
	return r
}

// Now is the present as the protocol writes it.
func Now() string { return Timestamp(time.Now()) }

// Timestamp writes a time as JavaScript's toISOString does.
func Timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

package capnweb

import (
	"context"
	"encoding/json"
	"errors"
	"io"
)

// Values, and what JavaScript sees of them: nil is null, [Undefined] undefined, bool, float64 and
// string themselves, []any an array, map[string]any an object, *big.Int a bigint, time.Time a Date
// (the zero time an invalid one), []byte a Uint8Array, *Error an Error, *Stub what the peer had
// exported, *Incoming a ReadableStream, *Writer a WritableStream. To be sent are also structs, as
// encoding/json names their fields, other integers, slices and maps, [*Object], [Method], [Prompt] and [*Stream].

// Undefined is JavaScript's undefined.
type Undefined struct{}

// Method is a function that the peer may call. Its result is a value; its error reaches the peer as
// an [*Error] (errors.As), or as an Error with the message alone. The context ends with the session.
// Stubs among the arguments are valid until the method returns.
type Method func(ctx context.Context, args Args) (any, error)

// Prompt is a [Method] in two steps, for calls whose order matters. The first is taken in the order in
// which calls have come, and must not wait; the second is what it gives.
type Prompt func(ctx context.Context, args Args) func() (any, error)

// Object has members that the peer may use: methods, other objects, or values.
type Object struct {
	Members map[string]any
}

// Error is a JavaScript Error. Props are its own further properties.
type Error struct {
	Name, Message string
	Stack         string // "": none
	Props         map[string]any
}

func (e *Error) Error() string { return e.Message }

// typeError makes a TypeError.
func typeError(message string) *Error { return &Error{Name: "TypeError", Message: message} }

// plainError makes an Error.
func plainError(message string) *Error { return &Error{Name: "Error", Message: message} }

// asError gives what is thrown for err.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return plainError(err.Error())
}

// Stream is a ReadableStream of bytes for the peer. The session closes the reader when it has
// ended, when the peer wants no more, or with the session; Close must end a waiting Read.
type Stream struct {
	io.ReadCloser
}

// Args are the arguments of a call.
type Args []any

// At gives an argument; [Undefined] where there is none.
func (a Args) At(i int) any {
	if i < len(a) {
		return a[i]
	}
	return Undefined{}
}

// Text gives an argument that must be a string.
func (a Args) Text(i int) (string, error) {
	s, ok := a.At(i).(string)
	if !ok {
		return "", typeError("argument is not of type 'string'.")
	}
	return s, nil
}

// Into reads a plain argument into a variable as encoding/json does. Undefined and null leave it as
// it is.
func (a Args) Into(i int, to any) error {
	v := a.At(i)
	if v == nil || v == (Undefined{}) {
		return nil
	}
	text, err := json.Marshal(plain(v))
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		return typeError(err.Error())
	}
	return nil
}

// plain makes null of what JSON has no word for.
func plain(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plain(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			out[name] = plain(value)
		}
		return out
	case Undefined, *Stub, *Incoming, *Writer:
		return nil
	}
	return v
}

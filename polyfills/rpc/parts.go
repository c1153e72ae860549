package rpc

import (
	"errors"
	"io"
	"net/http"

	"paddock/jsruntime"
	"paddock/polyfills/fetch"
	"paddock/polyfills/headers"
)

// Part is something that a message carries beside its bytes, told apart for those who bring messages
// to other processes. One of its fields is set.
type Part struct {
	Receiver Receiver // of a function or an RpcTarget
	Service  Service
	Stream   *Stream
	Writable Receiver // takes the operations of a WritableStream's writer
	Signal   *Signal
	Request  *http.Request
	Response *http.Response
	Headers  http.Header
}

// Stream is a ReadableStream on its way.
type Stream struct {
	io.ReadCloser
	Length int64 // < 0 when it is unknown
}

// Signal is an AbortSignal on its way.
type Signal struct {
	Receiver Receiver          // takes a function that is to be called with the reason; nil for what is aborted
	Reason   jsruntime.Message // of what is aborted
}

// Parts gives what a message carries beside its bytes, by index. They become the caller's.
func Parts(m jsruntime.Message) ([]Part, error) {
	if len(m.Buffers)+len(m.Transferred) > 0 {
		return nil, errors.New("a message with transferred objects does not leave the process")
	}
	var parts []Part
	for _, external := range m.Externals {
		p, err := partOf(external)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func partOf(external any) (p Part, err error) {
	switch x := external.(type) {
	case carriedService:
		p.Service = x.Service
	case carriedReceiver:
		p.Receiver = x.Receiver
	case carriedStream:
		p.Stream = &Stream{x.ReadCloser, x.length}
	case carriedWritable:
		p.Writable = x.Receiver
	case carriedSignal:
		p.Signal = &Signal{x.Receiver, x.reason}
	default:
		var known bool
		if p.Headers, known = headers.Carried(external); known {
			break
		}
		if p.Request, p.Response, known = fetch.Carried(external); !known {
			err = jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "unknown object in an RPC message")
		}
	}
	return p, err
}

// Assemble makes a message of its bytes and parts.
func Assemble(data []byte, parts []Part) jsruntime.Message {
	m := jsruntime.Message{Data: data}
	for _, p := range parts {
		m.Externals = append(m.Externals, p.external())
	}
	return m
}

func (p Part) external() any {
	switch {
	case p.Service != nil:
		return carriedService{p.Service}
	case p.Receiver != nil:
		return carriedReceiver{p.Receiver}
	case p.Stream != nil:
		return carriedStream{p.Stream.ReadCloser, p.Stream.Length}
	case p.Writable != nil:
		return carriedWritable{p.Writable}
	case p.Signal != nil:
		return carriedSignal{p.Signal.Receiver, p.Signal.Reason}
	case p.Request != nil:
		return fetch.CarryRequest(p.Request)
	case p.Response != nil:
		return fetch.CarryResponse(p.Response)
	}
	return headers.Carry(p.Headers)
}

// Discard gives up what a message carries that nobody takes.
func Discard(m jsruntime.Message) {
	for _, external := range m.Externals {
		if p, err := partOf(external); err == nil {
			p.Discard()
		}
	}
}

// Discard gives up a part that nobody takes.
func (p Part) Discard() {
	switch {
	case p.Receiver != nil:
		p.Receiver.Dispose()
	case p.Writable != nil:
		p.Writable.Dispose()
	case p.Signal != nil && p.Signal.Receiver != nil:
		p.Signal.Receiver.Dispose()
	case p.Signal != nil:
		Discard(p.Signal.Reason)
	case p.Stream != nil:
		_ = p.Stream.Close() // nobody reads it, as the bodies below
	case p.Request != nil && p.Request.Body != nil:
		_ = p.Request.Body.Close()
	case p.Response != nil && p.Response.Body != nil:
		_ = p.Response.Body.Close()
	}
}

// Failure is an error in a form that leaves the process.
type Failure struct {
	Class   string         `json:"class"`
	Message string         `json:"message"`
	Props   map[string]any `json:"props,omitempty"`
	Own     []byte         `json:"own,omitempty"`    // the error with its own properties, serialized; nil: it goes without
	Object  string         `json:"object,omitempty"` // the Durable Object that threw it, with Own
}

// FailureOf gives what of an error the caller is to see.
func FailureOf(err error) *Failure {
	f := &Failure{Class: jsruntime.PlainError, Message: err.Error()}
	var with *thrown
	if errors.As(err, &with) {
		f.Own, f.Object = with.message.Data, with.object
	}
	var known *jsruntime.Error
	var ex *jsruntime.Exception
	switch {
	case errors.As(err, &known):
		f.Class, f.Message, f.Props = known.Class, known.Msg, known.Props
	case errors.As(err, &ex):
		f.Class, f.Message = ex.Name, ex.Message
		if ex.DOMException {
			f.Class = jsruntime.DOMError + ex.Name
		}
	}
	return f
}

// Err makes the error again.
func (f *Failure) Err() error {
	plain := &jsruntime.Error{Class: f.Class, Msg: f.Message, Props: f.Props}
	if f.Own == nil {
		return plain
	}
	return &thrown{error: plain, message: jsruntime.Message{Data: f.Own}, object: f.Object}
}

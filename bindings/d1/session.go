package d1

import (
	"context"
	"errors"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// session is the host side of a D1DatabaseSession: calls that remember the newest bookmark. All
// of it but db is for the loop.
type session struct {
	db       *Database
	tracked  bool   // false for calls without a session
	bookmark string // "" before the first call
}

var sessionClass = jsruntime.NewClass[session]("D1DatabaseSession").
	Method("prepare", 1, prepare).
	AsyncMethod("batch", 1, trace.Async("d1_batch", batch)).
	Method("getBookmark", 0, func(vm *jsruntime.VM, s *session, _ jsruntime.Args) jsruntime.Value {
		if s.bookmark == "" {
			return jsruntime.Null()
		}
		return vm.ToValue(s.bookmark)
	})

// outcome is how a call ended.
type outcome struct {
	results  []Result
	bookmark string
	err      error
}

// call runs queries off the loop and gives a promise of what done makes of the outcome.
func (s *session) call(vm *jsruntime.VM, queries []Query, done func(outcome) (jsruntime.Value, error)) jsruntime.Value {
	tracked, span := s.tracked, trace.Here(vm)
	return jsruntime.Async(vm, func(context.Context) (o outcome, _ error) {
		o.results, o.bookmark, o.err = s.db.runLimited(queries, tracked)
		return o, nil
	}, func(_ *jsruntime.VM, o outcome) (jsruntime.Value, error) {
		s.bookmark = max(s.bookmark, o.bookmark)
		o.tell(span)
		return done(o)
	})
}

// run is call for callers that want the results; an error rejects the promise.
func (s *session) run(vm *jsruntime.VM, queries []Query, done func([]Result) (jsruntime.Value, error)) jsruntime.Value {
	return s.call(vm, queries, func(o outcome) (jsruntime.Value, error) {
		if o.err == nil {
			return done(o.results)
		}
		if text, ok := message(o.err); ok {
			return nil, failure(vm, "D1_ERROR: "+text, text)
		}
		return nil, o.err
	})
}

// message gives the text of an error of SQL; ok is false for what happened to the database itself.
func message(err error) (text string, ok bool) {
	var own *jsruntime.Error
	if errors.As(err, &own) {
		return "", false
	}
	return err.Error(), true
}

// failure is an error with a cause, as all errors of D1 are.
func failure(vm *jsruntime.VM, text, cause string) error {
	o := vm.NewErrorObject(jsruntime.PlainError, text)
	if err := o.DefineDataProperty("cause", vm.NewErrorObject(jsruntime.PlainError, cause), jsruntime.Yes, jsruntime.Yes, jsruntime.No); err != nil {
		return err
	}
	return vm.Wrap(o)
}

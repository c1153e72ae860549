package d1

import (
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/trace"
)

// resource is a database that can be bound.
type resource struct{ *Database }

var (
	_ bindings.Resource = (*resource)(nil)
	_ bindings.Resetter = (*resource)(nil)
)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	define()
	return class.New(vm, &session{db: r.Database}), nil
}

// class is D1Database. Its host side is the session of calls that are made without one.
var class = jsruntime.NewClass[session]("D1Database").
	Method("prepare", 1, prepare).
	AsyncMethod("batch", 1, trace.Async("d1_batch", batch)).
	AsyncMethod("exec", 1, trace.Async("d1_exec", exec)).
	Method("withSession", 1, withSession).
	AsyncMethod("query", 1, func(vm *jsruntime.VM, _ *session, _ jsruntime.Args) (jsruntime.Value, error) {
		if !compat.Of(vm).Has("d1_binding_jsrpc") {
			return nil, jsruntime.Errorf(jsruntime.PlainError, "D1_ERROR: D1Database.query() requires the d1_binding_jsrpc compatibility flag. Enable d1_binding_jsrpc before calling query().")
		}
		return nil, &bindings.Unsupported{Feature: "D1Database.query"}
	}).
	AsyncMethod("dump", 0, func(vm *jsruntime.VM, _ *session, _ jsruntime.Args) (jsruntime.Value, error) {
		return nil, failure(vm, "D1_DUMP_ERROR: Status + 404", "Status 404")
	})

// WhyNot implements jsruntime.Uncloneable.
func (*session) WhyNot() string { return "ServiceStub cannot be serialized in this context." }

func prepare(vm *jsruntime.VM, s *session, args jsruntime.Args) jsruntime.Value {
	return statementClass.New(vm, &statement{session: s, sql: args.At(0)})
}

// batch runs statements as one transaction. As on the platform, anything with the properties
// statement and params will do.
func batch(vm *jsruntime.VM, s *session, args jsruntime.Args) (jsruntime.Value, error) {
	list := jsruntime.AsObject(args.At(0))
	if list == nil || list.ClassName() != "Array" {
		return nil, notCallable(args.At(0), "statements", "map")
	}
	var queries []Query
	var refused error
	vm.Iterate(list, func(v jsruntime.Value) bool {
		var q Query
		q, refused = queryOf(vm, v)
		queries = append(queries, q)
		return refused == nil
	})
	if refused != nil {
		return nil, refused
	}
	tell(vm, "batch", queries...)
	return s.run(vm, queries, func(results []Result) (jsruntime.Value, error) {
		items := make([]jsruntime.Value, len(results))
		for i, r := range results {
			items[i] = r.object(vm)
		}
		return vm.NewArrayOf(items...), nil
	}), nil
}

// exec runs every line as a query, all as one transaction.
func exec(vm *jsruntime.VM, s *session, args jsruntime.Args) (jsruntime.Value, error) {
	if !jsruntime.IsString(args.At(0)) {
		return nil, notCallable(args.At(0), "query", "trim")
	}
	lines := strings.Split(trim(args.At(0).String()), "\n")
	queries := make([]Query, len(lines))
	for i, line := range lines {
		queries[i].SQL = line
	}
	tell(vm, "exec", queries...)
	return s.call(vm, queries, func(o outcome) (jsruntime.Value, error) {
		if o.err != nil {
			if text, ok := message(o.err); ok {
				// The local platform does not tell which line it was.
				text = "Error in line 1: " + lines[0] + ": " + text
				return nil, failure(vm, "D1_EXEC_ERROR: "+text, text)
			}
			return nil, o.err
		}
		duration := 0.0
		for _, r := range o.results {
			duration += milliseconds(r.Meta.Duration)
		}
		return object(vm, "count", len(o.results), "duration", duration), nil
	}), nil
}

func withSession(vm *jsruntime.VM, s *session, args jsruntime.Args) jsruntime.Value {
	v := args.At(0)
	if jsruntime.IsNullish(v) {
		return sessionClass.New(vm, &session{db: s.db, tracked: true})
	}
	if !jsruntime.IsString(v) {
		vm.Throw(jsruntime.Errorf(jsruntime.TypeError, "constraintOrBookmark?.trim is not a function"))
	}
	bookmark := strings.TrimSpace(v.String())
	if bookmark == "first-primary" || bookmark == "first-unconstrained" {
		bookmark = ""
	}
	return sessionClass.New(vm, &session{db: s.db, tracked: true, bookmark: bookmark})
}

// notCallable is what the engine says of variable.method() where v is the variable.
func notCallable(v jsruntime.Value, variable, method string) error {
	if jsruntime.IsNullish(v) {
		return jsruntime.Errorf(jsruntime.TypeError, "Cannot read properties of %s (reading '%s')", v, method)
	}
	return jsruntime.Errorf(jsruntime.TypeError, "%s.%s is not a function", variable, method)
}

package d1

import (
	"database/sql/driver"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// statement is the host side of a D1PreparedStatement. It never changes.
type statement struct {
	session *session
	sql     jsruntime.Value
	params  []driver.Value
	refused error // why params cannot be sent; nil if they can
}

var statementClass = jsruntime.NewClass[statement]("D1PreparedStatement")

// define gives the class its methods, which make more of its instances.
var define = sync.OnceFunc(func() {
	statementClass.
		Method("bind", 0, bind).
		AsyncMethod("first", 1, trace.Async("d1_first", telling("first", first))).
		AsyncMethod("run", 0, trace.Async("d1_run", telling("run", all))).
		AsyncMethod("all", 0, trace.Async("d1_all", telling("all", all))).
		AsyncMethod("raw", 1, trace.Async("d1_all", telling("raw", raw))). // as the platform names it
		Getter("statement", func(_ *jsruntime.VM, s *statement) jsruntime.Value { return s.sql }).
		Getter("params", func(vm *jsruntime.VM, s *statement) jsruntime.Value { return array(vm, s.params) })
})

func bind(vm *jsruntime.VM, s *statement, args jsruntime.Args) jsruntime.Value {
	bound := &statement{session: s.session, sql: s.sql, params: make([]driver.Value, len(args))}
	for i, v := range args {
		value, refused := bindable(vm, v)
		if bound.params[i] = value; refused != nil {
			bound.refused = refused
		}
	}
	return statementClass.New(vm, bound)
}

// query gives what a statement runs.
func (s *statement) query(vm *jsruntime.VM) (Query, error) {
	if s.refused != nil {
		return Query{}, s.refused
	}
	if !jsruntime.IsString(s.sql) {
		return Query{}, malformed(vm)
	}
	return Query{s.sql.String(), s.params}, nil
}

// queryOf gives what an element of a batch runs.
func queryOf(vm *jsruntime.VM, v jsruntime.Value) (Query, error) {
	if s, ok := statementClass.From(v); ok {
		return s.query(vm)
	}
	if jsruntime.IsNullish(v) {
		return Query{}, notCallable(v, "", "statement")
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return Query{}, malformed(vm)
	}
	s := statement{sql: o.Get("statement")}
	if params := jsruntime.AsObject(o.Get("params")); params != nil {
		vm.Iterate(params, func(v jsruntime.Value) bool {
			value, refused := bindable(vm, v)
			s.params, s.refused = append(s.params, value), refused
			return refused == nil
		})
	}
	return s.query(vm)
}

// malformed is the refusal of what the local database cannot read.
func malformed(vm *jsruntime.VM) error {
	const text = "Failed to parse body as JSON, got: ZodError"
	return failure(vm, "D1_ERROR: "+text, text)
}

// one runs the statement and gives a promise of what done makes of its result.
func (s *statement) one(vm *jsruntime.VM, done func(Result) (jsruntime.Value, error)) (jsruntime.Value, error) {
	q, err := s.query(vm)
	if err != nil {
		return nil, err
	}
	return s.session.run(vm, []Query{q}, func(results []Result) (jsruntime.Value, error) { return done(results[0]) }), nil
}

func all(vm *jsruntime.VM, s *statement, _ jsruntime.Args) (jsruntime.Value, error) {
	return s.one(vm, func(r Result) (jsruntime.Value, error) { return r.object(vm), nil })
}

func first(vm *jsruntime.VM, s *statement, args jsruntime.Args) (jsruntime.Value, error) {
	column := args.At(0)
	return s.one(vm, func(r Result) (jsruntime.Value, error) {
		if len(r.Rows) == 0 {
			return jsruntime.Null(), nil
		}
		row := r.row(vm, r.Rows[0])
		if jsruntime.IsUndefined(column) {
			return row, nil
		}
		v := row.Get(vm.Text(column))
		if jsruntime.IsUndefined(v) {
			return nil, failure(vm, "D1_COLUMN_NOTFOUND: Column not found ("+vm.Text(column)+")", "Column not found")
		}
		return v, nil
	})
}

func raw(vm *jsruntime.VM, s *statement, args jsruntime.Args) (jsruntime.Value, error) {
	names := false
	if o := jsruntime.AsObject(args.At(0)); o != nil {
		v := o.Get("columnNames")
		names = v != nil && v.ToBoolean()
	}
	return s.one(vm, func(r Result) (jsruntime.Value, error) {
		var rows []jsruntime.Value
		if names {
			columns := make([]jsruntime.Value, len(r.Columns))
			for i, name := range r.Columns {
				columns[i] = vm.ToValue(name)
			}
			rows = append(rows, vm.NewArrayOf(columns...))
		}
		for _, row := range r.Rows {
			rows = append(rows, array(vm, row))
		}
		return vm.NewArrayOf(rows...), nil
	})
}

package durable

import (
	"fmt"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// statement is the host side of what sql.prepare() gives.
type statement struct{}

var statementClass = jsruntime.NewClass[statement]("Statement")

// setupSQL completes the prototype of storage.sql: its nested classes, and with the compatibility
// flag "experimental" what the platform keeps for its own tests.
func setupSQL(vm *jsruntime.VM, _, proto *jsruntime.Object) {
	define := func(name string, v jsruntime.Value, enumerable jsruntime.PropertyFlag) {
		if err := proto.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, enumerable); err != nil {
			vm.Throw(err)
		}
	}
	define("Cursor", cursorClass.Object(vm), jsruntime.No)
	define("Statement", statementClass.Object(vm), jsruntime.No)
	if !compat.Of(vm).Has("experimental") {
		return
	}
	method := func(name string, f func(s *sqlStorage, args jsruntime.Args) jsruntime.Value) {
		define(name, vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			s := sqlClass.This(vm, call.This)
			s.check(vm)
			return f(s, call.Arguments)
		}), jsruntime.Yes)
	}
	method("prepare", func(s *sqlStorage, args jsruntime.Args) jsruntime.Value { return s.prepare(vm, args.At(0).String()) })
	method("ingest", func(s *sqlStorage, args jsruntime.Args) jsruntime.Value { return s.ingest(vm, args.At(0).String()) })
	method("setMaxPageCountForTest", func(s *sqlStorage, args jsruntime.Args) jsruntime.Value {
		if err := s.conn.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", args.At(0).ToInteger())); err != nil {
			vm.Throw(err)
		}
		return jsruntime.Undefined()
	})
}

// setupCursor adds to the prototype of cursors what the flag "experimental" brings.
func setupCursor(vm *jsruntime.VM, _, proto *jsruntime.Object) {
	if !compat.Of(vm).Has("experimental") {
		return
	}
	get := vm.NewFunction("get reusedCachedQueryForTest", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(cursorClass.This(vm, call.This).reused)
	})
	if err := proto.DefineAccessorProperty("reusedCachedQueryForTest", get, nil, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
}

// setupStorage adds to the prototype of storage what the flag "experimental" brings.
func setupStorage(vm *jsruntime.VM, _, proto *jsruntime.Object) {
	if !compat.Of(vm).Has("experimental") {
		return
	}
	wait := vm.NewFunction("waitForBookmark", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.Promised(func() (jsruntime.Value, error) {
			return jsruntime.Undefined(), storageClass.This(vm, call.This).usable() // there are no replicas that could lag behind
		})
	})
	if err := proto.DefineDataProperty("waitForBookmark", wait, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
}

// prepare makes a function that runs a query with the values that it is given.
func (s *sqlStorage) prepare(vm *jsruntime.VM, query string) jsruntime.Value {
	run := vm.NewFunction("", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return cursorClass.New(vm, s.exec(vm, query, call.Arguments))
	})
	if err := run.SetPrototype(statementClass.Prototype(vm)); err != nil {
		vm.Throw(err)
	}
	return run
}

// ingest runs the whole statements with which a text begins, and gives what is left of it.
func (s *sqlStorage) ingest(vm *jsruntime.VM, text string) jsruntime.Value {
	if err := s.write(vm); err != nil {
		vm.Throw(err)
	}
	done, err := s.conn.Ingest(text)
	if err != nil {
		vm.Throw(err)
	}
	result := vm.NewObject()
	for _, p := range []struct {
		name  string
		value any
	}{
		{"remainder", text[done.Bytes:]}, {"rowsRead", done.Read}, {"rowsWritten", done.Written}, {"statementCount", done.Statements},
	} {
		if err := result.Set(p.name, p.value); err != nil {
			vm.Throw(err)
		}
	}
	return result
}

// Package nodetest runs the tests of Node's modules: files as jsruntime/jstest runs them, in
// isolates that have everything a Worker with nodejs_compat has. require("fs") gives a module.
package nodetest

import (
	"io/fs"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

// Date is the compatibility date of the tests.
const Date = "2026-06-01"

// Run runs every *.js file of files.
func Run(t *testing.T, files fs.FS) {
	t.Helper()
	RunAt(t, files, Date)
}

// RunAt is Run at another compatibility date.
func RunAt(t *testing.T, files fs.FS, date string) {
	t.Helper()
	run(t, files, polyfills.Options{Compat: compat.New(date, []string{"nodejs_compat"})})
}

// RunWith is Run with what opts lends to scripts, and more APIs.
func RunWith(t *testing.T, files fs.FS, opts polyfills.Options, more ...jsruntime.API) {
	t.Helper()
	opts.Compat = compat.New(Date, []string{"nodejs_compat"})
	run(t, files, opts, more...)
}

func run(t *testing.T, files fs.FS, opts polyfills.Options, more ...jsruntime.API) {
	t.Helper()
	jstest.Run(t, files, append(append(polyfills.All(opts), more...), jsruntime.API{Name: "require", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"require": func(vm *jsruntime.VM) jsruntime.Value {
			return vm.NewFunction("require", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				return node.Require(vm, call.Argument(0).String())
			})
		},
	}})...)
}

package jsruntime

import (
	"strings"
	"sync"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// Script is a piece of our own JavaScript, compiled once per process and shared by all VMs.
// Its text is an expression; running it gives the expression's value.
type Script struct {
	compile func() *Program
}

// NewScript declares a script. The result is immutable and belongs in a package variable. Functions of one whose
// name begins with "paddock:" pass for built-in ones, which show no text.
func NewScript(name, text string) *Script {
	compile := func() *Program {
		program := goja.MustCompile(name, "("+text+"\n)", true)
		dialect.Amend(program)
		return program
	}
	if strings.HasPrefix(name, "paddock:") {
		compile = func() *Program { return dialect.CompileHost(name, "("+text+"\n)") }
	}
	return &Script{compile: sync.OnceValue(compile)}
}

// Run evaluates the script in vm. What it throws passes through as a panic, as from any
// host function.
func (s *Script) Run(vm *VM) Value {
	v, err := vm.RunProgram(s.compile())
	if err != nil {
		vm.Rethrow(err)
	}
	return v
}

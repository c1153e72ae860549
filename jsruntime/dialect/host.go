package dialect

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// NativeText is what functions of scripts that CompileHost compiled have for a text. Who tells scripts of
// functions puts in its place what V8 says of its own.
const NativeText = "[native code]"

// CompileHost compiles a script of the host, in the engine's own dialect, whose functions and classes are built-in
// ones to those that meet them: they show no text. It panics where the text is wrong.
func CompileHost(name, text string) *goja.Program {
	tree, err := parser.ParseFile(nil, name, text, 0, parser.WithDisableSourceMaps)
	if err != nil {
		panic(err)
	}
	hide := walker{enter: func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FunctionLiteral:
			n.Source = NativeText
		case *ast.ArrowFunctionLiteral:
			n.Source = NativeText
		case *ast.ClassLiteral:
			n.Source = NativeText
		}
	}}
	hide.program(tree)
	program, err := goja.CompileAST(tree, true)
	if err != nil {
		panic(err)
	}
	Amend(program)
	return program
}

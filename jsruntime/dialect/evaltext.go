package dialect

import (
	"fmt"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"

	"paddock/jsruntime/dialect/regex"
)

// EvalText is what a script gives to eval, or makes a function of.
type EvalText struct {
	Source   string
	Strict   bool     // the script that calls eval is strict
	Taken    []string // names that the script declares for blocks: functions in blocks of the text are not variables then
	Function bool     // the text is a function in parentheses
	// Lower takes away the syntax that Lowered names, but for import(); nil: it cannot be had.
	Lower func(src string) (string, error)
}

// Parse gives a text's tree, changed to what the engine understands as it is meant. Nothing of the kind of Compile
// can be shared: a text sees the variables around it. The error is a *SyntaxError in V8's words.
func (t EvalText) Parse() (tree *ast.Program, err error) {
	defer func() {
		if p := recover(); p != nil {
			tree, err = nil, &SyntaxError{Text: fmt.Sprintf("the engine cannot compile this text: %v", p), File: textName}
		}
	}()
	regex.MatchDeep()
	src := splitLastCodePoint(t.Source)
	if !t.Strict {
		src = HoistBlockFunctions(src, t.Taken)
	}
	tree, err = parse(textName, src)
	if t.Lower != nil && (err != nil || hasAsyncGenerator(tree, src)) {
		strictly := src
		if t.Strict {
			strictly = `"use strict"; ` + src
		}
		lowered, failed := t.Lower(strictly)
		var again *ast.Program
		if failed == nil {
			again, failed = parse(textName, lowered)
		}
		switch {
		case failed == nil:
			src, tree, err = lowered, again, nil
		case err == nil:
			err = &SyntaxError{Text: "Invalid or unexpected token", File: textName}
		}
	}
	if err == nil {
		err = checkYields(tree, t.Strict)
	}
	if err == nil {
		err = checkStrictly(tree, src, t.Strict)
	}
	if err == nil && t.Function && !isFunction(tree) {
		err = &SyntaxError{Text: "Single function literal required", File: textName}
	}
	if err == nil {
		err = rewrite(tree, src)
	}
	if err != nil {
		t.Source = src
		return nil, t.Complain(err)
	}
	rewriteEvals(tree, src, t.Strict)
	keepHelpers(tree)
	nameImports(tree, src)
	return tree, nil
}

// hasAsyncGenerator reports whether a program has async generators, which the engine parses and does not compile.
func hasAsyncGenerator(tree *ast.Program, src string) (found bool) {
	if !strings.Contains(src, "async") {
		return false
	}
	w := walker{skip: without("async"), enter: func(n ast.Node) {
		f, ok := n.(*ast.FunctionLiteral)
		found = found || ok && f.Async && f.Generator
	}}
	w.program(tree)
	return found
}

// isFunction reports whether a program is one function, with helpers or without.
func isFunction(tree *ast.Program) bool {
	for i, s := range tree.Body {
		switch s := s.(type) {
		case *ast.VariableStatement:
		case *ast.ExpressionStatement:
			_, ok := s.Expression.(*ast.FunctionLiteral)
			return ok && i == len(tree.Body)-1
		}
	}
	return false
}

// textName is the name of a text's script.
const textName = "<eval>"

// checkYields is for yield in what an arrow function gives, which the engine's parser takes for one of the generator
// around it: there it is a name, and in strict code nothing at all.
func checkYields(tree *ast.Program, strict bool) error {
	type around struct{ arrow, strict bool }
	functions := []around{{strict: strict || isStrict(tree.Body)}}
	var wrong error
	w := walker{
		skip: without("yield"),
		enter: func(n ast.Node) {
			f := around{strict: functions[len(functions)-1].strict}
			switch n := n.(type) {
			case *ast.ArrowFunctionLiteral:
				f.arrow = true
			case *ast.FunctionLiteral:
				f.strict = f.strict || isStrict(n.Body.List)
			case *ast.ClassLiteral:
				f.strict = true
			}
			functions = append(functions, f)
		},
		leave: func(ast.Node) { functions = functions[:len(functions)-1] },
		expr: func(slot *ast.Expression) {
			y, ok := (*slot).(*ast.YieldExpression)
			f := functions[len(functions)-1]
			switch {
			case !ok || !f.arrow || wrong != nil:
			case !f.strict && y.Argument == nil && !y.Delegate:
				*slot = &ast.Identifier{Name: "yield", Idx: y.Yield}
			default:
				at := tree.File.Position(int(y.Yield) - tree.File.Base())
				wrong = &SyntaxError{Text: "Unexpected strict mode reserved word", File: textName, Line: at.Line, Column: at.Column}
			}
		},
	}
	w.program(tree)
	return wrong
}

// keepHelpers makes constants of the helpers that lowering put before a text: as variables they would be the
// caller's, or the global object's.
func keepHelpers(tree *ast.Program) {
	own := func(list []*ast.Binding) bool {
		id, ok := list[0].Target.(*ast.Identifier)
		return ok && strings.HasPrefix(id.Name.String(), "__") && list[0].Initializer != nil
	}
	first := directives(tree.Body)
	for i, s := range tree.Body[first:] {
		v, ok := s.(*ast.VariableStatement)
		if !ok || !own(v.List) {
			break
		}
		tree.Body[first+i] = &ast.LexicalDeclaration{Idx: v.Var, Token: token.CONST, List: v.List}
		for at, d := range tree.DeclarationList {
			if d.Var == v.Var {
				tree.DeclarationList = append(tree.DeclarationList[:at:at], tree.DeclarationList[at+1:]...)
				break
			}
		}
	}
}

// nameImports has a text ask the host for the modules that it imports.
func nameImports(tree *ast.Program, src string) {
	if !strings.Contains(src, "import") {
		return
	}
	w := walker{expr: func(slot *ast.Expression) {
		if call, ok := (*slot).(*ast.CallExpression); ok {
			if id, ok := call.Callee.(*ast.Identifier); ok && id.Name == ImportWord {
				id.Name = ImportName
			}
		}
	}}
	w.program(tree)
}

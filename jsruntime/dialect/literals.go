package dialect

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect/regex"
)

// PatternName is the function that is given each regular expression whose literal the engine could
// not take as it was, with the pattern and the flags that were written. It gives the expression
// back. Install makes one that does only that.
const PatternName = "%pattern"

// literalExpander makes of a tree's regular expression literals such as the engine can take.
type literalExpander struct {
	file   *file.File
	failed error // of the first that is wrong
}

func (l *literalExpander) walk() walker {
	return walker{expr: func(slot *ast.Expression) {
		re, ok := (*slot).(*ast.RegExpLiteral)
		if !ok || l.failed != nil {
			return
		}
		if len(regex.FoldedReferences(re.Pattern, re.Flags)) > 0 {
			*slot = deferred(re) // for whoever makes it to see to
			return
		}
		expanded, flags, err := regex.Expand(re.Pattern, re.Flags)
		if err != nil {
			at := l.file.Position(int(re.Idx) - l.file.Base())
			l.failed = &SyntaxError{Text: err.Error(), File: at.Filename, Line: at.Line, Column: at.Column}
			return
		}
		if expanded == re.Pattern && flags == re.Flags {
			return
		}
		literal := func(s string) ast.Expression {
			return &ast.StringLiteral{Idx: re.Idx, Value: unistring.NewFromString(s)}
		}
		*slot = hostCall(PatternName, re.Idx, &ast.RegExpLiteral{Idx: re.Idx, Literal: re.Literal, Pattern: expanded, Flags: flags}, literal(re.Pattern), literal(re.Flags))
	}}
}

// deferred is a call of RegExp in the place of a literal, which complains when it is evaluated: what
// a script never evaluates must not keep all of it from running.
func deferred(re *ast.RegExpLiteral) ast.Expression {
	return &ast.NewExpression{
		New:             re.Idx,
		Callee:          &ast.Identifier{Name: "RegExp", Idx: re.Idx},
		LeftParenthesis: re.Idx,
		ArgumentList: []ast.Expression{
			&ast.StringLiteral{Idx: re.Idx, Value: unistring.NewFromString(re.Pattern)},
			&ast.StringLiteral{Idx: re.Idx, Value: unistring.NewFromString(re.Flags)},
		},
		RightParenthesis: re.Idx,
	}
}

// DeferLiterals defers the regular expression literals that the engine refuses although they are
// valid. It reports whether there were any.
func DeferLiterals(tree *ast.Program) bool {
	found := false
	w := walker{expr: func(slot *ast.Expression) {
		re, ok := (*slot).(*ast.RegExpLiteral)
		if !ok {
			return
		}
		alone := &ast.Program{Body: []ast.Statement{&ast.ExpressionStatement{Expression: re}}, File: tree.File}
		if _, err := goja.CompileAST(alone, true); err == nil {
			return
		}
		found = true
		*slot = deferred(re)
	}}
	w.program(tree)
	return found
}

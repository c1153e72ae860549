package dialect

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

const argumentsName unistring.String = "arguments"

// lendArguments lets arrow functions see the arguments of the function around them. The engine
// keeps them where only that function finds them, unless their name is met twice: so functions
// whose arrow functions use it name it first, in a statement of its own.
func lendArguments(tree *ast.Program, src string) {
	if !strings.Contains(src, string(argumentsName)) {
		return
	}
	l := &lender{lends: map[*ast.FunctionLiteral]bool{}}
	w := walker{enter: l.enter, leave: l.leave, expr: l.expression, skip: without(string(argumentsName))}
	w.program(tree)
}

// lender knows the functions, arrow functions and classes around a place.
type lender struct {
	around []ast.Node
	lends  map[*ast.FunctionLiteral]bool
}

func (l *lender) enter(n ast.Node) { l.around = append(l.around, n) }

func (l *lender) leave(n ast.Node) {
	l.around = l.around[:len(l.around)-1]
	f, ok := n.(*ast.FunctionLiteral)
	if !ok || !l.lends[f] {
		return
	}
	first := directives(f.Body.List)
	body := append(make([]ast.Statement, 0, len(f.Body.List)+1), f.Body.List[:first]...)
	body = append(body, &ast.ExpressionStatement{Expression: &ast.Identifier{Name: argumentsName, Idx: f.Body.Idx0()}})
	f.Body.List = append(body, f.Body.List[first:]...)
}

func (l *lender) expression(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.Identifier:
		if e.Name != argumentsName {
			return
		}
		if f := l.owner(); f != nil && e.Idx < f.Body.Idx0() { // in its parameters, which come first
			*slot = &ast.SequenceExpression{Sequence: []ast.Expression{e, e}}
		} else if f != nil {
			l.lends[f] = true
		}
	case *ast.ObjectLiteral:
		for _, p := range e.Value {
			if short, ok := p.(*ast.PropertyShort); ok && short.Name.Name == argumentsName {
				if f := l.owner(); f != nil {
					l.lends[f] = true
				}
			}
		}
	}
}

// owner is the function whose arguments an arrow function sees; nil outside of arrow functions.
func (l *lender) owner() *ast.FunctionLiteral {
	for i := len(l.around) - 1; i >= 0; i-- {
		switch n := l.around[i].(type) {
		case *ast.FunctionLiteral:
			if i == len(l.around)-1 {
				return nil
			}
			return n
		case *ast.ClassLiteral, *ast.ClassStaticBlock:
			return nil
		}
	}
	return nil
}

// SharesArguments reports whether a text that is strict names the arguments of the function around it.
func (t EvalText) SharesArguments(tree *ast.Program) (shares bool) {
	if !strings.Contains(t.Source, string(argumentsName)) || !t.Strict && !isStrict(tree.Body) {
		return false
	}
	depth := 0
	own := func(n ast.Node, by int) {
		switch n.(type) {
		case *ast.FunctionLiteral, *ast.ClassStaticBlock:
			depth += by
		}
	}
	w := walker{
		enter: func(n ast.Node) { own(n, 1) }, leave: func(n ast.Node) { own(n, -1) },
		expr: func(slot *ast.Expression) {
			switch e := (*slot).(type) {
			case *ast.Identifier:
				shares = shares || depth == 0 && e.Name == argumentsName
			case *ast.ObjectLiteral:
				for _, p := range e.Value {
					short, ok := p.(*ast.PropertyShort)
					shares = shares || depth == 0 && ok && short.Name.Name == argumentsName
				}
			}
		},
	}
	w.program(tree)
	return shares
}

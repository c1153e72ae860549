package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// rewriteLong does for assignments that name their target again what is done for s += x:
//
//	s = s + x + y        %concat(%concat(s, x), y)
//	s = x + s + y        %concat(%prepend(x, s), y)
//	s = `${s}…`          %concat(s, `…`)
//	s = `…${s}…`         %concat(%prepend(`…`, s), `…`)
//	s = s ? s + x : y    s ? %concat(s, x) : y
//	s = (s || "") + x    %concat(s || "", x)
//
// Where s is a variable, it is asked for its type first; where it is a property, which may not be
// read twice, the text must show that it is a string.
func (f *facts) rewriteLong(a *ast.AssignExpression) {
	g := growth{target: a.Left}
	if id, ok := a.Left.(*ast.Identifier); ok {
		_, template := a.Right.(*ast.TemplateLiteral)
		if !f.declared[id.Name] || operandSize(a.Right) > 2*maxOperand || !template && !f.textNames[id.Name] && !textual(a.Right) {
			return
		}
		if grown := g.of(a.Right); grown != nil {
			a.Right = &ast.ConditionalExpression{Test: isString(a.Left), Consequent: grown, Alternate: a.Right}
		}
		return
	}
	g.property = true
	if !f.plain(a.Left) || !f.textProps[propertyName(a.Left)] && !textual(a.Right) {
		return
	}
	if grown := g.of(a.Right); grown != nil {
		a.Right = grown
	}
}

// plain reports whether evaluating an expression calls nothing but accessors: names, this, and
// properties of them.
func (f *facts) plain(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.ThisExpression, *ast.StringLiteral, *ast.NumberLiteral:
		return true
	case *ast.Identifier:
		return f.declared[e.Name]
	case *ast.DotExpression:
		return f.plain(e.Left)
	case *ast.PrivateDotExpression:
		return f.plain(e.Left)
	case *ast.BracketExpression:
		return f.plain(e.Left) && f.plain(e.Member)
	}
	return false
}

// growth is an assignment to a target that may become longer by it.
type growth struct {
	target   ast.Expression
	property bool // the target is one
}

// of gives an expression as the calls that it may be; nil if it is none.
func (g growth) of(e ast.Expression) ast.Expression {
	switch e := e.(type) {
	case *ast.BinaryExpression:
		if e.Operator == token.PLUS {
			return g.ofSum(e)
		}
	case *ast.TemplateLiteral:
		return g.ofTemplate(e)
	case *ast.ConditionalExpression:
		consequent, alternate := g.of(e.Consequent), g.of(e.Alternate)
		if consequent == nil && alternate == nil {
			return nil
		}
		either := *e
		if consequent != nil {
			either.Consequent = consequent
		}
		if alternate != nil {
			either.Alternate = alternate
		}
		return &either
	}
	return nil
}

func (g growth) ofSum(e *ast.BinaryExpression) ast.Expression {
	if g.is(e.Left) {
		return callConcat(e.Left, e.Right)
	}
	if g.is(e.Right) {
		return callPrepend(e.Left, e.Right)
	}
	if left := g.of(e.Left); left != nil {
		return callConcat(left, e.Right)
	}
	if right := g.of(e.Right); right != nil {
		return callPrepend(e.Left, right)
	}
	return nil
}

// ofTemplate makes calls of a template in which the target stands.
func (g growth) ofTemplate(t *ast.TemplateLiteral) ast.Expression {
	if t.Tag != nil || len(t.Expressions) == 0 {
		return nil
	}
	for i, e := range t.Expressions {
		if !g.is(e) {
			continue
		}
		before, after := *t, *t
		before.Elements, before.Expressions = t.Elements[:i+1], t.Expressions[:i]
		after.Elements, after.Expressions = t.Elements[i+1:], t.Expressions[i+1:]
		if i == 0 && before.Elements[0].Parsed == "" {
			call := callConcat(e, &after)
			if g.property { // which may hold an object: a template asks that for its text
				call.ArgumentList = append(call.ArgumentList, &ast.BooleanLiteral{Idx: e.Idx0(), Literal: "true", Value: true})
			}
			return call
		}
		if g.property {
			return nil
		}
		grown := callPrepend(&before, e)
		if len(after.Expressions) == 0 && after.Elements[0].Parsed == "" {
			return grown
		}
		return callConcat(grown, &after)
	}
	return nil
}

// is reports whether an expression is the target, or is it with an empty string in place of nothing.
func (g growth) is(e ast.Expression) bool {
	if or, ok := e.(*ast.BinaryExpression); ok && (or.Operator == token.LOGICAL_OR || or.Operator == token.COALESCE) && textual(or.Right) {
		e = or.Left
	}
	return sameReference(g.target, e)
}

// sameReference reports whether two plain expressions are written alike.
func sameReference(a, b ast.Expression) bool {
	switch a := a.(type) {
	case *ast.ThisExpression:
		_, ok := b.(*ast.ThisExpression)
		return ok
	case *ast.Identifier:
		b, ok := b.(*ast.Identifier)
		return ok && a.Name == b.Name
	case *ast.StringLiteral:
		b, ok := b.(*ast.StringLiteral)
		return ok && a.Value == b.Value
	case *ast.NumberLiteral:
		b, ok := b.(*ast.NumberLiteral)
		return ok && a.Literal == b.Literal
	case *ast.DotExpression:
		b, ok := b.(*ast.DotExpression)
		return ok && a.Identifier.Name == b.Identifier.Name && sameReference(a.Left, b.Left)
	case *ast.PrivateDotExpression:
		b, ok := b.(*ast.PrivateDotExpression)
		return ok && a.Identifier.Name == b.Identifier.Name && sameReference(a.Left, b.Left)
	case *ast.BracketExpression:
		b, ok := b.(*ast.BracketExpression)
		return ok && sameReference(a.Left, b.Left) && sameReference(a.Member, b.Member)
	}
	return false
}

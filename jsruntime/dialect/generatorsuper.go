package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// The bundler leaves super where it was, in the generator that an async generator method starts,
// and there it has no meaning. The method gives the generator two functions for it.
const (
	getSuperName = "%getSuper" // of a key
	setSuperName = "%setSuper" // of a key and a value
)

// starter gives the async generator in whose generator the walk is, arrow functions not counted.
func (r *reviver) starter() *ast.FunctionLiteral {
	for i := len(r.functions) - 1; i >= 0; i-- {
		if !r.functions[i].arrow {
			return r.functions[i].starter
		}
	}
	return nil
}

// readSuper turns super.name into %getSuper("name").
func (r *reviver) readSuper(slot *ast.Expression) {
	var key ast.Expression
	switch e := (*slot).(type) {
	case *ast.DotExpression:
		if _, ok := e.Left.(*ast.SuperExpression); ok {
			key = &ast.StringLiteral{Idx: e.Identifier.Idx, Value: e.Identifier.Name}
		}
	case *ast.BracketExpression:
		if _, ok := e.Left.(*ast.SuperExpression); ok {
			key = e.Member
		}
	}
	method := r.starter()
	if key == nil || method == nil {
		return
	}
	r.parents[method] = true
	read := hostCall(getSuperName, (*slot).Idx0(), key)
	r.supers[read] = *slot
	*slot = read
}

// callSuper turns what was super.name(…) into %getSuper("name").call(this, …).
func (r *reviver) callSuper(call *ast.CallExpression) {
	if r.supers[call.Callee] == nil {
		return
	}
	at := call.Callee.Idx0()
	call.Callee = &ast.DotExpression{Left: call.Callee, Identifier: ast.Identifier{Name: "call", Idx: at}}
	call.ArgumentList = append([]ast.Expression{&ast.ThisExpression{Idx: at}}, call.ArgumentList...)
}

// writeSuper turns what was super.name = value into %setSuper("name", value).
func (r *reviver) writeSuper(slot *ast.Expression, e *ast.AssignExpression) {
	was := r.supers[e.Left]
	switch {
	case was == nil:
	case e.Operator == token.ASSIGN:
		key := e.Left.(*ast.CallExpression).ArgumentList[0]
		*slot = hostCall(setSuperName, was.Idx0(), key, e.Right)
	default:
		e.Left = was // which the engine refuses by name
	}
}

// giveSuper puts the two functions before what starts the generator.
func giveSuper(method *ast.FunctionLiteral) {
	at := method.Body.List[0].Idx0()
	name := func(n unistring.String) *ast.Identifier { return &ast.Identifier{Name: n, Idx: at} }
	arrow := func(result ast.Expression, parameters ...unistring.String) ast.Expression {
		list := &ast.ParameterList{Opening: at, Closing: at}
		for _, p := range parameters {
			list.List = append(list.List, &ast.Binding{Target: name(p)})
		}
		return &ast.ArrowFunctionLiteral{Start: at, ParameterList: list, Body: &ast.ExpressionBody{Expression: result}}
	}
	property := func() ast.Expression {
		return &ast.BracketExpression{Left: &ast.SuperExpression{Idx: at}, Member: name("%key"), LeftBracket: at, RightBracket: at}
	}
	declare := &ast.LexicalDeclaration{Idx: at, Token: token.CONST, List: []*ast.Binding{
		{Target: name(getSuperName), Initializer: arrow(property(), "%key")},
		{Target: name(setSuperName), Initializer: arrow(&ast.AssignExpression{Operator: token.ASSIGN, Left: property(), Right: name("%value")}, "%key", "%value")},
	}}
	method.Body.List = append([]ast.Statement{declare}, method.Body.List...)
}

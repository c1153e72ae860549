package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// reviseErrors lets scripts see errors as V8 makes them (see Errors): catch clauses hand on what
// they catch, what is read from a property called stack is brought into V8's form, and
// the script tells its text first.
func reviseErrors(tree *ast.Program, name, src string) {
	r := &errorReviser{reads: map[ast.Expression]ast.Expression{}}
	w := walker{expr: r.expression, binding: r.declaration, caught: r.catch}
	w.program(tree)
	if len(tree.Body) == 0 {
		return
	}
	start := tree.Idx0()
	tell := &ast.ExpressionStatement{Expression: hostCall(sourceName, start,
		&ast.StringLiteral{Idx: start, Value: unistring.NewFromString(name)},
		&ast.StringLiteral{Idx: start, Value: unistring.NewFromString(src)})}
	at := directives(tree.Body)
	body := make([]ast.Statement, 0, len(tree.Body)+1)
	tree.Body = append(append(append(body, tree.Body[:at]...), tell), tree.Body[at:]...)
}

// directives counts the statements of a directive prologue.
func directives(list []ast.Statement) int {
	for i, s := range list {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return i
		}
		if _, ok := e.Expression.(*ast.StringLiteral); !ok {
			return i
		}
	}
	return len(list)
}

// errorReviser remembers which reads it wrapped, because some turn out to be targets.
type errorReviser struct {
	reads map[ast.Expression]ast.Expression
}

func (r *errorReviser) catch(c *ast.CatchStatement) {
	if c.Parameter == nil || c.Body == nil {
		return
	}
	at := c.Body.Idx0()
	if id, ok := c.Parameter.(*ast.Identifier); ok {
		mend := &ast.ExpressionStatement{Expression: hostCall(caughtName, at, &ast.Identifier{Name: id.Name, Idx: at})}
		c.Body.List = append([]ast.Statement{mend}, c.Body.List...)
		return
	}
	// No identifier of a script looks like this one.
	const whole = "%error"
	declare := &ast.LexicalDeclaration{Idx: at, Token: token.LET, List: []*ast.Binding{{
		Target:      c.Parameter,
		Initializer: settled(c.Parameter, hostCall(caughtName, at, &ast.Identifier{Name: whole, Idx: at})),
	}}}
	c.Parameter = &ast.Identifier{Name: whole, Idx: at}
	c.Body.List = append([]ast.Statement{declare}, c.Body.List...)
}

func (r *errorReviser) expression(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.DotExpression:
		if e.Identifier.Name == "stack" {
			r.wrap(slot)
		}
	case *ast.BracketExpression:
		if name, ok := e.Member.(*ast.StringLiteral); ok && name.Value == "stack" {
			r.wrap(slot)
		}
	case *ast.OptionalChain:
		if r.unwrap(&e.Expression) {
			r.wrap(slot)
		}
	case *ast.AssignExpression:
		r.unwrap(&e.Left)
		e.Right = settled(e.Left, e.Right)
	case *ast.CallExpression:
		r.unwrap(&e.Callee)
	case *ast.NewExpression:
		r.unwrap(&e.Callee)
	case *ast.TemplateLiteral:
		r.unwrap(&e.Tag)
	case *ast.UnaryExpression:
		if e.Operator == token.DELETE || e.Operator == token.INCREMENT || e.Operator == token.DECREMENT {
			r.unwrap(&e.Operand)
		}
	case *ast.Optional:
		r.unwrap(&e.Expression) // e.stack?.split: the chain is not at its end
	case *ast.ArrayPattern:
		for i := range e.Elements {
			r.unwrap(&e.Elements[i])
		}
		r.unwrap(&e.Rest)
	case *ast.ObjectPattern:
		for _, p := range e.Properties {
			if keyed, ok := p.(*ast.PropertyKeyed); ok {
				r.unwrap(&keyed.Value)
			}
		}
		r.unwrap(&e.Rest)
	}
}

// declaration takes const { stack } = error for a read.
func (r *errorReviser) declaration(b *ast.Binding) {
	if b.Initializer != nil {
		b.Initializer = settled(b.Target, b.Initializer)
	}
}

// settled has the stack of a value settled where a pattern takes its property stack.
func settled(target, value ast.Expression) ast.Expression {
	pattern, ok := target.(*ast.ObjectPattern)
	if !ok {
		return value
	}
	for _, p := range pattern.Properties {
		var key ast.Expression
		switch p := p.(type) {
		case *ast.PropertyShort:
			key = &ast.StringLiteral{Value: p.Name.Name}
		case *ast.PropertyKeyed:
			key = p.Key
		}
		if name, ok := key.(*ast.StringLiteral); ok && name.Value == "stack" {
			return hostCall(settledName, value.Idx0(), value)
		}
	}
	return value
}

func (r *errorReviser) wrap(slot *ast.Expression) {
	call := hostCall(stackName, (*slot).Idx0(), *slot)
	r.reads[call] = *slot
	*slot = call
}

func (r *errorReviser) unwrap(slot *ast.Expression) bool {
	if *slot == nil {
		return false
	}
	read, ok := r.reads[*slot]
	if ok {
		*slot = read
	}
	return ok
}

// hostCall is a call of one of the functions that the runtime has for compiled programs.
func hostCall(name unistring.String, at file.Idx, args ...ast.Expression) ast.Expression {
	return &ast.CallExpression{
		Callee:           &ast.Identifier{Name: name, Idx: at},
		LeftParenthesis:  at,
		ArgumentList:     args,
		RightParenthesis: at,
	}
}

package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// maxOperand is the size, in nodes, up to which the right side of += may be compiled twice.
const maxOperand = 16

// appendWalk turns s += x, where s may be a string, into
//
//	s = typeof s === "string" ? %concat(s, x) : s + x
//
// and, where reading the target or writing x out twice would show or cost too much, into
//
//	s = %concat(s, x)
//
// Of a property of more than a name or this, what it is of is kept in a variable (temporary.go):
//
//	(t = o.a).s = %concat(t.s, x)
//
// The order of evaluation stays: s is read, then x, then s is written. A numeric loop pays for
// the typeof only, and not even that where names and operands show that it is one. Left
// alone are names that the text does not declare (they may be accessors of the global object), and code
// within a with statement.
func (f *facts) appendWalk() walker {
	with := 0
	return walker{
		enter: func(n ast.Node) {
			if _, ok := n.(*ast.WithStatement); ok {
				with++
			}
			f.kept.enter(n)
		},
		leave: func(n ast.Node) {
			if _, ok := n.(*ast.WithStatement); ok {
				with--
			}
			f.kept.leave(n)
		},
		returned: func(s *ast.ReturnStatement) {
			if n := len(f.kept.open); with == 0 && n > 0 {
				s.Argument = f.handedOn(s.Argument, f.kept.open[n-1])
			}
		},
		expr: func(slot *ast.Expression) {
			if with > 0 {
				return
			}
			switch e := (*slot).(type) {
			case *ast.AssignExpression:
				switch e.Operator {
				case token.PLUS:
					f.rewrite(e)
				case token.EXPONENT:
					f.rewritePower(e)
				case token.ASSIGN:
					f.rewriteLong(e)
				}
			case *ast.CallExpression:
				rewriteReducer(e)
				rewriteEntry(e)
			case *ast.ArrowFunctionLiteral:
				if body, ok := e.Body.(*ast.ExpressionBody); ok {
					body.Expression = f.handedOn(body.Expression, newRoom(&e.DeclarationList, body, e.ParameterList))
				}
			}
		},
	}
}

// rewrite changes one append in place.
func (f *facts) rewrite(a *ast.AssignExpression) {
	switch f.plan(a) {
	case planGuard:
		a.Right = &ast.ConditionalExpression{
			Test:       isString(a.Left),
			Consequent: callConcat(a.Left, a.Right),
			Alternate:  &ast.BinaryExpression{Operator: token.PLUS, Left: a.Left, Right: a.Right},
		}
	case planCall:
		a.Right = callConcat(a.Left, a.Right)
	case planKept:
		a.Left, a.Right = f.keptTarget(a, callConcat)
	default:
		return
	}
	a.Operator = token.ASSIGN
}

// rewritePower changes o.x **= b in place.
func (f *facts) rewritePower(a *ast.AssignExpression) {
	if _, number := numeral(a.Right); number {
		return
	}
	cheap := false
	switch left := a.Left.(type) {
	case *ast.PrivateDotExpression:
		if cheap = f.cheapBase(left.Left); !cheap {
			return
		}
	case *ast.DotExpression:
		cheap = f.cheapBase(left.Left)
	case *ast.BracketExpression:
		cheap = f.cheapBase(left.Left) && f.cheapKey(left.Member)
	default:
		return
	}
	call := func(left, right ast.Expression) *ast.CallExpression {
		return hostCall(powerName, left.Idx0(), left, right).(*ast.CallExpression)
	}
	switch f.callOnce(a, cheap) {
	case planCall:
		a.Right = call(a.Left, a.Right)
	case planKept:
		a.Left, a.Right = f.keptTarget(a, call)
	default:
		return
	}
	a.Operator = token.ASSIGN
}

type plan uint8

const (
	planKeep  plan = iota // leave +=
	planGuard             // ask for the type first
	planCall              // call at once
	planKept              // call, with the parts of the target in variables
)

func (f *facts) plan(a *ast.AssignExpression) plan {
	text := f.textual(a.Right)
	switch left := a.Left.(type) {
	case *ast.Identifier:
		if !f.declared[left.Name] || !worth(text || f.textNames[left.Name], f.numberNames[left.Name] || numeric(a.Right)) {
			return planKeep
		}
		return guardIfSmall(a.Right)
	case *ast.PrivateDotExpression:
		name := left.Identifier.Name
		if !f.cheapBase(left.Left) || !worth(text || f.textProps["#"+name], f.numberProps["#"+name] || numeric(a.Right)) {
			return planKeep
		}
		if f.privateAccessors[name] {
			return planCall
		}
		return guardIfSmall(a.Right)
	case *ast.DotExpression:
		// Reading a property twice could run a getter twice, so there is no asking first.
		if text || f.textProps[left.Identifier.Name] {
			return f.callOnce(a, f.cheapBase(left.Left))
		}
	case *ast.BracketExpression:
		if text {
			return f.callOnce(a, f.cheapBase(left.Left) && f.cheapKey(left.Member))
		}
	}
	return planKeep
}

// callOnce is for a target that is cheap to evaluate twice, or is not.
func (f *facts) callOnce(a *ast.AssignExpression, cheap bool) plan {
	switch {
	case cheap:
		return planCall
	case f.kept.has(a.Left.Idx0()) && !ofSuper(a.Left):
		return planKept
	}
	return planKeep
}

// ofSuper reports whether a property is one of super, which is no value.
func ofSuper(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.DotExpression:
		_, is := e.Left.(*ast.SuperExpression)
		return is
	case *ast.BracketExpression:
		_, is := e.Left.(*ast.SuperExpression)
		return is
	}
	return false
}

// keptTarget gives both sides of an append to a property, or of another operation, as an assignment.
func (f *facts) keptTarget(a *ast.AssignExpression, call func(left, right ast.Expression) *ast.CallExpression) (left, right ast.Expression) {
	switch target := a.Left.(type) {
	case *ast.DotExpression:
		base, again := f.kept.keep(target.Left)
		write, read := *target, *target
		write.Left, read.Left = base, again
		return &write, call(&read, a.Right)
	case *ast.BracketExpression:
		write, read := *target, *target
		write.Left, read.Left = f.kept.keep(target.Left)
		if !f.cheapKey(target.Member) {
			write.Member, read.Member = f.kept.keep(target.Member)
		}
		return &write, call(&read, a.Right)
	}
	return a.Left, a.Right
}

// textual reports whether an expression is very likely a string, by its form or by its name.
func (f *facts) textual(e ast.Expression) bool {
	if id, ok := e.(*ast.Identifier); ok {
		return f.textNames[id.Name] && !f.numberNames[id.Name]
	}
	return textual(e)
}

// worth weighs what is known of an append: text speaks for rewriting, numbers against it, and
// nothing known is for it, because a needless typeof costs little and a copy per append much.
func worth(text, number bool) bool { return text || !number }

func guardIfSmall(right ast.Expression) plan {
	if size := operandSize(right); size <= maxOperand {
		return planGuard
	}
	return planCall
}

// cheapBase reports whether evaluating the base of a property twice cannot be noticed.
func (f *facts) cheapBase(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.ThisExpression:
		return true
	case *ast.Identifier:
		return f.declared[e.Name] || e.Name == "globalThis"
	}
	return false
}

// cheapKey reports whether evaluating a key twice cannot be noticed, unless it is an object that
// gives another name each time.
func (f *facts) cheapKey(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral:
		return true
	case *ast.Identifier:
		return f.declared[e.Name]
	}
	return false
}

// propertyName is the name of a property as facts have it; "" for one that is computed.
func propertyName(e ast.Expression) unistring.String {
	switch e := e.(type) {
	case *ast.DotExpression:
		return e.Identifier.Name
	case *ast.PrivateDotExpression:
		return "#" + e.Identifier.Name
	}
	return ""
}

func isString(e ast.Expression) ast.Expression {
	at := e.Idx0()
	return &ast.BinaryExpression{
		Operator: token.STRICT_EQUAL,
		Left:     &ast.UnaryExpression{Operator: token.TYPEOF, Idx: at, Operand: e},
		Right:    &ast.StringLiteral{Idx: at, Literal: `"string"`, Value: "string"},
	}
}

func callConcat(left, right ast.Expression) *ast.CallExpression {
	return callGrow(ConcatName, left, right)
}

func callPrepend(left, right ast.Expression) *ast.CallExpression {
	return callGrow(PrependName, left, right)
}

func callGrow(name unistring.String, left, right ast.Expression) *ast.CallExpression {
	at := left.Idx0()
	return &ast.CallExpression{
		Callee:           &ast.Identifier{Name: name, Idx: at},
		LeftParenthesis:  at,
		ArgumentList:     []ast.Expression{left, right},
		RightParenthesis: at,
	}
}

// facts is what a text shows of its names: names are those of variables, props those of
// properties, private ones with their #. A name that means several things has all the facts.
type facts struct {
	appends                bool // there is a += or **= at all, or what is as good as one
	declared               map[unistring.String]bool
	textNames, numberNames map[unistring.String]bool
	textProps, numberProps map[unistring.String]bool
	privateAccessors       map[unistring.String]bool
	kept                   temporaries
}

func newFacts() *facts {
	return &facts{
		declared:  map[unistring.String]bool{},
		textNames: map[unistring.String]bool{}, numberNames: map[unistring.String]bool{},
		textProps: map[unistring.String]bool{}, numberProps: map[unistring.String]bool{},
		privateAccessors: map[unistring.String]bool{},
	}
}

// walk collects the facts.
func (f *facts) walk() walker {
	return walker{binding: f.seeBinding, element: f.seeElement, enter: f.seeScope, expr: f.seeExpression}
}

func (f *facts) seeBinding(b *ast.Binding) {
	f.declare(b.Target)
	if id, ok := b.Target.(*ast.Identifier); ok {
		note(id.Name, b.Initializer, f.textNames, f.numberNames)
	}
}

// declare notes the names that a declaration's target introduces.
func (f *facts) declare(target ast.Expression) {
	switch t := target.(type) {
	case *ast.Identifier:
		f.declared[t.Name] = true
	case *ast.Binding:
		f.declare(t.Target)
	case *ast.AssignExpression:
		f.declare(t.Left)
	case *ast.SpreadElement:
		f.declare(t.Expression)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			f.declare(e)
		}
		f.declare(t.Rest)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			f.declare(p)
		}
		f.declare(t.Rest)
	case *ast.PropertyShort:
		f.declared[t.Name.Name] = true
	case *ast.PropertyKeyed:
		f.declare(t.Value)
	}
}

func (f *facts) seeScope(n ast.Node) {
	switch n := n.(type) {
	case *ast.FunctionLiteral:
		f.declareName(n.Name)
		if n.ParameterList != nil {
			f.declare(n.ParameterList.Rest)
		}
	case *ast.ArrowFunctionLiteral:
		if n.ParameterList != nil {
			f.declare(n.ParameterList.Rest)
		}
	case *ast.ClassLiteral:
		f.declareName(n.Name)
	}
}

func (f *facts) declareName(id *ast.Identifier) {
	if id != nil {
		f.declared[id.Name] = true
	}
}

func (f *facts) seeElement(e ast.ClassElement) {
	switch e := e.(type) {
	case *ast.FieldDefinition:
		f.noteKey(e.Key, e.Initializer)
	case *ast.MethodDefinition:
		if key, ok := e.Key.(*ast.PrivateIdentifier); ok {
			f.privateAccessors[key.Name] = true
		}
	}
}

func (f *facts) seeExpression(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.AssignExpression:
		f.appends = f.appends || e.Operator == token.PLUS || e.Operator == token.EXPONENT || longAppend(e)
		if e.Operator == token.ASSIGN {
			f.noteTarget(e.Left, e.Right)
		}
	case *ast.BinaryExpression:
		f.appends = f.appends || e.Operator == token.PLUS
	case *ast.CallExpression:
		f.appends = f.appends || reduces(e)
	case *ast.PropertyKeyed:
		f.noteKey(e.Key, e.Value)
	}
}

// longAppend reports whether an assignment may be one that rewriteLong changes.
func longAppend(a *ast.AssignExpression) bool {
	if a.Operator != token.ASSIGN {
		return false
	}
	switch right := a.Right.(type) {
	case *ast.BinaryExpression:
		return right.Operator == token.PLUS
	case *ast.TemplateLiteral:
		return right.Tag == nil
	case *ast.ConditionalExpression:
		return true
	}
	return false
}

func (f *facts) noteTarget(left, right ast.Expression) {
	switch left := left.(type) {
	case *ast.Identifier:
		note(left.Name, right, f.textNames, f.numberNames)
	case *ast.DotExpression:
		note(left.Identifier.Name, right, f.textProps, f.numberProps)
	case *ast.PrivateDotExpression:
		note("#"+left.Identifier.Name, right, f.textProps, f.numberProps)
	}
}

func (f *facts) noteKey(key, value ast.Expression) {
	switch key := key.(type) {
	case *ast.StringLiteral:
		note(key.Value, value, f.textProps, f.numberProps)
	case *ast.PrivateIdentifier:
		note("#"+key.Name, value, f.textProps, f.numberProps)
	}
}

func note(name unistring.String, value ast.Expression, text, number map[unistring.String]bool) {
	switch {
	case value == nil:
	case textual(value):
		text[name] = true
	case numeric(value):
		number[name] = true
	}
}

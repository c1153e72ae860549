package dialect

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// Outline is what the text of a script shows of its classes, and of what it asks of the platform.
type Outline struct {
	Classes []Class
	Exports []Text // names that are read as ctx.exports.NAME
	Calls   []Call // of the methods that were asked for, with strings that are written out
}

// Site is a place in the script, from 1; columns are in bytes.
type Site struct{ Line, Column int }

// Text is a string that is written out, and where.
type Text struct {
	Value string
	Site  Site
}

// Class is a class of the script.
type Class struct {
	Name    string // its property name, which the bundler keeps
	Binding string // the variable that holds it; "": none
	Extends string // the variable that holds its superclass; "": none, or no variable
	Site    Site
	Members []Member
}

// MemberKind tells how a class has a property.
type MemberKind uint8

// The kinds of members.
const (
	Field    MemberKind = iota // defined in the body, or assigned
	Method                     // of its prototype, or static
	Accessor                   // a getter or a setter
)

// Member is a property that a class defines, or that is assigned: to this in its own code, or to the
// class afterwards.
type Member struct {
	Name   string
	Kind   MemberKind
	Static bool
	Value  Literal
	Site   Site
}

// Literal is the value of a field, as far as it is written out.
type Literal struct {
	Known   bool   // it is true, false, a string or a list that is written out
	True    bool   // it is true
	Strings []Text // of the list, or the one string
}

// Call is the call of a method.
type Call struct {
	Method    string
	Arguments []Text // strings, and those in lists
}

// ReadOutline reads a script. methods are those whose calls are wanted.
func ReadOutline(name, src string, methods ...string) (o Outline, err error) {
	tree, err := parse(name, src)
	if err != nil {
		return o, syntaxError(name, err)
	}
	r := &outliner{file: tree.File, methods: methods, bodies: map[*ast.FunctionLiteral]bool{}, bindings: map[*ast.ClassLiteral]string{}, found: map[*ast.ClassLiteral]*Class{}}
	w := walker{expr: r.expression, binding: r.binding, element: r.element, enter: r.enter, leave: r.leave}
	w.program(tree)
	for _, c := range r.order {
		r.outline.Classes = append(r.outline.Classes, *r.found[c])
	}
	return r.outline, nil
}

// outliner collects an outline on a walk.
type outliner struct {
	file    *file.File
	methods []string
	outline Outline

	found    map[*ast.ClassLiteral]*Class
	order    []*ast.ClassLiteral
	bindings map[*ast.ClassLiteral]string  // variables, seen before their classes
	bodies   map[*ast.FunctionLiteral]bool // of methods; whether they are static
	frames   []thisFrame
}

// thisFrame tells what the word this means.
type thisFrame struct {
	class  *Class // nil: something else
	static bool   // the class itself, not an instance
}

func (r *outliner) site(at file.Idx) Site {
	p := r.file.Position(int(at) - r.file.Base())
	return Site{p.Line, p.Column}
}

func (r *outliner) frame() thisFrame {
	if len(r.frames) == 0 {
		return thisFrame{}
	}
	return r.frames[len(r.frames)-1]
}

func (r *outliner) enter(n ast.Node) {
	switch n := n.(type) {
	case *ast.ClassLiteral:
		c := &Class{Binding: r.bindings[n], Site: r.site(n.Class), Extends: identifier(n.SuperClass)}
		if n.Name != nil {
			c.Name = n.Name.Name.String()
			if c.Binding == "" {
				c.Binding = c.Name
			}
		}
		r.found[n], r.order = c, append(r.order, n)
		r.frames = append(r.frames, thisFrame{c, false})
	case *ast.ClassStaticBlock:
		r.frames = append(r.frames, thisFrame{r.frame().class, true})
	case *ast.FunctionLiteral:
		f := thisFrame{}
		if static, ok := r.bodies[n]; ok {
			f = thisFrame{r.frame().class, static}
		}
		r.frames = append(r.frames, f)
	}
}

func (r *outliner) leave(n ast.Node) {
	switch n.(type) {
	case *ast.ClassLiteral, *ast.ClassStaticBlock, *ast.FunctionLiteral:
		r.frames = r.frames[:len(r.frames)-1]
	}
}

// binding notes the variable of a class expression.
func (r *outliner) binding(b *ast.Binding) {
	if c, ok := b.Initializer.(*ast.ClassLiteral); ok {
		r.bindings[c] = identifier(b.Target)
	}
}

func (r *outliner) element(e ast.ClassElement) {
	class := r.frame().class
	switch e := e.(type) {
	case *ast.FieldDefinition:
		if name, ok := text(e.Key); ok && !e.Computed {
			class.Members = append(class.Members, Member{name, Field, e.Static, r.literal(e.Initializer), r.site(e.Key.Idx0())})
		}
	case *ast.MethodDefinition:
		r.bodies[e.Body] = e.Static
		name, ok := text(e.Key)
		if !ok || e.Computed {
			return
		}
		kind := Method
		if e.Kind != ast.PropertyKindMethod {
			kind = Accessor
		}
		class.Members = append(class.Members, Member{Name: name, Kind: kind, Static: e.Static, Site: r.site(e.Key.Idx0())})
	case *ast.ClassStaticBlock:
		if name, ok := keptName(e); ok {
			class.Name = name
		}
	}
}

// keptName reads static { __name(this, "Name") }, by which the bundler keeps names.
func keptName(block *ast.ClassStaticBlock) (string, bool) {
	if len(block.Block.List) != 1 {
		return "", false
	}
	s, ok := block.Block.List[0].(*ast.ExpressionStatement)
	if !ok {
		return "", false
	}
	call, ok := s.Expression.(*ast.CallExpression)
	if !ok || len(call.ArgumentList) != 2 {
		return "", false
	}
	if _, ok := call.ArgumentList[0].(*ast.ThisExpression); !ok {
		return "", false
	}
	return text(call.ArgumentList[1])
}

func (r *outliner) expression(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.AssignExpression:
		r.assignment(e)
	case *ast.DotExpression:
		if from, ok := bare(e.Left).(*ast.DotExpression); ok && from.Identifier.Name == "exports" && lastName(from.Left) == "ctx" {
			r.outline.Exports = append(r.outline.Exports, Text{e.Identifier.Name.String(), r.site(e.Identifier.Idx)})
		}
	case *ast.CallExpression:
		r.call(e)
	}
}

// assignment notes this.name = value, and the variable of a class.
func (r *outliner) assignment(e *ast.AssignExpression) {
	if c, ok := e.Right.(*ast.ClassLiteral); ok {
		r.found[c].Binding = identifier(e.Left)
	}
	left, ok := e.Left.(*ast.DotExpression)
	if !ok {
		return
	}
	to := thisFrame{r.classIn(identifier(left.Left)), true}
	if _, ok := left.Left.(*ast.ThisExpression); ok {
		to = r.frame()
	}
	if to.class != nil {
		m := Member{left.Identifier.Name.String(), Field, to.static, r.literal(e.Right), r.site(left.Identifier.Idx)}
		to.class.Members = append(to.class.Members, m)
	}
}

// classIn gives the class that a variable holds, of those that were seen.
func (r *outliner) classIn(variable string) *Class {
	for _, c := range r.order {
		if variable != "" && r.found[c].Binding == variable {
			return r.found[c]
		}
	}
	return nil
}

func (r *outliner) call(e *ast.CallExpression) {
	callee, ok := bare(e.Callee).(*ast.DotExpression)
	if !ok {
		return
	}
	c := Call{Method: callee.Identifier.Name.String()}
	if !slices.Contains(r.methods, c.Method) {
		return
	}
	for _, arg := range e.ArgumentList {
		c.Arguments = append(c.Arguments, r.literal(arg).Strings...)
	}
	if len(c.Arguments) > 0 {
		r.outline.Calls = append(r.outline.Calls, c)
	}
}

func (r *outliner) literal(e ast.Expression) Literal {
	switch e := e.(type) {
	case *ast.BooleanLiteral:
		return Literal{Known: true, True: e.Value}
	case *ast.UnaryExpression: // !0 and !1 of a minifier
		if n, ok := e.Operand.(*ast.NumberLiteral); ok && e.Operator.String() == "!" {
			return Literal{Known: true, True: n.Literal == "0"}
		}
	case *ast.StringLiteral:
		return Literal{Known: true, Strings: []Text{{e.Value.String(), r.site(e.Idx)}}}
	case *ast.ArrayLiteral:
		l := Literal{Known: true}
		for _, item := range e.Value {
			s, ok := item.(*ast.StringLiteral)
			if !ok {
				l.Known = false
				continue
			}
			l.Strings = append(l.Strings, Text{s.Value.String(), r.site(s.Idx)})
		}
		return l
	}
	return Literal{}
}

// bare takes what optional chaining puts around an expression away.
func bare(e ast.Expression) ast.Expression {
	for {
		switch inner := e.(type) {
		case *ast.Optional:
			e = inner.Expression
		case *ast.OptionalChain:
			e = inner.Expression
		default:
			return e
		}
	}
}

// lastName gives x of the expressions x and y.x.
func lastName(e ast.Expression) string {
	if d, ok := bare(e).(*ast.DotExpression); ok {
		return d.Identifier.Name.String()
	}
	return identifier(bare(e))
}

func identifier(e ast.Expression) string {
	if id, ok := e.(*ast.Identifier); ok {
		return id.Name.String()
	}
	return ""
}

func text(e ast.Expression) (string, bool) {
	s, ok := e.(*ast.StringLiteral)
	if !ok {
		return "", false
	}
	return s.Value.String(), true
}

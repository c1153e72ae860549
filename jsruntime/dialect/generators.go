package dialect

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// GeneratorsName is the function that gives a part of what async generators are made of, by name,
// and for "mark" does it to a function. Without one, or where it gives undefined, scripts keep the
// helpers that the bundler wrote.
const GeneratorsName = "%asyncGenerators"

// helperParts are the bundler's helpers with the parts that replace them.
var helperParts = map[unistring.String]unistring.String{
	"__await": "await", "__asyncGenerator": "start", "__yieldStar": "yieldStar", "__forAwait": "forAwait",
}

// reviveGenerators gives async generators back what lowering them took: the bundler's helpers become
// ours, what a generator returns is awaited where it stands, so that a catch clause around it
// catches, and functions that start one are marked as what they were. Methods stay plain.
func reviveGenerators(tree *ast.Program) {
	r := &reviver{
		names: map[*ast.FunctionLiteral]unistring.String{}, bodies: map[*ast.FunctionLiteral]*ast.FunctionLiteral{},
		supers: map[ast.Expression]ast.Expression{}, parents: map[*ast.FunctionLiteral]bool{},
	}
	plain := without("__await", "__asyncGenerator", "__yieldStar", "__forAwait") // the names of helperParts
	find := walker{binding: r.helper, skip: plain}
	find.program(tree)
	if !r.found {
		return
	}
	w := walker{enter: r.enter, leave: r.leave, returned: r.result, binding: r.named, expr: r.expression, list: r.declarations}
	w.skip = func(source string) bool { return r.within == 0 && plain(source) }
	w.program(tree)
}

// selfName is what a marked function without a name is called inside of it.
const selfName = "%self"

type reviver struct {
	found     bool
	within    int // of how many async generators the walk is in
	functions []around
	names     map[*ast.FunctionLiteral]unistring.String
	bodies    map[*ast.FunctionLiteral]*ast.FunctionLiteral // generators of async ones, with those
	supers    map[ast.Expression]ast.Expression             // what reads a property of super now, and what did
	parents   map[*ast.FunctionLiteral]bool                 // async ones that are asked for super
}

// around is a function that the walk is in.
type around struct {
	starter *ast.FunctionLiteral // the async one, if this is its generator
	starts  bool                 // it is the async one
	arrow   bool
}

// helper replaces the value of one of the bundler's helpers, which is a function written out there.
func (r *reviver) helper(b *ast.Binding) {
	id, ok := b.Target.(*ast.Identifier)
	if !ok || helperParts[id.Name] == "" {
		return
	}
	switch b.Initializer.(type) {
	case *ast.ArrowFunctionLiteral, *ast.FunctionLiteral:
	default:
		return // of another compiler
	}
	r.found = true
	at := b.Initializer.Idx0()
	ours := hostCall(GeneratorsName, at, &ast.StringLiteral{Idx: at, Value: helperParts[id.Name]})
	b.Initializer = &ast.BinaryExpression{Operator: token.COALESCE, Left: ours, Right: b.Initializer}
}

// generatorOf gives the generator that a lowered async generator function starts; nil for others.
func generatorOf(f *ast.FunctionLiteral) *ast.FunctionLiteral {
	if f == nil || f.Generator || f.Async || f.Body == nil || len(f.Body.List) != 1 {
		return nil
	}
	ret, ok := f.Body.List[0].(*ast.ReturnStatement)
	if !ok {
		return nil
	}
	call, ok := ret.Argument.(*ast.CallExpression)
	if !ok || len(call.ArgumentList) != 3 {
		return nil
	}
	callee, ok := call.Callee.(*ast.Identifier)
	generator, isFunction := call.ArgumentList[2].(*ast.FunctionLiteral)
	if !ok || callee.Name != "__asyncGenerator" || !isFunction || !generator.Generator || generator.Name != nil {
		return nil
	}
	return generator
}

func (r *reviver) enter(n ast.Node) {
	switch n := n.(type) {
	case *ast.FunctionLiteral:
		g := generatorOf(n)
		if g != nil {
			r.bodies[g] = n
			r.within++
		}
		r.functions = append(r.functions, around{starter: r.bodies[n], starts: g != nil})
	case *ast.ArrowFunctionLiteral:
		r.functions = append(r.functions, around{arrow: true})
	}
}

func (r *reviver) leave(n ast.Node) {
	switch n := n.(type) {
	case *ast.FunctionLiteral:
		if r.functions[len(r.functions)-1].starts {
			r.within--
		}
		r.functions = r.functions[:len(r.functions)-1]
		if r.parents[n] {
			giveSuper(n)
		}
	case *ast.ArrowFunctionLiteral:
		r.functions = r.functions[:len(r.functions)-1]
	}
}

// result awaits what an async generator returns.
func (r *reviver) result(s *ast.ReturnStatement) {
	if s.Argument == nil || !r.inBody() {
		return
	}
	at := s.Argument.Idx0()
	awaited := &ast.NewExpression{New: at, Callee: &ast.Identifier{Name: "__await", Idx: at}, ArgumentList: []ast.Expression{s.Argument}}
	s.Argument = &ast.YieldExpression{Yield: at, Argument: awaited}
}

// delegate takes the bundler's helper out of a yield* that is in no async generator: the bundler
// puts it into all of them.
func (r *reviver) delegate(y *ast.YieldExpression) {
	call, ok := y.Argument.(*ast.CallExpression)
	if !ok || !y.Delegate || len(call.ArgumentList) != 1 || r.inBody() {
		return
	}
	if callee, ok := call.Callee.(*ast.Identifier); ok && callee.Name == "__yieldStar" {
		y.Argument = call.ArgumentList[0]
	}
}

// inBody reports whether the walk is in the generator of an async generator function.
func (r *reviver) inBody() bool {
	return len(r.functions) > 0 && r.functions[len(r.functions)-1].starter != nil
}

// named notes the name that a function takes from the variable it is put in.
func (r *reviver) named(b *ast.Binding) {
	id, ok := b.Target.(*ast.Identifier)
	if f, isFunction := b.Initializer.(*ast.FunctionLiteral); ok && isFunction {
		r.names[f] = id.Name
	}
}

// expression marks functions that stand as expressions. Children come first, so that what gives a
// function its name finds it marked.
func (r *reviver) expression(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.FunctionLiteral:
		if generatorOf(e) == nil {
			return
		}
		*slot = mark(e.Function, e, &ast.StringLiteral{Idx: e.Function, Value: r.names[e]})
		if e.Name != nil {
			call := (*slot).(*ast.CallExpression)
			call.ArgumentList = call.ArgumentList[:2]
		} else {
			e.Name = &ast.Identifier{Name: selfName, Idx: e.Function}
		}
		tellSelf(e)
	case *ast.YieldExpression:
		r.delegate(e)
	case *ast.DotExpression, *ast.BracketExpression:
		r.readSuper(slot)
	case *ast.CallExpression:
		r.callSuper(e)
	case *ast.AssignExpression:
		r.writeSuper(slot, e)
		if id, ok := e.Left.(*ast.Identifier); ok {
			nameMarked(e.Right, id.Name)
		}
	case *ast.PropertyKeyed:
		if e.Kind != ast.PropertyKindValue {
			unmark(e)
		} else if key, ok := e.Key.(*ast.StringLiteral); ok && !e.Computed {
			nameMarked(e.Value, key.Value)
		}
	}
}

// declarations marks the functions that a list of statements declares, before anything else of it.
func (r *reviver) declarations(list []ast.Statement) []ast.Statement {
	var marks []ast.Statement
	for _, s := range list {
		d, ok := s.(*ast.FunctionDeclaration)
		if !ok || d.Function.Name == nil || generatorOf(d.Function) == nil {
			continue
		}
		at := d.Function.Function
		tellSelf(d.Function)
		marks = append(marks, &ast.ExpressionStatement{Expression: mark(at, &ast.Identifier{Name: d.Function.Name.Name, Idx: at})})
	}
	if len(marks) == 0 {
		return list
	}
	at := directives(list)
	return append(append(append([]ast.Statement(nil), list[:at]...), marks...), list[at:]...)
}

func mark(at file.Idx, args ...ast.Expression) ast.Expression {
	return hostCall(GeneratorsName, at, append([]ast.Expression{&ast.StringLiteral{Idx: at, Value: "mark"}}, args...)...)
}

// marked gives e as the call that marks a function; nil if it is none.
func marked(e ast.Expression) *ast.CallExpression {
	call, ok := e.(*ast.CallExpression)
	if !ok || len(call.ArgumentList) < 2 {
		return nil
	}
	if callee, ok := call.Callee.(*ast.Identifier); !ok || callee.Name != GeneratorsName {
		return nil
	}
	return call
}

// nameMarked gives a function without a name the one of the place that it is put in: the call that
// marks it stands between the two.
func nameMarked(e ast.Expression, name unistring.String) {
	call := marked(e)
	if call == nil || len(call.ArgumentList) < 3 {
		return
	}
	if given := call.ArgumentList[2].(*ast.StringLiteral); given.Value == "" {
		given.Value = name
	}
}

// unmark takes the mark from a method, which would lose its name and super.
func unmark(method *ast.PropertyKeyed) {
	call := marked(method.Value)
	if call == nil {
		return
	}
	f := call.ArgumentList[1].(*ast.FunctionLiteral)
	if f.Name != nil && f.Name.Name == selfName {
		f.Name = nil
	}
	start := f.Body.List[0].(*ast.ReturnStatement).Argument.(*ast.CallExpression)
	start.ArgumentList = start.ArgumentList[:3]
	method.Value = f
}

// tellSelf hands the function to what starts the generator, which takes the prototype from it.
func tellSelf(f *ast.FunctionLiteral) {
	start := f.Body.List[0].(*ast.ReturnStatement).Argument.(*ast.CallExpression)
	start.ArgumentList = append(start.ArgumentList, &ast.Identifier{Name: f.Name.Name, Idx: f.Function})
}

// generators stands in where nothing else has been given.
func generators(call goja.FunctionCall) goja.Value { return call.Argument(1) }

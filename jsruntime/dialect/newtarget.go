package dialect

import (
	"reflect"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// TargetName is the function that is given new.target and gives it back if the function that calls
// it is being constructed. Scripts of the host, which are not revised, ask it by that name.
const TargetName = "%target"

// targetConstant has new.target for the arrow functions of a function.
const targetConstant = "%new.target"

// reviseNewTargets mends new.target. In the engine a function that is called, not constructed, sees
// the new.target of its caller: RegExp("x") in the constructor of a class made an instance of that
// class. So functions ask %target(new.target), which knows how they were called.
func reviseNewTargets(tree *ast.Program, src string) {
	if !strings.Contains(src, "new.target") {
		return
	}
	r := &targetReviser{}
	w := walker{enter: r.enter, leave: r.leave, expr: r.expression, element: r.element, skip: without("new.target")}
	w.program(tree)
}

// targetReviser knows the functions, arrow functions and classes around a place.
type targetReviser struct {
	around       []ast.Node
	constructors []*ast.FunctionLiteral // of classes, which cannot be called
	held         []*ast.FunctionLiteral // functions whose new.target arrow functions use
}

func (r *targetReviser) enter(n ast.Node) { r.around = append(r.around, n) }

func (r *targetReviser) element(e ast.ClassElement) {
	if m, ok := e.(*ast.MethodDefinition); ok && m.Kind == ast.PropertyKindMethod && !m.Static {
		if key, ok := m.Key.(*ast.StringLiteral); ok && !m.Computed && key.Value == "constructor" {
			r.constructors = append(r.constructors, m.Body)
		}
	}
}

// leave declares the constant of a function whose arrow functions need it.
func (r *targetReviser) leave(n ast.Node) {
	r.around = r.around[:len(r.around)-1]
	last := len(r.held) - 1
	if last < 0 || n != ast.Node(r.held[last]) {
		return
	}
	f := r.held[last]
	r.held = r.held[:last]
	at := f.Body.Idx0()
	declare := &ast.LexicalDeclaration{Idx: at, Token: token.CONST, List: []*ast.Binding{{
		Target:      &ast.Identifier{Name: targetConstant, Idx: at},
		Initializer: askTarget(newTarget(at)),
	}}}
	first := directives(f.Body.List)
	body := append(make([]ast.Statement, 0, len(f.Body.List)+1), f.Body.List[:first]...)
	f.Body.List = append(append(body, declare), f.Body.List[first:]...)
}

func (r *targetReviser) expression(slot *ast.Expression) {
	meta, ok := (*slot).(*ast.MetaProperty)
	if !ok || meta.Meta.Name != "new" {
		return
	}
	arrow := false
	for i := len(r.around) - 1; i >= 0; i-- {
		switch n := r.around[i].(type) {
		case *ast.ArrowFunctionLiteral:
			arrow = true
		case *ast.FunctionLiteral:
			r.revise(slot, meta, n, arrow)
			return
		case *ast.ClassLiteral, *ast.ClassStaticBlock:
			return // of a field: the engine is right there
		}
	}
}

// revise mends new.target in a function, or in an arrow function of it.
func (r *targetReviser) revise(slot *ast.Expression, meta *ast.MetaProperty, f *ast.FunctionLiteral, arrow bool) {
	for _, constructor := range r.constructors {
		if constructor == f {
			return
		}
	}
	switch {
	case f.Async || f.Generator: // which construct nothing
		*slot = &ast.UnaryExpression{Operator: token.VOID, Idx: meta.Meta.Idx, Operand: &ast.NumberLiteral{Idx: meta.Meta.Idx, Value: int64(0)}}
	case !arrow:
		*slot = askTarget(meta)
	case meta.Meta.Idx > f.Body.Idx0(): // else in its parameters, where the constant cannot be seen
		if n := len(r.held); n == 0 || r.held[n-1] != f {
			r.held = append(r.held, f)
		}
		*slot = &ast.Identifier{Name: targetConstant, Idx: meta.Meta.Idx}
	}
}

func newTarget(at file.Idx) *ast.MetaProperty {
	return &ast.MetaProperty{Meta: &ast.Identifier{Name: "new", Idx: at}, Property: &ast.Identifier{Name: "target", Idx: at}}
}

func askTarget(meta *ast.MetaProperty) ast.Expression {
	return hostCall(TargetName, meta.Meta.Idx, meta)
}

// target gives its argument if the function that calls it is being constructed, else undefined.
func target(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		if v := call.Argument(0); goja.IsUndefined(v) || fromHost(rt) {
			return v
		}
		return goja.Undefined()
	}
}

// fromHost tells whether the function that called a host function was called by the engine, as all
// constructors are, and not by an instruction of another function: the engine then marks the frame
// below, so as to stop when the function returns.
func fromHost(rt *goja.Runtime) bool {
	frames := reflect.ValueOf(rt).Elem().FieldByName("vm").Elem().FieldByName("callStack")
	below := frames.Len() - 2
	return below < 0 || frames.Index(below).FieldByName("pc").Int() == haltAfter
}

// haltAfter is the place in the program of a frame that the engine stops at.
const haltAfter = -2

package dialect

import (
	"fmt"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// temporaries are variables without a name of the script's that its functions get, so that what an
// expression needs twice is evaluated once. They are the function's own: it may be called within itself, or
// wait.
type temporaries struct {
	open []*room // of the functions around, the innermost last
}

// room is a function in which there may be such variables.
type room struct {
	declared *[]*ast.VariableDeclaration // nil: none, in what is no function
	body     file.Idx                    // where its parameters are behind: these do not see its variables
	count    int
	first    *ast.Identifier // its first parameters; nil: none, or no plain ones
	second   *ast.Identifier
}

func (t *temporaries) enter(n ast.Node) {
	switch n := n.(type) {
	case *ast.FunctionLiteral:
		t.open = append(t.open, newRoom(&n.DeclarationList, n.Body, n.ParameterList))
	case *ast.ArrowFunctionLiteral:
		t.open = append(t.open, newRoom(&n.DeclarationList, n.Body, n.ParameterList))
	case *ast.ClassLiteral, *ast.ClassStaticBlock:
		t.open = append(t.open, &room{})
	}
}

func newRoom(declared *[]*ast.VariableDeclaration, body ast.Node, parameters *ast.ParameterList) *room {
	r := &room{declared: declared, body: body.Idx0()}
	if parameters == nil {
		return r
	}
	for i, to := range []**ast.Identifier{&r.first, &r.second} {
		if i < len(parameters.List) {
			*to, _ = parameters.List[i].Target.(*ast.Identifier)
		}
	}
	return r
}

func (t *temporaries) leave(n ast.Node) {
	switch n.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral, *ast.ClassStaticBlock:
		t.open = t.open[:len(t.open)-1]
	}
}

// has reports whether an expression at a place can have such variables.
func (t *temporaries) has(at file.Idx) bool {
	if len(t.open) == 0 {
		return false
	}
	r := t.open[len(t.open)-1]
	return r.declared != nil && at >= r.body
}

// keep gives an expression that also puts its value into a new variable, and the variable. The expression
// must be at a place of which has tells that it may.
func (t *temporaries) keep(e ast.Expression) (kept, again ast.Expression) {
	r := t.open[len(t.open)-1]
	r.count++
	at := e.Idx0()
	name := func() *ast.Identifier {
		return &ast.Identifier{Name: unistring.String(fmt.Sprint("%kept", r.count)), Idx: at}
	}
	*r.declared = append(*r.declared, &ast.VariableDeclaration{Var: at, List: []*ast.Binding{{Target: name()}}})
	return &ast.AssignExpression{Operator: token.ASSIGN, Left: name(), Right: e}, name()
}

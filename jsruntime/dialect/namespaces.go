package dialect

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// NamespacesWord names the function that a bundle gives esbuild's helper for modules of CommonJS to, which copies them
// into an object of its own: it gives the one to use instead, which leaves namespaces of the host as they are.
// Its member "of" gives what an import() of a name imports that only a run knows.
const NamespacesWord = "__namespaces"

// namespaceWalk finds that helper, by what it does, as minified it has another name, and its calls with the
// call of require that esbuild has made of an import(); nil: the text has none.
func namespaceWalk(src string) *walker {
	if !strings.Contains(src, "function "+NamespacesWord+"(") {
		return nil
	}
	var helper unistring.String
	return &walker{
		binding: func(b *ast.Binding) {
			found, ok := b.Initializer.(*ast.ArrowFunctionLiteral)
			if !ok || !copiesModule(found) {
				return
			}
			at := found.Idx0()
			b.Initializer = &ast.CallExpression{
				Callee:          &ast.Identifier{Idx: at, Name: NamespacesWord},
				LeftParenthesis: at, ArgumentList: []ast.Expression{found}, RightParenthesis: found.Idx1(),
			}
			if name, ok := b.Target.(*ast.Identifier); ok {
				helper = name.Name
			}
		},
		expr: func(slot *ast.Expression) {
			call, ok := (*slot).(*ast.CallExpression)
			if !ok || helper == "" || !isNamed(call.Callee, helper) || len(call.ArgumentList) == 0 {
				return
			}
			asked, ok := call.ArgumentList[0].(*ast.CallExpression)
			if ok && len(asked.ArgumentList) == 1 { // those of the bundle's own modules have none
				at := asked.Idx0()
				asked.Callee = &ast.DotExpression{
					Left:       &ast.Identifier{Idx: at, Name: NamespacesWord},
					Identifier: ast.Identifier{Idx: at, Name: "of"},
				}
			}
		},
	}
}

// copiesModule reports whether a function is (mod, node, to) => (to = mod != null ? create(…) : {}, copy(…, mod)).
func copiesModule(f *ast.ArrowFunctionLiteral) bool {
	body, ok := f.Body.(*ast.ExpressionBody)
	if !ok || len(f.ParameterList.List) != 3 {
		return false
	}
	names := make([]unistring.String, 3)
	for i, p := range f.ParameterList.List {
		name, ok := p.Target.(*ast.Identifier)
		if !ok || p.Initializer != nil {
			return false
		}
		names[i] = name.Name
	}
	steps, ok := body.Expression.(*ast.SequenceExpression)
	if !ok || len(steps.Sequence) != 2 {
		return false
	}
	to, ok := steps.Sequence[0].(*ast.AssignExpression)
	if !ok || !isNamed(to.Left, names[2]) {
		return false
	}
	if _, ok := to.Right.(*ast.ConditionalExpression); !ok {
		return false
	}
	copied, ok := steps.Sequence[1].(*ast.CallExpression)
	return ok && len(copied.ArgumentList) == 2 && isNamed(copied.ArgumentList[1], names[0])
}

func isNamed(e ast.Expression, name unistring.String) bool {
	id, ok := e.(*ast.Identifier)
	return ok && id.Name == name
}

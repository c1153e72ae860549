package dialect

import "github.com/dop251/goja/ast"

// protoWalk makes the names of methods and accessors that are called __proto__ computed ones: the engine takes them for
// the prototype of the object, of which there may be one.
func protoWalk() walker {
	return walker{skip: without("__proto__"), expr: func(slot *ast.Expression) {
		p, ok := (*slot).(*ast.PropertyKeyed)
		if !ok || p.Kind == ast.PropertyKindValue {
			return
		}
		if name, ok := p.Key.(*ast.StringLiteral); ok && name.Value == "__proto__" {
			p.Computed = true
		}
	}}
}

package dialect

import (
	"slices"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// evalName is the function through which sloppy programs give their texts to eval.
const evalName = "%eval"

// rewriteEvals turns eval(x), which sees the variables around it, into eval(%eval(x, names)) where it is
// not strict. names are all that the program declares for blocks: with these a block function is left where it is.
func rewriteEvals(tree *ast.Program, src string) {
	if !strings.Contains(src, "eval") || isStrict(tree.Body) {
		return
	}
	var names []string
	strict := 0
	var calls []*ast.CallExpression
	w := walker{
		enter: func(n ast.Node) {
			switch n := n.(type) {
			case *ast.ClassLiteral:
				strict++
			case *ast.FunctionLiteral:
				if strict > 0 || isStrict(n.Body.List) {
					strict++
				}
			}
		},
		leave: func(n ast.Node) {
			switch n.(type) {
			case *ast.ClassLiteral, *ast.FunctionLiteral:
				strict = max(0, strict-1)
			}
		},
		expr: func(slot *ast.Expression) {
			if call, ok := (*slot).(*ast.CallExpression); ok && strict == 0 && isEval(call) {
				calls = append(calls, call)
			}
		},
		list: func(list []ast.Statement) []ast.Statement {
			for _, name := range lexicalNames(list, false) {
				names = append(names, name.String())
			}
			return list
		},
	}
	w.program(tree)
	slices.Sort(names)
	joined := strings.Join(slices.Compact(names), ",")
	for _, call := range calls {
		at := call.Idx0()
		taken := &ast.StringLiteral{Idx: at, Literal: `""`, Value: unistring.NewFromString(joined)}
		call.ArgumentList[0] = hostCall(evalName, at, call.ArgumentList[0], taken)
	}
}

func isEval(call *ast.CallExpression) bool {
	callee, ok := call.Callee.(*ast.Identifier)
	if !ok || callee.Name != "eval" || len(call.ArgumentList) == 0 {
		return false
	}
	_, spread := call.ArgumentList[0].(*ast.SpreadElement)
	return !spread
}

// evalText gives the text that eval is given instead.
func evalText(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		if s, ok := call.Argument(0).(goja.String); ok {
			text := s.String()
			if hoisted := HoistBlockFunctions(text, strings.Split(call.Argument(1).String(), ",")); hoisted != text {
				return rt.ToValue(hoisted)
			}
		}
		return call.Argument(0)
	}
}

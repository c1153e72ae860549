package dialect

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// Programs give what they call eval with to the function EvalName, which evaluates a text, and what eval gives of
// that to EvaluatedName.
const (
	EvalName      = "%eval"
	EvaluatedName = "%evaluated"
)

// ImportName is the function that import() becomes in a text.
const ImportName = "%import"

// rewriteEvals turns eval(x), which sees the variables around it, into
//
//	%evaluated(eval(%eval(x, eval, strict, names)))
//
// because the engine's eval would read x in a dialect of its own. The call of it is left because the engine keeps
// the variables there only for one. names are all that a sloppy program declares for blocks: with these a block
// function is left where it is.
func rewriteEvals(tree *ast.Program, src string, strictly bool) {
	if !mentionsEval(src) {
		return
	}
	sloppy := !strictly && !isStrict(tree.Body)
	var names []string
	strict := 0
	type found struct {
		slot   *ast.Expression
		strict bool
	}
	var calls []found
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
			if call, ok := (*slot).(*ast.CallExpression); ok && isEval(call) {
				calls = append(calls, found{slot, !sloppy || strict > 0})
			}
		},
		list: func(list []ast.Statement) []ast.Statement {
			if sloppy {
				for _, name := range lexicalNames(list, false) {
					names = append(names, name.String())
				}
			}
			return list
		},
	}
	if !sloppy {
		w.skip = func(source string) bool { return !mentionsEval(source) }
	}
	w.program(tree)
	slices.Sort(names)
	joined := strings.Join(slices.Compact(names), ",")
	for _, c := range calls {
		call := (*c.slot).(*ast.CallExpression)
		at := call.Idx0()
		taken := &ast.StringLiteral{Idx: at, Literal: `""`, Value: unistring.NewFromString(joined)}
		call.ArgumentList[0] = hostCall(EvalName, at, call.ArgumentList[0], &ast.Identifier{Name: "eval", Idx: at},
			&ast.BooleanLiteral{Idx: at, Value: c.strict}, taken)
		*c.slot = hostCall(EvaluatedName, at, call)
	}
}

// mentionsEval reports whether a text has the word, as evaluate is not.
func mentionsEval(src string) bool {
	for {
		at := strings.Index(src, "eval")
		if at < 0 {
			return false
		}
		end := at + len("eval")
		if (at == 0 || !wordByte(src[at-1])) && (end == len(src) || !wordByte(src[end])) {
			return true
		}
		src = src[end:]
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

package dialect

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// resultName is the function that looks at what an iterator gave to for await.
const resultName = "%result"

// closeName is the function that calls an iterator's return for for await.
const closeName = "%close"

// helperWords are what the bundler's helper for using says, with V8's words.
var helperWords = map[unistring.String]unistring.String{
	"Object expected":       "An object is expected with `using` declarations",
	"Object not disposable": "Symbol(Symbol.dispose) is not a function",
}

// loweredWalk gives what the bundler wrote for using and for await the words of V8 and its checks, where it has
// no grammar to keep them in. It is nil for texts without.
func loweredWalk(src string) *walker {
	var words []string
	for _, word := range []string{"__typeError", "__forAwait", "__yieldStar"} {
		if strings.Contains(src, "var "+word+" = (") {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return nil
	}
	text := func(e ast.Expression) string {
		from, to := int(e.Idx0())-1, int(e.Idx1())-1
		if from < 0 || to > len(src) || from > to {
			return ""
		}
		return src[from:to]
	}
	return &walker{skip: without(words...), expr: func(slot *ast.Expression) {
		switch e := (*slot).(type) {
		case *ast.CallExpression:
			callee, ok := e.Callee.(*ast.Identifier)
			if !ok || len(e.ArgumentList) != 1 {
				return
			}
			switch callee.Name {
			case "__typeError":
				if says, ok := e.ArgumentList[0].(*ast.StringLiteral); ok && helperWords[says.Value] != "" {
					e.ArgumentList[0] = literal(says.Idx, string(helperWords[says.Value]))
				}
			case "__forAwait":
				e.ArgumentList = append(e.ArgumentList, literal(e.Idx0(), notAsyncIterable(e.ArgumentList[0], text)))
			case "__yieldStar":
				switch e.ArgumentList[0].(type) {
				case *ast.CallExpression, *ast.NewExpression, *ast.DotExpression, *ast.BracketExpression, *ast.PrivateDotExpression:
					e.ArgumentList = append(e.ArgumentList, literal(e.Idx0(), "yield* (intermediate value) is not async iterable"))
				}
			}
		case *ast.AssignExpression:
			checkResult(e)
		case *ast.AwaitExpression:
			checkReturn(slot, e)
		}
	}}
}

func literal(at file.Idx, text string) *ast.StringLiteral {
	return &ast.StringLiteral{Idx: at, Value: unistring.NewFromString(text)}
}

// notAsyncIterable is what V8 says where for await cannot go over an expression.
func notAsyncIterable(e ast.Expression, text func(ast.Expression) string) string {
	source, returned := "(intermediate value)", ""
	switch e := e.(type) {
	case *ast.CallExpression:
		source, returned = printChain(text(e)), " is not a function or its return value"
	case *ast.NewExpression:
		returned = " is not a function or its return value"
	case *ast.Identifier, *ast.DotExpression, *ast.BracketExpression, *ast.PrivateDotExpression, *ast.ThisExpression:
		source = printChain(text(e))
	}
	return source + returned + " is not async iterable"
}

// checkResult changes more = !(temp = await iter.next()).done, the head of the loop that the bundler writes.
func checkResult(more *ast.AssignExpression) {
	if !named(more.Left, "more") {
		return
	}
	not, ok := more.Right.(*ast.UnaryExpression)
	if !ok || not.Operator != token.NOT {
		return
	}
	done, ok := not.Operand.(*ast.DotExpression)
	if !ok || done.Identifier.Name != "done" {
		return
	}
	temp, ok := done.Left.(*ast.AssignExpression)
	if !ok || !named(temp.Left, "temp") {
		return
	}
	if _, ok := temp.Right.(*ast.AwaitExpression); ok {
		temp.Right = hostCall(resultName, temp.Right.Idx0(), temp.Right)
	}
}

// checkReturn changes await temp.call(iter), in which temp is iter.return.
func checkReturn(slot *ast.Expression, e *ast.AwaitExpression) {
	call, ok := e.Argument.(*ast.CallExpression)
	if !ok || len(call.ArgumentList) != 1 || !named(call.ArgumentList[0], "iter") {
		return
	}
	if method, ok := call.Callee.(*ast.DotExpression); ok && method.Identifier.Name == "call" && named(method.Left, "temp") {
		e.Argument = hostCall(closeName, call.Idx0(), method.Left, call.ArgumentList[0])
		*slot = hostCall(resultName, e.Idx0(), e)
	}
}

// named reports whether an expression is a variable whose name begins so: the bundler puts numbers behind.
func named(e ast.Expression, prefix string) bool {
	id, ok := e.(*ast.Identifier)
	return ok && strings.HasPrefix(id.Name.String(), prefix)
}

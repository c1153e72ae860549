package dialect

import (
	"fmt"
	"slices"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect/regex"
)

// replaced are the functions that others may be put in the place of.
var replaced = []string{PatternName, GeneratorsName, EvalName, EvaluatedName, ImportName}

// Install puts what compiled programs call on the global object of a runtime, where scripts
// neither see it among the keys nor can change it.
func Install(rt *goja.Runtime) (*Errors, error) {
	regex.MatchDeep()
	e := &Errors{texts: map[string]*scriptText{}}
	add, prepend := Concat(rt)
	for _, f := range []struct {
		name string
		call func(goja.FunctionCall) goja.Value
	}{
		{ConcatName, add}, {PrependName, prepend}, {EvalName, first}, {EvaluatedName, first}, {ImportName, first},
		{sourceName, e.source}, {lengthName, length(rt)}, {powerName, power(rt)},
		{shiftName, bigOperation(rt, "<<", shiftRefused)}, {placesName, places(rt)},
		{iteratorName, iterator(rt)}, {iterableName, iterable(rt)}, {enumerateName, enumerate(rt)}, {resultName, result(rt)},
		{closeName, ended(rt)}, {TargetName, target(rt)}, {PatternName, first}, {GeneratorsName, generators},
	} {
		if err := rt.GlobalObject().DefineDataProperty(f.name, rt.ToValue(f.call), goja.FLAG_FALSE, goja.ToFlag(slices.Contains(replaced, f.name)), goja.FLAG_FALSE); err != nil {
			return nil, fmt.Errorf("install %s: %w", f.name, err)
		}
	}
	return e, nil
}

func first(call goja.FunctionCall) goja.Value { return call.Argument(0) }

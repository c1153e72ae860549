package urlpattern

import "paddock/jsruntime"

// engine compiles the regular expressions of patterns with the engine's RegExp.
func engine(vm *jsruntime.VM) compiler {
	return func(source string, ignoreCase bool) (matcher, error) {
		flags := "v"
		if ignoreCase {
			flags = "vi"
		}
		re, err := vm.New(vm.Get("RegExp"), vm.ToValue(source), vm.ToValue(flags))
		if err != nil {
			return nil, err
		}
		exec, ok := jsruntime.AsFunction(re.Get("exec"))
		if !ok {
			return nil, errInvalid // a script has broken RegExp
		}
		return scripted{vm, re, exec}, nil
	}
}

// scripted matches with a RegExp.
type scripted struct {
	vm   *jsruntime.VM
	re   *jsruntime.Object
	exec jsruntime.Callable
}

func (s scripted) match(input string) ([]*string, bool) {
	result := jsruntime.AsObject(s.vm.Call(s.exec, s.re, s.vm.ToValue(input)))
	if result == nil {
		return nil, false
	}
	var groups []*string
	first := true
	s.vm.Iterate(result, func(v jsruntime.Value) bool {
		switch {
		case first: // the whole match
			first = false
		case jsruntime.IsUndefined(v):
			groups = append(groups, nil)
		default:
			text := v.String()
			groups = append(groups, &text)
		}
		return true
	})
	return groups, true
}

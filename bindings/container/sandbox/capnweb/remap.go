package capnweb

// remap evaluates a mapper over what lies at the end of a path: over each element of an array, or
// over the value itself unless that is null or undefined.
func (e *evaluator) remap(expr []any) (any, bool, error) {
	if len(expr) != 5 {
		return nil, false, nil
	}
	id, isNumber := expr[1].(float64)
	path, isPath := propertyPath(expr[2])
	list, isList := expr[3].([]any)
	instructions, isProgram := expr[4].([]any)
	if !isNumber || !isPath || !isList || !isProgram || len(instructions) == 0 {
		return nil, false, nil
	}
	target, ok := e.lookUp(int64(id))
	if !ok {
		return nil, false, noSuchExport(id)
	}
	captures, stubs, err := e.captures(list)
	if err != nil {
		return nil, false, err
	}
	source, f := e.s.property(target, path), newFuture()
	e.s.whenKnown(source, func(v any, err error) {
		if err != nil {
			f.settle(nil, err)
			release(stubs)
			return
		}
		e.s.work(f, func() (any, error) {
			defer release(stubs)
			return e.s.apply(instructions, captures, v)
		})
	})
	return f, true, nil
}

// captures finds what a mapper brings along.
func (e *evaluator) captures(list []any) (values []any, stubs []*Stub, err error) {
	for _, item := range list {
		capture, _ := item.([]any)
		kind, _ := at[string](capture, 0)
		id, ok := at[float64](capture, 1)
		if !ok || len(capture) != 2 || kind != "import" && kind != "export" {
			return nil, nil, typeError("unknown map capture: " + jsonText(item))
		}
		if kind == "export" {
			st := e.s.importStub(int64(id))
			values, stubs = append(values, st), append(stubs, st)
			continue
		}
		v, ok := e.lookUp(int64(id))
		if !ok {
			return nil, nil, noSuchExport(id)
		}
		values = append(values, v)
	}
	return values, stubs, nil
}

func (s *Session) apply(instructions, captures []any, input any) (any, error) {
	input = known(input)
	if input == nil || input == any(Undefined{}) {
		return input, nil
	}
	list, ok := input.([]any)
	if !ok {
		return s.applyOnce(instructions, captures, input)
	}
	out := make([]any, len(list))
	for i := range list {
		v, err := s.applyOnce(instructions, captures, list[i])
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return resolved(s.ctx, out)
}

// applyOnce runs a mapper. Its expressions refer to captures by negative numbers, to the input by
// zero and to results of earlier instructions by positive ones.
func (s *Session) applyOnce(instructions, captures []any, input any) (any, error) {
	values := []any{known(input)}
	e := &evaluator{s: s, lookUp: func(id int64) (any, bool) {
		switch {
		case id < 0 && -id <= int64(len(captures)):
			return captures[-id-1], true
		case id >= 0 && id < int64(len(values)):
			return values[id], true
		}
		return nil, false
	}}
	for _, instruction := range instructions {
		v, err := e.evaluate(copied(instruction), 0)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return resolved(s.ctx, values[len(values)-1])
}

// copied copies an expression: evaluating changes it.
func copied(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = copied(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name := range v {
			out[name] = copied(v[name])
		}
		return out
	}
	return v
}

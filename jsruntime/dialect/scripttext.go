package dialect

import "github.com/dop251/goja"

// scriptText is a script's text, which few scripts are asked for: it is made of the engine's string then.
type scriptText struct {
	told  goja.Value // nil once it was asked for
	text  string
	lines []int // where they begin, once a place was asked for
}

// offset is that of a place, both from 1.
func (t *scriptText) offset(line, column int) int {
	text := t.read()
	if t == nil {
		return 0
	}
	if t.lines == nil {
		t.lines = []int{0}
		for i := range len(text) {
			if text[i] == '\n' {
				t.lines = append(t.lines, i+1)
			}
		}
	}
	return min(t.lines[min(max(line, 1), len(t.lines))-1]+column-1, len(text))
}

func (t *scriptText) read() string {
	switch {
	case t == nil:
		return ""
	case t.told != nil:
		t.text, t.told = t.told.String(), nil
	}
	return t.text
}

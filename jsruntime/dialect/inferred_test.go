package dialect

import (
	"runtime"
	"strings"
	"testing"
)

// Stacks are written of bundles of many megabytes, once for each frame of each error.
func TestWritten_CopiesNothingOfTheScript(t *testing.T) {
	const source = "() => { throw new Error(); }"
	text := strings.Repeat("var a = 1;\n", 1<<16) + "var o = { f: " + source + " };\n"
	line, column := strings.Count(text, "\n"), strings.LastIndex("var o = { f: "+source, "new")+1
	errors := &Errors{texts: map[string]*scriptText{"bundle.js": {text: text}}}
	want := Written{Name: "o.f", Owner: "Object"}
	if got := errors.Written("bundle.js", source, line, column); got != want { // finds the lines of the text
		t.Fatalf("%+v instead of %+v", got, want)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	errors.Written("bundle.js", source, line, column)
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > uint64(len(text))/4 {
		t.Errorf("%d bytes are allocated to read one name in a script of %d", after.TotalAlloc-before.TotalAlloc, len(text))
	}
}

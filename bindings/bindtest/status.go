package bindtest

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// statusLine is a line of the table in a kind's doc.go: "//	Class.member  emulated".
var statusLine = regexp.MustCompile(`(?m)^//\t(\w+)\.(\w+) +(emulated|throws)$`)

// Status checks the table of members in doc.go, beside the test, against the objects that
// scripts find: every member of an object is in the table and the other way round, and calling
// one that "throws" gives "not emulated: …". objects are expressions, which may await, by class.
func Status(t *testing.T, w *World, objects map[string]string) {
	t.Helper()
	src, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]map[string]bool{} // class → member → emulated
	for _, m := range statusLine.FindAllStringSubmatch(string(src), -1) {
		if table[m[1]] == nil {
			table[m[1]] = map[string]bool{}
		}
		table[m[1]][m[2]] = m[3] == "emulated"
	}
	if !slices.Equal(slices.Sorted(maps.Keys(table)), slices.Sorted(maps.Keys(objects))) {
		t.Fatalf("doc.go has the classes %v, the test %v", slices.Sorted(maps.Keys(table)), slices.Sorted(maps.Keys(objects)))
	}
	for class, object := range objects {
		members := strings.Join(slices.Sorted(maps.Keys(table[class])), " ")
		if got := w.Eval("const o = " + object + ";" + listMembers); got != members {
			t.Errorf("%s has %q, doc.go lists %q", class, got, members)
		}
		if got := w.Eval("const o = " + object + "; return Object.prototype.toString.call(o)"); got != "[object "+class+"]" {
			t.Errorf("%s is a %s", object, got)
		}
		for member, emulated := range table[class] {
			if emulated {
				continue
			}
			got := w.Eval("const o = " + object + "; try { await o." + member + "() } catch (e) { return e.message } return 'nothing'")
			if !strings.HasPrefix(got, "not emulated: ") {
				t.Errorf("%s.%s throws %q, want not emulated: …", class, member, got)
			}
		}
	}
}

// listMembers gives the names of o's members, inherited ones too, in order.
const listMembers = `
const names = new Set();
for (let p = o; p && p !== Object.prototype; p = Object.getPrototypeOf(p)) {
  for (const name of Object.getOwnPropertyNames(p)) if (/^\w+$/.test(name) && name !== "constructor") names.add(name);
}
return [...names].sort().join(" ");`

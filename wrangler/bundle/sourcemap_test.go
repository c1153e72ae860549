package bundle

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestMapper_MapsAStackOfTheEngine(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{
		"src/index.ts":        "import { fail } from './lib dir/fail';\n\ninterface Unused { a: number }\nlet s = 'é'; s += 'x';\ntry {\n  fail('1');\n} catch (e) {\n  globalThis.result = e.stack;\n}\nexport default {};\n",
		"src/lib dir/fail.ts": "type A = string;\nexport function fail(x: A): never {\n  class C { get = 1 }\n  const ü = new C(), n = null as any; return n.prop;\n}\n",
	})
	out := build(t, in)
	stack := run(t, out, nil)
	mapper := NewMapper(in.Dir, out.Map)
	var places []string
	for _, found := range regexp.MustCompile(`worker\.js:(\d+):(\d+)`).FindAllStringSubmatch(stack, -1) {
		line, _ := strconv.Atoi(found[1])
		column, _ := strconv.Atoi(found[2])
		p, ok := mapper.Map(line, column)
		if !ok {
			t.Fatalf("no place for %s in %s", found[0], stack)
		}
		places = append(places, relative(in.Dir, p.File)+":"+strconv.Itoa(p.Line)+":"+strconv.Itoa(p.Column))
	}
	if got, want := strings.Join(places, " "), "src/lib dir/fail.ts:4:48 src/index.ts:6:3"; !strings.HasPrefix(got, want) {
		t.Errorf("got %s, want %s\n%s", got, want, stack)
	}
	file := filepath.Join(in.Dir, "src/index.ts")
	if text, ok := mapper.Text(file); !ok || !strings.HasPrefix(text, "import { fail }") {
		t.Errorf("text %q", text)
	}
	if got := (Position{File: "/a b/c.ts"}).URL(); got != "file:///a%20b/c.ts" {
		t.Error(got)
	}
}

func TestMapper_KnowsNoPlaceForTheWrapper(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{"worker.js": "export default {}"})
	out := build(t, in)
	mapper := NewMapper(in.Dir, out.Map)
	if p, ok := mapper.Map(1, 1); ok {
		t.Errorf("got %+v", p)
	}
	if p, ok := NewMapper(in.Dir, func() []byte { return []byte("{") }).Map(1, 1); ok {
		t.Errorf("a broken map gives %+v", p)
	}
}

// A version that still serves must tell its places while its files are already being changed.
func TestMapper_ofChangedFiles(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{
		"worker.ts": "import { fail } from './fail';\nexport default { fetch() { fail() } };",
		"fail.ts":   "export function fail(): never {\n\tthrow new Error('here');\n}",
	})
	out := build(t, in)
	for _, file := range []string{"worker.ts", "fail.ts"} {
		if err := os.WriteFile(filepath.Join(in.Dir, file), []byte("it is {{ broken"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	line := 1 + strings.Count(out.Code[:strings.Index(out.Code, "new Error(")], "\n")
	at, ok := NewMapper(in.Dir, out.Map).Map(line, 1+strings.Index(strings.Split(out.Code, "\n")[line-1], "new Error("))
	if want := filepath.Join(in.Dir, "fail.ts"); !ok || at.File != want || at.Line != 2 {
		t.Errorf("got %+v, %v", at, ok)
	}
}

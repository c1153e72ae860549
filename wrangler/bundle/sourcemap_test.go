package bundle

import (
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
	if p, ok := NewMapper(in.Dir, []byte("{")).Map(1, 1); ok {
		t.Errorf("a broken map gives %+v", p)
	}
}

package urlpattern

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
)

// TestLinear_MatchesAsRegExpDoes compares Go's matches with the engine's, group by group. What
// the engine gets wrong itself, an optional group that matches nothing, is in testdata.
func TestLinear_MatchesAsRegExpDoes(t *testing.T) {
	t.Parallel()
	patterns := []string{
		"/:a", "/:a?", "/:a*", "/:a+", "*", "**", "/*+", "/{*}*", "{:a}?{:b}?", ":a-:b", "/{:a.}*:b?", "{a}*", "{a}+b", "/a/*/b", "/a/:x/*?",
		"{/:a/b}+", "/:a:b", "{x:a}?", ":a{y}?:b", "*a*", "{*a}+", "/a{/:b}*",
	}
	inputs := []string{
		"", "/", "/a", "/a/", "/a/b", "/a/b/c", "a", "b", "ab", "aab", "a-b", "a-b-c", "/x.y.z", "/a/q/b", "bcbc", "foobar", "/a\nb", "xx", "y", "ayb", "/ü/é", "/a/b/c/b", "A", "/A/ſ",
	}
	iso := jstest.New(t, es.API())
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		for _, pattern := range patterns {
			for _, s := range []syntax{plainSyntax, pathnameSyntax, hostnameSyntax} {
				for _, fold := range []bool{false, true} {
					compare(t, vm, pattern, s, fold, inputs)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, vm *jsruntime.VM, pattern string, s syntax, fold bool, inputs []string) {
	parts, err := parseParts(pattern, s, func(v string) (string, error) { return v, nil })
	if err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	ours, err := linearOf(parts, s, fold)
	if err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	theirs, err := engine(vm)(regExpOf(parts, s), fold)
	if err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	for _, input := range inputs {
		got, ok := ours.match(input)
		want, wanted := theirs.match(input)
		if ok != wanted || len(got) != len(want) {
			t.Errorf("%s on %q: %v, RegExp says %v", pattern, input, ok, wanted)
			continue
		}
		for i := range got {
			if (got[i] == nil) != (want[i] == nil) || got[i] != nil && *got[i] != *want[i] {
				t.Errorf("%s on %q: group %d differs", pattern, input, i)
			}
		}
	}
}

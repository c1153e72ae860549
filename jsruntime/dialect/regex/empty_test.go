package regex

import "testing"

func TestMatchesEmpty(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"", "a*", "a?b*", "a|", "|a", "(a|b*)", "(?:a*)(?<n>b?)", "^", "$", `\b`, "(?=a)", "(?<!a)", "a{0,3}", "(a*)+", "x*?", `\1`} {
		if !matchesEmpty(pattern) {
			t.Errorf("/%s/ does", pattern)
		}
	}
	for _, pattern := range []string{"a", "a+", "a*b", "(a|b)", "[*]", `\*`, "(?:a*)b", "^a", "a{1,}", "(?=a)a", `[^\]]`, `\d+?`, "(?<n>a)b?", "a{2}"} {
		if matchesEmpty(pattern) {
			t.Errorf("/%s/ does not", pattern)
		}
	}
}

package assets

import (
	"slices"
	"strings"
	"testing"
)

// TestParseHeaders_wrong has a file tell why its rules are none.
func TestParseHeaders_wrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"/a":                               "No headers specified",
		"/a\n/b\n  X: 1":                   "No headers specified",
		"/a\n  ! X":                        "",
		"http://x/*\n  X: 1":               `URLs should either be relative (e.g. begin with a forward-slash), or use HTTPS (e.g. begin with "https://").`,
		"https://x:8080/*\n  X: 1":         "Specifying ports is not supported. Skipping absolute URL https://x:8080/*.",
		"/*/a/*\n  X: 1":                   "Only one wildcard is allowed per rule. Use a named placeholder (e.g. :project) instead. Skipping /*/a/*.",
		"/:splat/*\n  X: 1":                "Cannot combine a wildcard * with a :splat placeholder because wildcards are converted to :splat at runtime. Skipping /:splat/*.",
		"/a\n  X: 1\n  A b: 1":             "Header name cannot include spaces",
		"  X: 1":                           "Expected a path beginning with at least one forward-slash",
		"https://x/:splats/*\n  X: :splat": "",
	} {
		_, wrong := parseHeaders(text)
		var reasons []string
		for _, w := range wrong {
			reason, _, _ := strings.Cut(strings.TrimPrefix(w, "▶︎ "), "\n")
			reasons = append(reasons, reason)
		}
		if want == "" && wrong != nil || want != "" && !slices.Equal(reasons, []string{want}) {
			t.Errorf("%q: got %q, want %q", text, reasons, want)
		}
	}
}

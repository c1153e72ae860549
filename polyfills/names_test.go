package polyfills_test

import (
	"slices"
	"testing"

	"paddock/polyfills"
	"paddock/polyfills/compat"
)

// Names are known of the modules that wrangler's build leaves to the platform: which those are at a date was asked of
// wrangler 4.164.
func TestModuleNames(t *testing.T) {
	t.Parallel()
	ask := []string{"node:path", "node:fs", "node:fs/promises", "node:process", "node:vm", "node:none", "cloudflare:workers"}
	for date, want := range map[string][]string{
		"2024-09-23": {"node:path"},
		"2025-09-15": {"node:fs", "node:fs/promises", "node:path"},
		"2026-02-01": {"node:fs", "node:fs/promises", "node:path", "node:vm"},
		"2026-05-01": {"node:fs", "node:fs/promises", "node:path", "node:process", "node:vm"},
	} {
		names := polyfills.ModuleNames(compat.New(date, []string{"nodejs_compat"}), ask)
		var got []string
		for specifier, list := range names {
			got = append(got, specifier)
			if !slices.Contains(list, "default") || len(list) < 3 {
				t.Errorf("%s: %s exports %v", date, specifier, list)
			}
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", date, got, want)
		}
	}
}

package intl

import (
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// BenchmarkCollator_compare compares words that differ in their last letters, in languages with and without scripts that
// come first.
func BenchmarkCollator_compare(b *testing.B) {
	for _, l := range []string{"de", "ru"} {
		b.Run(l, func(b *testing.B) {
			c := &collator{collate: collate.New(language.Make(l)), scripts: newScripts(firstScripts[l])}
			for b.Loop() {
				c.compare("международный", "международная")
			}
		})
	}
}

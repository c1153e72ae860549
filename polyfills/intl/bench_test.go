package intl

import "testing"

// BenchmarkLoad is what the first use of a locale costs.
func BenchmarkLoad(b *testing.B) {
	for range b.N {
		if l := (&locale{}); !l.read("en") {
			b.Fatal("no data")
		}
	}
}

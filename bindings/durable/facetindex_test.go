package durable

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// recorded is the index that the local platform wrote for the facets a and b.
const recorded = "\x57\xef\xb0\xc5\x5b\xce\xcd\xc4\x00\x00\x01\x00a\x00\x00\x01\x00b"

func TestFacetIndex(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.facets")
	open := func() *facetIndex {
		x, err := readFacetIndex(path)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	id := func(path ...string) int {
		n, err := open().id(path)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := []int{id("a"), id("b"), id("a")}; !slices.Equal(got, []int{1, 2, 1}) {
		t.Errorf("the numbers are %v", got)
	}
	if got, err := os.ReadFile(path); string(got) != recorded || err != nil {
		t.Errorf("the file is %q, %v", got, err)
	}
	if got := []int{id("a", "b"), id("a", "b", "c"), id("b", "b")}; !slices.Equal(got, []int{3, 4, 5}) {
		t.Errorf("the numbers of those below are %v", got)
	}
	if got := open().below([]string{"a"}); !slices.Equal(got, []int{1, 3, 4}) {
		t.Errorf("below a are %v", got)
	}
	t.Run("a torn end is written over", func(t *testing.T) {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(whole, 0, 0, 9, 0, 'x'), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := []int{id("new"), id("new"), id("b", "b")}; !slices.Equal(got, []int{6, 6, 5}) {
			t.Errorf("the numbers are %v", got)
		}
	})
}

func FuzzReadFacetIndex(f *testing.F) {
	f.Add([]byte(recorded))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x.facets")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		x, err := readFacetIndex(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Repeat("n", 300) // longer than any that a fuzzer finds
		n, err := x.id([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		if again, err := readFacetIndex(path); err != nil || len(again.entries) < n || again.entries[n-1].name != name {
			t.Errorf("facet %d is not found again, %v", n, err)
		}
	})
}

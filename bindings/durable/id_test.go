package durable

import (
	"strconv"
	"testing"

	"paddock/bindings/store"
)

func TestNames(t *testing.T) {
	t.Parallel()
	t.Run("the id of a name is that of the platform, the first time, again, and among many", func(t *testing.T) {
		t.Parallel()
		var n names
		for range 2 {
			for i := range maxNames + 10 {
				name := "object " + strconv.Itoa(i)
				if got, want := n.id("worker-Class", name), store.ObjectID("worker-Class", name); got != want {
					t.Fatalf("%s has the id %s, want %s", name, got, want)
				}
			}
		}
		if len(n.known) > maxNames {
			t.Errorf("%d names are remembered", len(n.known))
		}
	})
}

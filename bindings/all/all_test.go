package all_test

import (
	"fmt"
	"testing"

	"paddock/bindings"
	"paddock/bindings/all"
	"paddock/bindings/container"
)

// TestOnEnv orders one spec of each kind, and a second variable that comes after the first.
func TestOnEnv(t *testing.T) {
	t.Parallel()
	specs := []bindings.Spec{{Kind: "vars", Turn: 1}}
	for _, kind := range all.Kinds(container.Options{}) {
		specs = append(specs, bindings.Spec{Kind: kind.Name()})
	}
	got := ""
	for _, s := range all.OnEnv(specs) {
		got += fmt.Sprintf("%s%d ", s.Kind, s.Turn)
	}
	if want := "vars0 vars1 files0 service0 d10 durable0 kv0 queues0 r20 hyperdrive0 ratelimit0 assets0 workflows0 pipelines0 secrets0 sendemail0 " +
		"analytics0 browser0 images0 loader0 version0 gap0 cache0 container0 "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

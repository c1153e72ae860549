// Package all is the registry of the kinds of bindings: one line for each.
package all

import (
	"cmp"
	"math"
	"slices"

	"paddock/bindings"
	"paddock/bindings/analytics"
	"paddock/bindings/assets"
	"paddock/bindings/browser"
	"paddock/bindings/cache"
	"paddock/bindings/container"
	"paddock/bindings/d1"
	"paddock/bindings/durable"
	"paddock/bindings/files"
	"paddock/bindings/gap"
	"paddock/bindings/hyperdrive"
	"paddock/bindings/images"
	"paddock/bindings/kv"
	"paddock/bindings/loader"
	"paddock/bindings/pipelines"
	"paddock/bindings/queues"
	"paddock/bindings/r2"
	"paddock/bindings/ratelimit"
	"paddock/bindings/secrets"
	"paddock/bindings/sendemail"
	"paddock/bindings/service"
	"paddock/bindings/vars"
	"paddock/bindings/version"
	"paddock/bindings/workflows"
)

// registered is a kind and its turn on env.
type registered struct {
	kind  bindings.Kind
	onEnv int
}

// nowhere is the turn of kinds that are not on env.
const nowhere = math.MaxInt

// registry lists every kind in the order of the table of bindings. On env wrangler's local platform has another one.
func registry(containers container.Options) []registered {
	return []registered{
		{durable.New(), 5},
		{workflows.New(), 12},
		{kv.Kind{}, 6},
		{sendemail.Kind{}, 15},
		{queues.New(), 7},
		{d1.Kind{}, 4},
		{hyperdrive.Kind{}, 9},
		{r2.Kind{}, 8},
		{secrets.Kind{}, 14},
		{service.Kind{}, 3},
		{analytics.Kind{}, 16},
		{browser.Kind{}, 17},
		{images.Kind{}, 18},
		{pipelines.Kind{}, 13},
		{ratelimit.New(), 10},
		{assets.Kind{}, 11},
		{version.Kind{}, 20},
		{vars.Kind{}, 1},
		{files.Kind{}, 2},
		{loader.Kind{}, 19},
		{gap.Kind{}, nowhere},
		{cache.Kind{}, nowhere},
		{container.Kind{Options: containers}, nowhere},
	}
}

// Kinds gives every kind, in the order in which the table of bindings lists them.
func Kinds(containers container.Options) []bindings.Kind {
	var kinds []bindings.Kind
	for _, r := range registry(containers) {
		kinds = append(kinds, r.kind)
	}
	return kinds
}

// OnEnv gives specs in the order in which wrangler's local platform puts them on env, which Object.keys(env)
// shows. Kinds that are not on env come last.
func OnEnv(specs []bindings.Spec) []bindings.Spec {
	turns := map[string]int{}
	for _, r := range registry(container.Options{}) {
		turns[r.kind.Name()] = r.onEnv
	}
	return slices.SortedStableFunc(slices.Values(specs), func(a, b bindings.Spec) int {
		return cmp.Or(cmp.Compare(turns[a.Kind], turns[b.Kind]), cmp.Compare(a.Turn, b.Turn))
	})
}

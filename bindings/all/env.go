package all

import (
	"cmp"
	"slices"

	"paddock/bindings"
	"paddock/bindings/analytics"
	"paddock/bindings/assets"
	"paddock/bindings/browser"
	"paddock/bindings/d1"
	"paddock/bindings/durable"
	"paddock/bindings/files"
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

// OnEnv gives specs in the order in which wrangler's local platform puts them on env, which Object.keys(env)
// shows. It is another one than that of the table of bindings. Kinds that are not on env come last.
func OnEnv(specs []bindings.Spec) []bindings.Spec {
	kinds := []bindings.Kind{
		vars.Kind{}, files.Kind{}, service.Kind{}, d1.Kind{}, (*durable.Kind)(nil), kv.Kind{}, (*queues.Kind)(nil), r2.Kind{},
		hyperdrive.Kind{}, (*ratelimit.Kind)(nil), assets.Kind{}, (*workflows.Kind)(nil), pipelines.Kind{}, secrets.Kind{},
		sendemail.Kind{}, analytics.Kind{}, browser.Kind{}, images.Kind{}, loader.Kind{}, version.Kind{},
	}
	turn := func(s bindings.Spec) int {
		i := slices.IndexFunc(kinds, func(k bindings.Kind) bool { return k.Name() == s.Kind })
		if i < 0 {
			return len(kinds)
		}
		return i
	}
	return slices.SortedStableFunc(slices.Values(specs), func(a, b bindings.Spec) int {
		return cmp.Or(cmp.Compare(turn(a), turn(b)), cmp.Compare(a.Turn, b.Turn))
	})
}

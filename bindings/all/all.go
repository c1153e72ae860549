// Package all is the registry of the kinds of bindings: one line for each.
package all

import (
	"paddock/bindings"
	"paddock/bindings/assets"
	"paddock/bindings/cache"
	"paddock/bindings/container"
	"paddock/bindings/d1"
	"paddock/bindings/durable"
	"paddock/bindings/gap"
	"paddock/bindings/kv"
	"paddock/bindings/queues"
	"paddock/bindings/r2"
	"paddock/bindings/service"
	"paddock/bindings/vars"
)

// Kinds gives every kind, in the order in which the table of bindings lists them.
func Kinds(containers container.Options) []bindings.Kind {
	return []bindings.Kind{
		durable.New(),
		kv.Kind{},
		queues.New(),
		d1.Kind{},
		r2.Kind{},
		service.Kind{},
		assets.Kind{},
		vars.Kind{},
		gap.Kind{},
		cache.Kind{},
		container.Kind{Options: containers},
	}
}

// Package all is the registry of the kinds of bindings: one line for each.
package all

import (
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

// Kinds gives every kind, in the order in which the table of bindings lists them.
func Kinds(containers container.Options) []bindings.Kind {
	return []bindings.Kind{
		durable.New(),
		workflows.New(),
		kv.Kind{},
		sendemail.Kind{},
		queues.New(),
		d1.Kind{},
		hyperdrive.Kind{},
		r2.Kind{},
		secrets.Kind{},
		service.Kind{},
		analytics.Kind{},
		browser.Kind{},
		images.Kind{},
		pipelines.Kind{},
		ratelimit.New(),
		assets.Kind{},
		version.Kind{},
		vars.Kind{},
		files.Kind{},
		loader.Kind{},
		gap.Kind{},
		cache.Kind{},
		container.Kind{Options: containers},
	}
}

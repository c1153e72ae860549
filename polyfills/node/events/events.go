// Package events is node:events: EventEmitter, and what waits for the events of emitters and
// EventTargets.
//
// Documentation: https://nodejs.org/api/events.html
package events

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed events.js
var files embed.FS

// Module gives node:events.
func Module() node.Module { return node.Script("events", files, "events.js", nil) }

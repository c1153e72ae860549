package bindings

import (
	"context"
	"net/http"

	"paddock/jsruntime"
)

// Loader is optional on a Host: it runs Workers whose code a script gives.
type Loader interface {
	// Load makes a Worker of code and gives the name that events are sent to. The Worker lives
	// until unload is called, or the session ends; what it does then is finished first.
	Load(ctx context.Context, code DynamicCode) (worker string, unload func(), err error)
}

// DynamicCode is a Worker made of text.
type DynamicCode struct {
	Date    string // yyyy-mm-dd
	Flags   []string
	Main    string // the name of the main module
	Modules []DynamicModule
	Env     []DynamicValue
	// Outbound takes the requests of the global fetch(); nil: they leave as those of other Workers.
	Outbound http.RoundTripper
}

// DynamicModule is a file of it.
type DynamicModule struct {
	Name string // relative, with slashes
	Type string // a wrangler type: "ESModule", "CommonJS", "Text", "Data", "CompiledWasm" or "JSON"
	Data []byte
}

// DynamicValue is one property of its env.
type DynamicValue struct {
	Name  string
	Value jsruntime.Message // by RPC's codec
}

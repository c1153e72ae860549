// Package polyfills is the registry of what scripts find: one line for each API. How each
// works is told in its own folder.
package polyfills

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/console"
	"paddock/polyfills/crypto"
	"paddock/polyfills/email"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/eventsource"
	"paddock/polyfills/fetch"
	"paddock/polyfills/formdata"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/headers"
	"paddock/polyfills/hosted"
	"paddock/polyfills/htmlrewriter"
	"paddock/polyfills/intl"
	"paddock/polyfills/messageport"
	"paddock/polyfills/navigator"
	node "paddock/polyfills/node/all"
	"paddock/polyfills/node/fs"
	"paddock/polyfills/performance"
	"paddock/polyfills/serviceworker"
	"paddock/polyfills/sockets"
	"paddock/polyfills/streams"
	"paddock/polyfills/structuredclone"
	"paddock/polyfills/temporal"
	"paddock/polyfills/timers"
	"paddock/polyfills/trace"
	"paddock/polyfills/url"
	"paddock/polyfills/urlpattern"
	"paddock/polyfills/wasm"
	"paddock/polyfills/websocket"
	"paddock/polyfills/workers"
	"paddock/polyfills/workflows"
)

// Options say where what scripts send goes.
type Options struct {
	Transport http.RoundTripper // requests of the global fetch()
	Dial      sockets.Dialer    // connections of connect(); nil: no address can be reached
	Console   console.Sink      // lines of the console; nil: dropped
	Compat    compat.Set        // compatibility date and flags
	Wasm      *wasm.Cache       // machine code of WebAssembly; nil: a cache for these APIs alone
	WasmCode  bool              // scripts may compile WebAssembly at any time, as in a browser
	Files     map[string][]byte // what node:fs finds in /bundle, by name
}

// All gives every API, in the order in which they are installed.
func All(opts Options) []jsruntime.API {
	return []jsruntime.API{
		compat.API(opts.Compat),
		es.API(),
		intl.API(),
		temporal.API(),
		globalscope.API(), // what follows stands on the prototype of the global object
		events.API(),
		abort.API(),
		console.API(console.Options{Sink: opts.Console}),
		timers.API(),
		encoding.API(),
		streams.API(),
		blob.API(),
		formdata.API(),
		url.API(),
		urlpattern.API(),
		headers.API(),
		fetch.API(fetch.Options{Transport: opts.Transport}),
		htmlrewriter.API(),
		websocket.API(websocket.Options{Transport: opts.Transport}),
		eventsource.API(eventsource.Options{Transport: opts.Transport}),
		crypto.API(),
		structuredclone.API(),
		messageport.API(),
		performance.API(),
		navigator.API(navigator.Options{Transport: opts.Transport}),
		serviceworker.API(),
		trace.API(),
		wasm.API(wasm.Options{Cache: opts.Wasm, Code: opts.WasmCode}),
		workers.API(),
		workflows.API(),
		email.API(),
		hosted.API(),
		sockets.API(sockets.Options{Dial: opts.Dial}),
		node.API(opts.Compat),
		compat.Globals(),
		fs.Bundle(opts.Files),
	}
}

// HasModule reports whether a specifier, as "node:fs", names a module that some API offers.
func HasModule(specifier string) bool {
	return slices.ContainsFunc(All(Options{}), func(api jsruntime.API) bool { return api.Modules[specifier] != nil })
}

// ModuleNames gives the names of what Node's modules export to Workers with compatibility settings, by their
// specifiers. It leaves out the modules of which the platform's bundle has others.
func ModuleNames(settings compat.Set, specifiers []string) map[string][]string {
	specifiers = slices.DeleteFunc(slices.Clone(specifiers), func(specifier string) bool {
		name, isNode := strings.CutPrefix(specifier, "node:")
		return !isNode || settings.Bundled(name)
	})
	if len(specifiers) == 0 {
		return nil
	}
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{Name: "names", APIs: All(Options{Compat: settings})})
	if err != nil {
		return nil
	}
	defer iso.Close()
	names := map[string][]string{}
	_ = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		for _, specifier := range specifiers {
			if namespace, ok := vm.Namespace(specifier); ok {
				names[specifier] = namespace.Keys()
			}
		}
		return nil
	})
	return names
}

// ModuleExports gives the names of what a module exports that has no default export; nil for any other.
func ModuleExports(specifier string) []string {
	for _, api := range All(Options{}) {
		if names := api.Exports[specifier]; names != nil {
			return names
		}
	}
	return nil
}

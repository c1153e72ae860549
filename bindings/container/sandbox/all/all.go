// Package all puts the sandbox server together.
package all

import (
	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/misc"
	"paddock/bindings/container/sandbox/rpc"
)

// Services makes the services.
func Services(env sandbox.Environment) sandbox.Services {
	var s sandbox.Services
	s.Utils = misc.New(env)
	return s
}

// Routes gives the routes, one line for each folder.
func Routes(s sandbox.Services) [][]sandbox.Route {
	return [][]sandbox.Route{
		misc.Routes(s.Utils),
		rpc.Routes(s),
	}
}

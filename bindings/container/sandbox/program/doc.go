// Package program is the sandbox server as a program: the process that an engine starts at
// [place.Path]. It listens on port 3000 of the sandbox, runs the user's start-up command beside the
// server when it is given one, and makes programs of the sandbox trust intercepted HTTPS when
// SANDBOX_INTERCEPT_HTTPS is 1.
//
// As process 1 of a container it is an init, too: it runs itself again and reaps what is left.
package program

// Options are what the program is lent by who links it. The zero value lends nothing.
type Options struct {
	// JavaScript makes JavaScript of TypeScript, for the code interpreter.
	JavaScript func(typescript string) (string, error)
}

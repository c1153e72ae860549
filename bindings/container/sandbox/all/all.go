//go:build linux

// Package all puts the sandbox server together.
package all

import (
	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/backup"
	"paddock/bindings/container/sandbox/commands"
	"paddock/bindings/container/sandbox/files"
	"paddock/bindings/container/sandbox/git"
	"paddock/bindings/container/sandbox/interpreter"
	"paddock/bindings/container/sandbox/misc"
	"paddock/bindings/container/sandbox/ports"
	"paddock/bindings/container/sandbox/processes"
	"paddock/bindings/container/sandbox/pty"
	"paddock/bindings/container/sandbox/rpc"
	"paddock/bindings/container/sandbox/session"
	"paddock/bindings/container/sandbox/tunnels"
	"paddock/bindings/container/sandbox/watch"
)

// Services makes the services. close ends what they have started, and waits for it.
func Services(env sandbox.Environment) (s sandbox.Services, close func()) {
	sessions := session.New(env)
	running := processes.New(sessions)
	s.Sessions, s.Processes = sessions, running
	archives := backup.New(env)
	s.Backup = archives
	s.Commands = backup.Commands(commands.New(sessions, running), archives)
	s.Files = files.New(env, sessions)
	s.Ports = ports.New(running)
	s.Git = git.New(env, sessions)
	s.Utils = misc.New(env)
	changes := watch.New(env)
	s.Watch = changes
	terminals := pty.New(sessions)
	s.Terminals = terminals
	code := interpreter.New(env)
	s.Interpreter = code
	tunneling := tunnels.New(env)
	s.Tunnels = tunneling
	return s, func() {
		changes.Close()
		terminals.Close()
		code.Close()
		tunneling.Close()
		sessions.Close()
		running.Close()
	}
}

// Routes gives the routes, one line for each folder.
func Routes(s sandbox.Services) [][]sandbox.Route {
	return [][]sandbox.Route{
		session.Routes(s.Sessions),
		commands.Routes(s.Commands, s.Processes),
		processes.Routes(s.Processes),
		files.Routes(s.Files),
		ports.Routes(s.Ports),
		git.Routes(s.Git),
		watch.Routes(s.Watch),
		interpreter.Routes(s.Interpreter),
		backup.Routes(s.Backup),
		pty.Routes(s.Terminals),
		misc.Routes(s.Utils),
		rpc.Routes(s),
	}
}

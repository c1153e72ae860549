package docker

import (
	"fmt"
	"os"
)

// What this program does in the containers of the engine, and beside it: its first argument.
const (
	commandSidecar = "@sidecar"
	commandExec    = "@exec"
	commandKill    = "@kill"
	commandReap    = "@reap"
	commandProbe   = "@probe"
	commandRelay   = "@relay"
)

// What Paddock tells the sidecar, and what that answers: single bytes, before a tunnel begins.
const (
	askTunnel    = 't'
	answerSocket = 'u'
	answerStdio  = 's'
	answerRelay  = 'r' // of a relay
)

// Init plays the part that the first argument asks for, and ends the process; where it asks for
// none, it returns. It must be the first thing that main and TestMain call.
func Init() {
	if len(os.Args) < 2 {
		return
	}
	run, ok := map[string]func([]string) error{
		commandSidecar: runSidecar, commandExec: runExec, commandKill: runKill, commandReap: runReap, commandProbe: runProbe,
		commandRelay: runRelay,
	}[os.Args[1]]
	if !ok {
		return
	}
	if err := run(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Command paddock runs Cloudflare Workers and Containers code locally and in CI.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"paddock/bindings/container/engines"
	"paddock/bindings/container/sandbox/program"
	"paddock/wrangler/bundle"
	"paddock/wrangler/message"
)

func main() {
	if startedInside() {
		return
	}
	time.Local = time.UTC // the zone of the platform: the engine's Date takes the process's
	os.Exit(run())
}

// startedInside plays the part of the first process of a sandbox, of its server, or inside of a
// container: engines start this same binary as each.
func startedInside() (handled bool) {
	return engines.Init(program.Options{JavaScript: bundle.JavaScript})
}

// run gives the exit code: 0, 1 for errors of the user's project, or a command's own.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := newApp(os.Stdin, os.Stdout, os.Stderr)
	defer runtime.KeepAlive(app)
	root := newRootCommand(app)
	args, cmd, err := readCommandLine(root, withoutExperiments(os.Args[1:]))
	if err == nil {
		root.SetArgs(args)
		cmd, err = root.ExecuteContextC(ctx)
		err = withUsage(cmd, err)
	}
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	var usage usageError
	if errors.As(err, &usage) {
		_ = cmd.Help() // on standard output; the error says enough where it cannot be written
		err = withSuggestion(cmd, usage)
	}
	app.printError(err)
	return 1
}

// withUsage says how a command is called that was given too few or too many arguments, and what it lacks of flags
// in wrangler's words.
func withUsage(cmd *cobra.Command, err error) error {
	if err != nil {
		if lacking, ok := strings.CutPrefix(err.Error(), "required flag(s) "); ok {
			return missingArguments(strings.TrimSuffix(lacking, " not set"))
		}
	}
	if err == nil || !strings.Contains(err.Error(), "arg(s)") || cmd.Args == nil || cmd.Args(cmd, cmd.Flags().Args()) == nil {
		return err
	}
	return message.Errors{{Kind: message.Error, Text: cmd.CommandPath() + " " + err.Error() + ".", Hint: "usage: " + cmd.UseLine()}}
}

// exitCode is the error of a command that ends with a code of its own and has said all.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

var _ error = message.Errors{}

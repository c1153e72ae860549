package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"paddock/bindings/container"
	"paddock/bindings/container/process"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
)

func newCheckCommand(a *app) *cobra.Command {
	asJSON, strict := false, false
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Look for what would not work in a project, and say how to mend it",
		Long: "check reads the configuration, bundles and loads the Worker on an empty state, and looks at what\n" +
			"it has loaded: handlers that never run, lists that match nothing, missing exports, bindings and\n" +
			"migrations. No event is delivered and no container is started. Its exit code is 1 if there is an\n" +
			"error, with --strict also if there is a warning.",
		Example: "  paddock check\n  paddock check --strict --json",
		Args:    positionals(0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.check(cmd.Context(), asJSON, strict) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	cmd.Flags().BoolVar(&strict, "strict", false, "warnings count as errors")
	return cmd
}

func (a *app) check(ctx context.Context, asJSON, strict bool) error {
	a.AnyKind = true
	found, err := a.findings(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		e := json.NewEncoder(a.Stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(found); err != nil {
			return err
		}
	} else {
		a.printMessages(found)
	}
	failures := 0
	for _, m := range found {
		if m.Kind == message.Error {
			failures++
		}
	}
	if !asJSON {
		fmt.Fprintln(a.Stdout, tally(failures, len(found)-failures))
	}
	if failures > 0 || strict && len(found) > 0 {
		return exitCode(1)
	}
	return nil
}

// tally tells how much was found.
func tally(failures, warnings int) string {
	count := func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return fmt.Sprintf("%d %ss", n, what)
	}
	if failures+warnings == 0 {
		return "Nothing to mend was found."
	}
	return count(failures, "error") + ", " + count(warnings, "warning")
}

// findings loads the project on a state of its own and gives what it was told.
func (a *app) findings(ctx context.Context) (_ []message.Message, err error) {
	state, err := os.MkdirTemp("", "paddock-check-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(state)) }()
	heard := &listener{found: []message.Message{}}
	session, err := dev.Start(ctx, dev.Options{
		Load:     func() ([]*config.Project, []message.Message, error) { return a.loadBuilt(nil) },
		StateDir: state, Console: heard,
		Containers: container.Options{Engine: process.New(process.Options{})},
	})
	var messages message.Errors
	switch {
	case errors.As(err, &messages):
		heard.found = append(heard.found, messages...)
		return heard.found, nil
	case err != nil:
		return nil, err
	}
	return heard.all(), session.Close()
}

// listener is a console that keeps what is told of the project, and nothing that the Worker says.
type listener struct {
	mu    sync.Mutex // guards found
	found []message.Message
}

var _ dev.Console = (*listener)(nil)

// Message implements dev.Console.
func (l *listener) Message(m message.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.found = append(l.found, m)
}

// Log implements dev.Console.
func (*listener) Log(string, string, string) {}

// Exception implements dev.Console.
func (l *listener) Exception(worker, _ string, err error) {
	l.Message(message.Message{Kind: message.Error, Text: fmt.Sprintf("The Worker %s threw while it was loaded: %v", worker, err)})
}

// Status implements dev.Console.
func (*listener) Status(string) {}

// Request implements dev.Console.
func (*listener) Request(dev.Answered) {}

func (l *listener) all() []message.Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.found)
}

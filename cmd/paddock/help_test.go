package main

import (
	"os"
	"testing"

	"github.com/spf13/cobra"
)

func TestHelp_HasAnExampleOfEachCommand(t *testing.T) {
	t.Parallel()
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		if cmd.IsAvailableCommand() && !cmd.HasAvailableSubCommands() && cmd.Example == "" {
			t.Errorf("%s --help has no example", cmd.CommandPath())
		}
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(newRootCommand(newApp(os.Stdin, os.Stdout, os.Stderr)))
}

func TestFitted(t *testing.T) {
	t.Parallel()
	const text = "one two three\nfour"
	for columns, want := range map[int]string{
		0:  text,
		80: text,
		7:  "one two\nthree\nfour",
		3:  "one\ntwo\nthree\nfour",
	} {
		if got := fitted(text, columns); got != want {
			t.Errorf("%d columns: got %q, want %q", columns, got, want)
		}
	}
}

package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// withSuggestion adds to the error of an argument that a command has not what was probably meant: one
// of its flags, or of the commands below it.
func withSuggestion(cmd *cobra.Command, err usageError) error {
	_, names, ok := strings.Cut(string(err), ": ")
	if !ok || !strings.HasPrefix(string(err), "Unknown argument") {
		return err
	}
	name, _, _ := strings.Cut(names, ", ")
	var flags, commands []string
	add := func(f *pflag.Flag) {
		if !f.Hidden {
			flags = append(flags, f.Name)
		}
	}
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			commands = append(commands, c.Name())
		}
	}
	hint := config.Suggestion(name, commands)
	if hint == "" {
		hint = strings.Replace(config.Suggestion(name, flags), `"`, `"--`, 1)
	}
	if hint == "" {
		return err
	}
	return message.Errors{{Kind: message.Error, Text: string(err), Hint: hint}}
}

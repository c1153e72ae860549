package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// setHelp has help fit the terminal, whose lines would be broken within words. Where there is none, each text is one line.
func (a *app) setHelp(root *cobra.Command) {
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStderr(), a.usageOf(cmd))
		return err
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		text := cmd.Long
		if text == "" {
			text = cmd.Short
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s", fitted(text, a.columns()), a.usageOf(cmd))
	})
}

// usageOf tells how a command is called.
func (a *app) usageOf(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString("Usage:")
	if cmd.Runnable() {
		b.WriteString("\n  " + cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n  " + cmd.CommandPath() + " [command]")
	}
	part := func(head, text string) {
		if text = strings.TrimRight(text, " \n"); text != "" {
			b.WriteString("\n\n" + head + ":\n" + text)
		}
	}
	part("Examples", cmd.Example)
	commands := ""
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			commands += fmt.Sprintf("  %-*s %s\n", sub.NamePadding(), sub.Name(), sub.Short)
		}
	}
	part("Available Commands", commands)
	part("Flags", cmd.LocalFlags().FlagUsagesWrapped(a.columns()))
	part("Global Flags", cmd.InheritedFlags().FlagUsagesWrapped(a.columns()))
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n\nUse \"" + cmd.CommandPath() + " [command] --help\" for more information about a command.")
	}
	return b.String() + "\n"
}

// fitted breaks the lines of a text that are longer than columns between words; 0 leaves them.
func fitted(text string, columns int) string {
	if columns == 0 {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		at := 0
		for i, word := range strings.Fields(line) {
			switch {
			case i > 0 && at+1+len(word) > columns:
				b.WriteString("\n")
				at = 0
			case i > 0:
				b.WriteString(" ")
				at++
			}
			b.WriteString(word)
			at += len(word)
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

package message

import (
	"os"

	"golang.org/x/term"
)

// ColorFor reports whether output to f is to be coloured: never with NO_COLOR, always with
// FORCE_COLOR (unless it is "0" or "false"), else when f is a terminal.
func ColorFor(f *os.File) bool {
	return colorFor(os.Getenv, func() bool { return term.IsTerminal(int(f.Fd())) })
}

func colorFor(getenv func(string) string, terminal func() bool) bool {
	if getenv("NO_COLOR") != "" {
		return false
	}
	switch getenv("FORCE_COLOR") {
	case "":
		return getenv("TERM") != "dumb" && terminal()
	case "0", "false":
		return false
	}
	return true
}

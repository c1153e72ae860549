package dev

import (
	"bytes"
	"fmt"
	"os"
	"regexp"

	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// badExport is the message for an export of the main module that no worker may have.
func badExport(p *config.Project, bad *worker.BadExport) error {
	hint := fmt.Sprintf("A Worker's main module may export only classes and objects with handlers: move %q to another file.", bad.Name)
	if bad.Name == "default" {
		hint = "Export an object with handlers: export default { async fetch(request, env, ctx) { return new Response(\"Hello\"); } }"
	}
	return message.Errors{{
		Kind: message.Error, Text: "Uncaught " + bad.Error(), Hint: hint, Place: exportPlace(p, bad.Name),
		Notes: []string{fmt.Sprintf("The export %q of %s is the reason.", bad.Name, relative(p, p.Main))},
	}}
}

// startHint says what to do about a start that failed without a script having thrown.
func startHint(p *config.Project, err *jsruntime.Error) string {
	switch err.Msg {
	case "Top-level await in module is unsettled.":
		return fmt.Sprintf("An await at the top level of %s, or of a module that it imports, waits for what never comes.", relative(p, p.Main))
	case "No event handlers were registered. This script does nothing.":
		return fmt.Sprintf("Add to %s: export default { async fetch(request, env, ctx) { return new Response(\"Hello\"); } }", relative(p, p.Main))
	}
	return ""
}

// exportPlace finds where the main file exports a name; nil if a pattern cannot tell.
func exportPlace(p *config.Project, name string) *message.Place {
	source, err := os.ReadFile(p.Main)
	if err != nil {
		return nil
	}
	pattern := `(?m)^[ \t]*export\s+default\b`
	if name != "default" {
		pattern = `(?m)^[ \t]*export\s+(?:const|let|var)\s+` + regexp.QuoteMeta(name) + `\b`
	}
	at := regexp.MustCompile(pattern).FindIndex(source)
	if at == nil {
		return nil
	}
	begin := bytes.LastIndexByte(source[:at[0]], '\n') + 1
	line := source[begin:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	start := at[1] - len(bytes.TrimLeft(source[at[0]:at[1]], " \t"))
	return &message.Place{
		File: relative(p, p.Main), Line: bytes.Count(source[:begin], []byte("\n")) + 1,
		Column: start - begin + 1, LineText: string(line), Length: at[1] - start,
	}
}

// Package message holds what the user reads about a project: errors and warnings with their
// place in a file, notes and a hint, and the printers for a terminal and for machines. The words
// and the layout are those of wrangler. It imports nothing of ours, so that everybody may use it.
package message

import (
	"fmt"
	"strings"
)

// Kind says how bad a message is.
type Kind int

// The kinds of messages.
const (
	Error   Kind = iota // the run cannot go on
	Warning             // the run goes on
)

// String gives the kind as machines read it.
func (k Kind) String() string {
	if k == Warning {
		return "warning"
	}
	return "error"
}

// MarshalText gives "error" or "warning".
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Place is a range of one line in a file.
type Place struct {
	File     string `json:"file"`
	Line     int    `json:"line"`               // 1-based; 0 means the whole file
	Column   int    `json:"column"`             // 1-based, in bytes
	LineText string `json:"lineText,omitempty"` // the line, without its end
	Length   int    `json:"length,omitempty"`   // in bytes; 0 marks one character
}

// String gives "file:line:column".
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Message is one thing to tell the user.
type Message struct {
	Kind  Kind     `json:"kind"`
	Text  string   `json:"text"`            // what is wrong
	Place *Place   `json:"place,omitempty"` // where; nil when nowhere
	Notes []string `json:"notes,omitempty"` // more about it, a line or several each
	Hint  string   `json:"hint,omitempty"`  // what to do
}

// Errors is several messages as one error.
type Errors []Message

// Error gives a line for each message, with its place in front.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, m := range e {
		lines[i] = m.Text
		if m.Place != nil {
			lines[i] = m.Place.String() + ": " + m.Text
		}
	}
	return strings.Join(lines, "\n")
}

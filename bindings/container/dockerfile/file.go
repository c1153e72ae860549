package dockerfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// File is a Dockerfile that has been read. It is safe for concurrent use.
type File struct {
	name   string
	path   string // "" when it was not read from a file
	text   []byte
	ast    *parser.Node
	escape rune
}

// Error is a mistake in a Dockerfile, or what kept one of its instructions from being done.
type Error struct {
	File string // as it was given to [Parse], or the path seen from the working directory
	Line int    // from 1; 0 when it is not about one line
	Msg  string
	Err  error // what it is about, if anything; Msg holds its words
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
}

// Unwrap gives the error that the message is about.
func (e *Error) Unwrap() error { return e.Err }

// Name is the file's name, as messages give it.
func (f *File) Name() string { return f.name }

// Read reads a Dockerfile.
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read Dockerfile: %w", err)
	}
	f, err := Parse(shown(path), text)
	if err != nil {
		return nil, err
	}
	f.path = path
	return f, nil
}

// shown is the path as a user in the working directory would write it.
func shown(path string) string {
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(dir, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return path
	}
	return rel
}

// Parse reads the text of a Dockerfile. Errors are an [*Error], with name as its file.
func Parse(name string, text []byte) (*File, error) {
	result, err := parser.Parse(bytes.NewReader(text))
	f := &File{name: name, text: text, escape: '\\'}
	if err != nil {
		return nil, f.mistake(err)
	}
	f.ast, f.escape = result.AST, result.EscapeToken
	stages, _, err := f.instructions()
	if err != nil {
		return nil, err
	}
	if len(stages) == 0 {
		return nil, &Error{File: name, Line: 1, Msg: "there is no FROM, which every Dockerfile begins with"}
	}
	return f, nil
}

// instructions are fresh ones each time, because variables are replaced in place.
func (f *File) instructions() ([]instructions.Stage, []instructions.ArgCommand, error) {
	stages, global, err := instructions.Parse(f.ast, nil)
	if err != nil {
		return nil, nil, f.mistake(err)
	}
	return stages, global, nil
}

// mistake gives an error of the parser this package's form.
func (f *File) mistake(err error) error {
	e := &Error{File: f.name, Line: 1, Msg: err.Error()}
	var at *parser.LocationError
	if errors.As(err, &at) {
		e.Msg = at.Error()
		if len(at.Locations) > 0 && len(at.Locations[0]) > 0 {
			e.Line = max(1, at.Locations[0][0].Start.Line)
		}
	}
	// The parser's own place in front would be a second one.
	if rest, ok := strings.CutPrefix(e.Msg, "dockerfile parse error on line "); ok {
		if _, msg, ok := strings.Cut(rest, ": "); ok {
			e.Msg = msg
		}
	}
	return e
}

// fail is an error at an instruction.
func (f *File) fail(at []parser.Range, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	e := &Error{File: f.name, Msg: err.Error(), Err: errors.Unwrap(err)}
	if len(at) > 0 {
		e.Line = at[0].Start.Line
	}
	return e
}

package dialect

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/go-sourcemap/sourcemap"

	"paddock/jsruntime/dialect/regex"
)

// Options are the choices of one compilation. The zero value suits bundled modules.
type Options struct {
	// SourceMap, a version 3 source map, makes the engine itself write the original places
	// into stacks. Without it stacks name places of the text given, whatever
	// sourceMappingURL comment the text may hold: no text can make the engine read files.
	SourceMap []byte
	// Sloppy compiles the text as a classic script; otherwise it is strict, as modules are.
	Sloppy bool
}

// SyntaxError says that, and where, a text is not a program that the engine can run.
type SyntaxError struct {
	Text   string // what is wrong, in the engine's words
	File   string // the name given to Compile
	Line   int    // from 1; 0 if the place is unknown
	Column int    // in bytes, from 1; 0 if the place is unknown
}

// Error says the place and the trouble on one line.
func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Text)
}

// Compile makes a program of src; name is what stacks call it. The program is immutable and
// may run in many runtimes at once; each of them needs Install first. A failure is a
// *SyntaxError.
func Compile(name, src string, opts Options) (prg *goja.Program, err error) {
	defer func() {
		// The engine's parser and compiler panic on some inputs instead of reporting them.
		if p := recover(); p != nil {
			prg, err = nil, &SyntaxError{Text: fmt.Sprintf("the engine cannot compile this script: %v", p), File: name}
		}
	}()
	regex.MatchDeep()
	src = splitLastCodePoint(src)
	tree, err := parse(name, src)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	if err := rewrite(tree, src); err != nil {
		return nil, syntaxError(name, err)
	}
	rewriteEvals(tree, src, !opts.Sloppy)
	tellSource(tree, name, src)
	if len(bytes.TrimSpace(opts.SourceMap)) > 0 {
		mapped, err := sourcemap.Parse(name, opts.SourceMap)
		if err != nil {
			return nil, &SyntaxError{Text: "read source map: " + err.Error(), File: name}
		}
		tree.File.SetSourceMap(mapped)
	}
	prg, err = goja.CompileAST(tree, !opts.Sloppy)
	if err != nil && DeferLiterals(tree) {
		prg, err = goja.CompileAST(tree, !opts.Sloppy)
	}
	if err != nil {
		return nil, syntaxError(name, err)
	}
	Amend(prg)
	return prg, nil
}

// rewrite changes a tree to what the engine understands as it is meant.
func rewrite(tree *ast.Program, src string) error {
	literals, facts := literalExpander{file: tree.File}, newFacts()
	first := together(literals.walk(), together(catchWalk(), facts.walk()))
	first.program(tree)
	if literals.failed != nil {
		return literals.failed
	}
	reviveGenerators(tree)
	second := together(together(lengthWalk(), protoWalk()), together(bigIntWalk(), iteratorWalk()))
	if len(src) > 2*longestSum { // an operator and an operand each
		second = together(second, sumWalk())
	}
	if facts.appends {
		second = together(facts.appendWalk(), second)
	}
	if lowered := loweredWalk(src); lowered != nil {
		second = together(second, *lowered)
	}
	if namespaces := namespaceWalk(src); namespaces != nil {
		second = together(second, *namespaces)
	}
	if fields := fieldSuperWalk(src); fields != nil {
		second = together(second, *fields)
	}
	second.program(tree)
	reviseNewTargets(tree, src)
	lendArguments(tree, src)
	return nil
}

// parseText runs the engine's parser once.
func parseText(name, src string) (*ast.Program, error) {
	tree, err := parser.ParseFile(nil, name, src, 0, parser.WithDisableSourceMaps)
	if err != nil {
		err = withoutFalseAlarms(tree, mendPatterns(tree, src, err))
	}
	return tree, err
}

// syntaxError brings the engine's several error types into one.
func syntaxError(name string, err error) *SyntaxError {
	var own *SyntaxError
	if errors.As(err, &own) {
		return own
	}
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		first := list[0]
		return &SyntaxError{Text: first.Message, File: name, Line: first.Position.Line, Column: first.Position.Column}
	}
	var compiled *goja.CompilerSyntaxError
	if errors.As(err, &compiled) {
		out := &SyntaxError{Text: compiled.Message, File: name}
		if compiled.File != nil {
			at := compiled.File.Position(compiled.Offset)
			out.Line, out.Column = at.Line, at.Column
		}
		return out
	}
	return &SyntaxError{Text: err.Error(), File: name}
}

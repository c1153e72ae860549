package dialect

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// expandLiterals expands the patterns of a tree's regular expression literals. The engine
// does not know the flag v; such literals get the flag u and patterns that mean the same.
func expandLiterals(tree *ast.Program) error {
	var failed error
	w := walker{expr: func(slot *ast.Expression) {
		re, ok := (*slot).(*ast.RegExpLiteral)
		if !ok || failed != nil {
			return
		}
		expanded, err := ExpandPattern(re.Pattern, re.Flags)
		if err != nil {
			at := tree.File.Position(int(re.Idx) - tree.File.Base())
			failed = &SyntaxError{Text: err.Error(), File: at.Filename, Line: at.Line, Column: at.Column}
			return
		}
		re.Pattern = expanded
		re.Flags = EngineFlags(re.Flags)
	}}
	w.program(tree)
	return failed
}

// deferLiterals replaces the regular expression literals that the engine refuses, such as those
// with modifiers, by calls of RegExp: what a script never evaluates must not keep all of it
// from running. It reports whether there were any.
func deferLiterals(tree *ast.Program) bool {
	found := false
	w := walker{expr: func(slot *ast.Expression) {
		re, ok := (*slot).(*ast.RegExpLiteral)
		if !ok {
			return
		}
		alone := &ast.Program{Body: []ast.Statement{&ast.ExpressionStatement{Expression: re}}, File: tree.File}
		if _, err := goja.CompileAST(alone, true); err == nil {
			return
		}
		found = true
		*slot = &ast.NewExpression{
			New:             re.Idx,
			Callee:          &ast.Identifier{Name: "RegExp", Idx: re.Idx},
			LeftParenthesis: re.Idx,
			ArgumentList: []ast.Expression{
				&ast.StringLiteral{Idx: re.Idx, Value: unistring.NewFromString(re.Pattern)},
				&ast.StringLiteral{Idx: re.Idx, Value: unistring.NewFromString(re.Flags)},
			},
			RightParenthesis: re.Idx,
		}
	}}
	w.program(tree)
	return found
}

// EngineFlags returns the flags to give the engine together with an expanded pattern: v,
// which it does not know, becomes u. Flags that are not valid stay so.
func EngineFlags(flags string) string {
	if strings.Contains(flags, "u") {
		return flags
	}
	return strings.Replace(flags, "v", "u", 1)
}

// ExpandPattern rewrites, in the pattern of a regular expression, what the engine lacks: \p{…}
// and \P{…} become explicit ranges if flags hold u or v, and the set notation of v becomes
// plain classes; without u and v, classes of surrogates are told apart. The error is in the words of a
// SyntaxError of RegExp. Use it with EngineFlags for expressions built at run time.
func ExpandPattern(pattern, flags string) (string, error) {
	sets := strings.Contains(flags, "v")
	if !sets && !strings.Contains(flags, "u") {
		return tellSurrogatesApart(pattern), nil
	}
	if !sets && !strings.Contains(pattern, `\p`) && !strings.Contains(pattern, `\P`) {
		return pattern, nil
	}
	p := &patternReader{src: pattern, flags: flags, sets: sets}
	if err := p.expand(); err != nil {
		return "", err
	}
	return p.out.String(), nil
}

// patternReader copies a pattern to out, expanding on the way.
type patternReader struct {
	src   string
	flags string
	pos   int
	sets  bool // flag v
	out   strings.Builder
}

func (p *patternReader) fail(what string) error {
	return fmt.Errorf("Invalid regular expression: /%s/%s: %s", p.src, p.flags, what)
}

func (p *patternReader) rest() string { return p.src[p.pos:] }

func (p *patternReader) expand() error {
	class := false
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == '\\':
			if err := p.escape(class); err != nil {
				return err
			}
		case c == '[' && p.sets:
			if err := p.setClass(); err != nil {
				return err
			}
		default:
			if c == '[' {
				class = true
			} else if c == ']' {
				class = false
			}
			p.out.WriteByte(c)
			p.pos++
		}
	}
	return nil
}

// escape copies one escape, or writes the ranges of a property escape.
func (p *patternReader) escape(class bool) error {
	if !strings.HasPrefix(p.rest(), `\p`) && !strings.HasPrefix(p.rest(), `\P`) {
		n := min(2, len(p.rest()))
		if c := p.rest()[n-1]; !class && isLetter(c) && strings.IndexByte("bBcdDfknrsStuvwWx", c) < 0 {
			return p.fail("Invalid escape")
		}
		p.out.WriteString(p.rest()[:n])
		p.pos += n
		return nil
	}
	s, err := p.property()
	if err != nil {
		return err
	}
	if class {
		writeRanges(&p.out, s)
		return nil
	}
	writeClass(&p.out, s)
	return nil
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// property reads \p{…} or \P{…}.
func (p *patternReader) property() (set, error) {
	negated := p.src[p.pos+1] == 'P'
	rest := p.rest()[2:]
	end := strings.IndexByte(rest, '}')
	if !strings.HasPrefix(rest, "{") || end < 0 {
		return nil, p.fail("Invalid property name")
	}
	s, ok := lookup(rest[1:end])
	if !ok {
		return nil, p.fail("Invalid property name")
	}
	p.pos += 2 + end + 1
	if negated {
		s = s.invert()
	}
	return s, nil
}

// writeClass writes a set as a class of its own.
func writeClass(out *strings.Builder, s set) {
	if len(s) == 0 {
		out.WriteString(`[^\u{0}-\u{10ffff}]`)
		return
	}
	out.WriteByte('[')
	writeRanges(out, s)
	out.WriteByte(']')
}

func writeRanges(out *strings.Builder, s set) {
	for _, r := range s {
		writeCodePoint(out, r[0])
		if r[1] > r[0] {
			out.WriteByte('-')
			writeCodePoint(out, r[1])
		}
	}
}

func writeCodePoint(out *strings.Builder, r rune) {
	out.WriteString(`\u{`)
	out.WriteString(strconv.FormatInt(int64(r), 16))
	out.WriteByte('}')
}

package dialect

import (
	"regexp"
	"strings"

	"github.com/dop251/goja/ast"
)

// What V8 says of texts that are no programs. The engine's parser finds where a text breaks; the words are found by what
// stands there, and in which brackets.

const (
	illegal      = "Invalid or unexpected token"
	endOfInput   = "Unexpected end of input"
	reservedWord = "Unexpected strict mode reserved word"
	unspread     = "`...` must be followed by an assignable reference in assignment contexts"
)

// renamed are the engine's words for what V8 says in others, wherever it stands.
var renamed = map[string]string{
	"Unexpected token ILLEGAL":                                        illegal,
	"Illegal numeric literal":                                         illegal,
	"Assignment to eval or arguments is not allowed in strict mode":   "Unexpected eval or arguments in strict mode",
	"Catch variable may not be eval or arguments in strict mode":      "Unexpected eval or arguments in strict mode",
	"Delete of an unqualified identifier in strict mode":              "Delete of an unqualified identifier in strict mode.",
	"Octal literals are not allowed in strict mode":                   "Octal literals are not allowed in strict mode.",
	"Illegal continue statement":                                      "Illegal continue statement: no surrounding iteration statement",
	"Already saw a default in switch":                                 "More than one default clause in switch statement",
	"Generators can only be declared at top level or inside a block.": "Generators can only be declared at the top level or inside a block.",
	"Invalid template literal on optional chain":                      "Invalid tagged template on optional chain",
	"Compiler bug: Cannot emit reference for this type of expression": unspread,
}

var (
	takenLabel  = regexp.MustCompile(`^Label '(.*)' already exists$`)
	unexpected  = regexp.MustCompile(`^Unexpected (?:token|identifier|number|string|end of input|strict mode)`)
	contextual  = regexp.MustCompile(`^Unexpected token '(let|static|yield|implements|interface|package|private|protected|public)'$`)
	restName    = regexp.MustCompile(`\.\.\.\s*[\w$]+$`)
	overOf      = regexp.MustCompile(`^[^;]*?\sof\s`)
	mixed       = regexp.MustCompile(`\?\?|\|\||&&`)
	punctuators = regexp.MustCompile(`^(?:=>|\.)`)
)

// Complain gives an error of the engine's parser or compiler about the text as a *SyntaxError in V8's words.
func (t EvalText) Complain(err error) *SyntaxError {
	wrong := TextError(err)
	wrong.quote(t.Source, t.Strict || strings.HasPrefix(t.Source, `"use strict"`))
	return wrong
}

// TextError gives an error of the engine's parser or compiler as a *SyntaxError in V8's words, without what V8
// quotes of the text.
func TextError(err error) *SyntaxError {
	wrong := syntaxError(textName, err)
	wrong.Text = strings.TrimPrefix(wrong.Text, "SyntaxError: ")
	if words, ok := renamed[wrong.Text]; ok {
		wrong.Text = words
	}
	if token, ok := strings.CutPrefix(wrong.Text, "Unexpected token "); ok && !strings.HasPrefix(token, "'") {
		wrong.Text = "Unexpected token '" + token + "'"
	}
	if label := takenLabel.FindStringSubmatch(wrong.Text); label != nil {
		wrong.Text = "Label '" + label[1] + "' has already been declared"
	}
	return wrong
}

// broken is the place where a text breaks.
type broken struct {
	text         string // what is wrong, so far
	src          string
	at           int
	before, rest string // without the spaces before it
	word, after  string // what rest begins with, and what is behind that
	strict       bool
	scan         scanner // behind the token before
}

// quote gives a complaint the words that V8 has for what stands at its place.
func (e *SyntaxError) quote(src string, strict bool) {
	defer func() { _ = recover() }() // a contrived text can defeat the rules; the engine's own words are then good enough
	at := len(src)
	if e.Text != endOfInput && e.Line == 0 {
		return
	}
	if e.Line > 0 {
		at = max(offsetOf(src, e.Line, e.Column), 0)
	}
	b := broken{text: e.Text, src: src, at: at, before: strings.TrimRight(src[:at], " \t\n"), rest: src[at:], strict: strict, scan: scanner{src: src}}
	end := 0
	for end < len(b.rest) && wordByte(b.rest[end]) {
		end++
	}
	b.word, b.after = b.rest[:end], strings.TrimLeft(b.rest[end:], " \t")
	b.scan.readTo(at)
	for _, words := range []func(broken) string{broken.literal, broken.modules, broken.statement, broken.lists, broken.target, broken.named} {
		if text := words(b); text != "" {
			e.Text = text
			return
		}
	}
}

// literal is for literals and comments that are broken.
func (b broken) literal() string {
	switch {
	case b.text == endOfInput && b.scan.torn && strings.Contains(b.src, "/*"):
		return illegal
	case b.scan.torn && unexpected.MatchString(b.text), strings.HasPrefix(b.text, "Invalid regular expression: /") && !closed(b.rest):
		return "Invalid regular expression: missing /"
	case strings.HasPrefix(b.text, "Only one underscore") && !strings.HasPrefix(b.rest, "_"):
		return "Numeric separators are not allowed at the end of numeric literals"
	case strings.HasPrefix(b.text, `unterminated \u{`):
		return "Invalid Unicode escape sequence"
	case b.text != illegal:
		return ""
	case strings.HasPrefix(b.rest, "_") && strings.HasSuffix(b.before, "0"), strings.HasPrefix(b.word, "0_"):
		return "Numeric separator can not be used after leading 0."
	case punctuators.MatchString(b.rest):
		return "Unexpected token '" + punctuators.FindString(b.rest) + "'"
	}
	return wrongEscape(b.rest)
}

// closed reports whether a regular expression ends before its line does.
func closed(literal string) bool {
	s := scanner{src: literal}
	s.readRegExp()
	return !s.torn
}

// wrongEscape finds the first escape of a string or name that is none; "" without one.
func wrongEscape(token string) string {
	quote := token
	if token != "" {
		quote = token[:1]
	}
	for i := 0; i < len(token); i++ {
		if i > 0 && (token[i:i+1] == quote && strings.Contains(`"'`, quote) || token[i] == '\n') {
			return ""
		}
		if token[i] != '\\' || i+1 == len(token) {
			continue
		}
		i++
		switch digits := hexDigits(token[i+1:]); token[i] {
		case 'x':
			if digits < 2 {
				return "Invalid hexadecimal escape sequence"
			}
		case 'u':
			if strings.HasPrefix(token[i+1:], "{") {
				digits = hexDigits(token[i+2:])
				if digits > 0 && strings.HasPrefix(token[i+2+digits:], "}") {
					if number := strings.TrimLeft(token[i+2:i+2+digits], "0"); len(number) > 6 || len(number) == 6 && number[:2] != "10" {
						return "Undefined Unicode code-point"
					}
					continue
				}
				digits = 0
			}
			if digits < 4 {
				return "Invalid Unicode escape sequence"
			}
		}
	}
	return ""
}

// hexDigits counts those that a text begins with.
func hexDigits(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789abcdefABCDEF"))
}

// modules is for what only modules have.
func (b broken) modules() string {
	switch {
	case endsWith(b.before, "await") && b.scan.in('{') && endsWith(strings.TrimRight(b.src[:b.scan.top().at], " \n"), "static"):
		return "Unexpected reserved word"
	case !strings.Contains(b.src, "async") && endsWith(b.before, "await"):
		return "await is only valid in async functions and the top level bodies of modules"
	case b.word == "export" && b.text == "Unexpected reserved word":
		return "Unexpected token 'export'"
	case b.word == "import" && strings.HasPrefix(b.after, "."):
		return "Cannot use 'import.meta' outside a module"
	case b.word == "import":
		return "Cannot use import statement outside a module"
	}
	return ""
}

// statement is for statements that cannot stand where they do.
func (b broken) statement() string {
	switch {
	case b.text == "Unexpected token '('" && endsWith(b.before, "function"):
		return "Function statements require a function name"
	case b.word == "throw" && b.text == endOfInput && strings.HasPrefix(b.after, "\n"):
		return "Illegal newline after throw"
	case b.word == "continue" && b.after != "" && wordByte(b.after[0]) && strings.HasPrefix(b.text, "Illegal continue"):
		label, _, _ := strings.Cut(b.after, " ")
		return "Illegal continue statement: '" + strings.TrimRight(label, ";}\n") + "' does not denote an iteration statement"
	case strings.HasPrefix(b.text, "Lexical declaration") && b.word == "const":
		return "Unexpected token 'const'"
	case b.text == "Unexpected identifier" && endsWith(b.before, "let") && !b.scan.top().class:
		return "Lexical declaration cannot appear in a single-statement context"
	case strings.HasPrefix(b.text, "for-in loop variable") && overOf.MatchString(b.rest):
		return strings.Replace(b.text, "for-in", "for-of", 1) + "."
	case b.text == "Unexpected identifier" && b.word == "of" && b.scan.in('('):
		return "Invalid left-hand side in for-of loop: Must have a single binding."
	case strings.HasPrefix(b.text, "Logical expressions and coalesce"):
		if operator := mixed.FindString(b.rest); operator != "" {
			return "Unexpected token '" + operator + "'"
		}
	}
	return ""
}

// lists is for what does not go on where something else is listed.
func (b broken) lists() string {
	top := b.scan.top()
	switch ended := b.scan.prev == kindValue || b.scan.prev == kindBlockEnd || b.scan.prev == kindWord && !strings.Contains(operandWords, " "+b.scan.word+" "); {
	case top.class && (b.text == "Unexpected token ':'" && b.scan.prev == kindWord):
		return "Unexpected identifier '" + b.scan.word + "'"
	case top.class && strings.HasPrefix(b.text, "Classes may not have a field") && strings.HasPrefix(b.after, ":"):
		return "Unexpected identifier '" + b.word + "'"
	case !unexpected.MatchString(b.text) || !ended:
		return ""
	case b.text == "Unexpected token ','" && top.open == '(' && !top.call && restName.MatchString(b.before):
		return "Rest parameter must be last formal parameter"
	case top.call && b.rest != "" && strings.IndexByte(",)", b.rest[0]) >= 0:
		return ""
	case top.call && b.scan.former != "async" && !strings.HasSuffix(b.src[:top.at], "import"):
		return "missing ) after argument list"
	case top.open == '$' && b.at < len(b.src) && b.rest[0] != '}', top.open == '$' && b.at == len(b.src):
		return "Missing } in template expression"
	}
	return ""
}

// target is for what cannot be assigned to.
func (b broken) target() string {
	switch {
	case b.text == "Invalid destructuring binding target" && b.scan.in('('):
		return "Invalid destructuring assignment target"
	case b.text != "Invalid left-hand side in assignment" || !strings.HasPrefix(b.rest, "++") && !strings.HasPrefix(b.rest, "--"):
		return ""
	case b.scan.prev == kindValue || b.scan.prev == kindWord:
		return "Invalid left-hand side expression in postfix operation"
	}
	return "Invalid left-hand side expression in prefix operation"
}

// named is for words that cannot stand where they do.
func (b broken) named() string {
	switch word := contextual.FindStringSubmatch(b.text); {
	case b.strict && (word != nil || b.word == "yield" || endsWith(b.before, "yield")):
		return reservedWord
	case word != nil:
		return "Unexpected identifier '" + word[1] + "'"
	case b.text == "Unexpected identifier" && b.scan.former == "async":
		return "Unexpected identifier '" + b.scan.word + "'"
	case b.text == "Unexpected identifier" && b.word != "":
		return b.text + " '" + b.word + "'"
	case b.text == "Unexpected token 'await'":
		return "Unexpected reserved word"
	case strings.HasPrefix(b.text, "Compiler bug: ") && strings.HasPrefix(b.rest, "#"):
		name := b.rest[1:]
		return "Private field '#" + name[:len(name)-len(strings.TrimLeftFunc(name, func(r rune) bool { return r >= 0x80 || wordByte(byte(r)) }))] + "' must be declared in an enclosing class"
	case strings.HasPrefix(b.text, "Compiler bug: "):
		return illegal
	}
	return ""
}

// endsWith reports whether a text ends with a word.
func endsWith(text, word string) bool {
	before, ok := strings.CutSuffix(text, word)
	return ok && (before == "" || !wordByte(before[len(before)-1]) && before[len(before)-1] != '.')
}

// checkStrictly is for what the engine's parser takes and V8 does not: octal escapes in strict code, new of an
// optional chain, and classes of regular expressions that do not end.
func checkStrictly(tree *ast.Program, src string, strict bool) error {
	strictly := []bool{strict || isStrict(tree.Body)}
	var wrong error
	fail := func(at ast.Node, text string) {
		if wrong == nil {
			place := tree.File.Position(int(at.Idx0()) - tree.File.Base())
			wrong = &SyntaxError{Text: text, File: textName, Line: place.Line, Column: place.Column}
		}
	}
	w := walker{
		skip: without(`\`, "?.", "/["),
		enter: func(n ast.Node) {
			within := strictly[len(strictly)-1]
			switch n := n.(type) {
			case *ast.FunctionLiteral:
				within = within || isStrict(n.Body.List)
			case *ast.ClassLiteral:
				within = true
			}
			strictly = append(strictly, within)
		},
		leave: func(ast.Node) { strictly = strictly[:len(strictly)-1] },
		expr: func(slot *ast.Expression) {
			switch e := (*slot).(type) {
			case *ast.StringLiteral:
				if octal := octalEscape.FindString(e.Literal); octal != "" && strictly[len(strictly)-1] {
					fail(e, octalWords(octal))
				}
			case *ast.RegExpLiteral:
				if !closed(src[int(e.Idx)-tree.File.Base():]) {
					fail(e, "Invalid regular expression: missing /")
				}
			case *ast.NewExpression:
				end := int(e.Callee.Idx1()) - tree.File.Base()
				if e.RightParenthesis == 0 && end < len(src) && strings.HasPrefix(strings.TrimLeft(src[end:], " \n"), "?.") {
					fail(e, "Invalid optional chain from new expression")
				}
			}
		},
	}
	w.program(tree)
	return wrong
}

var octalEscape = regexp.MustCompile(`^(?:[^\\]|\\[^0-9])*?\\(?:0[0-9]|[1-9])`)

func octalWords(escape string) string {
	if last := escape[len(escape)-1]; last >= '8' && escape[len(escape)-2] == '\\' {
		return `\8 and \9 are not allowed in strict mode.`
	}
	return "Octal escape sequences are not allowed in strict mode."
}

package process

import (
	"os"
	"strings"
)

// lookup finds a variable: ENV of the stage, then ARG, then, for PATH, what the
// host has, because its files stand in for the base image.
func (p *parser) lookup(name string) (string, bool) {
	if len(p.stages) > 0 {
		for _, e := range p.stages[len(p.stages)-1].env {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				return v, true
			}
		}
	}
	args := p.args
	if len(p.stages) == 0 || args == nil {
		args = p.global
	}
	if v, ok := args[name]; ok {
		return v, true
	}
	if name == "PATH" {
		return os.LookupEnv(name)
	}
	return "", false
}

// expand replaces variables and removes quotes and escapes in one word.
func (p *parser) expand(in instruction, s string) (string, error) {
	words, err := p.split(in, s, false)
	if err != nil || len(words) == 0 {
		return "", err
	}
	return words[0], nil
}

// words splits at white space outside of quotes, then does what expand does.
func (p *parser) words(in instruction, s string) ([]string, error) {
	return p.split(in, s, true)
}

func (p *parser) split(in instruction, s string, atSpace bool) ([]string, error) {
	var out []string
	var word strings.Builder
	inWord := false
	var quote byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quote == '\'':
			if c == '\'' {
				quote = 0
			} else {
				word.WriteByte(c)
			}
		case c == p.escape && i+1 < len(s):
			i++
			// Inside double quotes the escape only works before what is special there.
			if quote == '"' && s[i] != '"' && s[i] != '$' && s[i] != p.escape {
				word.WriteByte(c)
			}
			word.WriteByte(s[i])
			inWord = true
		case c == '"':
			quote ^= '"'
			inWord = true
		case c == '\'' && quote == 0:
			quote = '\''
			inWord = true
		case c == '$':
			value, n, err := p.variable(in, s[i:])
			if err != nil {
				return nil, err
			}
			word.WriteString(value)
			i += n - 1
			inWord = true
		case atSpace && quote == 0 && (c == ' ' || c == '\t'):
			if inWord {
				out = append(out, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, p.fail(in.line, "%s has a quote that is not closed", in.word)
	}
	if inWord {
		out = append(out, word.String())
	}
	return out, nil
}

// variable expands the reference at the start of s and tells its length.
func (p *parser) variable(in instruction, s string) (string, int, error) {
	if len(s) > 1 && s[1] == '{' {
		end := closingBrace(s)
		if end < 0 {
			return "", 0, p.fail(in.line, "%s has a ${ that is not closed", in.word)
		}
		body := s[2:end]
		n := nameLength(body)
		if n == 0 {
			return "", 0, p.fail(in.line, "%s has a ${ without a name", in.word)
		}
		value, ok := p.lookup(body[:n])
		switch op := body[n:]; {
		case op == "":
		case strings.HasPrefix(op, ":-"), strings.HasPrefix(op, "-"):
			if !ok || value == "" && op[0] == ':' {
				v, err := p.expand(in, strings.TrimPrefix(strings.TrimPrefix(op, ":"), "-"))
				return v, end + 1, err
			}
		case strings.HasPrefix(op, ":+"), strings.HasPrefix(op, "+"):
			if !ok || value == "" && op[0] == ':' {
				return "", end + 1, nil
			}
			v, err := p.expand(in, strings.TrimPrefix(strings.TrimPrefix(op, ":"), "+"))
			return v, end + 1, err
		default:
			return "", 0, p.fail(in.line, "%s uses ${%s}, which this engine does not understand", in.word, body)
		}
		return value, end + 1, nil
	}
	n := nameLength(s[1:])
	if n == 0 {
		return "$", 1, nil
	}
	value, _ := p.lookup(s[1 : 1+n])
	return value, 1 + n, nil
}

func closingBrace(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func nameLength(s string) int {
	n := 0
	for n < len(s) && (isNameStart(s[n]) || n > 0 && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

func isNameStart(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

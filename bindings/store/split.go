package store

import "strings"

// Split cuts SQL text into its statements. Semicolons in strings, names, comments and the
// bodies of triggers do not count. Pieces without a statement are left out.
func Split(sql string) []string {
	var statements []string
	for _, p := range split(sql) {
		statements = append(statements, strings.TrimSpace(sql[p.start:p.end]))
	}
	return statements
}

// piece is where a statement is in a text.
type piece struct {
	start, end int
	closed     bool // by a semicolon
}

func split(sql string) []piece {
	var pieces []piece
	start, words := 0, []string(nil)
	trigger, depth := false, 0
	flush := func(end int, closed bool) {
		if len(words) > 0 {
			pieces = append(pieces, piece{start, end, closed})
		}
		start, words, trigger, depth = end, nil, false, 0
	}
	for i := 0; i < len(sql); {
		c := sql[i]
		switch {
		case c == '\'' || c == '"' || c == '`':
			i = skipQuoted(sql, i, c)
			words = append(words, "''")
		case c == '[':
			i = skipTo(sql, i+1, "]")
			words = append(words, "[]")
		case strings.HasPrefix(sql[i:], byteOrderMark): // a blank to SQLite where no word goes on
			i += len(byteOrderMark)
		case strings.HasPrefix(sql[i:], "--"):
			i = skipTo(sql, i, "\n")
		case strings.HasPrefix(sql[i:], "/*"):
			i = skipTo(sql, i+2, "*/")
		case c == ';':
			i++
			if !trigger || depth == 0 {
				flush(i, true)
			}
		case isWord(c):
			j := i
			for j < len(sql) && isWord(sql[j]) {
				j++
			}
			word := strings.ToUpper(sql[i:j])
			words = append(words, word)
			switch {
			case word == "TRIGGER" && len(words) <= 4 && words[0] == "CREATE":
				trigger = true
			case trigger && (word == "BEGIN" || word == "CASE"):
				depth++
			case trigger && word == "END" && depth > 0:
				depth--
			}
			i = j
		default:
			if c > ' ' {
				words = append(words, string(c))
			}
			i++
		}
	}
	flush(len(sql), false)
	return pieces
}

const byteOrderMark = "\ufeff"

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// skipQuoted gives the position behind a quoted text, in which a doubled quote stands for one.
func skipQuoted(s string, i int, quote byte) int {
	for i++; i < len(s); i++ {
		if s[i] == quote {
			if i+1 < len(s) && s[i+1] == quote {
				i++
				continue
			}
			return i + 1
		}
	}
	return len(s)
}

func skipTo(s string, i int, end string) int {
	j := strings.Index(s[i:], end)
	if j < 0 {
		return len(s)
	}
	return i + j + len(end)
}

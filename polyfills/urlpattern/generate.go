package urlpattern

import (
	"strings"
	"unicode/utf8"
)

// escape puts a backslash before each of the characters.
func escape(s, characters string) string {
	if !strings.ContainsAny(s, characters) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(characters, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func escapeRegExp(s string) string  { return escape(s, `.+*?^${}()[]|/\`) }
func escapePattern(s string) string { return escape(s, `+*?:{}()\`) }

// regExpOf is "generate a regular expression and name list" for the engine.
func regExpOf(parts []part, s syntax) string {
	return generate(parts, s.segment(), anything, escapeRegExp)
}

// generate writes a regular expression; segment and full are those of the wildcards.
func generate(parts []part, segment, full string, quote func(string) string) string {
	var b strings.Builder
	write := func(texts ...string) {
		for _, t := range texts {
			b.WriteString(t)
		}
	}
	write("^")
	for i := range parts {
		p := &parts[i]
		value := p.value
		switch p.kind {
		case fixedText:
			if p.modifier == "" {
				write(quote(p.value))
			} else {
				write("(?:", quote(p.value), ")", p.modifier)
			}
			continue
		case segmentWildcard:
			value = segment
		case fullWildcard:
			value = full
		}
		prefix, suffix := quote(p.prefix), quote(p.suffix)
		switch once := p.modifier == "" || p.modifier == "?"; {
		case prefix == "" && suffix == "" && once:
			write("(", value, ")", p.modifier)
		case prefix == "" && suffix == "":
			write("((?:", value, ")", p.modifier, ")")
		case once:
			write("(?:", prefix, "(", value, ")", suffix, ")", p.modifier)
		default:
			write("(?:", prefix, "((?:", value, ")(?:", suffix, prefix, "(?:", value, "))*)", suffix, ")")
			if p.modifier == "*" {
				write("?")
			}
		}
	}
	write("$")
	return b.String()
}

// patternOf is "generate a pattern string": the parts as a script may read them.
func patternOf(parts []part, s syntax) string {
	var b strings.Builder
	for i := range parts {
		p := &parts[i]
		if p.kind == fixedText {
			if p.modifier == "" {
				b.WriteString(escapePattern(p.value))
			} else {
				b.WriteString("{" + escapePattern(p.value) + "}" + p.modifier)
			}
			continue
		}
		var previous, next *part
		if i > 0 {
			previous = &parts[i-1]
		}
		if i+1 < len(parts) {
			next = &parts[i+1]
		}
		grouped := needsGrouping(p, previous, next, s)
		text := escapePattern(p.prefix) + groupOf(p, previous, grouped, s)
		if c, _ := utf8.DecodeRuneInString(p.suffix); p.kind == segmentWildcard && p.customName() && p.suffix != "" && nameCharacter(c, false) {
			text += `\`
		}
		text += escapePattern(p.suffix)
		if grouped {
			text = "{" + text + "}"
		}
		b.WriteString(text + p.modifier)
	}
	return b.String()
}

// needsGrouping tells whether a group has to stand in braces to be read as it is.
func needsGrouping(p, previous, next *part, s syntax) bool {
	if p.suffix != "" || p.prefix != "" && p.prefix != s.prefix {
		return true
	}
	if p.customName() && p.kind == segmentWildcard && p.modifier == "" && next != nil && next.prefix == "" && next.suffix == "" {
		if next.kind != fixedText {
			if !next.customName() {
				return true
			}
		} else if c, _ := utf8.DecodeRuneInString(next.value); nameCharacter(c, false) {
			return true
		}
	}
	return p.prefix == "" && previous != nil && previous.kind == fixedText && s.prefix != "" && strings.HasSuffix(previous.value, s.prefix)
}

// groupOf writes a group without its prefix and suffix.
func groupOf(p, previous *part, grouped bool, s syntax) string {
	text := ""
	if p.customName() {
		text = ":" + p.name
	}
	switch p.kind {
	case regExp:
		text += "(" + p.value + ")"
	case segmentWildcard:
		if !p.customName() {
			text += "(" + s.segment() + ")"
		}
	case fullWildcard:
		if !p.customName() && (previous == nil || previous.kind == fixedText || previous.modifier != "" || grouped || p.prefix != "") {
			text += "*"
		} else {
			text += "(" + anything + ")"
		}
	}
	return text
}

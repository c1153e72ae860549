package config

import (
	"regexp"
	"strings"
)

type assignment struct{ name, value string }

// dotenvLine is the grammar of the dotenv package: a value in quotes may span lines.
var dotenvLine = regexp.MustCompile("(?m)^\\s*(?:export\\s+)?([\\w.-]+)(?:\\s*=[^\\S\\n]*|:[^\\S\\n]+)" +
	"('(?:\\\\'|[^'])*'|\"(?:\\\\\"|[^\"])*\"|`(?:\\\\`|[^`])*`|[^#\\n]+)?[^\\S\\n]*(?:#.*)?$")

// parseDotenv reads a .dev.vars or .env file; lines that are no assignment are skipped, as there.
func parseDotenv(s string) []assignment {
	var all []assignment
	for _, m := range dotenvLine.FindAllStringSubmatch(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), -1) {
		value := strings.TrimSpace(m[2])
		if n := len(value); n > 1 && strings.ContainsRune("'\"`", rune(value[0])) && value[0] == value[n-1] {
			double := value[0] == '"'
			value = value[1 : n-1]
			if double {
				value = strings.NewReplacer(`\n`, "\n", `\r`, "\r").Replace(value)
			}
		}
		all = append(all, assignment{m[1], value})
	}
	return all
}

// reference is $NAME, ${NAME}, ${NAME:-default} or ${NAME-default}, or an escaped dollar.
var reference = regexp.MustCompile(`\\\$|\$\{(\w+)(?::?-([^{}]*))?\}|\$(\w+)`)

// expand replaces references to variables as dotenv-expand does.
func expand(s string, get func(string) string) string {
	return reference.ReplaceAllStringFunc(s, func(ref string) string {
		if ref == `\$` {
			return "$"
		}
		m := reference.FindStringSubmatch(ref)
		if v := get(m[1] + m[3]); v != "" {
			return v
		}
		return m[2]
	})
}

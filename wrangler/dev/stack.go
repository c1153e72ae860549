package dev

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"paddock/wrangler/bundle"
)

// frame is a line of a stack: "    at name (file:line:column)" or "    at file:line:column", also behind "async".
var frame = regexp.MustCompile(`^(\s+at (?:async )?)(?:(.*) \()?([^()]*):(\d+):(\d+)\)?$`)

// stackMapper makes a function that rewrites stacks of a script to the user's files. Frames of
// the platform's own code are left out.
func stackMapper(script string, mapper *bundle.Mapper) func(string) string {
	return func(stack string) string {
		lines := strings.Split(stack, "\n")
		out := lines[:0]
		for _, line := range lines {
			if strings.HasSuffix(line, "(native)") || strings.Contains(line, "at %") {
				continue
			}
			m := frame.FindStringSubmatch(line)
			if m != nil && strings.HasPrefix(m[3], "paddock:") {
				continue
			}
			if m == nil || m[3] != script {
				out = append(out, line)
				continue
			}
			row, _ := strconv.Atoi(m[4])
			column, _ := strconv.Atoi(m[5])
			at, ok := mapper.Map(row, column)
			if !ok {
				continue
			}
			if m[2] == "" {
				out = append(out, fmt.Sprintf("%s%s:%d:%d", m[1], at.URL(), at.Line, at.Column))
				continue
			}
			out = append(out, fmt.Sprintf("%s%s (%s:%d:%d)", m[1], m[2], at.URL(), at.Line, at.Column))
		}
		return strings.Join(out, "\n")
	}
}

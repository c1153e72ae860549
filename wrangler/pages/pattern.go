package pages

import (
	"regexp"
	"strings"
)

// named is a parameter of a route's path.
type named struct {
	name string
	many bool // it holds any number of segments
}

// pattern is a route's path as regular expressions of JavaScript, without the slashes around them.
type pattern struct {
	whole string // of a path that the route has
	begin string // of what a path of the route begins with
	names []named
}

// part is a parameter with the slash before it, or one character of the path.
var part = regexp.MustCompile(`(?s)(/?):(\w+)(\*?)|.`)

// compile makes patterns of a path like "/a/:id/:rest*". A path may have a slash at its end, and its letters
// may have either case, as path-to-regexp, which the platform uses, has it.
func compile(path string) pattern {
	const segment = `[^\/#\?]+?`
	var p pattern
	var b strings.Builder
	for _, m := range part.FindAllStringSubmatch(path, -1) {
		slash := strings.Replace(m[1], "/", `\/`, 1)
		switch {
		case m[2] == "":
			b.WriteString(escape(m[0]))
			continue
		case m[3] == "":
			b.WriteString("(?:" + slash + "(" + segment + "))")
		case slash == "":
			b.WriteString("((?:" + segment + ")*)")
		default:
			b.WriteString("(?:" + slash + "((?:" + segment + ")(?:" + slash + "(?:" + segment + "))*))?")
		}
		p.names = append(p.names, named{m[2], m[3] != ""})
	}
	p.whole = "^" + b.String() + `[\/#\?]?$`
	p.begin = "^" + b.String() + `(?:[\/#\?](?=$))?`
	if !strings.HasSuffix(path, "/") {
		p.begin += `(?=[\/#\?]|$)`
	}
	return p
}

// escape writes a character so that it stands for itself in a regular expression.
func escape(s string) string {
	if strings.Contains(`.+*?=^!:${}()[]|/\`, s) {
		return `\` + s
	}
	return s
}

package assets

import (
	"regexp"
	"strings"
)

// ignoreRules are the lines of .assetsignore, which has gitignore's syntax
// (https://git-scm.com/docs/gitignore).
type ignoreRules []ignoreRule

type ignoreRule struct {
	pattern *regexp.Regexp // of whole paths without a leading slash
	folder  bool           // it is for folders only
	negated bool
}

// parseIgnore reads .assetsignore. What cannot be understood ignores nothing.
func parseIgnore(text string) (rules ignoreRules) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasSuffix(line, `\ `) {
			line = strings.TrimRight(line, " \t")
		}
		if line == "" || line[0] == '#' {
			continue
		}
		r := ignoreRule{}
		if line, r.negated = strings.CutPrefix(line, "!"); line == "" {
			continue
		}
		line, r.folder = strings.CutSuffix(line, "/")
		anchored := strings.Contains(line, "/")
		pattern, err := regexp.Compile("(?i)^" + ignorePattern(strings.TrimPrefix(line, "/"), anchored) + "$")
		if err == nil && line != "" {
			r.pattern = pattern
			rules = append(rules, r)
		}
	}
	return rules
}

// ignorePattern translates a pattern. One without a slash is for names in any folder.
func ignorePattern(glob string, anchored bool) string {
	var out strings.Builder
	if !anchored {
		out.WriteString("(?:.*/)?")
	}
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; {
		case strings.HasPrefix(glob[i:], "**/") && (i == 0 || glob[i-1] == '/'):
			out.WriteString("(?:.*/)?")
			i += 2
		case strings.HasPrefix(glob[i:], "**"):
			out.WriteString(".*")
			i++
		case c == '*':
			out.WriteString("[^/]*")
		case c == '?':
			out.WriteString("[^/]")
		case c == '[':
			end := strings.IndexByte(glob[i:], ']')
			if end < 0 {
				out.WriteString(`\[`)
				continue
			}
			class := glob[i+1 : i+end]
			if rest, ok := strings.CutPrefix(class, "!"); ok {
				class = "^" + rest
			}
			out.WriteString("[" + strings.ReplaceAll(class, `\`, `\\`) + "]")
			i += end
		case c == '\\' && i+1 < len(glob):
			i++
			out.WriteString(regexp.QuoteMeta(glob[i : i+1]))
		default:
			out.WriteString(regexp.QuoteMeta(glob[i : i+1]))
		}
	}
	return out.String()
}

// ignores tells whether a file is ignored: by a rule of its own, the last of which counts, or with
// one of its folders.
func (rules ignoreRules) ignores(path string) bool {
	path = strings.TrimPrefix(path, "/")
	for i := range len(path) {
		if path[i] == '/' && rules.matches(path[:i], true) {
			return true
		}
	}
	return rules.matches(path, false)
}

func (rules ignoreRules) matches(path string, folder bool) (ignored bool) {
	for _, r := range rules {
		if (folder || !r.folder) && r.pattern.MatchString(path) {
			ignored = !r.negated
		}
	}
	return ignored
}

package watch

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"paddock/bindings/container/sandbox"
)

// defaultEvents are those that are told of unless others are wanted.
func defaultEvents() []string { return []string{"create", "modify", "delete", "move_from", "move_to"} }

// normalize gives the place of a request's path, and makes equal requests the same.
func (w *Watch) normalize(r *sandbox.WatchFiles) (place string, err error) {
	asked := r.Path
	if strings.Contains(asked, "\x00") {
		return "", sandbox.Errorf(sandbox.Invalid, "path contains invalid null bytes").With(sandbox.Context{"path": asked})
	}
	r.Path = strings.TrimSpace(asked)
	if !path.IsAbs(r.Path) {
		r.Path = sandbox.Workspace + "/" + r.Path
	}
	r.Path = path.Clean(r.Path)
	if r.Path != sandbox.Workspace && !strings.HasPrefix(r.Path, sandbox.Workspace+"/") {
		e := sandbox.Errorf(sandbox.Denied, "path must be inside /workspace")
		return "", e.With(sandbox.Context{"path": asked, "resolvedPath": r.Path, "workspaceRoot": sandbox.Workspace})
	}
	r.SessionID = ""
	r.Include, r.Exclude = sorted(r.Include), sorted(r.Exclude)
	if r.Include == nil && r.Exclude == nil {
		r.Exclude = []string{".DS_Store", ".git", "node_modules"}
	}
	if len(r.Events) == 0 {
		r.Events = defaultEvents()
	}
	r.Events = sorted(r.Events)
	return w.env.Path(r.Path), nil
}

func sorted(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// filter says which paths are of interest.
type filter struct{ include, exclude *regexp.Regexp }

func newFilter(r sandbox.WatchFiles) filter {
	if r.Include != nil {
		return filter{include: patterns(r.Include)}
	}
	return filter{exclude: patterns(r.Exclude)}
}

func (f filter) excludes(path string) bool { return f.exclude != nil && f.exclude.MatchString(path) }

func (f filter) wants(path string) bool {
	return !f.excludes(path) && (f.include == nil || f.include.MatchString(path))
}

// patterns makes one expression of globs. Each may match a part of a path that is whole names.
func patterns(globs []string) *regexp.Regexp {
	if len(globs) == 0 {
		return nil
	}
	var all []string
	for _, glob := range globs {
		text := regexp.QuoteMeta(glob)
		text = strings.ReplaceAll(text, `\*\*`, ".*")
		text = strings.ReplaceAll(text, `\*`, "[^/]*")
		text = strings.ReplaceAll(text, `\?`, "[^/]")
		all = append(all, "(?:^|/)"+text+"(?:/|$)")
	}
	return regexp.MustCompile(strings.Join(all, "|"))
}

package dev

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"paddock/bindings"
)

// pause is how long nothing must change before programs are renewed: a build tool writes many files.
const pause = 200 * time.Millisecond

// Renew has the programs that the project's bindings run, as containers, be made anew and started again
// when they are needed. It is false when there are none.
func (s *Session) Renew() (any bool) {
	for _, r := range s.renewables() {
		any = r.Renew() || any
	}
	return any
}

func (s *Session) renewables() (all []bindings.Renewable) {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	for _, key := range slices.Sorted(maps.Keys(s.resources)) {
		if r, ok := s.resources[key].(bindings.Renewable); ok {
			all = append(all, r)
		}
	}
	return all
}

// renewal renews programs whose files have changed. The zero value watches nothing.
type renewal struct {
	session *Session
	known   map[bindings.Renewable]bindings.Sources
}

// begin looks at the files as they are.
func (n *renewal) begin(s *Session) {
	n.session, n.known = s, map[bindings.Renewable]bindings.Sources{}
	for _, r := range s.renewables() {
		n.known[r] = r.Sources()
	}
}

// folders are those to watch.
func (n *renewal) folders() (all []string) {
	for _, s := range n.known {
		all = append(all, s.Folders...)
	}
	return all
}

// concerns tells whether a file may be one that programs are made of.
func (n *renewal) concerns(file string) bool {
	dir := filepath.Dir(file)
	for _, s := range n.known {
		if slices.Contains(s.Folders, dir) {
			return true
		}
	}
	return false
}

// look renews what is made of files that have changed since the last look.
func (n *renewal) look() {
	if n.session == nil {
		return
	}
	known := n.known
	n.begin(n.session)
	for _, r := range n.session.renewables() {
		before, ok := known[r]
		if !ok {
			continue // a reload has just made it
		}
		files := differing(before.Files, n.known[r].Files)
		if len(files) == 0 {
			continue
		}
		n.session.opts.Console.Status("⎔ Restarting containers: " + n.session.haveChanged(files))
		r.Renew()
	}
}

// differing lists files that were changed, made or removed.
func differing(before, now map[string]string) (files []string) {
	for file, version := range now {
		if before[file] != version {
			files = append(files, file)
		}
	}
	for file := range before {
		if _, ok := now[file]; !ok {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	return files
}

// haveChanged tells of files in a sentence.
func (s *Session) haveChanged(files []string) string {
	first := relative(s.Projects()[0], files[0])
	switch n := len(files) - 1; n {
	case 0:
		return first + " has changed"
	case 1:
		return first + " and another file have changed"
	default:
		return fmt.Sprintf("%s and %d other files have changed", first, n)
	}
}

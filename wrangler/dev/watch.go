package dev

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"paddock/wrangler/bundle"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// settle is how long the watcher waits after a change for the rest of a save.
const settle = 10 * time.Millisecond

// Watch reloads the session whenever one of its inputs changes, until ctx ends. Errors of a
// reload go to the console; the versions before keep serving. See [Options].RestartOnChange, too.
func (s *Session) Watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer watcher.Close()
	var renewal renewal
	if s.opts.RestartOnChange {
		renewal.begin(s)
	}
	watched := map[string]bool{}
	follow := func() { s.follow(watcher, watched, renewal.folders()) }
	follow()
	timer := time.NewTimer(0) // a first look: for changes since the session was loaded
	defer timer.Stop()
	renewing := time.NewTimer(0)
	defer renewing.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-watcher.Errors:
			s.opts.Log.Error("watch files", "error", err)
		case event := <-watcher.Events:
			if slices.Contains(s.Inputs(), event.Name) || s.inTree(event.Name) {
				timer.Reset(settle)
			}
			if renewal.concerns(event.Name) {
				renewing.Reset(pause)
			}
		case <-renewing.C:
			renewal.look()
			follow()
		case <-timer.C:
			if !s.changed() {
				continue
			}
			s.opts.Console.Status("⎔ Reloading local server...")
			if err := s.Reload(ctx); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				Report(s.opts.Console, err)
			} else {
				s.opts.Console.Status("⎔ Local server updated and ready")
			}
			renewing.Reset(pause) // for what was declared anew
			follow()
			timer.Reset(0) // and one for changes while it was reloading
		}
	}
}

// follow watches the folders of what was read, and those given, which are not watched yet. Folders are
// watched, not files: editors replace files, which ends a watch on them.
func (s *Session) follow(watcher *fsnotify.Watcher, watched map[string]bool, dirs []string) {
	dirs = append(treeFolders(s.watchedTrees()), dirs...)
	for _, file := range s.Inputs() {
		dirs = append(dirs, filepath.Dir(file))
	}
	for _, dir := range dirs {
		if !watched[dir] && watcher.Add(dir) == nil {
			watched[dir] = true
		}
	}
}

// grain is how far the time of a file's change may lie behind the clock.
const grain = 10 * time.Millisecond

// loaded notes what was read since began. A file that has changed since then may have been read
// before or after: its version is left out, so that it counts as changed. Folders have the files that
// they had before, if that is known.
func (s *Session) loaded(began time.Time, before map[string][]string, inputs []string) {
	inputs = slices.Compact(slices.Sorted(slices.Values(inputs)))
	stamps := versions(inputs, func(changed time.Time) bool {
		// What lies in the future was no save. The clock is asked after the file, which may be saved meanwhile.
		return changed.Before(began.Add(-grain)) || changed.After(time.Now())
	})
	maps.Copy(before, s.seenByBuilds())
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, tree := range s.trees {
		files, known := before[tree.Dir]
		if !known {
			files = treeFiles(tree.Dir)
		}
		stamps = append(stamps, wanted(tree, files)...)
	}
	s.inputs, s.stamps = inputs, stamps
}

// treesBefore tells the versions of the files in folders that are watched, as they are before a reload: what comes
// while it goes on must count as changed. A custom build writes into its folders itself: they are left out.
func (s *Session) treesBefore() map[string][]string {
	s.mu.Lock()
	trees, projects := s.trees, s.projects
	s.mu.Unlock()
	before := map[string][]string{}
	for _, tree := range trees {
		dir := tree.Dir
		if !slices.ContainsFunc(projects, func(p *config.Project) bool { return p.Build.Command != "" && slices.Contains(p.Build.WatchDir, dir) }) {
			before[dir] = treeFiles(dir)
		}
	}
	return before
}

// seenByBuilds tells the versions of the files in folders of custom builds as they were when their commands had
// ended: what has come since must count as changed. Where two commands write into one folder nothing is told.
func (s *Session) seenByBuilds() map[string][]string {
	seen, builds := map[string][]string{}, map[string]int{}
	for _, b := range s.builds {
		for dir, files := range b.watched {
			seen[dir] = files
			builds[dir]++
		}
	}
	maps.DeleteFunc(seen, func(dir string, _ []string) bool { return builds[dir] > 1 })
	return seen
}

// watchTrees says in which folders files are inputs that no build has read yet.
func (s *Session) watchTrees(trees []bundle.Tree) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trees = trees
}

func (s *Session) watchedTrees() []bundle.Tree {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trees
}

// inTree tells whether a file is one of these.
func (s *Session) inTree(file string) bool {
	return slices.ContainsFunc(s.watchedTrees(), func(tree bundle.Tree) bool {
		rel, err := filepath.Rel(tree.Dir, file)
		return err == nil && filepath.IsLocal(rel) && (tree.Wants == nil || tree.Wants(file))
	})
}

// changed tells whether an input is another one than was loaded; a touch of something else reloads
// nothing.
func (s *Session) changed() bool {
	s.mu.Lock()
	inputs, trees, stamps := s.inputs, s.trees, s.stamps
	s.mu.Unlock()
	now := versions(inputs, func(time.Time) bool { return true })
	for _, tree := range trees {
		now = append(now, wanted(tree, treeFiles(tree.Dir))...)
	}
	return !slices.Equal(stamps, now)
}

// wanted are those of the versions of files in a tree's folder that the tree is about.
func wanted(tree bundle.Tree, versions []string) []string {
	if tree.Wants == nil {
		return versions
	}
	return slices.DeleteFunc(slices.Clone(versions), func(v string) bool {
		file, _, _ := strings.Cut(v, "\x00")
		return !tree.Wants(file)
	})
}

// version names a file and when it was changed.
func version(file string, info os.FileInfo) string { return file + "\x00" + info.ModTime().String() }

// versions tells the versions of the files that are there, of those that keep wants.
func versions(files []string, keep func(changed time.Time) bool) []string {
	var out []string
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && keep(info.ModTime()) {
			out = append(out, version(file, info))
		}
	}
	return out
}

// Report prints an error, with its places if it has them.
func Report(console Console, err error) {
	var messages message.Errors
	if errors.As(err, &messages) {
		for _, m := range messages {
			console.Message(m)
		}
		return
	}
	console.Message(message.Message{Kind: message.Error, Text: err.Error()})
}

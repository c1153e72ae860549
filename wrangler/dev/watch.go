package dev

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"paddock/wrangler/message"
)

// settle is how long the watcher waits after a change for the rest of a save.
const settle = 20 * time.Millisecond

// Watch reloads the session whenever one of its inputs changes, until ctx ends. Errors of a
// reload go to the console; the versions before keep serving.
func (s *Session) Watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer watcher.Close()
	// Folders are watched, not files: editors replace files, which ends a watch on them.
	watched := map[string]bool{}
	follow := func() {
		for _, file := range s.Inputs() {
			dir := filepath.Dir(file)
			if !watched[dir] && watcher.Add(dir) == nil {
				watched[dir] = true
			}
		}
	}
	follow()
	stamps := s.stamps()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-watcher.Errors:
			s.opts.Log.Error("watch files", "error", err)
		case event := <-watcher.Events:
			if slices.Contains(s.Inputs(), event.Name) {
				timer.Reset(settle)
			}
		case <-timer.C:
			next := s.stamps()
			if slices.Equal(stamps, next) {
				continue
			}
			stamps = next
			s.opts.Console.Status("⎔ Reloading local server...")
			if err := s.Reload(ctx); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				Report(s.opts.Console, err)
			} else {
				s.opts.Console.Status("⎔ Local server updated and ready")
			}
			follow()
			stamps = s.stamps()
		}
	}
}

// stamps tells the versions of the inputs, so that a touch of something else reloads nothing.
func (s *Session) stamps() []string {
	var out []string
	for _, file := range s.Inputs() {
		if info, err := os.Stat(file); err == nil {
			out = append(out, file+info.ModTime().String())
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

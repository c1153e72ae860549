package dev

import (
	"context"
	"net/http"

	"paddock/bindings"
	"paddock/wrangler/registry"
)

// join makes the session known to the user's other dev sessions, and finds theirs.
func (s *Session) join(folder string) error {
	if folder == "" {
		return nil
	}
	r, err := registry.Open(folder, arrival{entrance{s.fleet, s}}, s.opts.Log)
	if err != nil {
		return err
	}
	s.others = r
	s.fleet.SetElsewhere(r)
	return nil
}

// announce tells the other sessions which Workers there are.
func (s *Session) announce() {
	if s.others == nil {
		return
	}
	var names []string
	for _, p := range s.Projects() {
		names = append(names, p.Name)
	}
	s.others.Announce(names)
}

// leave ends the session's connections to others.
func (s *Session) leave() error {
	if s.others == nil {
		return nil
	}
	return s.others.Close()
}

// Alone reports whether the session knows no others: it was started without a registry.
func (s *Session) Alone() bool { return s.others == nil }

// Runs reports whether a Worker is there: of this session, or of another one that runs.
func (s *Session) Runs(worker string) bool {
	return s.fleet.Has(worker) || s.hasDoor(worker) || s.others != nil && s.others.Find(worker) != nil
}

// WatchOthers calls changed whenever other sessions may have come or gone, until ctx ends.
func (s *Session) WatchOthers(ctx context.Context, changed func()) error {
	if s.others == nil {
		return nil
	}
	return s.others.Watch(ctx, changed)
}

// arrival is the session as other sessions reach it.
type arrival struct{ entrance }

// Has implements registry.Local.
func (a arrival) Has(worker string) bool { return a.Fleet.Has(worker) || a.session.hasDoor(worker) }

// Exports implements registry.Local.
func (a arrival) Exports(worker, name string) bool { return a.Fleet.Exports(worker, name) }

// Fetch implements registry.Local. What a Worker throws stands on its own console, too.
func (a arrival) Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error) {
	resp, err := a.entrance.Fetch(ctx, to, req)
	if err != nil && ctx.Err() == nil {
		a.session.opts.Console.Exception(to.Worker, "fetch", err)
	}
	return resp, err
}

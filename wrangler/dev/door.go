package dev

import (
	"context"
	"net/http"

	"paddock/bindings"
	"paddock/jsruntime/worker"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// door is what stands before a worker, as its static assets.
type door struct {
	bindings.Door
	worker bool // there is a worker behind it
}

// atDoor gives the answer of what stands before a worker; nil for the worker's own.
func (s *Session) atDoor(name string, r *http.Request) *http.Response {
	s.mu.Lock()
	d := s.doors[name]
	s.mu.Unlock()
	if d.Door == nil {
		return nil
	}
	return d.Answer(r, d.worker)
}

// hasDoor reports whether something stands before a worker, which there need not be.
func (s *Session) hasDoor(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.doors[name].Door != nil
}

// entrance is the fleet as services see it: requests to a worker come to its door first.
type entrance struct {
	*worker.Fleet
	session *Session
}

// Fetch implements bindings.Dispatcher.
func (e entrance) Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error) {
	if to.Entrypoint == "" && to.Object == "" {
		if resp := e.session.atDoor(to.Worker, req.WithContext(ctx)); resp != nil {
			return resp, nil
		}
	}
	return e.Fleet.Fetch(ctx, to, req)
}

// Begin implements bindings.Beginner. A door may take its time.
func (e entrance) Begin(ctx context.Context, to bindings.Target, req *http.Request) func() (*http.Response, error) {
	if to.Entrypoint == "" && to.Object == "" && e.session.hasDoor(to.Worker) {
		return func() (*http.Response, error) { return e.Fetch(ctx, to, req) }
	}
	return e.Fleet.Begin(ctx, to, req)
}

// setDoor puts a door before a worker, in the place of the one before; nil: none.
func (s *Session) setDoor(p *config.Project, d bindings.Door) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doors[p.Name] = door{d, p.Main != ""}
}

// serveOnly opens a project that has no main module, but static assets.
func (s *Session) serveOnly(ctx context.Context, p *config.Project) ([]bindings.Spec, error) {
	specs, err := s.parse(p)
	if err != nil {
		return nil, err
	}
	for _, spec := range specs {
		r, err := s.open(ctx, p, spec)
		if err != nil {
			return nil, message.Errors{{Kind: message.Error, Text: err.Error(), Place: place(p, spec.Path)}}
		}
		d, ok := r.(bindings.Door)
		if !ok {
			continue
		}
		if spec.Name != "" {
			return nil, message.Errors{{
				Kind: message.Error, Text: "Cannot use assets with a binding in an assets-only Worker.", Place: place(p, spec.Path+".binding"),
				Hint: "take the binding out, or add a main module",
			}}
		}
		s.setDoor(p, d)
		return specs, nil
	}
	return nil, missingEntry("dev")
}

// missingEntry is the error of a project that has nothing to run; command is one that may name it.
func missingEntry(command string) error {
	return message.Errors{{
		Kind: message.Error, Text: "Missing entry-point to Worker script or to assets directory",
		Hint: `add "main" or "assets": { "directory": … } to the configuration, or name a script, as: paddock ` + command + ` src/index.ts`,
	}}
}

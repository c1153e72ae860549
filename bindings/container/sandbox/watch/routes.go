package watch

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"paddock/bindings/container/sandbox"
)

// Routes leads to the service.
func Routes(w sandbox.Watch) []sandbox.Route {
	return []sandbox.Route{
		{Pattern: "POST /api/watch", Handle: func(c *sandbox.Call) error {
			r, err := read(c)
			if err != nil {
				return err
			}
			err = w.Watch(c.Request.Context(), r, func(e sandbox.WatchEvent) error { return c.Emit(e) })
			if errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		}},
		{Pattern: "POST /api/watch/check", Handle: func(c *sandbox.Call) error {
			r, err := read(c)
			if err != nil {
				return err
			}
			changes, err := w.Check(c.Request.Context(), r)
			if err != nil {
				return err
			}
			return c.Reply(changes)
		}},
	}
}

// body is a request, whose members may be of any type.
type body struct {
	Path      json.RawMessage `json:"path"`
	Recursive json.RawMessage `json:"recursive"`
	Include   json.RawMessage `json:"include"`
	Exclude   json.RawMessage `json:"exclude"`
	Events    json.RawMessage `json:"events"`
	Since     json.RawMessage `json:"since"`
	SessionID string          `json:"sessionId"`
}

// read checks a request, in the words of the original.
func read(c *sandbox.Call) (sandbox.WatchFiles, error) {
	var b body
	r := sandbox.WatchFiles{Recursive: true}
	if err := c.Body(&b); err != nil {
		return r, sandbox.Errorf(sandbox.Invalid, "%s", err.Error())
	}
	if !member(b.Path, &r.Path) || strings.TrimSpace(r.Path) == "" {
		return r, refuse("path is required and must be a non-empty string", "path", b.Path)
	}
	if !member(b.Include, &r.Include) {
		return r, refuse("include must be an array of strings", "include", b.Include)
	}
	if !member(b.Exclude, &r.Exclude) {
		return r, refuse("exclude must be an array of strings", "exclude", b.Exclude)
	}
	if len(r.Include) > 0 && len(r.Exclude) > 0 {
		e := sandbox.Errorf(sandbox.Invalid, "include and exclude cannot be used together. Use include to whitelist patterns, or exclude to blacklist patterns.")
		return r, e.With(sandbox.Context{"include": b.Include, "exclude": b.Exclude})
	}
	for name, list := range map[string][]string{"include": r.Include, "exclude": r.Exclude} {
		for _, glob := range list {
			if strings.TrimSpace(glob) == "" || strings.ContainsAny(glob, "[]{}\x00") {
				e := sandbox.Errorf(sandbox.Invalid, "%s contains unsupported glob syntax. Supported tokens: *, **, ? and path separators", name)
				return r, e.With(sandbox.Context{"pattern": glob, name: list})
			}
		}
	}
	if !member(b.Recursive, &r.Recursive) {
		return r, refuse("recursive must be a boolean when provided", "recursive", b.Recursive)
	}
	if !member(b.Events, &r.Events) {
		return r, refuse("events must be an array of strings", "events", b.Events)
	}
	if !member(b.Since, &r.Since) || b.Since != nil && strings.TrimSpace(r.Since) == "" {
		return r, refuse("since must be a non-empty string when provided", "since", b.Since)
	}
	return r, nil
}

// member reads a member that may be missing.
func member(raw json.RawMessage, v any) bool { return raw == nil || json.Unmarshal(raw, v) == nil }

func refuse(message, name string, value json.RawMessage) error {
	e := sandbox.Errorf(sandbox.Invalid, "%s", message)
	if value == nil {
		return e
	}
	return e.With(sandbox.Context{name: value})
}

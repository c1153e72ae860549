package assets

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"paddock/bindings"
)

// routes say which requests go to the Worker first.
type routes struct {
	all            bool
	worker, assets []string // globs; those of assets win
	given          bool     // there are globs
}

// Limits of run_worker_first.
const (
	maxRoutes      = 100
	maxRouteLength = 100
)

// parseRoutes reads run_worker_first: a boolean or an array of globs.
func parseRoutes(raw json.RawMessage) (r routes, err error) {
	if len(raw) == 0 || json.Unmarshal(raw, &r.all) == nil {
		return r, nil
	}
	var globs []string
	if err := json.Unmarshal(raw, &globs); err != nil {
		return r, fmt.Errorf("should be a boolean or an array of strings but got %s.", raw) //nolint:staticcheck // a sentence to the user
	}
	r.given = true
	var wrong []string
	if len(globs) > maxRoutes {
		wrong = append(wrong, fmt.Sprintf("too many rules: %d, at most %d", len(globs), maxRoutes))
	}
	for _, glob := range globs {
		negative, isNegative := strings.CutPrefix(glob, "!")
		switch {
		case isNegative && !strings.HasPrefix(negative, "/"):
			wrong = append(wrong, fmt.Sprintf("'%s': negative rules must start with '!/'", glob))
		case !isNegative && !strings.HasPrefix(glob, "/"):
			wrong = append(wrong, fmt.Sprintf("'%s': rules must start with '/' or '!/'", glob))
		case len(glob) > maxRouteLength:
			wrong = append(wrong, fmt.Sprintf("'%s': rules must have at most %d characters", glob, maxRouteLength))
		case isNegative:
			r.assets = append(r.assets, negative)
		default:
			r.worker = append(r.worker, glob)
		}
	}
	if wrong != nil {
		return r, errors.New("Invalid routes in `run_worker_first`:\n" + strings.Join(wrong, "\n")) //nolint:staticcheck // wrangler's words
	}
	return r, nil
}

// matches tells whether a path is matched by one of globs, in which * stands for anything.
func matches(globs []string, path string) bool {
	for _, glob := range globs {
		parts := strings.Split(glob, "*")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		if ok, err := regexp.MatchString("^"+strings.Join(parts, ".*")+"$", path); ok && err == nil {
			return true
		}
	}
	return false
}

var _ bindings.Door = (*site)(nil)

// Answer implements bindings.Door.
func (s *site) Answer(req *http.Request, worker bool) *http.Response {
	if s.pages && worker && s.workerTakes(req) {
		return nil
	}
	path := req.URL.EscapedPath()
	switch {
	case !worker, s.pages, matches(s.routes.assets, path):
		return s.serve(req)
	case matches(s.routes.worker, path), s.routes.all:
		return nil
	}
	notFound := "none"
	if s.routes.given || s.navigation && req.Header.Get("Sec-Fetch-Mode") == "navigate" {
		notFound = s.notFound
	}
	if !s.knows(req, notFound) {
		return nil
	}
	return s.serve(req)
}

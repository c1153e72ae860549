package dev

import (
	"net/http"
	"strings"

	"paddock/bindings"
)

// explorerPaths are those of the local explorer: a page, and below /api the interface by which it and
// `wrangler … --local` look into the session. wrangler has had two.
var explorerPaths = []string{"/cdn-cgi/local/explorer", "/cdn-cgi/explorer"}

// explore answers a request for the explorer. It reports whether it has: the others are the worker's.
func (f *Front) explore(w http.ResponseWriter, r *http.Request) bool {
	for _, prefix := range explorerPaths {
		if rest, ok := strings.CutPrefix(r.URL.Path, prefix); ok && (rest == "" || rest[0] == '/') {
			f.session.explore(w, r, prefix+"/api")
			return true
		}
	}
	return false
}

// explore has the kind answer that a path below api begins with.
func (s *Session) explore(w http.ResponseWriter, r *http.Request, api string) {
	if origin := r.Header.Get("Origin"); origin != "" { // of this machine: see guard
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
	if r.Method == http.MethodOptions {
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	r.URL.Path, r.URL.RawPath = strings.TrimSuffix(r.URL.Path, "/"), strings.TrimSuffix(r.URL.RawPath, "/")
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, api+"/"), "/")
	for _, kind := range s.kinds {
		if e, ok := kind.(bindings.Explorer); ok && kind.Name() == name {
			http.StripPrefix(api, e.Explore(s.host)).ServeHTTP(w, r)
			return
		}
	}
	text(w, http.StatusNotFound, "not emulated: the local explorer, but for what it tells of Workflows")
}

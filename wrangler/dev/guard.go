package dev

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ownPrefix is that of paths that are not the Worker's alone: they deliver events, by hand.
const ownPrefix = "/cdn-cgi/"

// guard refuses requests to such paths that a page of another site has a browser on this machine make, by a
// name of its own for this machine or across origins, as the local platform does. It reports whether it has
// answered.
func guard(w http.ResponseWriter, r *http.Request) bool {
	if !strings.HasPrefix(r.URL.Path, ownPrefix) {
		return false
	}
	if r.Host != "" && !near("http://"+r.Host) {
		text(w, http.StatusForbidden, "Invalid Host header")
		return true
	}
	if origin := r.Header.Get("Origin"); origin != "" && !near(origin) {
		text(w, http.StatusForbidden, "Invalid Origin header")
		return true
	}
	return false
}

// near tells whether a URL is one of this machine, by a name that nobody else can give it.
func near(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, strings.ToLower(u.Hostname()))
}

package dev

import (
	"encoding/json"
	"net/http"

	"paddock/wrangler/config"
)

// leaving sends the requests of a Worker's own fetch(), as the platform does: servers are told the
// Worker's zone (CF-Worker), and not whom the Worker answers. The request's headers belong to it.
type leaving struct {
	http.RoundTripper
	zone      string
	unreached *unreached
}

// way gives the one that requests of a project's Worker take.
func (s *Session) way(p *config.Project) http.RoundTripper {
	return imaged{leaving{s.opts.Outbound(outbound()), zoneOf(p), &unreached{console: s.opts.Console}}, s.opts.Console}
}

// RoundTrip implements http.RoundTripper.
func (l leaving) RoundTrip(req *http.Request) (*http.Response, error) {
	req.Header.Del("Cf-Connecting-Ip")
	req.Header["Cf-Worker"] = []string{l.zone}
	resp, err := l.RoundTripper.RoundTrip(req)
	l.unreached.note(req, err)
	return resp, err
}

// CloseIdleConnections closes those of what sends the requests, if that has some.
func (l leaving) CloseIdleConnections() {
	if idle, ok := l.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		idle.CloseIdleConnections()
	}
}

// zoneOf is the zone that a Worker's requests come from: that of its first route, else the host by
// which it is known, else one made of its name, as in wrangler.
func zoneOf(p *config.Project) string {
	var route struct {
		Zone string `json:"zone_name"`
	}
	if raw, _ := firstRoute(p); raw != nil && json.Unmarshal(raw, &route) == nil && route.Zone != "" {
		return route.Zone
	}
	if o, err := originOf(p); err == nil && o.host != "" {
		return o.host
	}
	if p.Name == "" {
		return "worker.example.com"
	}
	return p.Name + ".example.com"
}

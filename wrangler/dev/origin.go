package dev

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"paddock/polyfills/workers"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// origin is what the worker is told of where requests come in: its host when it is deployed.
type origin struct {
	scheme string
	host   string // "": that of the request
	access *workers.Access
}

// originOf gives the host that dev.host names, or that of the first route.
func originOf(p *config.Project) (o origin, err error) {
	o = origin{scheme: p.Dev.UpstreamProtocol, host: p.Dev.Host, access: accessOf(p)}
	if o.host != "" {
		return o, nil
	}
	raw, at := firstRoute(p)
	if raw == nil {
		return o, nil
	}
	if o.host = routeHost(raw); o.host == "" {
		return o, message.Errors{{
			Kind: message.Error, Text: fmt.Sprintf("Cannot infer host from first route: %s.", raw), Place: place(p, at),
			Hint: `name a host: "dev": { "host": "example.com" }`,
		}}
	}
	return o, nil
}

// accessOf gives whom access.dev of the configuration has send all requests; nil: nobody says.
func accessOf(p *config.Project) *workers.Access {
	var access struct {
		Dev *struct {
			Audience string          `json:"aud"`
			Identity json.RawMessage `json:"identity"`
		} `json:"dev"`
	}
	if json.Unmarshal(p.Sections["access"], &access) != nil || access.Dev == nil {
		return nil
	}
	return &workers.Access{Audience: access.Dev.Audience, Identity: string(access.Dev.Identity)}
}

// firstRoute gives the route by which a worker is known, and its path in the configuration.
func firstRoute(p *config.Project) (raw json.RawMessage, at string) {
	if raw := p.Sections["route"]; raw != nil {
		return raw, "route"
	}
	var routes []json.RawMessage
	if raw := p.Sections["routes"]; raw == nil || json.Unmarshal(raw, &routes) != nil || len(routes) == 0 {
		return nil, ""
	}
	return routes[0], "routes[0]"
}

// routeHost finds the host of a route: a pattern, or an object with one and the name of its zone.
func routeHost(raw json.RawMessage) string {
	var pattern string
	if json.Unmarshal(raw, &pattern) == nil {
		return patternHost(pattern)
	}
	var route struct {
		Pattern string `json:"pattern"`
		Zone    string `json:"zone_name"`
	}
	if json.Unmarshal(raw, &route) != nil {
		return ""
	}
	if host := patternHost(route.Pattern); host != "" {
		return host
	}
	return patternHost(route.Zone)
}

// patternHost is the host of a pattern, without its wildcards; "" where those are all of it.
func patternHost(pattern string) string {
	rest := pattern
	if _, after, ok := strings.Cut(rest, "://"); ok {
		rest = after
	}
	if strings.HasPrefix(rest, "*/") {
		return ""
	}
	rest = strings.ReplaceAll(strings.ReplaceAll(rest, "*.", ""), "*", "")
	u, err := url.Parse("http://" + rest)
	if err != nil {
		return ""
	}
	return u.Host
}

// arrive gives a request the origin's host: in its URL, and in the URLs of its headers. It gives what
// takes that back from the headers of the response.
func (o origin) arrive(r *http.Request) (leave func(http.Header)) {
	door := origin{scheme: r.URL.Scheme, host: r.Host}
	r.URL.Scheme = o.scheme
	if o.host == "" || o.host == r.Host {
		return func(http.Header) {}
	}
	r.Host, r.URL.Host = o.host, o.host
	replaceOrigin(r.Header, door, o)
	return func(h http.Header) { replaceOrigin(h, o, door) }
}

// absoluteURL finds the URLs of a header's value: their host, and the rest, which is left as it is.
var absoluteURL = regexp.MustCompile(`(?i)https?://([^/?#\s,;"']+)([^\s,;"']*)`)

// replaceOrigin puts an origin in the place of another in URLs of headers, and in the domain of cookies.
func replaceOrigin(h http.Header, from, to origin) {
	for name, values := range h {
		for i, value := range values {
			switch {
			case name == "Set-Cookie":
				values[i] = cookieDomain(value, from, to)
			case strings.Contains(value, from.host):
				values[i] = absoluteURL.ReplaceAllStringFunc(value, func(found string) string {
					parts := absoluteURL.FindStringSubmatch(found)
					if parts[1] != from.host {
						return found
					}
					return to.scheme + "://" + to.host + parts[2]
				})
			}
		}
	}
}

// cookieDomain gives a cookie of one origin to the other.
func cookieDomain(cookie string, from, to origin) string {
	parts := strings.Split(cookie, ";")
	for i, part := range parts {
		if name, domain, _ := strings.Cut(strings.TrimSpace(part), "="); i > 0 && strings.EqualFold(name, "Domain") && domain == hostname(from.host) {
			parts[i] = " Domain=" + hostname(to.host)
		}
	}
	return strings.Join(parts, ";")
}

// hostname is a host without its port.
func hostname(host string) string {
	u := url.URL{Host: host}
	return u.Hostname()
}

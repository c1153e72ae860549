package config

import (
	"fmt"
	"path"
	"strings"
)

// checkRoutes holds routes to their form: a pattern, or an object with one and what says where it holds.
func (c *checker) checkRoutes(view *node) {
	routes := view.get("routes")
	if routes == nil || routes.shape != list {
		return
	}
	var mounted []string
	for _, r := range routes.items {
		if !validRoute(r) {
			c.failHint(r, `A route is a text, as "example.com/*", or has a zone, as { "pattern": "example.com/*", "zone_name": "example.com" }, or "custom_domain": true.`,
				"Expected \"routes\" to be an array of either strings or objects with the shape { pattern, custom_domain, zone_id | zone_name, enabled, previews_enabled }, but these weren't valid: %s.", r.json())
			continue
		}
		pattern, ok := r.str()
		if !ok {
			pattern, _ = r.get("pattern").str()
		}
		if !r.get("custom_domain").isTrue() {
			if _, rest, _ := strings.Cut(pattern, "/"); rest != "*" {
				mounted = append(mounted, pattern)
			}
			continue
		}
		for _, wrong := range []struct{ mark, text string }{
			{"*", "Wildcard operators (*) are not allowed in Custom Domains"},
			{"/", "Paths are not allowed in Custom Domains"},
		} {
			if strings.Contains(pattern, wrong.mark) {
				c.fail(r.get("pattern"), "Invalid Routes:\n%s:\n%s", pattern, wrong.text)
			}
		}
	}
	c.warnOfMounted(view, routes, mounted)
}

// warnOfMounted tells of routes with a path that static assets are looked for under that path, too.
func (c *checker) warnOfMounted(view, routes *node, mounted []string) {
	assets := view.get("assets")
	dir, ok := assets.get("directory").str()
	if !ok || len(mounted) == 0 || assets.get("run_worker_first").isTrue() {
		return
	}
	var text strings.Builder
	text.WriteString("The following routes will attempt to serve Assets on a configured path:")
	for _, pattern := range mounted {
		bare := strings.TrimPrefix(strings.TrimPrefix(pattern, "http://"), "https://")
		fmt.Fprintf(&text, "\n  • %s (Will match assets: %s)", pattern, path.Join(dir, bare[max(strings.Index(bare, "/"), 0):]))
	}
	if view.get("main") != nil {
		text.WriteString("\n\nRequests not matching an asset will be forwarded to the Worker's code.")
	}
	c.warn(routes, "%s", text.String())
}

func validRoute(r *node) bool {
	if s, ok := r.str(); ok {
		return s != ""
	}
	if _, ok := r.get("pattern").str(); !ok {
		return false
	}
	for name, want := range map[string]want{"zone_id": aString, "zone_name": aString, "custom_domain": aBoolean, "enabled": aBoolean, "previews_enabled": aBoolean} {
		if n := r.get(name); n != nil {
			if ok, _ := n.fits(want); ok {
				return true
			}
		}
	}
	return false
}

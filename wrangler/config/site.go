package config

import (
	"cmp"
	"fmt"
	"path/filepath"
)

// Site is the section "site", of Workers Sites.
type Site struct {
	Bucket string // the folder of its files, absolute; "" if there is no site
}

// defaultSiteEntry is where the Worker of a site is that has neither "main" nor "site.entry-point".
const defaultSiteEntry = "workers-site"

// site reads the section; entry is the main file that it names, "" if it has none.
func (p *Project) site(view *node) (s Site, entry string) {
	section := view.get("site")
	if section == nil {
		return Site{}, ""
	}
	bucket, _ := section.get("bucket").str()
	given, _ := section.get("entry-point").str()
	return Site{Bucket: p.abs(bucket)}, entryOf(cmp.Or(given, defaultSiteEntry))
}

// entryOf gives the file of an entry-point, which may be a folder.
func entryOf(entry string) string {
	if filepath.Ext(entry) != "" {
		return entry
	}
	return filepath.Join(entry, "index.js")
}

// checkSite tells of the keys that took the place of others.
func (c *checker) checkSite(view *node) {
	section := view.get("site")
	if section == nil {
		return
	}
	c.unexpected(section, "site", []string{"bucket", "include", "exclude", "entry-point"})
	main, entry := view.get("main"), section.get("entry-point")
	given, _ := entry.str()
	switch add := fmt.Sprintf("add \"main\": %q", entryOf(cmp.Or(given, defaultSiteEntry))); {
	case main != nil && entry != nil:
		c.failHint(entry, "Delete it.", "Don't define both the `main` and `site.entry-point` fields in your configuration.\nThey serve the same purpose: to point to the entry-point of your worker.")
	case entry != nil:
		c.warnHint(entry, "Delete it and "+add+".", "Deprecation: \"site.entry-point\".")
	case main == nil:
		c.warnHint(section, "Instead "+add+".", "Because you've defined a [site] configuration, we're defaulting to %q for the deprecated `site.entry-point` field.", defaultSiteEntry)
	}
}

package config

import (
	"errors"
	"testing"

	"paddock/wrangler/message"
)

func TestSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, main, told string }{
		{"main is the entry", `{"main":"a.js","site":{"bucket":"b"}}`, "", "The entry-point file at \"a.js\" was not found."},
		{"a file is the entry", `{"site":{"bucket":"b","entry-point":"w/a.js"}}`, "/x/w/a.js", `Deprecation: "site.entry-point".`},
		{"a folder has its index", `{"site":{"bucket":"b","entry-point":"w"}}`, "/x/w/index.js", `Deprecation: "site.entry-point".`},
		{"the entry has a default", `{"site":{"bucket":"b"}}`, "/x/workers-site/index.js",
			"Because you've defined a [site] configuration, we're defaulting to \"workers-site\" for the deprecated `site.entry-point` field."},
		{"there are no two entries", `{"main":"a.js","build":{"command":"x"},"site":{"bucket":"b","entry-point":"w"}}`, "",
			"Don't define both the `main` and `site.entry-point` fields in your configuration.\nThey serve the same purpose: to point to the entry-point of your worker."},
		{"an unknown key is told", `{"main":"a.js","build":{"command":"x"},"site":{"bucket":"b","folder":"w"}}`, "/x/a.js", `Unexpected fields found in site field: "folder"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, told, err := parse("/x/w.json", []byte(c.in), Options{Code: true})
			var errs message.Errors
			if errors.As(err, &errs) {
				told = errs
			} else if p.Main != c.main || p.Site.Bucket != "/x/b" {
				t.Errorf("got %q and %q", p.Main, p.Site.Bucket)
			}
			if len(told) == 0 || told[0].Text != c.told {
				t.Errorf("got %v", told)
			}
		})
	}
}

package intl

import (
	_ "embed" // the file of names
	"strings"
	"sync"
)

//go:embed zonelinks.txt
var zoneLinksText string

// zoneLinks gives the primary name of each other name of a time zone, which is in small letters. Lines of the file have
// the primary name first.
var zoneLinks = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(zoneLinksText) {
		names := strings.Fields(line)
		for _, name := range names[1:] {
			out[strings.ToLower(name)] = names[0]
		}
	}
	return out
})

// PrimaryZone gives the name that stands for all names of a time zone.
func PrimaryZone(name string) string {
	if primary, ok := zoneLinks()[strings.ToLower(name)]; ok {
		return primary
	}
	return name
}

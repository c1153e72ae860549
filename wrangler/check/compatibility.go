package check

import (
	"fmt"

	"paddock/polyfills/compat"
	"paddock/wrangler/config"
)

// compatibility looks at the date and the flags that select the runtime's behaviour.
func (f *findings) compatibility() {
	c := f.Project.Compat
	if c.Date == "" {
		f.warn(f.where(""), "No compatibility_date was specified. Using the default compatibility date: "+compat.Latest+".",
			"Without a date of its own a Worker changes with the runtime, and cannot be deployed.",
			fmt.Sprintf(`add "compatibility_date": %q, or pass --compatibility-date`, compat.Latest))
	}
	for i, flag := range c.Flags {
		if compat.Exists(flag) {
			continue
		}
		f.warn(f.where(fmt.Sprintf("compatibility_flags[%d]", i)), fmt.Sprintf("The compatibility flag %q has no effect here.", flag),
			"It is an experiment of the platform, or there is no such flag; the platform does not start a Worker with one that there is not.",
			config.Suggestion(flag, compat.Known()))
	}
}

package check

import (
	"fmt"

	"paddock/polyfills/compat"
)

// compatibility looks at the date and the flags that select the runtime's behaviour.
func (f *findings) compatibility() {
	c := f.Project.Compat
	if c.Date == "" {
		hint := "pass --compatibility-date " + compat.Latest
		if !f.Project.Unwritten() {
			hint = fmt.Sprintf(`add "compatibility_date": %q, or pass --compatibility-date`, compat.Latest)
		}
		f.warn(f.where(""), "No compatibility_date was specified. Using the default compatibility date: "+compat.Latest+".",
			"Without a date of its own a Worker changes with the runtime, and cannot be deployed.", hint)
	}
	for i, flag := range c.Flags {
		if compat.Inert(flag) {
			f.warn(f.where(fmt.Sprintf("compatibility_flags[%d]", i)), fmt.Sprintf("The compatibility flag %q has no effect here.", flag),
				"It is an experiment of the platform, or one for Python or for its own services.", "")
		}
	}
}

package process

import (
	"crypto/rand"

	"paddock/bindings/container"
	"paddock/bindings/container/cgroup"
	"paddock/bindings/container/launch"
)

// limit keeps a command from taking the machine down by the number of its processes: by a control group
// where one can be had, and by a limit of its user's, which root has none of. Memory and processors are the
// host's, as its files are.
func limit(c *launch.Config, limits container.Limits) {
	c.Processes = limits.MostProcesses()
	cgroup.RemoveOld()
	g := cgroup.New(rand.Text(), cgroup.PIDs)
	if !g.Has(cgroup.PIDs) || g.Limit(container.Limits{Processes: limits.Processes}) != nil {
		g.Remove()
		return
	}
	ended := c.Ended
	c.Placed = func(pid int) error {
		_ = g.Add(pid) // where that is refused the other limit is left
		return nil
	}
	c.Ended = func() {
		g.Remove()
		ended()
	}
}

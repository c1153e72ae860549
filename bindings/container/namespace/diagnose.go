package namespace

import (
	"context"
	"strings"

	"paddock/bindings/container"
	"paddock/bindings/container/launch"
)

var _ container.Diagnoser = (*Engine)(nil)

// Diagnose implements [container.Diagnoser].
func (e *Engine) Diagnose(ctx context.Context) []container.Diagnosis {
	links, _ := linksFor(launch.LinkAuto) // always known
	all := launch.Diagnose(ctx, links, e.probe)
	for i := range all {
		if all[i].Err != nil {
			all[i].Mend = mend(all[i].Err, all[i].Mend)
		}
	}
	return all
}

// mend says what may help; other is what launch says of the link.
func mend(err error, other string) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "overlay"):
		return "needs overlayfs: modprobe overlay; without root also Linux 5.11 or later"
	case strings.Contains(text, "mount /proc"):
		return "in a container: --security-opt systempaths=unconfined, or --privileged"
	case strings.Contains(text, "newuidmap"), strings.Contains(text, "newgidmap"):
		return "check the user's ranges in /etc/subuid and /etc/subgid, or remove them to have root alone in containers"
	case strings.Contains(text, "no space left"):
		return "make room in the folder of images and instances, or set XDG_CACHE_HOME to another"
	}
	return other
}

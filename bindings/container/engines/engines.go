// Package engines is the list of the container engines, and the choice among them.
//
// Images go to the first engine of the list that works here and can make them ready; commands on
// the host's own files go to package process. Whatever is refused is told with its reason.
package engines

import (
	"fmt"
	"slices"
	"strings"

	"paddock/bindings/container"
	"paddock/bindings/container/docker"
	"paddock/bindings/container/launch"
	"paddock/bindings/container/namespace"
	"paddock/bindings/container/process"
	"paddock/bindings/container/sandbox/program"
)

// Auto is the value of [Options].Engine that chooses by probes.
const Auto = "auto"

// Options are what engines are told.
type Options struct {
	Engine string // Auto, or the name of the only one for images; "" means Auto
	Egress string // the egress link, as [launch.Links] or the engine docker has it; "" and "auto": the best
	Docker string // the address of the Docker daemon; "": that of the environment
	Pull   bool   // look up tags of images that are there already
	// AllowLocal lets commands on the host's own files reach its container daemons and the like.
	AllowLocal bool
	// Closed are folders of this machine whose sockets no container may reach: those of Paddock itself.
	Closed []string
}

// CheckEgress finds an Egress that is no engine's link.
func (o Options) CheckEgress() error {
	if (docker.Options{Egress: o.Egress}).Check() == nil {
		return nil
	}
	err := process.Options{Egress: o.Egress}.Check()
	if err != nil {
		err = fmt.Errorf("%w, or on Docker %s", err, or([]string{docker.LinkSocket, docker.LinkPort, docker.LinkStdio}))
	}
	return err
}

// List gives the engines, the first choice for images first. process is the last: it stands in for
// images with the host's own files.
func List(o Options) []container.Engine {
	return []container.Engine{
		docker.New(docker.Options{Egress: o.Egress, Host: o.Docker, Pull: o.Pull}),
		namespace.New(namespace.Options{Egress: o.Egress, Pull: o.Pull}),
		process.New(process.Options{Egress: o.Egress, AllowLocal: o.AllowLocal, Closed: o.Closed}),
	}
}

// Init plays the part that this process was started for, if any: that of an engine, or of the sandbox
// server with what it is lent; see [docker.Init] and [launch.Init].
func Init(o program.Options) (handled bool) {
	docker.Init()
	return program.Main(o) || launch.Init(namespace.Setup(), process.Setup())
}

// Names are the values that [Options].Engine may have.
func Names() []string {
	names := []string{Auto}
	for _, e := range List(Options{}) {
		names = append(names, e.Name())
	}
	return names
}

// New gives the engine that the options name, or one that chooses.
func New(o Options) (*Choice, error) {
	if names := Names(); o.Engine != "" && !slices.Contains(names, o.Engine) {
		return nil, fmt.Errorf("unknown engine %q; want %s", o.Engine, or(names))
	}
	all := List(o)
	c := &Choice{host: all[len(all)-1]}
	for _, e := range all {
		if o.Engine == "" || o.Engine == Auto || o.Engine == e.Name() {
			c.images = append(c.images, &candidate{engine: e})
		}
	}
	return c, nil
}

// or lists alternatives as a sentence does.
func or(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

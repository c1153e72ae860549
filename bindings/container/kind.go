package container

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"paddock/bindings"
	"paddock/proxy"
	"paddock/proxy/authority"
)

// Options configure the kind for a session.
type Options struct {
	Engine Engine
	// Output gives where an instance's stdout and stderr go, for one start of it, after which both are
	// closed; nil: discarded.
	Output func(class, object string) (stdout, stderr io.WriteCloser)
	// Status takes lines for the user about what containers do; nil: discarded.
	Status func(string)
	// Progress takes lines about images being made ready.
	Progress io.Writer
	// Foreground is the instance that "paddock exec" starts; nil: none.
	Foreground *Foreground
	// AllowLocal lets containers with internet access reach loopback and private addresses.
	AllowLocal bool
	// Exception is told of each error that a handler of outbound requests threw, with the name
	// of the handler's worker; nil: nobody.
	Exception func(worker string, err error)
	// Outside stands between containers and the internet; nil: nothing does.
	Outside proxy.Outside
	// Offline keeps names from being looked up on the internet: all of them exist.
	Offline bool
	// Record is told of every flow and request that leaves a container; nil: nobody.
	Record func(proxy.Record)
	// Trust says whether containers are made to trust the certificates of intercepted TLS beyond
	// getting the file [CAFile].
	Trust TrustMode
	// Warn takes lines for the user about what goes wrong inside of containers; nil: discarded.
	Warn func(string)
}

// Foreground is a command that takes the place of a container's entrypoint, with the user's
// files, terminal and environment.
type Foreground struct {
	Class          string // export name
	Object         string // id, 64 hex digits
	Stdin          *os.File
	Stdout, Stderr *os.File
	// Starting is called as start() is, before it returns.
	Starting func()
	// Started is called with the instance, or with the error that kept it from starting.
	Started func(Instance, error)
}

// Kind is the kind of binding.
type Kind struct{ Options Options }

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "container" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"containers"} }

// entry is one element of the section "containers".
type entry struct {
	Class    string            `json:"class_name"`
	Name     string            `json:"name"`
	Image    string            `json:"image"`
	Context  string            `json:"image_build_context"`
	Vars     map[string]string `json:"image_vars"`
	Instance json.RawMessage   `json:"instance_type"`
	Most     int               `json:"max_instances"`

	Images map[string]json.RawMessage `json:"images"`
}

// config is the configuration of one class.
type config struct {
	worker string
	class  string
	image  Image
	most   int              // how many containers may run at once; 0: any number
	images map[string]Image // by name
	limits Limits           // of instances that are started without any of their own
}

// Parse implements bindings.Kind.
func (Kind) Parse(project bindings.Project, _ string, raw json.RawMessage) ([]bindings.Spec, error) {
	var entries []entry
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("read containers: %w", err)
	}
	var specs []bindings.Spec
	for i, e := range entries {
		if e.Class == "" && e.Name != "" {
			e.Class = attached(project, e.Name)
		}
		c := config{worker: project.Worker, class: e.Class, most: e.Most, limits: configuredLimits(e.Instance)}
		if e.Image != "" {
			c.image = readImage(project, e.Image, e.Context, e.Vars)
		}
		var err error
		if c.images, err = readImages(project, e.Images); err != nil {
			return nil, err
		}
		specs = append(specs, bindings.Spec{
			Kind: "container", ID: e.Class, Config: c, Path: fmt.Sprintf("containers[%d]", i),
		})
	}
	return specs, nil
}

// attached gives the class whose entry in "exports" names a container; "" for none.
func attached(project bindings.Project, name string) string {
	var exports map[string]struct{ Container string }
	if raw := project.Section("exports"); raw == nil || json.Unmarshal(raw, &exports) != nil {
		return ""
	}
	for class, e := range exports {
		if e.Container == name {
			return class
		}
	}
	return ""
}

// Open implements bindings.Kind.
func (k Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	c, ok := spec.Config.(config)
	if !ok {
		return nil, fmt.Errorf("container configuration is a %T", spec.Config)
	}
	ca, err := authority.New()
	if err != nil {
		return nil, err
	}
	opts := k.Options
	if opts.Warn == nil {
		opts.Warn = func(string) {}
	}
	if opts.Status == nil {
		opts.Status = func(string) {}
	}
	r := &Resource{opts: opts, most: c.most, host: host, worker: c.worker, class: c.class, limits: c.limits, images: newImages(c, opts), authority: ca, lives: map[string]*life{}, failures: map[string]bool{}}
	return r, nil
}

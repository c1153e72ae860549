package docker

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

// The egress links, as Options.Egress and Instance.Link name them.
const (
	LinkAuto   = "auto"
	LinkNFT    = "nft"
	LinkSocket = "sidecar-socket"
	LinkPort   = "sidecar-port"
	LinkStdio  = "sidecar-stdio"
)

// Options choose how the engine works. The zero value is right for users.
type Options struct {
	// Egress is one of the Link constants; "" means LinkAuto.
	Egress string
	// Host is the daemon's address, as in $DOCKER_HOST; "": it is found as the docker command does.
	Host string
	// Program is a static program for Linux that calls [Init] first; "" is $PADDOCK_SIDECAR, or else
	// this program.
	Program string
	// APIOnly builds images without the docker command.
	APIOnly bool
	// Pull has the daemon ask registries for every tag, also for one whose image it has.
	Pull bool
}

// Check finds an Egress that is no link.
func (o Options) Check() error {
	_, err := o.links()
	return err
}

// links gives the links to be tried, best first.
func (o Options) links() ([]string, error) {
	all := []string{LinkNFT, LinkSocket, LinkPort, LinkStdio}
	switch {
	case o.Egress == "", o.Egress == LinkAuto:
		return all, nil
	case slices.Contains(all, o.Egress):
		return []string{o.Egress}, nil
	}
	return nil, fmt.Errorf("the engine docker has no egress link %q; it has %s", o.Egress, strings.Join(all, ", "))
}

// Engine implements [container.Engine]. It is safe for concurrent use.
type Engine struct {
	options Options

	reach func(ctx context.Context, address string) (net.Conn, error) // published ports; nil: as all do

	mu     sync.Mutex // guards daemon; held while connecting
	daemon *daemon    // nil before the first success
}

var _ container.Engine = (*Engine)(nil)

// New returns an engine.
func New(options Options) *Engine {
	if options.Program == "" {
		options.Program = os.Getenv("PADDOCK_SIDECAR")
	}
	return &Engine{options: options}
}

// Name returns "docker".
func (e *Engine) Name() string { return "docker" }

// Probe connects to the daemon and makes the sidecar's image; see [container.Engine].
func (e *Engine) Probe(ctx context.Context) error {
	_, err := e.connect(ctx)
	return err
}

// daemon is a Docker-compatible daemon that can be used.
type daemon struct {
	api  *client.Client
	host string
	// context is the docker command's that leads to it; "": none does.
	context string
	arch    string // of its containers, in Go's words
	limits  limits
	// rootless says that an ordinary user runs it: the host's processes are not its own to show.
	rootless bool
	best     build.BuilderVersion // of its builders
	apiOnly  bool                 // see [Options]
	again    bool                 // Options.Pull
	session  session
	links    []string // to be tried
	program  binary   // what sidecars run
	reaper   reaper
	reach    func(ctx context.Context, address string) (net.Conn, error) // a published port

	whole   sync.Mutex // guards checked; held while a sidecar is created
	checked bool       // the program's volume is whole

	mu         sync.Mutex        // guards refused, links, parameters
	refused    []string          // links that were found not to work, with reasons
	parameters map[string]string // of the network of containers
}

// connect returns the daemon. Only a success is remembered.
func (e *Engine) connect(ctx context.Context) (*daemon, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.daemon != nil {
		return e.daemon, nil
	}
	links, err := e.options.links()
	if err != nil {
		return nil, err
	}
	d, err := dial(ctx, e.options.Host)
	if err != nil {
		return nil, err
	}
	d.links, d.session, d.apiOnly = links, newSession(), e.options.APIOnly
	d.again, d.reach = e.options.Pull, e.reach
	if d.reach == nil {
		d.reach = func(ctx context.Context, address string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", address)
		}
	}
	if err := d.prepare(ctx, e.options.Program); err != nil {
		d.api.Close()
		return nil, err
	}
	e.daemon = d
	return d, nil
}

// prepare learns about the daemon, removes what earlier sessions left, and makes the sidecar's image.
func (d *daemon) prepare(ctx context.Context, file string) error {
	info, err := d.api.Info(ctx, client.InfoOptions{})
	if err != nil {
		return fmt.Errorf("ask the Docker daemon at %s: %w", d.host, err)
	}
	if info.Info.OSType != "linux" {
		return fmt.Errorf("the Docker daemon at %s runs containers of %s, and these are of Linux", d.host, info.Info.OSType)
	}
	d.limits = limitsOf(info.Info)
	d.rootless = slices.ContainsFunc(info.Info.SecurityOptions, func(o string) bool { return strings.Contains(o, "name=rootless") })
	d.arch = goArch(info.Info.Architecture)
	if d.program, err = findProgram(file, d.arch); err != nil {
		return err
	}
	if err := d.sweep(ctx); err != nil {
		return fmt.Errorf("remove what earlier sessions left: %w", err)
	}
	return d.makeProgramImage(ctx)
}

// goArch translates uname's name of a machine.
func goArch(machine string) string {
	switch machine {
	case "x86_64":
		return "amd64"
	case "aarch64":
		return "arm64"
	}
	return machine
}

// refuse remembers that a link does not work here, and why.
func (d *daemon) refuse(link string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refused = append(d.refused, link+": "+err.Error())
	d.links = slices.DeleteFunc(slices.Clone(d.links), func(l string) bool { return l == link })
}

// candidates gives the links that may still work, and the others' reasons.
func (d *daemon) candidates() (links, refused []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.links, slices.Clone(d.refused)
}

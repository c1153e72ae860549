package namespace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
)

// Options choose how the engine works. The zero value is right for users.
type Options struct {
	// Egress is one of launch's links; "" means launch.LinkAuto.
	Egress string
	// Dir is where images and what instances write are kept; "" means the user's cache folder.
	Dir string
	// Pull asks registries for every tag, also for one whose image is there.
	Pull bool
}

// Engine implements [container.Engine]. It is safe for concurrent use.
type Engine struct {
	options Options
	links   launch.Chooser

	mu   sync.Mutex // guards home; held while it is opened
	home *home
}

// home is the engine's folder.
type home struct {
	images    *image.Store
	instances string
	servers   string // of folders with the sandbox server
	disks     string // of disks that others are copies of; see home.makeDisk
}

var _ container.Engine = (*Engine)(nil)

// New returns an engine.
func New(options Options) *Engine { return &Engine{options: options} }

// Name returns "namespace".
func (e *Engine) Name() string { return "namespace" }

// open gives the engine's folder. When it is first asked for, what a killed Paddock has left there
// is removed.
func (e *Engine) open() (*home, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.home != nil {
		return e.home, nil
	}
	dir := e.options.Dir
	if dir == "" {
		dir = cacheDir()
	}
	h := &home{instances: filepath.Join(dir, "instances"), servers: filepath.Join(dir, "sandbox"), disks: filepath.Join(dir, "disks")}
	var err error
	if h.images, err = image.Open(filepath.Join(dir, "images"), imageUsers()); err != nil {
		return nil, err
	}
	if e.options.Pull {
		h.images = h.images.LookAgain()
	}
	if err := os.MkdirAll(h.instances, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of instances: %w", err)
	}
	sweep(h.instances)
	e.home = h
	return h, nil
}

// cacheDir is the user's, or one of his own for users without a home.
func cacheDir() string {
	if dir, err := os.UserCacheDir(); err == nil && os.MkdirAll(filepath.Join(dir, "paddock"), 0o700) == nil {
		return filepath.Join(dir, "paddock")
	}
	return filepath.Join(os.TempDir(), "paddock-"+strconv.Itoa(os.Getuid()))
}

// linksFor gives the links that keep a container from the network, best first.
func linksFor(wish string) ([]string, error) {
	if wish == launch.LinkProxy {
		return nil, errors.New("images are not run over the link proxy, which keeps nothing from leaving; want auto, nft, nft-rootless or seccomp")
	}
	links, err := launch.Links(wish)
	if n := len(links) - 1; err == nil && links[n] == launch.LinkProxy {
		links = links[:n]
	}
	return links, err
}

// Probe starts a container over each link until one works; see [container.Engine].
func (e *Engine) Probe(ctx context.Context) error {
	_, err := e.choose(ctx)
	return err
}

// choose gives the best link that works here.
func (e *Engine) choose(ctx context.Context) (*launch.Choice, error) {
	links, err := linksFor(e.options.Egress)
	if err != nil {
		return nil, err
	}
	return e.links.Choose(ctx, links, e.probe)
}

// ref is what Prepare returns.
type ref struct {
	name  string
	image *image.Image
}

// Prepare makes an image's layers ready; see [container.Engine].
func (e *Engine) Prepare(ctx context.Context, img container.Image, progress io.Writer) (container.Ref, error) {
	if img.HostCommand {
		return nil, fmt.Errorf("%w: the engine namespace runs images, not commands of the host", container.ErrUnfit)
	}
	h, err := e.open()
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = io.Discard
	}
	r := &ref{name: img.Reference}
	switch {
	case img.Snapshot != "":
		r.name = img.Snapshot
		r.image, err = readSnapshot(img.Snapshot)
	case img.Dockerfile != "":
		r.name = img.Dockerfile
		o := dockerfile.Options{Dockerfile: img.Dockerfile, Context: img.Context, Args: img.Vars, Resolve: h.resolver(img)}
		r.image, err = dockerfile.Build(ctx, h.images, h.runner(), o, progress)
	default:
		r.image, err = h.resolver(img)(ctx, img.Reference, progress)
	}
	if err != nil {
		return nil, unfit(ctx, err)
	}
	if user := r.image.Config.User; onlyRoot(user) {
		fmt.Fprintf(progress, "The user %s of the image has no effect, for there is only root here: install uidmap, and have ranges in /etc/subuid and /etc/subgid\n", user)
	}
	return r, nil
}

// unfit leaves an image to other engines when the network keeps it from this one, or it needs what only
// Docker can do.
func unfit(ctx context.Context, err error) error {
	var network net.Error
	if ctx.Err() == nil && (errors.As(err, &network) || errors.Is(err, errors.ErrUnsupported)) {
		return fmt.Errorf("%w: %w", container.ErrUnfit, err)
	}
	return err
}

// Start starts an instance; see [container.Engine].
func (e *Engine) Start(ctx context.Context, r container.Ref, spec container.Spec) (container.Instance, error) {
	from, ok := r.(*ref)
	if !ok {
		return nil, fmt.Errorf("start %s: the image was prepared by another engine", spec.Name)
	}
	h, err := e.open()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	choice, err := e.choose(ctx)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	c, err := command(from, spec)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	return start(ctx, h, *choice, from.image, c, spec)
}

// defaultPath is the PATH of images that set none, as Docker has it.
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// command is what an image starts, changed by what start() was asked for.
func command(from *ref, spec container.Spec) (launch.Command, error) {
	config := from.image.Config
	argv := spec.Entrypoint
	if len(argv) == 0 {
		argv = append(append([]string(nil), config.Entrypoint...), config.Cmd...)
	}
	if len(argv) == 0 {
		return launch.Command{}, fmt.Errorf("the image %s has neither ENTRYPOINT nor CMD, and start() names no entrypoint", from.name)
	}
	env := config.Env
	if launch.GetEnv(env, "PATH") == "" {
		env = append([]string{"PATH=" + defaultPath}, env...)
	}
	dir := config.WorkingDir
	if dir == "" {
		dir = "/"
	}
	return launch.Command{Argv: argv, Env: launch.OverlayEnv(env, spec.Env), Dir: dir, User: config.User}, nil
}

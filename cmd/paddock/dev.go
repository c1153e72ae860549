package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/bindings/container"
	"paddock/bindings/container/engines"
	"paddock/jsruntime/dialect/regex"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
	"paddock/wrangler/registry"
)

// devFlags are the flags of dev, as wrangler has them.
type devFlags struct {
	port      int
	ip        string
	persistTo string
	vars      []string
	engine    string
	pull      bool
	egress    string
	cpuLimit  time.Duration
	local     bool
	trust     string
	scheduled bool
	restart   bool

	key, certificate        string // of HTTPS
	liveReload, interactive bool
	logLevel                choice
	registry                string // folder in which dev sessions find each other; "": none
	ignored                 ignored

	egressFlags
	tapeFlags
}

// trustMode reads --trust.
func (f *devFlags) trustMode() (container.TrustMode, error) {
	switch f.trust {
	case "":
		return container.TrustDefault, nil
	case "inject":
		return container.TrustInject, nil
	case "file-only":
		return container.TrustFileOnly, nil
	}
	return 0, fmt.Errorf("--trust: unknown value %q; want inject or file-only", f.trust)
}

func newDevCommand(a *app) *cobra.Command {
	f := &devFlags{}
	cmd := &cobra.Command{
		Use:     "dev [script]",
		Example: "  paddock dev\n  paddock dev --port 0 --var GREETING:Hi -e staging\n  paddock dev -c wrangler.jsonc -c ../api/wrangler.jsonc",
		Short:   "Serve the Worker locally and reload it on change",
		Args:    positionals(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				a.Script = args[0]
			}
			return a.dev(cmd.Context(), f, cmd.Flags())
		},
	}
	f.addDev(a, cmd)
	cmd.Flags().StringVar(&a.Assets, "assets", "", "folder of static assets")
	requireValue(cmd.Flags(), "assets")
	return cmd
}

// addDev adds the flags of dev, which pages dev has too.
func (f *devFlags) addDev(a *app, cmd *cobra.Command) {
	flags := cmd.Flags()
	a.Overrides.add(flags)
	f.ignored.add(flags)
	a.Overrides.protocol.of, f.logLevel.of = []string{"http", "https"}, []string{"debug", "info", "log", "warn", "error", "none"}
	flags.Var(&a.Overrides.protocol, "local-protocol", "protocol to listen with: http or https (default dev.local_protocol, or http)")
	flags.StringVar(&f.key, "https-key-path", "", "key of a certificate of your own")
	flags.StringVar(&f.certificate, "https-cert-path", "", "certificate of your own")
	flags.BoolVar(&f.liveReload, "live-reload", false, "reload pages in browsers with the Worker")
	flags.BoolVar(&f.interactive, "show-interactive-dev-session", true, "heed keys, where there is a terminal")
	flags.Var(&f.logLevel, "log-level", "what to print: debug, info, log, warn, error or none (default WRANGLER_LOG, or log)")
	flags.IntVar(&f.port, "port", 8787, "port to listen on; 0 for a free one")
	flags.BoolVar(&f.scheduled, "test-scheduled", false, "run scheduled() at the path /__scheduled")
	flags.BoolVar(&f.restart, "restart-containers", false, "end running containers when files change that their images are made of; they start again, made anew, when they are needed")
	flags.StringVar(&f.ip, "ip", "localhost", "address to listen on")
	requireValue(flags, "https-key-path", "https-cert-path")
	f.addShared(cmd)
}

// addShared adds the flags that dev and exec have in common.
func (f *devFlags) addShared(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.persistTo, "persist-to", "", "folder for local state (default .wrangler/state)")
	flags.StringArrayVar(&f.vars, "var", nil, "variable of the Worker, as NAME:VALUE")
	requireValue(flags, "persist-to", "var")
	flags.StringVar(&f.engine, "engine", engines.Auto, "what runs the containers' images: "+strings.Join(engines.Names(), ", "))
	flags.BoolVar(&f.pull, "pull", false, "ask the registry for images that are here already")
	flags.StringVar(&f.egress, "egress", "auto", "how containers' traffic is caught: auto, nft, nft-rootless, seccomp or proxy; with Docker: auto, nft, sidecar-socket, sidecar-port or sidecar-stdio")
	flags.DurationVar(&f.cpuLimit, "cpu-limit", 30*time.Second, "how long a handler may keep the CPU")
	flags.BoolVar(&f.local, "allow-local", false, "let containers with internet access reach private addresses, and commands this machine's container daemons")
	f.egressFlags.add(flags)
	f.tapeFlags.add(flags)
	flags.StringVar(&f.trust, "trust", "", "how containers trust intercepted HTTPS: inject (default of the engine process), or file-only as on the platform (default of images)")
}

// parseVars reads --var NAME:VALUE.
func parseVars(vars []string) ([]config.TypedVar, error) {
	var typed []config.TypedVar
	for _, v := range vars {
		name, value, ok := strings.Cut(v, ":")
		if !ok || name == "" {
			return nil, fmt.Errorf("--var %s: expected NAME:VALUE", v)
		}
		typed = append(typed, config.TypedVar{Name: name, Value: value})
	}
	return typed, nil
}

// session starts the project.
func (a *app) session(ctx context.Context, f *devFlags, t *terminal, foreground *container.Foreground) (*dev.Session, error) {
	vars, err := parseVars(f.vars)
	if err != nil {
		return nil, err
	}
	options := engines.Options{Engine: f.engine, Egress: f.egress, Pull: f.pull, AllowLocal: f.local, Closed: registry.Folders()}
	if err := options.CheckEgress(); err != nil {
		return nil, fmt.Errorf("--egress: %w", err)
	}
	trust, err := f.trustMode()
	if err != nil {
		return nil, err
	}
	if f.cpuLimit > 0 {
		regex.LimitMatches(f.cpuLimit + f.cpuLimit/4) // the limit is looked at eight times as often as it is long
	}
	projects, _, err := a.loadBuilt(vars)
	if err != nil {
		return nil, err
	}
	options.Docker = string(projects[0].Dev.ContainerEngine)
	engine, err := engines.New(options)
	if err != nil {
		return nil, fmt.Errorf("--engine: %w", err)
	}
	t.prefix = len(projects) > 1
	a.tellRedirection(t, projects[0])
	a.tellSecrets(t, projects[0])
	if err := f.open(a, t); err != nil {
		return nil, err
	}
	opts := dev.Options{
		Load:     func() ([]*config.Project, []message.Message, error) { return a.loadBuilt(vars) },
		StateDir: a.stateDir(projects[0], f.persistTo),
		Containers: container.Options{
			Engine: engine, Output: t.kept(a.stateDir(projects[0], f.persistTo)), Status: t.Status, Progress: &lines{emit: t.Status},
			Foreground: foreground, AllowLocal: f.local, Record: f.record(t), Trust: trust,
			Warn: func(text string) { t.Message(message.Message{Kind: message.Warning, Text: text}) },
		},
		Console: t, CPULimit: f.cpuLimit, Registry: f.registry, TestScheduled: f.scheduled, RestartOnChange: f.restart, LiveReload: f.liveReload, Dial: f.dial(),
		Reloading: collectLess,
	}
	if f.tape != nil {
		opts.Outbound = f.tape.Transport
		opts.Containers.Outside, opts.Containers.Offline = f.tape, f.replayFrom != ""
	}
	return dev.Start(ctx, opts)
}

func (a *app) dev(ctx context.Context, f *devFlags, flags *pflag.FlagSet) (err error) {
	warnings, err := f.ignored.check(flags)
	if err != nil {
		return err
	}
	level, err := readLevel(cmp.Or(f.logLevel.value, os.Getenv("WRANGLER_LOG")))
	if err != nil {
		return err
	}
	t := &terminal{out: a.Stdout, err: a.Stderr, color: a.Color, bright: a.Bright, dir: a.printer().Dir, level: level}
	for _, w := range warnings {
		t.Message(w)
	}
	f.registry = registry.Folder()
	defer endAtSecondSignal(ctx, t)()
	s, err := a.session(ctx, f, t, nil)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, s.Close(), f.save(), f.ended(t))
		t.flush()
	}()
	f.configured(s.Projects()[0], flags)
	table := &bindingTable{terminal: t, session: s, columns: a.columns()}
	table.print()
	t.Status("⎔ Starting local server...")
	front, err := f.listen(s, flags.Changed("port") || s.Projects()[0].Dev.PortSet)
	if err != nil {
		return err
	}
	url := frontURL(f.ip, front)
	forgetStartup()
	a.Ballast = newBallast(ballastOfSession)
	t.Status("Ready on " + url)
	if hasCrons(s.Projects()[0]) && !f.scheduled {
		t.Message(message.Message{Kind: message.Warning, Text: "Scheduled Workers are not automatically triggered during local development.\n" +
			"To manually trigger a scheduled event, run:\n  curl \"" + url + "/cdn-cgi/local/scheduled\"\n" +
			"For more details, see https://developers.cloudflare.com/workers/configuration/cron-triggers/#test-cron-triggers-locally"})
	}
	watching, end := context.WithCancel(ctx)
	defer end()
	if flags.Changed("show-interactive-dev-session") && f.interactive || f.interactive && a.interactive() {
		defer listenKeys(watching, t, a.keysOf(t, url, end, s))()
	}
	defer table.follow(watching)()
	watchErr := s.Watch(watching) // until a signal or a key comes
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return errors.Join(watchErr, front.Close(stopping))
}

// patience is how long the end of a session may take before the user is told how to force it.
const patience = 2 * time.Second

// endAtSecondSignal has a second signal kill the program, whatever hangs. By then the terminal and the containers
// have been given back, and what was acknowledged is kept. stop is for when the session has ended.
func endAtSecondSignal(ctx context.Context, t *terminal) (stop func()) {
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-ended:
			return
		case <-ctx.Done():
		}
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(patience):
			t.Status("The Worker does not end yet. Press Ctrl+C again to stop it at once.")
		}
	}()
	return func() {
		close(ended)
		<-done
	}
}

// configured takes from the section "dev" what the user gave no flag for.
func (f *devFlags) configured(p *config.Project, flags *pflag.FlagSet) {
	if !flags.Changed("port") && p.Dev.PortSet {
		f.port = p.Dev.Port
	}
	if !flags.Changed("ip") {
		f.ip = p.Dev.IP
	}
}

// listen opens the door, for HTTPS if that is asked for.
func (f *devFlags) listen(s *dev.Session, portGiven bool) (*dev.Front, error) {
	if s.Projects()[0].Dev.LocalProtocol != "https" {
		return listen(s, f.ip, f.port, portGiven, nil)
	}
	certificate, err := f.readCertificate()
	if err != nil {
		return nil, err
	}
	return listen(s, f.ip, f.port, portGiven, certificate)
}

// readCertificate gives the user's own certificate, or one that Paddock keeps.
func (f *devFlags) readCertificate() (*tls.Certificate, error) {
	key, certificate := cmp.Or(f.key, os.Getenv("WRANGLER_HTTPS_KEY_PATH")), cmp.Or(f.certificate, os.Getenv("WRANGLER_HTTPS_CERT_PATH"))
	if key != "" && certificate != "" {
		pair, err := tls.LoadX509KeyPair(certificate, key)
		if err != nil {
			return nil, fmt.Errorf("read the certificate: %w", err)
		}
		return &pair, nil
	}
	if key != "" || certificate != "" {
		return nil, errors.New("Must specify both certificate path and key path to use a Custom Certificate.") //nolint:staticcheck // wrangler's words
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("keep the certificate: %w", err)
	}
	return dev.Certificate(filepath.Join(cache, "paddock", "https"))
}

// tellRedirection says which configuration is used where a build tool has made one.
func (a *app) tellRedirection(t *terminal, p *config.Project) {
	if p.Home == p.Dir {
		return
	}
	user := "<no user config found>"
	if p.UserPath != "" {
		user = a.shown(p.UserPath)
	}
	t.Status(fmt.Sprintf("Using redirected Wrangler configuration.\n - Configuration being used: %q\n - Original user's configuration: %q", a.shown(p.Path), user))
}

// tellSecrets says which files variables were read from.
func (a *app) tellSecrets(t *terminal, p *config.Project) {
	for _, file := range p.Files {
		if file != p.Path && strings.HasPrefix(filepath.Base(file), ".") {
			t.Status("Using secrets defined in " + a.shown(file))
		}
	}
}

// hasCrons tells whether a project has cron triggers.
func hasCrons(p *config.Project) bool {
	var triggers struct{ Crons []string }
	return json.Unmarshal(p.Sections["triggers"], &triggers) == nil && len(triggers.Crons) > 0
}

// frontURL is where a client on this machine reaches the Worker.
func frontURL(ip string, front *dev.Front) string {
	if ip == "0.0.0.0" || ip == "::" || ip == "*" {
		ip = "localhost"
	}
	return front.Scheme() + "://" + net.JoinHostPort(ip, strconv.Itoa(front.Port()))
}

// listen opens the port, or a free one if that was not asked for by the user and is in use.
func listen(s *dev.Session, ip string, port int, given bool, certificate *tls.Certificate) (*dev.Front, error) {
	if ip == "*" {
		ip = ""
	}
	front, err := s.Listen(net.JoinHostPort(ip, strconv.Itoa(port)), certificate)
	if errors.Is(err, syscall.EADDRINUSE) && !given {
		front, err = s.Listen(net.JoinHostPort(ip, "0"), certificate)
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, message.Errors{{
			Kind: message.Error,
			Text: fmt.Sprintf("Address already in use (%s).", net.JoinHostPort(ip, strconv.Itoa(port))),
			Hint: "stop the server that listens there, or choose another port with --port",
		}}
	}
	if err != nil {
		return nil, message.Errors{{Kind: message.Error, Text: err.Error(), Hint: "check --ip and --port"}}
	}
	return front, nil
}

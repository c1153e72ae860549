// Package dockertest finds a Docker daemon for tests, or starts one of their own.
package dockertest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// startTime bounds the start of a daemon.
const startTime = time.Minute

// Required tells whether PADDOCK_REQUIRE_ENGINES, a list with commas, forbids tests to do without Docker.
func Required() bool { return requires("docker") }

// SSHRequired tells the same of Docker over SSH, which the list calls docker-ssh.
func SSHRequired() bool { return requires("docker-ssh") }

func requires(name string) bool {
	return slices.Contains(strings.Split(os.Getenv("PADDOCK_REQUIRE_ENGINES"), ","), name)
}

// Need gives a daemon, which ends with the test if it was started for it. Without one the test is
// skipped, or fails if [Required].
func Need(t *testing.T) *Daemon {
	t.Helper()
	d, err := Find(t.TempDir())
	switch {
	case err == nil:
		t.Cleanup(d.Stop)
		return d
	case Required():
		t.Fatalf("the engine docker is required: %v", err)
	}
	t.Skip(err)
	return nil
}

// daemonVariable names the daemon that tests start, and use alone: "podman", or "dockerd".
const daemonVariable = "PADDOCK_DOCKER"

// podman is the other daemon that tests know how to start.
const podman = "podman"

// registryAddresses are where a daemon that was started here may find a registry without TLS.
var registryAddresses = []string{"127.0.0.1:5000", "127.0.0.1:5001", "127.0.0.1:5002", "127.0.0.1:5003"}

// Daemon is a daemon that answers.
type Daemon struct {
	Host    string      // as in $DOCKER_HOST
	Process *os.Process // nil: it was there before
	dir     string      // of one that was started here
	ended   chan struct{}
}

// Listen opens a port of the loopback that the daemon sees, for a registry.
func (d *Daemon) Listen() (net.Listener, error) {
	if d.Process == nil {
		return net.Listen("tcp", "127.0.0.1:0")
	}
	return listenIn(d.Process.Pid, registryAddresses)
}

// Dial connects to a port that the daemon has published.
func (d *Daemon) Dial(ctx context.Context, address string) (net.Conn, error) {
	if d.Process == nil {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}
	return DialIn(ctx, d.Process.Pid, address)
}

// Network does work in the daemon's network: this machine's own, or that of a daemon that was started here.
func (d *Daemon) Network(work func() error) error {
	if d.Process == nil {
		return work()
	}
	return workIn(d.Process.Pid, work)
}

// Way is the command by way of which a program is run in the daemon's network; nil where that is this
// machine's own.
func (d *Daemon) Way() []string {
	if d.Process == nil {
		return nil
	}
	return []string{"nsenter", fmt.Sprintf("--net=/proc/%d/ns/net", d.Process.Pid)}
}

// Find takes the daemon that answers at $DOCKER_HOST, or at the usual socket, or else starts one. It
// starts the one that [daemonVariable] names in any case.
func Find(dir string) (*Daemon, error) {
	if os.Getenv(daemonVariable) != "" {
		return Start(dir)
	}
	host := os.Getenv("DOCKER_HOST")
	if host == "" {
		host = "unix:///var/run/docker.sock"
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	err := ping(ctx, host)
	if err == nil {
		return &Daemon{Host: host}, nil
	}
	d, failed := Start(dir)
	if failed != nil {
		return nil, fmt.Errorf("no Docker daemon answers at %s (%w), and none can be started: %w", host, err, failed)
	}
	return d, nil
}

// Stop ends a daemon that was started here.
func (d *Daemon) Stop() {
	if d.Process == nil {
		return
	}
	d.Process.Signal(os.Interrupt)
	<-d.ended
	if os.Getenv(daemonVariable) == podman {
		d.Clean() // what watches podman's containers outlives them
	}
}

// Kill ends a daemon that was started here without giving it time for anything.
func (d *Daemon) Kill() {
	d.Process.Kill()
	<-d.ended
}

// ping asks a daemon whether it is there.
func ping(ctx context.Context, host string) error {
	u, err := url.Parse(host)
	if err != nil {
		return err
	}
	network, address := "tcp", u.Host
	if u.Scheme == "unix" {
		network, address = "unix", u.Path
	}
	c := http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://docker/_ping", nil)
	if err != nil {
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", resp.Status)
	}
	return nil
}

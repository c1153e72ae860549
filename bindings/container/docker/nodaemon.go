package docker

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

// noDaemon is the error where no daemon is to be reached.
type noDaemon struct {
	host    string // its address; "": the context gives none
	context string // of the docker command; "": the address is not of one
	err     error
}

// unanswered is the error of a daemon at host that a request did not reach.
func unanswered(host, context string, err error) error {
	var why syscall.Errno
	if errors.As(err, &why) { // the client says the address again, twice
		err = why
	}
	return &noDaemon{host: host, context: context, err: fmt.Errorf("no Docker daemon answers at %s: %w", host, err)}
}

// explain gives the error of a request, which may not have reached a daemon that was there before.
func (d *daemon) explain(err error) error {
	if !client.IsErrConnectionFailed(err) {
		return err
	}
	none := unanswered(d.host, d.context, err)
	if errors.Is(err, container.ErrUnfit) { // another engine may be tried
		return fmt.Errorf("%w: %w", container.ErrUnfit, none)
	}
	return none
}

// Error tells the reason, and the repair where one is known.
func (n *noDaemon) Error() string {
	if repair := n.repair(); repair != "" {
		return n.err.Error() + "; " + repair
	}
	return n.err.Error()
}

// Unwrap gives the reason.
func (n *noDaemon) Unwrap() error { return n.err }

// repair is what the user can do, without a stop at the end; "": nothing is known.
func (n *noDaemon) repair() string {
	file, local := strings.CutPrefix(n.host, "unix://")
	switch {
	case local && errors.Is(n.err, os.ErrPermission):
		if isEngine(file) {
			return "join the group of the socket: `sudo usermod -aG docker $USER`, and log in again"
		}
		return ""
	case strings.HasPrefix(n.host, "ssh://"):
		return "see whether `docker -H " + n.host + " version` answers"
	case local, n.host == "":
		return starter(file, n.context)
	}
	return ""
}

// starter tells how the program is started to which a socket or a context of the docker command belongs,
// by the names that it gives them.
func starter(file, context string) string {
	dir := filepath.Dir(file)
	in := func(part string) bool { return strings.Contains(filepath.ToSlash(file), part) }
	profile, colima := strings.CutPrefix(context, "colima")
	switch above := filepath.Base(filepath.Dir(dir)); {
	case colima && (profile == "" || profile[0] == '-'):
		return colimaStart(strings.TrimPrefix(profile, "-"))
	case above == ".colima", above == "colima":
		return colimaStart(filepath.Base(dir))
	case context == "desktop-linux", in("/.docker/desktop/"), in("/.docker/run/"):
		return "start Docker Desktop"
	case context == "orbstack", in("/.orbstack/"):
		return "start OrbStack"
	case context == "rancher-desktop", in("/.rd/"):
		return "start Rancher Desktop"
	case in("/podman/machine/"):
		return "run `podman machine start`"
	case in("/.lima/") && filepath.Base(dir) == "sock":
		return "run `limactl start " + above + "`"
	case runtime.GOOS != "linux" && isEngine(file):
		return "start Docker Desktop"
	case isEngine(file):
		return "run `sudo systemctl start docker`"
	case in("/run/podman/"):
		return "run `sudo systemctl start podman.socket`"
	case in("/run/user/") && filepath.Base(dir) == "podman":
		return "run `systemctl --user start podman.socket`"
	case in("/run/user/"):
		return "run `systemctl --user start docker`"
	}
	return ""
}

func colimaStart(profile string) string {
	if profile == "" || profile == "default" {
		return "run `colima start`"
	}
	return "run `colima start " + profile + "`"
}

// isEngine tells whether a socket is that of a Docker Engine that root runs.
func isEngine(file string) bool { return file == "/var/run/docker.sock" || file == "/run/docker.sock" }

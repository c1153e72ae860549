package docker

import (
	"cmp"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/moby/moby/client"
)

// connectTime is how long a socket of this machine may take to accept a connection.
const connectTime = time.Second

// sockets are where daemons listen that no variable and no context tells of, Docker's own first.
func sockets() []string {
	list := []string{"/var/run/docker.sock"}
	run := cmp.Or(os.Getenv("XDG_RUNTIME_DIR"), fmt.Sprintf("/run/user/%d", os.Getuid()))
	list = append(list, filepath.Join(run, "docker.sock"), filepath.Join(run, "podman", "podman.sock"))
	if home, err := os.UserHomeDir(); err == nil {
		in := func(names ...string) string { return filepath.Join(append([]string{home}, names...)...) }
		settings := cmp.Or(os.Getenv("XDG_CONFIG_HOME"), in(".config"))
		list = append(list,
			in(".docker", "desktop", "docker.sock"), in(".docker", "run", "docker.sock"), // Docker Desktop on Linux, on macOS
			filepath.Join(cmp.Or(os.Getenv("COLIMA_HOME"), in(".colima")), "default", "docker.sock"),
			filepath.Join(settings, "colima", "default", "docker.sock"), // colima on Linux
			in(".orbstack", "run", "docker.sock"),
			in(".rd", "docker.sock"), // Rancher Desktop
			in(".local", "share", "containers", "podman", "machine", "podman.sock"),
		)
	}
	return append(list, "/run/podman/podman.sock")
}

// usual chooses among sockets: the first at which somebody listens. Without one it is the first that is
// there, or whose folder is, so that the user is told of what is installed: a virtual machine that is
// stopped takes its socket with it.
func usual(sockets []string) (host string) {
	installed := func(file string) bool { return !strings.Contains(file, "/run/") && exists(filepath.Dir(file)) }
	for _, fits := range []func(string) bool{accepts, exists, installed} {
		for _, file := range sockets {
			if fits(file) {
				return "unix://" + file
			}
		}
	}
	return client.DefaultDockerHost
}

// accepts tells whether somebody listens at a socket.
func accepts(file string) bool {
	c, err := net.DialTimeout("unix", file, connectTime)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

package process

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"paddock/bindings/container/launch"
)

// doors finds the sockets of this machine by which a command could have others run programs that no link
// catches: those of container daemons, of systemd and of D-Bus.
func doors(env []string) []string {
	var names []string
	for _, run := range []string{"/run", "/var/run", "/run/user/" + strconv.Itoa(os.Geteuid()), launch.GetEnv(env, "XDG_RUNTIME_DIR")} {
		for _, name := range []string{
			"docker.sock", "podman/podman.sock", "containerd/containerd.sock", "crio/crio.sock", "buildkit/buildkitd.sock",
			"snapd.socket", "dbus/system_bus_socket", "bus", "systemd/private",
		} {
			names = append(names, filepath.Join(run, name))
		}
	}
	home := launch.GetEnv(env, "HOME")
	for _, name := range []string{".docker/run/docker.sock", ".docker/desktop/docker.sock", ".colima/default/docker.sock"} {
		names = append(names, filepath.Join(home, name))
	}
	for _, variable := range []string{"DOCKER_HOST", "CONTAINER_HOST", "DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"} {
		value, _, _ := strings.Cut(launch.GetEnv(env, variable), ",")
		for _, scheme := range []string{"unix://", "unix:path="} {
			if name, ok := strings.CutPrefix(value, scheme); ok {
				names = append(names, name)
			}
		}
	}
	var found []string
	for _, name := range names {
		name, err := filepath.EvalSymlinks(name)
		if err != nil || !filepath.IsAbs(name) {
			continue
		}
		if info, err := os.Stat(name); err == nil && info.Mode().Type() == os.ModeSocket && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// closed gives the folders of Closed, with links followed. One that cannot be made is not there for others either.
func (o Options) closed() (dirs []string) {
	for _, dir := range o.Closed {
		if os.MkdirAll(dir, 0o700) != nil {
			continue
		}
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dirs = append(dirs, real)
		}
	}
	return dirs
}

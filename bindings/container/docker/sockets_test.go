package docker

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestUsual(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"stopped", "stale", "live"} {
		if err := os.Mkdir(in(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	stopped, stale, live := in("stopped/docker.sock"), in("stale/docker.sock"), in("live/docker.sock")
	for _, file := range []string{stale, live} {
		l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: file})
		if err != nil {
			t.Fatal(err)
		}
		l.SetUnlinkOnClose(false)
		if file == stale {
			l.Close()
		} else {
			t.Cleanup(func() { l.Close() })
		}
	}
	none := in("none/docker.sock")
	for _, c := range []struct {
		name    string
		sockets []string
		want    string
	}{
		{"the first at which somebody listens is taken", []string{none, stopped, stale, live}, live},
		{"else the first that is there", []string{none, stopped, stale}, stale},
		{"else the first whose folder is there, as that of a stopped virtual machine", []string{none, stopped}, stopped},
		{"without any it is the Docker Engine's", []string{none}, "/var/run/docker.sock"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := usual(c.sockets); got != "unix://"+c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestSockets(t *testing.T) {
	t.Setenv("HOME", "/h")
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/7")
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("COLIMA_HOME", "")
	for name, want := range map[string]string{
		"a Docker Engine":                 "/var/run/docker.sock",
		"a rootless Docker Engine":        "/run/user/7/docker.sock",
		"podman":                          "/run/podman/podman.sock",
		"rootless podman":                 "/run/user/7/podman/podman.sock",
		"podman's virtual machine":        "/h/.local/share/containers/podman/machine/podman.sock",
		"Docker Desktop on Linux":         "/h/.docker/desktop/docker.sock",
		"Docker Desktop elsewhere":        "/h/.docker/run/docker.sock",
		"colima with a folder of its own": "/h/.colima/default/docker.sock",
		"colima on Linux":                 "/h/.config/colima/default/docker.sock",
		"OrbStack":                        "/h/.orbstack/run/docker.sock",
		"Rancher Desktop":                 "/h/.rd/docker.sock",
	} {
		t.Run(name+" is found by its socket", func(t *testing.T) {
			if all := sockets(); !slices.Contains(all, want) {
				t.Errorf("%s is not among %q", want, all)
			}
		})
	}
}

package docker

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestNoDaemon(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		none noDaemon
		want string
	}{
		{"colima by its context", noDaemon{host: "unix:///elsewhere/default/docker.sock", context: "colima"}, "run `colima start`"},
		{"a profile of colima by its context", noDaemon{context: "colima-work"}, "run `colima start work`"},
		{"colima by its socket", noDaemon{host: "unix:///Users/me/.colima/default/docker.sock"}, "run `colima start`"},
		{"a profile of colima by its socket", noDaemon{host: "unix:///elsewhere/colima/build/docker.sock"}, "run `colima start build`"},
		{"Docker Desktop by its context", noDaemon{context: "desktop-linux"}, "start Docker Desktop"},
		{"Docker Desktop by its socket on Linux", noDaemon{host: "unix:///h/.docker/desktop/docker.sock"}, "start Docker Desktop"},
		{"Docker Desktop by its socket elsewhere", noDaemon{host: "unix:///Users/me/.docker/run/docker.sock"}, "start Docker Desktop"},
		{"OrbStack", noDaemon{host: "unix:///Users/me/.orbstack/run/docker.sock"}, "start OrbStack"},
		{"Rancher Desktop", noDaemon{host: "unix:///Users/me/.rd/docker.sock"}, "start Rancher Desktop"},
		{"an instance of lima", noDaemon{host: "unix:///Users/me/.lima/docker/sock/docker.sock"}, "run `limactl start docker`"},
		{"podman's virtual machine", noDaemon{host: "unix:///h/.local/share/containers/podman/machine/podman.sock"}, "run `podman machine start`"},
		{"podman", noDaemon{host: "unix:///run/podman/podman.sock"}, "run `sudo systemctl start podman.socket`"},
		{"rootless podman", noDaemon{host: "unix:///run/user/7/podman/podman.sock"}, "run `systemctl --user start podman.socket`"},
		{"a rootless Docker Engine", noDaemon{host: "unix:///run/user/7/docker.sock"}, "run `systemctl --user start docker`"},
		{"a daemon over SSH", noDaemon{host: "ssh://me@far"}, "see whether `docker -H ssh://me@far version` answers"},
		{"a Docker Engine that lets the user not in", noDaemon{host: "unix:///var/run/docker.sock", err: syscall.EACCES}, "join the group of the socket: `sudo usermod -aG docker $USER`, and log in again"},
		{"a socket of somebody else", noDaemon{host: "unix:///elsewhere/.colima/default/docker.sock", err: os.ErrPermission}, ""},
		{"a socket of nobody known", noDaemon{host: "unix:///tmp/some.sock"}, ""},
		{"a daemon over TCP", noDaemon{host: "tcp://192.0.2.1:2375"}, ""},
	} {
		t.Run(c.name+" is told with what helps", func(t *testing.T) {
			t.Parallel()
			if got := c.none.repair(); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
	t.Run("a stopped one is told of", func(t *testing.T) {
		t.Parallel()
		e := New(Options{Host: filepath.Join(t.TempDir(), ".colima", "default", "docker.sock")})
		if err := e.Probe(t.Context()); err == nil || !strings.HasSuffix(err.Error(), "no such file or directory; run `colima start`") {
			t.Errorf("the error is %v", err)
		}
		if all := e.Diagnose(t.Context()); len(all) != 1 || strings.Contains(all[0].Err.Error(), "colima start") || !strings.HasPrefix(all[0].Mend, "run `colima start`, or ") {
			t.Errorf("the diagnosis is %+v", all)
		}
	})
}

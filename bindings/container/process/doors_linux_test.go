package process

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/launch"
)

// knock is a program that says what comes of connecting to a unix socket.
const knock = `import socket, sys
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
    print("open")
except OSError as e:
    print(e.strerror)
`

func TestEngine_Doors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	daemon := filepath.Join(dir, "daemon.sock")
	l, err := net.Listen("unix", daemon)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	link := filepath.Join(dir, "link.sock")
	if err := os.Symlink(daemon, link); err != nil {
		t.Fatal(err)
	}
	for _, linkName := range linksHere(t) {
		if linkName == launch.LinkProxy {
			continue // keeps nothing
		}
		for _, c := range []struct {
			name  string
			local bool
			at    string
			want  string
		}{
			{"a daemon that runs programs seems to be down", false, daemon, "Connection refused"},
			{"it seems to be down by another name", false, link, "Connection refused"},
			{"it is reached when that is allowed", true, daemon, "open"},
		} {
			t.Run(c.name+", link "+linkName, func(t *testing.T) {
				var out bytes.Buffer
				runHost(t, New(Options{Egress: linkName, StateDir: t.TempDir(), AllowLocal: c.local}), &out, map[string]string{"DOCKER_HOST": "unix://" + daemon}, "python3", "-c", knock, c.at)
				if got := strings.TrimSpace(out.String()); got != c.want {
					t.Errorf("it says %q, want %q", got, c.want)
				}
			})
		}
	}
}

func TestEngine_Closed(t *testing.T) {
	t.Parallel()
	for _, link := range linksHere(t) {
		if link == launch.LinkProxy {
			continue // keeps nothing
		}
		t.Run("no command reaches a socket of a folder that is closed, link "+link, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "closed")
			e := New(Options{Egress: link, StateDir: t.TempDir(), AllowLocal: true, Closed: []string{dir}})
			runHost(t, e, new(bytes.Buffer), nil, "true") // which makes the folder
			l, err := net.Listen("unix", filepath.Join(dir, "s"))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			var out bytes.Buffer
			runHost(t, e, &out, nil, "python3", "-c", knock, l.Addr().String())
			if got := strings.TrimSpace(out.String()); got != "No such file or directory" && got != "Connection refused" {
				t.Errorf("it says %q", got)
			}
		})
	}
}

func TestEngine_Capabilities(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("others than root have none")
	}
	var want uint64
	for _, c := range launch.ImageCapabilities() {
		want |= 1 << c
	}
	for _, link := range linksHere(t) {
		t.Run("root has no more capabilities than in an image, link "+link, func(t *testing.T) {
			var out bytes.Buffer
			runHost(t, New(Options{Egress: link, StateDir: t.TempDir()}), &out, nil, "grep", "CapEff", "/proc/self/status")
			var got uint64
			if _, err := fmt.Sscanf(out.String(), "CapEff: %x", &got); err != nil || got&^want != 0 {
				t.Errorf("it has %q, %v, want none but %x", out.String(), err, want)
			}
		})
	}
}

// runHost runs a command on the host's own files to its end.
func runHost(t *testing.T, e *Engine, out *bytes.Buffer, env map[string]string, argv ...string) {
	t.Helper()
	i, err := e.Start(t.Context(), &ref{host: true}, container.Spec{Name: "test", Entrypoint: argv, Env: env, Stdout: out, Stderr: out})
	if err != nil {
		t.Fatal(err)
	}
	if exit, err := i.Wait(t.Context()); err != nil || exit.Code != 0 {
		t.Errorf("it ended with %+v, %v and said %q", exit, err, out.String())
	}
}

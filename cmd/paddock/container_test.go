package main

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"paddock/bindings/container/launch"
)

// TestContainer uses ctx.container in every way, over each link.
func TestContainer(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip(err)
	}
	dir, err := filepath.Abs("testdata/box")
	if err != nil {
		t.Fatal(err)
	}
	overLinks(t, func(t *testing.T, link string) {
		s := startDev(t, dir, "--egress", link, "--var", "PORT:"+freePort(t))
		for _, c := range []struct{ path, want string }{
			{"/inspect", "null"},
			{"/not-running", "Error: exec() cannot be called on a container that is not running."},
			{"/bad-image", "TypeError: Container image reference must contain only non-space printable ASCII characters."},
			{"/no-image", "TypeError: Container image reference cannot be empty."},
			{"/both", "TypeError: `image` and `containerSnapshot` are mutually exclusive."},
			{"/bad-instance", "TypeError: Invalid container instance type."},
			{"/bad-resource", "RangeError: Container resource memoryMib must be an integer."},
			{"/bad-timeout", "RangeError: Hard timeout must be greater than 0"},
			{"/bad-label", "Error: Label names cannot exceed 16 bytes (index 0)"},
			{"/start", "true"},
			{"/inspect", `{"labels":{"team":"red"},"image":"cloudflare-dev/box:local"}`},
			{"/connect", "QUIET"},
			{"/labels", `{"team":"blue"}`},
			{"/output", "image start exec\n|no\n|3"},
			{"/cwd", "# Echoes what comes on the port, in capitals, and ends its half when the client does."},
			{"/combined", "a\nb\n||0"},
			{"/ignored", ",,,false,number,0,true"},
			{"/pipe", "LOUD||0"},
			{"/stream", "300000\n||0"},
			{"/eof", "||0"},
			{"/pty", "20 90,10 70"},
			{"/add-root", "0"},
			{"/kill", "143"},
			{"/abort", "137"},
			{"/missing", "127"},
			{"/no-user", "Error: unable to find user nobody-of-this-name: no matching entries in passwd file"},
			{"/empty", "TypeError: exec() requires a non-empty command array."},
			{"/bad-stdout", "TypeError: Invalid stdout option: inherit"},
			{"/bad-pty", `TypeError: stderr must be "combined" when PTY is enabled.`},
			{"/bad-combined", `TypeError: stderr: "combined" requires stdout to be "pipe".`},
			{"/bad-stdin", `TypeError: stdin must be a ReadableStream or the string "pipe".`},
			{"/bad-env", "Error: Environment variable names cannot contain '=': A=B"},
			{"/bad-cwd", `TypeError: cwd cannot contain '\0' characters.`},
			{"/bad-signal", "RangeError: Invalid signal number."},
			{"/bad-resize", "TypeError: resize() can only be called on a process that was started with a PTY."},
			{"/twice", "TypeError: output() can only be called once."},
			{"/consumed", "TypeError: Cannot call output() after stdout has started being consumed."},
			{"/aborted", "Error: too late"},
			{"/connect-tls", "Error: Connecting to a container using TLS is not currently supported. It is unnecessary anyway, as the connection is already secure by default."},
			{"/user", "0\n||0"},
			{"/no-snapshot", "TypeError: snapshotDirectory() requires an absolute directory path (starting with '/')."},
			{"/nowhere", "Error: snapshotDirectory(): directory not found in container: /box/nowhere"},
			{"/snapshot", "5,/box/data,mine,kept\nkept\n||0"},
			{"/destroy", "null"},
			{"/bad-restore", "TypeError: Directory snapshot restore path contains invalid components: /../x"},
			{"/root-restore", "Error: Directory snapshot cannot be restored to root directory."},
			{"/no-restore", "Error: Directory snapshot restore requires a mountPoint when no snapshot is given."},
			{"/timeout", "Error: Container exited with unexpected exit code: 137"},
		} {
			if c.path == "/user" && os.Geteuid() != 0 || c.path == "/add-root" && !addsRoots(link) {
				continue
			}
			if c.path == "/connect" {
				s.says(t, "listening")
			}
			s.answers(t, c.path, c.want)
		}
	})
}

// addsRoots tells whether Debian's script that adds a root can run inside: it must be there, and the
// container's own view of /etc must be its user's to write.
func addsRoots(link string) bool {
	_, err := exec.LookPath("update-ca-certificates")
	return err == nil && os.Geteuid() == 0 && (link == launch.LinkNFT || link == launch.LinkNFTRootless)
}

// TestContainer_host reaches a service of this machine from a container, and without leave does not.
func TestContainer_host(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs("testdata/box")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip(err)
	}
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "host") }))
	t.Cleanup(service.Close)
	port := strconv.Itoa(service.Listener.Addr().(*net.TCPAddr).Port)
	overLinks(t, func(t *testing.T, link string) {
		if link == launch.LinkProxy || link == launch.LinkSeccomp {
			t.Skip("the loopback of the container is this machine's")
		}
		open := startDev(t, dir, "--egress", link, "--var", "PORT:"+port, "--allow-local")
		open.answers(t, "/host", "host,7") // 7: refused, as a loopback without that service does
		shut := startDev(t, dir, "--egress", link, "--var", "PORT:"+port)
		shut.answers(t, "/host", "6,7") // 6: no such name
		if _, body := shut.get(t, "/network"); body == "28" || body == "host" {
			t.Errorf("a private address: got %q (28: it waited in vain)", body)
		}
		shut.says(t, "--allow-local")
	})
}

// freePort gives a port of this machine that nobody listens to. The system gives none of these to
// connections or to who asks for any port, so that it is still free when it is used.
func freePort(t *testing.T) string {
	t.Helper()
	const first, count = 10_000, 20_000
	for range 100 {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(first+rand.IntN(count))))
		if err != nil {
			continue
		}
		defer l.Close()
		return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	}
	t.Fatal("no port is free")
	return ""
}

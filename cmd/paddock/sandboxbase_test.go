//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"paddock/bindings/container/docker/dockertest"
)

// smallRoot makes a root file system of a few programs and folders of this machine, with what the programs
// are linked to, and this program, where it is not static. Folders are absolute, and end in "/".
func smallRoot(t *testing.T, names ...string) string {
	t.Helper()
	root := t.TempDir()
	files := map[string]bool{}
	link := func(program string) {
		libraries, _ := exec.Command("ldd", program).Output() // fails for static ones
		for _, m := range regexp.MustCompile(`(/\S+) \(0x`).FindAllSubmatch(libraries, -1) {
			files[string(m[1])] = true
		}
	}
	for _, name := range names {
		if strings.HasSuffix(name, "/") {
			if out, err := exec.Command("sh", "-c", `tar -C / -c ".$0" | tar -C "$1" -x`, name, root).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			continue
		}
		program, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("there is no %s", name)
		}
		files[program] = true
		link(program)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link(self)
	for file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, root, map[string]string{file: string(text)})
		if err := os.Chmod(filepath.Join(root, file), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// toolRoot is a root file system with the tools that the fixtures of sandboxes use.
func toolRoot(t *testing.T) string {
	t.Helper()
	lacks := t.Skipf
	if dockertest.Required() {
		lacks = t.Fatalf
	}
	const python = "/usr/bin/python3"
	library, err := exec.Command(python, "-c", "import os; print(os.path.dirname(os.__file__))").Output()
	if err != nil {
		lacks("there is no %s: %v", python, err)
	}
	gitParts, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		lacks("there is no git: %v", err)
	}
	names := strings.Fields("bash /bin/sh cat curl find git git-upload-pack grep head id ls mkdir od pkill rm seq setsid sleep stty timeout touch tr wc " + python)
	for _, dir := range []string{string(library), string(gitParts), "/etc/ssl/certs", "/usr/share/git-core"} {
		names = append(names, strings.TrimSpace(dir)+"/")
	}
	return smallRoot(t, names...)
}

// TestSandbox_engines runs fixtures of sandboxes on the engines for images, as other tests do over the files
// of this machine: in images that stand in for Cloudflare's, with the server put into them.
func TestSandbox_engines(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	root := toolRoot(t)
	for _, c := range []struct {
		engine string
		way    func(t *testing.T) []string // of running the program
	}{
		{"namespace", func(*testing.T) []string { return []string{"env", "PADDOCK_SANDBOX_BASE=dir:" + root} }},
		{"docker", func(t *testing.T) []string {
			way := onDocker(t)
			importFolder(t, way, "paddock-sandbox-tools:local", root)
			return append(way, "PADDOCK_SANDBOX_BASE=paddock-sandbox-tools:local")
		}},
	} {
		t.Run(c.engine, func(t *testing.T) {
			t.Parallel()
			way := c.way(t)
			t.Run("all of the package works", func(t *testing.T) {
				s := startDevIn(t, way, sandboxApp(t, "sandboxes/api"), "--engine", c.engine)
				for _, transport := range transports() {
					t.Run(transport, func(t *testing.T) {
						t.Parallel()
						s.cases(t, transport)
					})
				}
			})
			t.Run("a terminal is shared", func(t *testing.T) {
				shareTerminal(t, startDevIn(t, way, sandboxApp(t, "sandboxes/terminal"), "--engine", c.engine))
			})
			t.Run("the announcement's example works", func(t *testing.T) {
				s := startDevIn(t, way, sandboxApp(t, "outbound-sandbox"), "--engine", c.engine)
				if got := s.exec(t, "one", "curl -sS -d Ada http://my.worker/; ls /container-server"); got != "Hello, Ada!sandbox" {
					t.Errorf("got %q", got)
				}
			})
		})
	}
}

// TestSandbox_base runs a sandbox whose files are those of a folder, with nothing of this machine's.
func TestSandbox_base(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	base := []string{"env", "PADDOCK_SANDBOX_BASE=dir:" + smallRoot(t, "bash", "ls")}
	s := startDevIn(t, base, sandboxApp(t, "outbound-sandbox"), "--engine", "namespace")
	for _, c := range []struct{ command, want string }{
		{"echo $((2 + 2))", "4"},
		{"pwd; echo text > f; echo *", "/workspace\nf"},
		{"ls /container-server", "sandbox"},
		{"[ -e /etc/passwd ] || ls /w*", "f"},
	} {
		t.Run(c.command, func(t *testing.T) {
			if got := s.exec(t, "one", c.command); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

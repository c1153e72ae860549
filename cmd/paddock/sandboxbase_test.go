//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// smallRoot makes a root file system of a few programs of this machine, with what they are linked to, and
// this program, where it is not static.
func smallRoot(t *testing.T, programs ...string) string {
	t.Helper()
	root := t.TempDir()
	files := map[string]bool{}
	link := func(program string) {
		libraries, _ := exec.Command("ldd", program).Output() // fails for static ones
		for _, m := range regexp.MustCompile(`(/\S+) \(0x`).FindAllSubmatch(libraries, -1) {
			files[string(m[1])] = true
		}
	}
	for _, name := range programs {
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
		to := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root
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

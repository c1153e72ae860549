package namespace

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"paddock/bindings/container/image"
)

// As root it runs again as nobody, with a range of users of its own.
func TestUsers(t *testing.T) {
	if os.Geteuid() == 0 {
		asNobody(t, "^TestUsers$")
		return
	}
	u := imageUsers()
	if u == nil {
		t.Skip("this user has no ranges in /etc/subuid and /etc/subgid, or newuidmap is not installed")
	}
	dir := filepath.Join(t.TempDir(), "files")
	if err := os.MkdirAll(filepath.Join(dir, "home"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func(string) error{
		"home/f": func(name string) error { return os.WriteFile(name, nil, 0o600) },
		"home/l": func(name string) error { return os.Symlink("f", name) },
		"own":    func(name string) error { return os.WriteFile(name, nil, 0o600) },
	} {
		if err := make(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	err := u.Own(t.Context(), dir, []image.Owner{
		{Name: "home", UID: 1000, GID: 1001, Mode: 0o755 | os.ModeSetgid}, {Name: "home/f", UID: 1000, GID: 0, Mode: 0o755 | os.ModeSetuid},
		{Name: "home/l", UID: 3, GID: 4, Mode: os.ModeSymlink}, {Name: "own", UID: 1 << 30, GID: 1 << 30, Mode: 0o600},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"home": "dgrwxr-xr-x 1000 1001", "home/f": "urwxr-xr-x 1000 0", "home/l": "Lrwxrwxrwx 3 4", "own": "-rw------- 0 0"} {
		t.Run(name+" is whom it was given to", func(t *testing.T) {
			info, err := os.Lstat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			stat := info.Sys().(*syscall.Stat_t)
			uid, gid := u.Inside(int(stat.Uid), int(stat.Gid))
			if got := fmt.Sprint(info.Mode(), uid, gid); got != want {
				t.Errorf("it is %s, want %s", got, want)
			}
		})
	}
	t.Run("a user that containers do not have is nobody", func(t *testing.T) {
		if uid, gid := u.Inside(0, 0); uid != nobody || gid != nobody {
			t.Errorf("it is %d:%d", uid, gid)
		}
	})
	t.Run("what others own is removed, too", func(t *testing.T) {
		if err := u.Remove(dir); err != nil {
			t.Error(err)
		}
	})
}

// asNobody runs a test again as nobody, who has ranges in a mount namespace.
func asNobody(t *testing.T, name string) {
	t.Helper()
	if !haveHelpers() {
		t.Skip("newuidmap is not installed: apt-get install uidmap")
	}
	dir, err := os.MkdirTemp("", "paddock-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	binary, ranges := filepath.Join(dir, "engine.test"), filepath.Join(dir, "ranges")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := copyFile(self, binary); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ranges, []byte("65534:200000:65536\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dir, binary} {
		if err := os.Chmod(name, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	script := `set -e
for f in /etc/subuid /etc/subgid; do test -e $f; mount --bind "$1" $f; done
exec setpriv --reuid 65534 --regid 65534 --clear-groups "$2" -test.run "$3" -test.v`
	cmd := exec.Command("unshare", "--mount", "sh", "-c", script, "sh", ranges, binary, name)
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "SKIP") {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

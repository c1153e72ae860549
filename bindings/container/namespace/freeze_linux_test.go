package namespace

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
)

// onOverlay tells tests that their temporary folder is on an overlay.
const onOverlay = "PADDOCK_TEST_ON_OVERLAY"

func TestFreeze(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{Env: []string{"FROM=image"}}, map[string]string{"old/file": "image's", "gone": "", "hidden/x": ""})
	var out strings.Builder
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	i := beginTo(t, e, from, container.Spec{Stdout: write}, &out,
		"write:/old/file=changed", "write:/new=new", "rm:/gone", "rm:/hidden", "mkdir:/hidden", "write:/hidden/y=y", "mkdir:/private", "write:/private/file=private", "own:/private", "say:done", "wait")
	write.Close()
	if _, err := read.Read(make([]byte, 8)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(i.folder.join(memoryMark)); (err == nil) != (os.Getenv(onOverlay) != "") {
		t.Errorf("what it writes lies in memory: %v", err == nil)
	}
	t.Run("a folder of it is copied", func(t *testing.T) {
		to := filepath.Join(t.TempDir(), "copy")
		if err := i.Snapshot(t.Context(), "/hidden", to); err != nil {
			t.Fatal(err)
		}
		if got := filesOf(t, to); got != "/y" {
			t.Errorf("it has %q", got)
		}
	})
	t.Run("a folder that is not there is told of", func(t *testing.T) {
		if err := i.Snapshot(t.Context(), "/nowhere", filepath.Join(t.TempDir(), "copy")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
	dir := t.TempDir()
	size, err := i.Freeze(t.Context(), dir)
	if err != nil || size < 1<<20 {
		t.Fatalf("its size is %d, %v", size, err)
	}
	t.Run("containers start with all that it had written and removed", func(t *testing.T) {
		again, err := e.Prepare(t.Context(), container.Image{Snapshot: dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := look(t, e, again.(*ref), container.Spec{}, "cat:/old/file", "cat:/new", "cat:/private/file", "ls:/", "ls:/hidden", "env:FROM")
		if !strings.HasPrefix(got, "changednewprivateclient ") || strings.Contains(got, "gone") || !strings.HasSuffix(got, "\ny \nimage\n") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("what other users of the container own is removed with it", func(t *testing.T) {
		if err := i.Destroy(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(i.folder.path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("its folder is left: %v", err)
		}
	})
	t.Run("the snapshot of another engine is left to that", func(t *testing.T) {
		if _, err := e.Prepare(t.Context(), container.Image{Snapshot: t.TempDir()}, nil); !errors.Is(err, container.ErrUnfit) {
			t.Errorf("got %v", err)
		}
	})
}

// TestMemory runs other tests again where the disk is an overlay, as inside of a container: then
// nothing can be written through to it.
func TestMemory(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can mount an overlay to run in")
	}
	dir := t.TempDir()
	for _, d := range []string{"upper", "work", "root"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program, err := enginetest.StaticProgram(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `mount -t overlay overlay -o lowerdir=/usr,upperdir=upper,workdir=work root && mkdir -p root/tmp && cd root/tmp && exec "$0" "$@"`, program, "-test.run", "^Test(Freeze|Files)$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "root", "tmp"), onOverlay+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS, Unshareflags: syscall.CLONE_NEWNS}
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "mount:") {
		t.Skipf("no overlay can be mounted here: %s", out)
	}
	if err != nil {
		t.Errorf("tests on an overlay: %v\n%s", err, out)
	}
}

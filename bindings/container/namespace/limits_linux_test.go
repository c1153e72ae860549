package namespace

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/cgroup"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
)

// ownGroup is a group such as containers get here.
func ownGroup(t *testing.T) *cgroup.Group {
	t.Helper()
	g := cgroup.New(fmt.Sprint("test-", os.Getpid()), cgroup.CPU, cgroup.Memory, cgroup.PIDs)
	t.Cleanup(g.Remove)
	return g
}

// unified tells whether a group is of version 2.
func unified(g *cgroup.Group) bool {
	shown := g.Shown()
	return len(shown) > 0 && shown[0].Name == ""
}

func TestLimits(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{}, nil)
	have := ownGroup(t)
	need := func(t *testing.T, controller string) {
		t.Helper()
		if !have.Has(controller) {
			t.Skipf("this process may not limit %s here", controller)
		}
	}
	t.Run("a fork bomb ends at the limit of processes, and is killed with the container", func(t *testing.T) {
		need(t, cgroup.PIDs)
		if got := look(t, e, from, container.Spec{Limits: container.Limits{Processes: 64}}, "bomb"); !strings.Contains(got, "resource temporarily unavailable") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("what takes more memory than its limit is killed", func(t *testing.T) {
		need(t, cgroup.Memory)
		var out strings.Builder
		i := begin(t, e, from, container.Spec{Limits: container.Limits{Memory: 128 << 20}}, &out, "eat:1024")
		exit, err := i.Wait(context.Background())
		if err != nil || exit.Code != 137 {
			t.Errorf("it ended with %+v, %v and said %q, want 137", exit, err, out.String())
		}
	})
	t.Run("programs find their limit of memory", func(t *testing.T) {
		need(t, cgroup.Memory)
		file := "/sys/fs/cgroup/memory/memory.limit_in_bytes"
		if unified(have) {
			file = "/sys/fs/cgroup/memory.max"
		}
		if got := look(t, e, from, container.Spec{Limits: container.Limits{Memory: 128 << 20}}, "cat:"+file, "write:"+file+"=0"); got != "134217728\nwrite: open "+file+": read-only file system\n" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a full disk is the container's own", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root can mount a disk of a size")
		}
		if err := makeFileSystem(filepath.Join(t.TempDir(), "disk"), 32<<20); err != nil {
			t.Skipf("no disk can be made: %v", err)
		}
		if _, err := os.Stat("/dev/loop-control"); err != nil {
			t.Skipf("there are no loop devices: %v", err)
		}
		limits := container.Limits{Disk: 32 << 20}
		got := look(t, e, from, container.Spec{Limits: limits}, "fill:/big", "rm:/big", "write:/small=text", "cat:/small")
		if got != "fill: write /big: no space left on device\ntext" {
			t.Errorf("it said %q", got)
		}

		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer read.Close()
		i := beginTo(t, e, from, container.Spec{Limits: limits, Stdout: write}, io.Discard, "write:/small=text", "say:done", "wait")
		write.Close()
		if _, err := read.Read(make([]byte, 8)); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if _, err := i.Freeze(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		if got := filesOf(t, filepath.Join(dir, layerDir)); !strings.Contains(got, "/small") || strings.Contains(got, enginetest.ImageProgram) {
			t.Errorf("its snapshot has %q", got)
		}
	})
	t.Run("a share of the processors is set", func(t *testing.T) {
		need(t, cgroup.CPU)
		var out strings.Builder
		i := begin(t, e, from, container.Spec{Limits: container.Limits{CPUs: 0.5}}, &out, "wait")
		for _, g := range i.folder.group.Shown() {
			file, want := "cpu.cfs_quota_us", "50000"
			switch g.Name {
			case "":
				file, want = "cpu.max", "50000 100000"
			case cgroup.CPU:
			default:
				continue
			}
			if got := read(t, g.Path+"/"+file); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}

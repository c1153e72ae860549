package namespace

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
)

// controllers are those that a container gets here.
func controllers(t *testing.T) []string {
	t.Helper()
	g := newCgroup("test-controllers")
	defer g.remove()
	var all []string
	for _, d := range g.dirs {
		all = append(all, d.controllers...)
	}
	return all
}

// unified tells whether it is of version 2, and removes it.
func (g *cgroup) unified() bool {
	g.remove()
	return len(g.dirs) > 0 && g.dirs[0].unified
}

func TestLimits(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{}, nil)
	have := controllers(t)
	need := func(t *testing.T, controller string) {
		t.Helper()
		if !slices.Contains(have, controller) {
			t.Skipf("this process may not limit %s here", controller)
		}
	}
	t.Run("a fork bomb ends at the limit of processes, and is killed with the container", func(t *testing.T) {
		need(t, "pids")
		if got := look(t, e, from, container.Spec{Limits: container.Limits{Processes: 64}}, "bomb"); !strings.Contains(got, "resource temporarily unavailable") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("what takes more memory than its limit is killed", func(t *testing.T) {
		need(t, "memory")
		var out strings.Builder
		i := begin(t, e, from, container.Spec{Limits: container.Limits{Memory: 128 << 20}}, &out, "eat:1024")
		exit, err := i.Wait(context.Background())
		if err != nil || exit.Code != 137 {
			t.Errorf("it ended with %+v, %v and said %q, want 137", exit, err, out.String())
		}
	})
	t.Run("programs find their limit of memory", func(t *testing.T) {
		need(t, "memory")
		file := "/sys/fs/cgroup/memory/memory.limit_in_bytes"
		if newCgroup("test-unified").unified() {
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
		need(t, "cpu")
		var out strings.Builder
		i := begin(t, e, from, container.Spec{Limits: container.Limits{CPUs: 0.5}}, &out, "wait")
		for _, d := range i.folder.group.dirs {
			if !slices.Contains(d.controllers, "cpu") {
				continue
			}
			file, want := "cpu.cfs_quota_us", "50000"
			if d.unified {
				file, want = "cpu.max", "50000 100000"
			}
			if got := read(t, d.path+"/"+file); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}

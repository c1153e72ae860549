package cgroup

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"

	"paddock/bindings/container"
)

// all are the controllers that containers of images get.
var all = []string{CPU, Memory, PIDs}

func TestParseHierarchies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, mounts, groups string
		want                 []hierarchy
	}{
		{
			"version 2 alone", "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
			"0::/user.slice/user-1000.slice/session-2.scope\n",
			[]hierarchy{{mount: "/sys/fs/cgroup", own: "/user.slice/user-1000.slice/session-2.scope", unified: true}},
		},
		{
			"version 1, with controllers together and apart",
			"31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct\n32 30 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n33 30 0:29 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer\n",
			"5:cpu,cpuacct:/\n4:memory:/own\n",
			[]hierarchy{{mount: "/sys/fs/cgroup/cpu,cpuacct", own: "/", controllers: []string{"cpu"}}, {mount: "/sys/fs/cgroup/memory", own: "/own", controllers: []string{"memory"}}},
		},
		{
			"a part of the tree, as in a container", "32 30 0:28 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n", "4:memory:/docker/abc/in\n",
			[]hierarchy{{mount: "/sys/fs/cgroup/memory", own: "/in", controllers: []string{"memory"}}},
		},
		{"what cannot be read", "nonsense - \n\n", "x\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := parseHierarchies(c.mounts, c.groups, all); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestGroup_Limit looks at what is written, for this machine may have one version alone.
func TestGroup_Limit(t *testing.T) {
	t.Parallel()
	limits := container.Limits{CPUs: 0.5, Memory: 64 << 20, Processes: 100}
	for _, c := range []struct {
		name    string
		unified bool
		want    map[string]string
	}{
		{"version 2", true, map[string]string{"cpu.max": "50000 100000", "memory.max": "67108864", "memory.swap.max": "0", "pids.max": "100"}},
		{"version 1", false, map[string]string{
			"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "50000", "memory.limit_in_bytes": "67108864",
			"memory.memsw.limit_in_bytes": "67108864", "pids.max": "100",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := &Group{dirs: []folder{{path: t.TempDir(), controllers: all, unified: c.unified}}}
			if err := g.Limit(limits); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			files, err := os.ReadDir(g.dirs[0].path)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				text, err := os.ReadFile(filepath.Join(g.dirs[0].path, f.Name()))
				if err != nil {
					t.Fatal(err)
				}
				got[f.Name()] = string(text)
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestGroup_Remove has a process in a group that nobody else ends.
func TestGroup_Remove(t *testing.T) {
	t.Parallel()
	g := New(fmt.Sprint("test-remove-", os.Getpid()), PIDs)
	if !g.Has(PIDs) {
		t.Skip("this process may not limit processes here")
	}
	sleep := exec.Command("sleep", "1000")
	if err := sleep.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- sleep.Wait() }()
	if err := g.Add(sleep.Process.Pid); err != nil {
		t.Fatal(err)
	}
	g.Remove()
	if err := <-ended; err == nil || err.Error() != "signal: killed" {
		t.Errorf("the process ended with %v", err)
	}
	for _, path := range g.Paths() {
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

package namespace

import (
	"reflect"
	"testing"
)

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
			if got := parseHierarchies(c.mounts, c.groups); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

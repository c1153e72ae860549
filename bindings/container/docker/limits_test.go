package docker

import (
	"strings"
	"testing"

	"github.com/moby/moby/api/types/system"

	"paddock/bindings/container"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	want := container.Limits{CPUs: 4, Memory: 1 << 30}
	t.Run("a daemon that can keep them all gets them, with the CPUs that there are", func(t *testing.T) {
		t.Parallel()
		l := limitsOf(system.Info{NCPU: 2, CPUCfsQuota: true, CPUCfsPeriod: true, MemoryLimit: true, SwapLimit: true, PidsLimit: true})
		r := l.of(want)
		if r.NanoCPUs != 2e9 || r.Memory != 1<<30 || r.MemorySwap != 1<<30 || r.PidsLimit == nil || *r.PidsLimit != container.DefaultProcesses {
			t.Errorf("got %+v", r)
		}
		var said strings.Builder
		if l.tell("unix:///a.sock", &said); said.Len() > 0 {
			t.Errorf("it said %q", said.String())
		}
	})
	t.Run("a daemon without control groups is asked for none, and that is said once", func(t *testing.T) {
		t.Parallel()
		l := limitsOf(system.Info{NCPU: 2})
		if r := l.of(want); r.NanoCPUs != 0 || r.Memory != 0 || r.MemorySwap != 0 || r.PidsLimit != nil {
			t.Errorf("got %+v", r)
		}
		var said strings.Builder
		l.tell("unix:///a.sock", &said)
		l.tell("unix:///a.sock", &said)
		if got := said.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "at unix:///a.sock cannot limit CPUs, memory, processes: ") {
			t.Errorf("it said %q", got)
		}
	})
	t.Run("swap that cannot be limited leaves the limit of memory", func(t *testing.T) {
		t.Parallel()
		if r := limitsOf(system.Info{MemoryLimit: true}).of(want); r.Memory != 1<<30 || r.MemorySwap != 0 {
			t.Errorf("got %+v", r)
		}
	})
}

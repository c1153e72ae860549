package docker

import (
	"fmt"
	"io"
	"strings"
	"sync"

	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/system"

	"paddock/bindings/container"
)

// limits are those that a daemon can keep. One that an ordinary user runs may have no control group to
// divide, and refuses containers with a limit of CPUs then.
type limits struct {
	cpus      float64 // those of its machine; 0: it cannot limit them
	memory    bool
	swap      bool
	processes bool
	told      *sync.Once
}

// limitsOf reads what a daemon says of itself.
func limitsOf(info system.Info) limits {
	l := limits{memory: info.MemoryLimit, swap: info.SwapLimit, processes: info.PidsLimit, told: new(sync.Once)}
	if info.CPUCfsQuota && info.CPUCfsPeriod {
		l.cpus = float64(info.NCPU)
	}
	return l
}

// of gives limits as far as the daemon can keep them. The disk is not limited.
func (l limits) of(want container.Limits) dockertypes.Resources {
	var r dockertypes.Resources
	if l.cpus > 0 && want.CPUs > 0 {
		r.NanoCPUs = int64(min(want.CPUs, l.cpus) * 1e9)
	}
	if l.memory {
		r.Memory = want.Memory
	}
	if l.memory && l.swap {
		r.MemorySwap = want.Memory
	}
	if l.processes {
		most := want.MostProcesses()
		r.PidsLimit = &most
	}
	return r
}

// tell says once which limits the daemon at host cannot keep.
func (l limits) tell(host string, w io.Writer) {
	var lacks []string
	for _, c := range []struct {
		keeps bool
		what  string
	}{{l.cpus > 0, "CPUs"}, {l.memory, "memory"}, {l.processes, "processes"}} {
		if !c.keeps {
			lacks = append(lacks, c.what)
		}
	}
	if len(lacks) == 0 {
		return
	}
	l.told.Do(func() {
		fmt.Fprintf(w, "The Docker daemon at %s cannot limit %s: it has no control group for that, and containers take what they want.\n", host, strings.Join(lacks, ", "))
	})
}

package jsruntime

import (
	"context"
	"runtime"
	"runtime/metrics"
	"time"
)

// hoarder tells when the heap has grown by more than a limit within one turn. It is the heap of the
// whole process: nobody tells how much of it is an isolate's. What grows slowly, over many turns, [crowded] finds.
type hoarder struct {
	limit uint64 // bytes
	turn  int64  // the beginning of the turn that was seen last, in Unix nanoseconds
	heap  uint64 // its size when that was first seen
}

// barks is asked again and again while turns last.
func (h *hoarder) barks(start int64, heap uint64) bool {
	if start != h.turn {
		h.turn, h.heap = start, heap
	}
	return heap > h.heap && heap-h.heap > h.limit
}

// Room is how many bytes host code may gather for a script from where there may be ever more: a quarter of what one turn
// may take, as they are copied while they grow.
func (vm *VM) Room() int { return int(vm.iso.opts.Memory / 4) }

// heapSize is how many bytes the objects of the process take, those included that nobody has found
// to be garbage yet.
func heapSize() uint64 { return metric("/memory/classes/heap/objects:bytes") }

// crowded reports whether more is alive in the process than limit, whoever has made it. Where it seems so, what an isolate
// that has just died has left is collected first: it may still be about to end, and what has finalizers takes
// two collections. Else the next isolates would die of it, too.
func crowded(ctx context.Context, limit uint64) bool {
	const alive = "/gc/heap/live:bytes" // when it was last collected
	const collections, apart = 4, 50 * time.Millisecond
	for i := 0; metric(alive) > limit; i++ {
		if i == collections {
			return true
		}
		if i > 0 {
			select {
			case <-ctx.Done():
				return false
			case <-time.After(apart):
			}
		}
		runtime.GC()
	}
	return false
}

func metric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

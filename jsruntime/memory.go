package jsruntime

import "runtime/metrics"

// hoarder tells when the heap has grown by more than a limit within one turn. It is the heap of the
// whole process: nobody tells how much of it is an isolate's. What grows slowly, over many turns, is
// not found.
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

// heapSize is how many bytes the objects of the process take, those included that nobody has found
// to be garbage yet.
func heapSize() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

package streams

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// rules are what the Worker's date and flags decide of streams, read once.
type rules struct {
	pedantic bool
	// keep leaves buffers that readers bring to native streams where they are (before 2021-11-10).
	keep bool
	// former has a writer ready once its stream has started, and not tell of its release (before 2026-03-24).
	former bool
	// heedless has pipes not tell that their destination failed (before 2026-11-17).
	heedless bool
	// bare leaves the value out of the last result of a reader (before 2025-12-03).
	bare bool
}

var rulesOf = jsruntime.NewSlot(func(vm *jsruntime.VM) rules {
	set := compat.Of(vm)
	return rules{
		pedantic: set.Has("pedantic_wpt"),
		keep:     !set.Has("streams_byob_reader_detaches_buffer"),
		former:   !set.Has("writable_stream_spec_compliant_writer"),
		heedless: !set.Has("pipe_to_backward_propagation"),
		bare:     !set.Has("enable_fast_jsg_struct"),
	}
})

// pedantic reports whether the flag pedantic_wpt asks for the standard where the platform goes its
// own way: there the cancel of one branch of a tee is done at once, close() ends reads into buffers
// that wait, a writer takes back what it wrote before it is released, and a native stream has
// one read at a time; also a source or sink whose start throws is one that has failed, marks and sizes are integers, a
// source hears of the last cancel of a tee only, and a default reader of a byte stream gets as much of what waits as fits a
// buffer.
func pedantic(vm *jsruntime.VM) bool { return rulesOf.Get(vm).pedantic }

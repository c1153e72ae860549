package fs

import (
	"runtime"
	"testing"
)

func TestFile_IsRefusedASizeBeforeThatTakesMemory(t *testing.T) {
	t.Parallel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if (&file{}).resize(1<<32-1) == nil {
		t.Error("a file of 4 GiB is allowed")
	}
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 1<<30 {
		t.Errorf("%d bytes were taken", taken)
	}
}

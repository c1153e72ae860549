package wasm

import (
	"math"
	"syscall"
	"testing"

	"github.com/tetratelabs/wazero/api"
)

// whole is a memory of 4 GiB, as wazero tells of one. It stands outside of the heap, whose growth ends what runs.
type whole struct {
	api.Memory
	bytes []byte
}

func (whole) Size() uint32 { return 0 }

func (whole) Grow(uint32) (uint32, bool) { return maxPages, true }

func (w whole) Read(offset, n uint32) ([]byte, bool) {
	return w.bytes[offset : uint64(offset)+uint64(n) : uint64(offset)+uint64(n)], true
}

func TestMemory_HasAllOfTheFourGiB(t *testing.T) {
	t.Parallel()
	bytes, err := syscall.Mmap(-1, 0, 1<<32, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		t.Skipf("no 4 GiB of addresses: %v", err)
	}
	defer func() { _ = syscall.Munmap(bytes) }()
	m := &memory{memory: whole{bytes: bytes}}
	if m.pages() != maxPages || m.size() != math.MaxUint32+1 {
		t.Errorf("%d pages, %d bytes", m.pages(), m.size())
	}
	shown := m.bytes()
	shown[math.MaxUint32] = 5
	if len(shown) != 1<<32 || bytes[math.MaxUint32] != 5 {
		t.Errorf("%d bytes are shown, the last of which is %d", len(shown), bytes[math.MaxUint32])
	}
}

package image

import "fmt"

// limits bound what one layer may unpack to, so that a small file cannot fill the disk.
type limits struct {
	entries int64 // files, folders and links
	bytes   int64 // of all files, as they are read
	ratio   int64 // unpacked bytes for one compressed byte …
	grace   int64 // … that only counts beyond so many unpacked bytes
}

// standardLimits are far beyond what images of this world have: the largest of them (CUDA, Windows
// toolchains) unpack to some 20 GB, seldom to more than ten times their size.
func standardLimits() limits {
	return limits{entries: 2_000_000, bytes: 64 << 30, ratio: 200, grace: 1 << 30}
}

// meter counts against the limits.
type meter struct {
	limits
	packed  func() int64 // compressed bytes read so far; nil when nothing is compressed
	n, size int64
}

func (m *meter) entry() error {
	if m.n++; m.n > m.entries {
		return fmt.Errorf("it has more than %d files, which looks like an attempt to fill the disk", m.entries)
	}
	return nil
}

func (m *meter) add(n int64) error {
	m.size += n
	if m.size > m.bytes {
		return fmt.Errorf("it unpacks to more than %d GiB, which looks like an attempt to fill the disk", m.bytes>>30)
	}
	if m.packed == nil || m.size <= m.grace {
		return nil
	}
	if packed := m.packed(); m.size/m.ratio > packed {
		return fmt.Errorf("it unpacks to more than %d times its size, which looks like an attempt to fill the disk", m.ratio)
	}
	return nil
}

package zlib

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zstd"
)

// zstdFrame reads one frame of Zstandard (RFC 8878) and not a byte more: the decoder would take
// what follows it for another.
type zstdFrame struct {
	in    *input
	ready []byte // read from in, for the decoder
	step  func() error
	check bool // a checksum ends the frame
}

func (f *zstdFrame) Read(p []byte) (int, error) {
	if f.step == nil {
		f.step = f.header
	}
	for len(f.ready) == 0 {
		if err := f.step(); err != nil {
			return 0, err
		}
	}
	n := copy(p, f.ready)
	f.ready = f.ready[n:]
	return n, nil
}

// header reads the frame's header, whose length its first bytes tell.
func (f *zstdFrame) header() error {
	var head []byte
	for {
		b, err := f.in.ReadByte()
		if err == io.EOF && !begins(head) {
			return zstd.ErrMagicMismatch
		}
		if err != nil {
			return unexpected(err)
		}
		head = append(head, b)
		if len(head) < 5 {
			continue
		}
		var h zstd.Header
		err = h.Decode(head)
		if err == io.ErrUnexpectedEOF && len(head) < zstd.HeaderMaxSize {
			continue
		}
		if err != nil && err != io.ErrUnexpectedEOF {
			return err
		}
		f.ready, f.check = head, h.HasCheckSum
		f.step = f.block
		if h.Skippable {
			f.step = f.take(int(h.SkippableSize), f.done)
		}
		return nil
	}
}

// begins tells whether a frame may begin with head.
func begins(head []byte) bool {
	frame, skippable := [...]byte{0x28, 0xb5, 0x2f, 0xfd}, [...]byte{0x50, 0x2a, 0x4d, 0x18}
	if len(head) > 0 && head[0]&0xf0 == 0x50 {
		skippable[0] = head[0]
	}
	n := min(len(head), len(frame))
	return bytes.Equal(head[:n], frame[:n]) || bytes.Equal(head[:n], skippable[:n])
}

// block reads a block's header and arranges for its data.
func (f *zstdFrame) block() error {
	head := make([]byte, 3)
	if err := f.in.full(head); err != nil {
		return unexpected(err)
	}
	bits := int(head[0]) | int(head[1])<<8 | int(head[2])<<16
	size := bits >> 3
	if bits>>1&3 == 1 { // one byte that is repeated
		size = 1
	}
	f.ready = head
	next := f.block
	if bits&1 == 1 {
		next = f.done
		if f.check {
			next = f.take(4, f.done)
		}
	}
	f.step = f.take(size, next)
	return nil
}

// take reads n bytes, and goes on with next.
func (f *zstdFrame) take(n int, next func() error) func() error {
	return func() error {
		b := make([]byte, n)
		if err := f.in.full(b); err != nil {
			return unexpected(err)
		}
		f.ready, f.step = b, next
		return nil
	}
}

func (f *zstdFrame) done() error { return io.EOF }

// unexpected is the end of the input where none may be.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

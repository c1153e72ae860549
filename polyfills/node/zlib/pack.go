package zlib

import (
	"bytes"
	"encoding/binary"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// flusher is what the compressors of Go have in common.
type flusher interface {
	io.WriteCloser
	Flush() error
}

// packer is a codec over a compressor that writes.
type packer struct {
	out     bytes.Buffer
	w       flusher
	finish  int           // the flush mode that ends the stream
	sum     hash.Hash32   // of what was written; nil: none
	size    uint32        // of what was written
	trailer func() []byte // what comes after the compressed data
	renew   func(level, strategy int) (flusher, error)
	whole   func([]byte) []byte // compresses what comes at once; nil: as all else
	begun   bool
	ended   bool
	breathe func() // called again and again while much is compressed; nil: it is not
}

// breath is how many bytes are compressed between two calls of breathe: at the slowest level that takes
// a tenth of a second or so.
const breath = 128 << 10

func (p *packer) write(b []byte, flush int, _ end) error {
	if p.ended {
		return nil
	}
	if p.sum != nil {
		p.sum.Write(b)
		p.size += uint32(len(b))
	}
	if !p.begun && flush == p.finish && p.whole != nil {
		p.ended = true
		p.out.Write(p.whole(b))
		return nil
	}
	p.begun = true
	for len(b) > breath && p.breathe != nil {
		if _, err := p.w.Write(b[:breath]); err != nil {
			return err
		}
		b = b[breath:]
		p.breathe()
	}
	if _, err := p.w.Write(b); err != nil {
		return err
	}
	switch flush {
	case 0:
		return nil
	case p.finish:
		p.ended = true
		if err := p.w.Close(); err != nil {
			return err
		}
		if p.trailer != nil {
			p.out.Write(p.trailer())
		}
		return nil
	}
	return p.w.Flush()
}

func (p *packer) read(n int) ([]byte, error) {
	if p.out.Len() == 0 {
		return nil, nil
	}
	return bytes.Clone(p.out.Next(n)), nil
}

func (p *packer) left() int { return 0 }

func (p *packer) close() {}

// params goes on with another level: what was compressed before stands by itself.
func (p *packer) params(level, strategy int) error {
	if p.renew == nil || p.ended {
		return nil
	}
	if err := p.w.Flush(); err != nil {
		return err
	}
	w, err := p.renew(level, strategy)
	if err == nil {
		p.w = w
	}
	return err
}

const huffmanOnly = 2 // Z_HUFFMAN_ONLY

// newDeflater makes a compressor of deflate, bare (RFC 1951), as zlib (RFC 1950) or as gzip (RFC 1952).
func newDeflater(mode int, o options) (codec, error) {
	p := &packer{finish: 4, breathe: o.breathe}
	p.renew = func(level, strategy int) (flusher, error) {
		switch {
		case strategy == huffmanOnly:
			return flate.NewWriter(&p.out, flate.HuffmanOnly)
		case o.windowBits < 15 && level != 0:
			return flate.NewWriterWindow(&p.out, 1<<max(o.windowBits, 9))
		case len(o.dictionary) > 0 && mode != gzipping:
			return flate.NewWriterDict(&p.out, level, o.dictionary)
		}
		return flate.NewWriter(&p.out, level)
	}
	switch mode {
	case deflating:
		p.sum = adler32.New()
		p.out.Write(zlibHeader(o))
		p.trailer = func() []byte { return binary.BigEndian.AppendUint32(nil, p.sum.Sum32()) }
	case gzipping:
		p.sum = crc32.NewIEEE()
		p.out.Write(gzipHeader(o))
		p.trailer = func() []byte {
			return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, p.sum.Sum32()), p.size)
		}
	}
	var err error
	p.w, err = p.renew(o.level, o.strategy)
	return p, err
}

func zlibHeader(o options) []byte {
	h := uint16(max(o.windowBits, 9)-8)<<12 | 8<<8
	switch {
	case o.strategy >= huffmanOnly, o.level == 0, o.level == 1:
	case o.level > 0 && o.level < 6:
		h |= 1 << 6
	case o.level == 6, o.level == -1:
		h |= 2 << 6
	default:
		h |= 3 << 6
	}
	if len(o.dictionary) > 0 {
		h |= 1 << 5
	}
	h += 31 - h%31
	b := binary.BigEndian.AppendUint16(nil, h)
	if len(o.dictionary) > 0 {
		b = binary.BigEndian.AppendUint32(b, adler32.Checksum(o.dictionary))
	}
	return b
}

func gzipHeader(o options) []byte {
	h := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}
	switch {
	case o.level == 9:
		h[8] = 2
	case o.strategy >= huffmanOnly, o.level == 0, o.level == 1:
		h[8] = 4
	}
	return h
}

// Parameters of Brotli and Zstandard that have an effect.
const (
	brotliQuality = 1
	brotliWindow  = 2
	zstdLevel     = 100
	zstdWindow    = 101
	zstdChecksum  = 201
)

// zstdWindowSize is the window of the usual level.
const zstdWindowSize = 2 << 20

func newBrotliEncoder(o options) (codec, error) {
	quality, window := 11, 22
	if q, ok := o.params[brotliQuality]; ok {
		quality = min(max(q, 0), 11)
	}
	if w, ok := o.params[brotliWindow]; ok {
		window = min(max(w, 10), 24)
	}
	p := &packer{finish: 2, breathe: o.breathe}
	p.w = brotli.NewWriterOptions(&p.out, brotli.WriterOptions{Quality: quality, LGWin: window})
	return p, nil
}

func newZstdEncoder(o options) (codec, error) {
	level := 3
	if l, ok := o.params[zstdLevel]; ok && l != 0 {
		level = l
	}
	settings := []zstd.EOption{
		zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true),
		zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(level)), zstd.WithEncoderCRC(o.params[zstdChecksum] != 0),
	}
	if w, ok := o.params[zstdWindow]; ok && w >= 10 && w <= 29 {
		settings = append(settings, zstd.WithWindowSize(1<<w))
	}
	if len(o.dictionary) > 0 {
		settings = append(settings, zstd.WithEncoderDictRaw(0, o.dictionary))
	}
	p := &packer{finish: 2, breathe: o.breathe}
	w, err := zstd.NewWriter(&p.out, settings...)
	if err != nil {
		return nil, err
	}
	p.w = w
	// The header of data whose length is known tells it, and no window, which the data itself is.
	once, err := zstd.NewWriter(nil, append(settings, zstd.WithSingleSegment(true))...)
	if err != nil {
		return nil, err
	}
	p.whole = func(b []byte) []byte {
		if len(b) > zstdWindowSize {
			return w.EncodeAll(b, nil)
		}
		return once.EncodeAll(b, nil)
	}
	return p, nil
}

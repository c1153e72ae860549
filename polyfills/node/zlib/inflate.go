package zlib

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
	"hash/crc32"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// inflate decodes deflate, bare, as zlib, or as one or more members of gzip.
func inflate(mode int, o options, in *input, out sink) error {
	err := inflateAs(mode, o, in, out)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return cutOff("unexpected end of file")
	}
	return err
}

func inflateAs(mode int, o options, in *input, out sink) error {
	if mode == inflatingRaw {
		return inflateData(o.dictionary, in, out, func([]byte) {})
	}
	first, err := in.ReadByte()
	if err != nil {
		return err
	}
	if mode == inflating || (mode == unzipping && first != 0x1f) {
		return inflateZlib(o, first, in, out)
	}
	for {
		if err := inflateMember(first, in, out); err != nil {
			return err
		}
		// Another member may follow; zeros may fill up a block of a tape.
		if first, err = in.ReadByte(); err == io.EOF {
			return nil
		}
		if err == nil && first == 0 {
			in.unread(first)
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// inflateData decodes the blocks of deflate.
func inflateData(dictionary []byte, in *input, out sink, seen func([]byte)) error {
	check := &firstBlock{input: in}
	err := copyOut(flate.NewReaderDict(check, dictionary), out, seen)
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) {
		return dataError(check.mistake())
	}
	return err
}

// firstBlock remembers how the data begins, to tell what is wrong with it: the decoder does not.
type firstBlock struct {
	*input
	head []byte
}

func (f *firstBlock) ReadByte() (byte, error) {
	b, err := f.input.ReadByte()
	if err == nil && len(f.head) < 5 {
		f.head = append(f.head, b)
	}
	return b, err
}

func (f *firstBlock) Read(p []byte) (int, error) {
	n, err := f.input.Read(p)
	f.head = append(f.head, p[:min(n, max(0, 5-len(f.head)))]...)
	return n, err
}

func (f *firstBlock) mistake() string {
	if len(f.head) == 0 {
		return "invalid block type"
	}
	switch f.head[0] >> 1 & 3 {
	case 0:
		if len(f.head) == 5 && binary.LittleEndian.Uint16(f.head[1:]) != ^binary.LittleEndian.Uint16(f.head[3:]) {
			return "invalid stored block lengths"
		}
	case 3:
		return "invalid block type"
	}
	return "invalid distance too far back"
}

// inflateZlib decodes RFC 1950, after its first byte.
func inflateZlib(o options, first byte, in *input, out sink) error {
	second, err := in.ReadByte()
	if err != nil {
		return err
	}
	dictionary, err := zlibDictionary(o, first, second, in)
	if err != nil {
		return err
	}
	sum := adler32.New()
	if err := inflateData(dictionary, in, out, func(b []byte) { sum.Write(b) }); err != nil {
		return err
	}
	var trailer [4]byte
	if err := in.full(trailer[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(trailer[:]) != sum.Sum32() {
		return dataError("incorrect data check")
	}
	return nil
}

// zlibDictionary reads the header's second half and gives the dictionary that it asks for.
func zlibDictionary(o options, first, second byte, in *input) ([]byte, error) {
	window := int(first>>4) + 8
	switch {
	case (int(first)<<8|int(second))%31 != 0:
		return nil, dataError("incorrect header check")
	case first&15 != 8:
		return nil, dataError("unknown compression method")
	case window > 15 || (o.windowBits > 0 && window > o.windowBits):
		return nil, dataError("invalid window size")
	case second&0x20 == 0:
		return nil, nil
	}
	var id [4]byte
	if err := in.full(id[:]); err != nil {
		return nil, err
	}
	if len(o.dictionary) == 0 {
		return nil, dictionaryError("Missing dictionary")
	}
	if binary.BigEndian.Uint32(id[:]) != adler32.Checksum(o.dictionary) {
		return nil, dictionaryError("Bad dictionary")
	}
	return o.dictionary, nil
}

// inflateMember decodes one member of RFC 1952, after its first byte.
func inflateMember(first byte, in *input, out sink) error {
	if err := gzipPrologue(first, in); err != nil {
		return err
	}
	sum, size := crc32.NewIEEE(), uint32(0)
	err := inflateData(nil, in, out, func(b []byte) {
		sum.Write(b)
		size += uint32(len(b))
	})
	if err != nil {
		return err
	}
	var trailer [8]byte
	if err := in.full(trailer[:4]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(trailer[:]) != sum.Sum32() {
		return dataError("incorrect data check")
	}
	if err := in.full(trailer[4:]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(trailer[4:]) != size {
		return dataError("incorrect length check")
	}
	return nil
}

// gzipPrologue reads the header of a member (RFC 1952, section 2.3).
func gzipPrologue(first byte, in *input) error {
	header := [10]byte{first}
	if err := in.full(header[1:2]); err != nil {
		return err
	}
	if header[0] != 0x1f || header[1] != 0x8b {
		return dataError("incorrect header check")
	}
	if err := in.full(header[2:4]); err != nil {
		return err
	}
	flags := header[3]
	if header[2] != 8 {
		return dataError("unknown compression method")
	}
	if flags&0xe0 != 0 {
		return dataError("unknown header flags set")
	}
	if err := in.full(header[4:]); err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	sum.Write(header[:])
	summed := io.TeeReader(in, sum)
	var two [2]byte
	if flags&4 != 0 { // extra fields
		if _, err := io.ReadFull(summed, two[:]); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, summed, int64(binary.LittleEndian.Uint16(two[:]))); err != nil {
			return err
		}
	}
	for _, flag := range []byte{8, 16} { // name, comment
		if flags&flag == 0 {
			continue
		}
		if err := skipText(summed); err != nil {
			return err
		}
	}
	if flags&2 == 0 {
		return nil
	}
	want := uint16(sum.Sum32())
	if err := in.full(two[:]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint16(two[:]) != want {
		return dataError("header crc mismatch")
	}
	return nil
}

// skipText reads up to a zero byte.
func skipText(r io.Reader) error {
	var b [1]byte
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil || b[0] == 0 {
			return err
		}
	}
}

func brotliDecode(in *input, out sink) error {
	err := copyOut(brotli.NewReader(in), out, func([]byte) {})
	switch {
	case err == nil, errors.Is(err, errStopped):
		return err
	case err == io.ErrUnexpectedEOF:
		return cutOff("Unexpected end of file")
	case strings.Contains(err.Error(), "excessive input"):
		return nil // the stream has ended, and other data follows it
	}
	return &failure{"Compression failed", "ERR__ERROR_FORMAT_" + strings.TrimPrefix(err.Error(), "brotli: "), -1}
}

func zstdError(message string) *failure {
	return &failure{message, "ERR_ZSTD_DECOMPRESSION_FAILED", -1}
}

// zstdDecode decodes one frame.
func zstdDecode(o options, in *input, out sink) error {
	if err := in.fill(); err != nil {
		if err == io.EOF {
			return nil
		}
		return err
	}
	settings := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(1 << 27)}
	if len(o.dictionary) > 0 {
		settings = append(settings, zstd.WithDecoderDictRaw(0, o.dictionary))
	}
	d, err := zstd.NewReader(&zstdFrame{in: in}, settings...)
	if err != nil {
		return zstdFailure(err)
	}
	defer d.Close()
	return zstdFailure(copyOut(d, out, func([]byte) {}))
}

func zstdFailure(err error) error {
	var known *failure
	switch {
	case err == nil, errors.Is(err, errStopped), errors.As(err, &known):
		return err
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return zstdError("unexpected end of file")
	case errors.Is(err, zstd.ErrMagicMismatch):
		return zstdError("Zstd decompression failed: Unknown frame descriptor")
	case errors.Is(err, zstd.ErrCRCMismatch):
		return zstdError("Zstd decompression failed: Restored data doesn't match checksum")
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return zstdError("Zstd decompression failed: Frame requires too much memory for decoding")
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return zstdError("Zstd decompression failed: Dictionary mismatch")
	}
	return zstdError("Zstd decompression failed: Data corruption detected")
}

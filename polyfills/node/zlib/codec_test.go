package zlib

import (
	"bytes"
	"fmt"
	"math/rand"
	"testing"
)

// unpack decodes data that comes in pieces of a size.
func unpack(mode int, data []byte, piece, limit int) (out []byte, err error) {
	c, err := newCodec(mode, options{windowBits: 15, params: map[int]int{}})
	if err != nil {
		return nil, err
	}
	defer c.close()
	for first := true; first || len(data) > 0; first = false {
		n := min(piece, len(data))
		e := more
		if n == len(data) {
			e = strict
		}
		if err := c.write(data[:n], 0, e); err != nil {
			return nil, err
		}
		data = data[n:]
		for {
			b, err := c.read(1 << 10)
			if err != nil || b == nil {
				if err != nil {
					return out, err
				}
				break
			}
			if out = append(out, b...); len(out) > limit {
				return out, nil
			}
		}
	}
	return out, nil
}

// pack encodes data that comes in pieces of a size, with a flush after each.
func pack(mode int, data []byte, piece, flush int) ([]byte, error) {
	c, err := newCodec(mode, options{level: -1, windowBits: 15, params: map[int]int{brotliQuality: 4}})
	if err != nil {
		return nil, err
	}
	defer c.close()
	p := c.(*packer)
	for len(data) > 0 {
		n := min(piece, len(data))
		if err := c.write(data[:n], flush, more); err != nil {
			return nil, err
		}
		data = data[n:]
	}
	if err := c.write(nil, p.finish, strict); err != nil {
		return nil, err
	}
	return c.read(p.out.Len())
}

// pairs are modes that undo each other.
var pairs = [][2]int{
	{deflating, inflating}, {gzipping, gunzipping}, {deflatingRaw, inflatingRaw}, {gzipping, unzipping}, {deflating, unzipping},
	{brotliEncoding, brotliDecoding}, {zstdEncoding, zstdDecoding},
}

func TestCodec_RoundTripsInPiecesOfAnySize(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(1))
	noise := make([]byte, 10000)
	r.Read(noise)
	for _, pair := range pairs {
		for name, data := range map[string][]byte{"nothing": {}, "text": bytes.Repeat([]byte("hello, "), 5000), "noise": noise} {
			for _, piece := range []int{1, 7, 4096, 1 << 20} {
				if piece == 1 && len(data) > 10000 {
					continue
				}
				for flush := range 2 {
					t.Run(fmt.Sprintf("mode %d gives back %s in pieces of %d, flush %d", pair[0], name, piece, flush), func(t *testing.T) {
						packed, err := pack(pair[0], data, max(piece, 100), flush)
						if err != nil {
							t.Fatal(err)
						}
						got, err := unpack(pair[1], packed, piece, 1<<20)
						if err != nil || !bytes.Equal(got, data) {
							t.Errorf("%d of %d bytes came back: %v", len(got), len(data), err)
						}
					})
				}
			}
		}
	}
}

func TestUnpacker_GivesWhatWasFlushedBeforeMoreComes(t *testing.T) {
	t.Parallel()
	for _, pair := range pairs {
		c, err := newCodec(pair[0], options{level: -1, windowBits: 15, params: map[int]int{}})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.write([]byte("hello"), 1, more); err != nil {
			t.Fatal(err)
		}
		packed, err := c.read(1 << 10)
		if err != nil {
			t.Fatal(err)
		}
		u, err := newCodec(pair[1], options{windowBits: 15})
		if err != nil {
			t.Fatal(err)
		}
		if err := u.write(packed, 0, more); err != nil {
			t.Fatal(err)
		}
		got, err := u.read(1 << 10)
		if string(got) != "hello" || err != nil {
			t.Errorf("mode %d gives %q, %v", pair[1], got, err)
		}
		u.close()
		c.close()
	}
}

func FuzzUnpack(f *testing.F) {
	for i, pair := range pairs {
		packed, err := pack(pair[0], []byte("hello hello hello"), 5, 1)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(byte(i), byte(3), packed)
	}
	f.Fuzz(func(t *testing.T, mode, piece byte, data []byte) {
		pair := pairs[int(mode)%len(pairs)]
		whole, wholeErr := unpack(pair[1], data, len(data)+1, 1<<16)
		parts, partsErr := unpack(pair[1], data, int(piece)+1, 1<<16)
		if (wholeErr == nil) != (partsErr == nil) || (wholeErr == nil && len(whole) <= 1<<16 && !bytes.Equal(whole, parts)) {
			t.Errorf("at once: %d bytes, %v; in pieces: %d bytes, %v", len(whole), wholeErr, len(parts), partsErr)
		}
	})
}

func TestPacker_Breathes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(1))
	data := make([]byte, 3*breath+77)
	for i := range data {
		data[i] = byte(random.Intn(1 + i>>14)) // first what is easy to compress
	}
	for _, mode := range []int{deflating, gzipping, deflatingRaw, brotliEncoding} {
		t.Run(fmt.Sprint("what breathes is the same in mode ", mode), func(t *testing.T) {
			t.Parallel()
			breaths := 0
			pack := func(breathe func()) []byte {
				c, err := newCodec(mode, options{level: -1, windowBits: 15, params: map[int]int{brotliQuality: 5}, breathe: breathe})
				if err != nil {
					t.Fatal(err)
				}
				defer c.close()
				p := c.(*packer)
				if err := p.write(data, p.finish, strict); err != nil {
					t.Fatal(err)
				}
				return bytes.Clone(p.out.Bytes())
			}
			if !bytes.Equal(pack(func() { breaths++ }), pack(nil)) {
				t.Error("it is not")
			}
			if breaths != 3 {
				t.Errorf("it has breathed %d times", breaths)
			}
		})
	}
}

package zlib

import (
	"fmt"

	"paddock/jsruntime"
)

// codec compresses or decompresses.
type codec interface {
	// write gives it input, after which read is called until it has no more output.
	write(b []byte, flush int, e end) error
	// read gives at most n bytes of output; nil when it needs more input.
	read(n int) ([]byte, error)
	// left is how many bytes of the input were not taken.
	left() int
	close()
}

// end tells what comes after an input.
type end int

const (
	more    end = iota // more input
	strict             // nothing, and the data must be whole
	lenient            // nothing, and the data may be cut off
)

// Modes, as zlib.constants has them.
const (
	deflating = 1 + iota
	inflating
	gzipping
	gunzipping
	deflatingRaw
	inflatingRaw
	unzipping
	brotliDecoding
	brotliEncoding
	zstdEncoding
	zstdDecoding
)

// options are those of zlib.js, with their defaults filled in.
type options struct {
	level, windowBits, strategy int
	dictionary                  []byte
	params                      map[int]int
	breathe                     func() // ends the script when it must stop; nil: nobody waits
}

func readOptions(vm *jsruntime.VM, v jsruntime.Value) options {
	o := options{level: -1, windowBits: 15, params: map[int]int{}, breathe: vm.Breathe}
	given := jsruntime.AsObject(v)
	if given == nil {
		return o
	}
	number := func(name string, to *int) {
		if v := given.Get(name); jsruntime.IsNumber(v) {
			*to = int(v.ToInteger())
		}
	}
	number("level", &o.level)
	number("windowBits", &o.windowBits)
	number("strategy", &o.strategy)
	if b, ok := jsruntime.Bytes(given.Get("dictionary")); ok {
		o.dictionary = append([]byte(nil), b...)
	}
	if params := jsruntime.AsObject(given.Get("params")); params != nil {
		vm.Entries(params, func(key string, v jsruntime.Value) {
			var k int
			if _, err := fmt.Sscan(key, &k); err == nil {
				o.params[k] = int(v.ToInteger())
			}
		})
	}
	return o
}

func newCodec(mode int, o options) (codec, error) {
	switch mode {
	case deflating, gzipping, deflatingRaw:
		return newDeflater(mode, o)
	case inflating, gunzipping, inflatingRaw, unzipping:
		return newUnpacker(func(in *input, out sink) error { return inflate(mode, o, in, out) }), nil
	case brotliEncoding:
		return newBrotliEncoder(o)
	case brotliDecoding:
		return newUnpacker(brotliDecode), nil
	case zstdEncoding:
		return newZstdEncoder(o)
	case zstdDecoding:
		return newUnpacker(func(in *input, out sink) error { return zstdDecode(o, in, out) }), nil
	}
	return nil, fmt.Errorf("zlib mode %d", mode)
}

// failure is an error of zlib, with the code that the error's property shows.
type failure struct {
	message, code string
	errno         int
}

func (f *failure) Error() string { return f.message }

// Errors that several codecs have.
func dataError(message string) *failure { return &failure{message, "Z_DATA_ERROR", -3} }
func cutOff(message string) *failure    { return &failure{message, "Z_BUF_ERROR", -5} }
func dictionaryError(message string) *failure {
	return &failure{message, "Z_NEED_DICT", 2}
}

// thrown is what JavaScript catches of an error.
func thrown(err error) error {
	if f, ok := err.(*failure); ok {
		return &jsruntime.Error{Class: jsruntime.PlainError, Msg: f.message, Props: map[string]any{"code": f.code, "errno": f.errno}}
	}
	return err
}

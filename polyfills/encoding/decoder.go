package encoding

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"paddock/jsruntime"
)

// decoder is the host side of a TextDecoder.
type decoder struct {
	name             string
	encoding         encoding.Encoding // nil: UTF-8
	fatal, ignoreBOM bool

	// between two calls with stream: true
	transformer transform.Transformer
	pending     []byte // an incomplete character
	started     bool   // the byte order mark was dealt with
}

var decoderClass = jsruntime.NewClass[decoder]("TextDecoder").
	Constructor(0, newDecoder).
	Getter("encoding", func(vm *jsruntime.VM, d *decoder) jsruntime.Value { return vm.ToValue(d.name) }).
	Getter("fatal", func(vm *jsruntime.VM, d *decoder) jsruntime.Value { return vm.ToValue(d.fatal) }).
	Getter("ignoreBOM", func(vm *jsruntime.VM, d *decoder) jsruntime.Value { return vm.ToValue(d.ignoreBOM) }).
	Method("decode", 0, func(vm *jsruntime.VM, d *decoder, args jsruntime.Args) jsruntime.Value {
		var data []byte
		if v := args.At(0); !jsruntime.IsUndefined(v) {
			b, ok := jsruntime.Bytes(v)
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'decode' on 'TextDecoder': parameter 1 is not of type 'ArrayBuffer or ArrayBufferView'.")
			}
			data = b
		}
		stream := false
		if options := jsruntime.AsObject(args.At(1)); options != nil && options.Get("stream") != nil {
			stream = options.Get("stream").ToBoolean()
		}
		text, err := d.decode(data, stream)
		if err != nil {
			vm.Throwf(jsruntime.TypeError, "Failed to decode input.")
		}
		return vm.ToValue(text)
	})

func newDecoder(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *decoder {
	d := &decoder{name: "utf-8"}
	if v := args.At(0); !jsruntime.IsUndefined(v) {
		label := v.String()
		if err := d.find(label); err != nil {
			vm.Throwf(jsruntime.RangeError, "\"%s\" is not a valid encoding.", label)
		}
	}
	if options := jsruntime.AsObject(args.At(1)); options != nil {
		flag := func(name string) bool { v := options.Get(name); return v != nil && v.ToBoolean() }
		d.fatal, d.ignoreBOM = flag("fatal"), flag("ignoreBOM")
	}
	return d
}

var errReplacement = errors.New("encoding is only a replacement")

// find looks a label up in the standard's table.
func (d *decoder) find(label string) error {
	label = strings.ToLower(strings.Trim(label, "\t\n\f\r "))
	if label == "utf-8" || label == "utf8" {
		return nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return err
	}
	if d.name, err = htmlindex.Name(e); err != nil {
		return err
	}
	switch d.name {
	case "utf-8":
		return nil
	case "replacement":
		return errReplacement
	}
	d.encoding = e
	return nil
}

var errInvalid = errors.New("invalid byte sequence")

func (d *decoder) decode(data []byte, stream bool) (string, error) {
	if len(d.pending) > 0 {
		data = append(bytes.Clone(d.pending), data...)
		d.pending = nil
	}
	var text string
	var err error
	if d.encoding == nil {
		text, err = d.decodeUTF8(data, stream)
	} else {
		text, err = d.transform(data, stream)
	}
	if err != nil {
		stream = false
		text = ""
	}
	if !d.started && text != "" {
		d.started = true
		if !d.ignoreBOM {
			text = strings.TrimPrefix(text, "\ufeff")
		}
	}
	if !stream {
		d.started, d.transformer, d.pending = false, nil, nil
	}
	return text, err
}

func (d *decoder) decodeUTF8(data []byte, stream bool) (string, error) {
	if stream {
		n := incomplete(data)
		d.pending = bytes.Clone(data[len(data)-n:])
		data = data[:len(data)-n]
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	if d.fatal {
		return "", errInvalid
	}
	return replaceInvalid(data), nil
}

// incomplete is how many bytes at the end begin a character without ending it.
func incomplete(data []byte) int {
	for n := 1; n <= min(3, len(data)); n++ {
		b := data[len(data)-n:]
		if utf8.RuneStart(b[0]) {
			if b[0] >= 0xC2 && !utf8.FullRune(b) {
				return n
			}
			return 0
		}
	}
	return 0
}

// replaceInvalid puts U+FFFD for each maximal part of a character, as the standard has it.
func replaceInvalid(data []byte) string {
	var out strings.Builder
	out.Grow(len(data) + 16)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size <= 1 {
			size = maximalPart(data)
		}
		out.WriteRune(r)
		data = data[size:]
	}
	return out.String()
}

// maximalPart is the length of the longest prefix that could have begun a character.
func maximalPart(data []byte) int {
	lead := data[0]
	need, low, high := 0, byte(0x80), byte(0xBF)
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		need = 1
	case lead >= 0xE0 && lead <= 0xEF:
		need = 2
		if lead == 0xE0 {
			low = 0xA0
		} else if lead == 0xED {
			high = 0x9F
		}
	case lead >= 0xF0 && lead <= 0xF4:
		need = 3
		if lead == 0xF0 {
			low = 0x90
		} else if lead == 0xF4 {
			high = 0x8F
		}
	}
	n := 1
	for n <= need && n < len(data) && data[n] >= low && data[n] <= high {
		low, high = 0x80, 0xBF
		n++
	}
	return n
}

// transform decodes by x/text, which always replaces: what is fatal is found by the U+FFFD
// that only an error can have put there.
func (d *decoder) transform(data []byte, stream bool) (string, error) {
	if d.transformer == nil {
		d.transformer = d.encoding.NewDecoder().Transformer
	}
	var out []byte
	buffer := make([]byte, max(4*len(data), 64))
	for {
		written, read, err := d.transformer.Transform(buffer, data, !stream)
		out = append(out, buffer[:written]...)
		data = data[read:]
		switch {
		case errors.Is(err, transform.ErrShortDst):
			continue
		case errors.Is(err, transform.ErrShortSrc):
			d.pending = bytes.Clone(data)
		case err != nil:
			return "", err
		}
		break
	}
	if d.fatal && d.name != "utf-16le" && d.name != "utf-16be" && bytes.Contains(out, []byte("\ufffd")) {
		return "", errInvalid
	}
	return string(out), nil
}

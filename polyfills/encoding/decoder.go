package encoding

import (
	"errors"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// decoder is the host side of a TextDecoder.
type decoder struct {
	name             string
	fatal, ignoreBOM bool
	open             func() codec
	lone             bool // surrogates may be alone in what is decoded

	// between two calls with stream: true
	codec   codec
	started bool // the byte order mark was dealt with
}

// codec reads one run of an encoding.
type codec interface {
	// decode reads what follows and keeps what is not whole, unless the run ends with it. bad
	// tells that something was replaced by U+FFFD.
	decode(data []byte, end bool) (text string, bad bool)
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
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'decode' on 'TextDecoder': parameter 1 is not of type 'Array'.")
			}
			data = b
		}
		flag := options(vm, args.At(1), "Failed to execute 'decode' on 'TextDecoder': parameter 2 is not of type 'DecodeOptions'.")
		if d.lone {
			if text, ok := d.asIs(data, flag("stream")); ok {
				return text
			}
		}
		text, err := d.decode(data, flag("stream"))
		if err != nil {
			vm.Throwf(jsruntime.TypeError, "Failed to decode input.")
		}
		return vm.ToValue(text)
	})

func newDecoder(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *decoder {
	label := "utf-8"
	if v := args.At(0); !jsruntime.IsUndefined(v) {
		label = vm.Text(v)
	}
	flag := options(vm, args.At(1), "Failed to construct 'TextDecoder': constructor parameter 2 is not of type 'ConstructorOptions'.")
	name, open := find(label, older(!compat.Of(vm).Has("text_decoder_cjk_decoder")))
	if open == nil {
		vm.Throwf(jsruntime.RangeError, "\"%s\" is not a valid encoding.", label)
	}
	return &decoder{
		name: name, open: open, fatal: flag("fatal"), ignoreBOM: flag("ignoreBOM"),
		lone: name == "utf-16le" && !compat.Of(vm).Has("text_decoder_replace_surrogates"),
	}
}

// options gives the flags of a dictionary; it throws wrong for what is none.
func options(vm *jsruntime.VM, v jsruntime.Value, wrong string) (flag func(name string) bool) {
	o := jsruntime.AsObject(v)
	if o == nil && !jsruntime.IsNullish(v) {
		vm.Throwf(jsruntime.TypeError, "%s", wrong)
	}
	return func(name string) bool {
		if o == nil {
			return false
		}
		v := o.Get(name)
		return v != nil && v.ToBoolean()
	}
}

var errInvalid = errors.New("invalid byte sequence")

// decode is TextDecoder.decode of the standard.
func (d *decoder) decode(data []byte, stream bool) (string, error) {
	if d.codec == nil {
		d.codec = d.open()
	}
	text, bad := d.codec.decode(data, !stream)
	if bad && d.fatal {
		d.codec, d.started = nil, false
		return "", errInvalid
	}
	if !d.started && text != "" {
		d.started = true
		if !d.ignoreBOM {
			text = strings.TrimPrefix(text, "\ufeff")
		}
	}
	if !stream {
		d.codec, d.started = nil, false
	}
	return text, nil
}

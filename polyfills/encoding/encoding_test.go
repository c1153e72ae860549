package encoding_test

import (
	"context"
	"os"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/encoding"
)

func TestEncoding(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), encoding.API())
}

// FuzzTextDecoder decodes any bytes in any encoding: whole or in two pieces, the text is the
// same, and fatal decoders refuse exactly what others replace.
func FuzzTextDecoder(f *testing.F) {
	f.Add("iso-2022-jp", []byte("\x1b(J\\~\x1b$B0!\x1b(B"), 4)
	f.Add("gb18030", []byte("\x81\x30\x81\x30\xa8\xbc\xff"), 3)
	f.Add("utf-16", []byte("\x3d\xd8\x00\xde\x00\xd8"), 5)
	f.Add("windows-1253", []byte("\xaa\x81\xd2"), 1)
	f.Add("shift_jis", []byte("\x81\x40\xa1\x82"), 1)
	iso := jstest.New(f, encoding.API())
	var check jsruntime.Callable
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunScript("fuzz.js", `(label, bytes, at) => {
			let d;
			try { d = new TextDecoder(label) } catch (e) { if (e instanceof RangeError) return ""; throw e }
			const whole = d.decode(bytes);
			const pieces = d.decode(bytes.subarray(0, at), { stream: true }) + d.decode(bytes.subarray(at));
			if (whole !== pieces) return JSON.stringify([d.encoding, whole, pieces]);
			let strict;
			try { strict = new TextDecoder(label, { fatal: true }).decode(bytes) } catch (e) { if (!(e instanceof TypeError)) throw e }
			if (strict !== undefined && strict !== whole) return JSON.stringify([d.encoding, whole, strict]);
			if (strict === undefined && !whole.includes("\ufffd")) return d.encoding + " refused what it reads as " + whole;
			return "";
		}`)
		check, _ = jsruntime.AsFunction(v)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, label string, data []byte, at int) {
		at = max(0, min(at, len(data)))
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := iso.Do(ctx, func(vm *jsruntime.VM) error {
			v, err := check(nil, vm.ToValue(label), vm.NewBytes(data), vm.ToValue(at))
			if err == nil && v.String() != "" {
				t.Errorf("%q at %d: %s", data, at, v)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

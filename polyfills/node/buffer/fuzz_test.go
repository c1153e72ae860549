package buffer

import (
	"bytes"
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// FuzzCodecs holds every encoding to giving back the bytes that it wrote, and to reading any
// text without failing.
func FuzzCodecs(f *testing.F) {
	f.Add([]byte("h\xc3\xa9\x00\xff"), "YWJj=-_ zz")
	f.Add([]byte{0x3d, 0xd8, 0x4d, 0xdc}, "\ufffdé😀")
	iso := jstest.New(f)
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			for name, c := range codecs {
				c.encode(vm.ToValue(text))
				switch name {
				case "utf8", "ascii":
					continue // cannot hold all bytes
				case "utf16le":
					data = data[:len(data)&^1]
				}
				if got := c.encode(c.decode(vm, data)); !bytes.Equal(got, data) {
					t.Errorf("%s: %x became %x", name, data, got)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

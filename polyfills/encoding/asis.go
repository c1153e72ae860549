package encoding

import (
	"unicode/utf16"

	"paddock/jsruntime"
)

// asIs reads UTF-16 without a look at its surrogates, as before 2026-02-24, where nothing is left of an
// earlier call and all of the data can be read; ok is false elsewhere.
func (d *decoder) asIs(data []byte, stream bool) (text jsruntime.Value, ok bool) {
	c, _ := d.codec.(*utf16Codec)
	if len(data) == 0 || len(data)%2 != 0 || c != nil && len(c.pending) > 0 {
		return nil, false
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i]) | uint16(data[2*i+1])<<8
	}
	if last := rune(units[len(units)-1]); stream && utf16.IsSurrogate(last) && last < 0xDC00 {
		return nil, false
	}
	if !d.started && !d.ignoreBOM && units[0] == 0xFEFF {
		units = units[1:]
	}
	d.started = stream
	return jsruntime.UTF16(units), true
}

package encoding

// Decoder decodes one text for other packages, as a TextDecoder with ignoreBOM that is not fatal.
type Decoder struct {
	name string
	codec
}

// NewDecoder makes a decoder for a label of the Encoding Standard; ok is false when there is none.
func NewDecoder(label string) (d *Decoder, ok bool) {
	name, open := find(label, false)
	if open == nil {
		return nil, false
	}
	return &Decoder{name, open()}, true
}

// Name is the encoding's name in lower case.
func (d *Decoder) Name() string { return d.name }

// Decode gives the text of more bytes. What ends inside of a character waits for the next call,
// unless there is none: end.
func (d *Decoder) Decode(data []byte, end bool) string {
	text, _ := d.decode(data, end)
	return text
}

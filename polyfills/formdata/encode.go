package formdata

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"strings"

	"paddock/jsruntime"
)

// Validate reports whether the list can be written as multipart/form-data.
func (f *FormData) Validate() error {
	for _, e := range f.entries {
		// The quote behind it would be read as a part of the name.
		if strings.HasSuffix(e.name, `\`) || e.file != nil && strings.HasSuffix(e.file.Name, `\`) {
			return jsruntime.Errorf(jsruntime.TypeError, "Name or filename can't end with backslash")
		}
	}
	return nil
}

// Size is how many bytes the list's names, texts and files have together.
func (f *FormData) Size() int {
	size := 0
	for i := range f.entries {
		e := &f.entries[i]
		size += len(e.name) + len(e.text)
		if e.file != nil {
			size += len(e.file.Data)
		}
	}
	return size
}

// Encode writes the list as multipart/form-data and gives its Content-Type.
func (f *FormData) Encode() (body []byte, contentType string) {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	boundary := hex.EncodeToString(random[:])
	var b bytes.Buffer
	for i := range f.entries {
		e := &f.entries[i]
		b.WriteString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escape.Replace(e.name) + `"`)
		if e.file == nil {
			b.WriteString("\r\n\r\n" + e.text + "\r\n")
			continue
		}
		kind := e.file.Type
		if kind == "" {
			kind = "application/octet-stream"
		}
		b.WriteString("; filename=\"" + escape.Replace(e.file.Name) + "\"\r\nContent-Type: " + kind + "\r\n\r\n")
		b.Write(e.file.Data)
		b.WriteString("\r\n")
	}
	b.WriteString("--" + boundary + "--")
	return b.Bytes(), "multipart/form-data; boundary=" + boundary
}

// escape is how the platform writes a name: line feeds and quotes as in the standard, backslashes doubled.
var escape = strings.NewReplacer("\n", "%0A", `"`, "%22", `\`, `\\`)

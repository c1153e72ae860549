package websocket

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/gobwas/httphead"
	"github.com/gobwas/ws/wsflate"
	"github.com/klauspost/compress/flate"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

const extensionsHeader = "Sec-Websocket-Extensions"

// Compresses reports whether a Worker's WebSockets may be compressed (RFC 7692).
func Compresses(vm *jsruntime.VM) bool { return compat.Of(vm).Has("web_socket_compression") }

// offered finds the first well-formed permessage-deflate among the extensions that a header names.
func offered(h http.Header) (p wsflate.Parameters, ok bool) {
	options, well := httphead.ParseOptions([]byte(strings.Join(h[extensionsHeader], ",")), nil)
	if !well {
		return p, false
	}
	for _, option := range options {
		if string(option.Name) == wsflate.ExtensionName && p.Parse(option) == nil {
			return p, true
		}
	}
	return wsflate.Parameters{}, false
}

// maxWindowBits is the window of deflate, when nobody asks for a smaller one.
const maxWindowBits = 15

// agree answers a client's offer in the headers of a response; a script's own header there may
// only keep from it. nil: messages are not compressed.
func agree(req, resp http.Header) *deflate {
	_, own := resp[extensionsHeader]
	_, willing := offered(resp)
	delete(resp, extensionsHeader)
	p, ok := offered(req)
	if !ok || own && !willing {
		return nil
	}
	if p.ClientMaxWindowBits == 1 { // may be named, and was not
		p.ClientMaxWindowBits = maxWindowBits
	}
	var answer strings.Builder
	_, _ = httphead.WriteOptions(&answer, []httphead.Option{p.Option()}) // into memory: never fails
	resp[extensionsHeader] = []string{strings.ReplaceAll(answer.String(), ";", "; ")}
	return &deflate{bits: int(p.ServerMaxWindowBits), forgets: p.ClientNoContextTakeover}
}

// agreed is what the server's answer says of a client's offer.
func agreed(resp http.Header) *deflate {
	p, ok := offered(resp)
	if !ok {
		return nil
	}
	return &deflate{bits: int(p.ClientMaxWindowBits), forgets: p.ServerNoContextTakeover}
}

// deflate compresses the messages of one connection. What is sent never refers to messages
// before, which every receiver can read and takes no memory between them; what is received may.
type deflate struct {
	bits     int    // of the window of what is sent; 0: the largest
	forgets  bool   // the other side does not refer to messages before
	window   []byte // the end of what was received
	inflater io.ReadCloser
}

// tail ends every compressed message, and is left out on the wire (RFC 7692, section 7.2.1).
const tail = "\x00\x00\xff\xff"

// compress gives the compressed form of a message; ok is false when that is no shorter.
func (d *deflate) compress(data []byte) (compressed []byte, ok bool) {
	var out bytes.Buffer
	if d.bits == 0 || d.bits == maxWindowBits {
		_ = flate.StatelessDeflate(&out, data, false, nil) // into memory: never fails
	} else {
		w, err := flate.NewWriterWindow(&out, 1<<d.bits)
		if err != nil {
			return nil, false
		}
		_, _ = w.Write(data)
		_ = w.Flush()
	}
	compressed = bytes.TrimSuffix(out.Bytes(), []byte(tail))
	return compressed, len(compressed) < len(data)
}

var errTooBig = errors.New("message is too large")

// inflate gives a message that was received.
func (d *deflate) inflate(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, nil // not even a block
	}
	const last = "\x01\x00\x00\xff\xff" // an empty block that says it is the last
	from := io.MultiReader(bytes.NewReader(data), strings.NewReader(tail+last))
	if d.inflater == nil {
		d.inflater = flate.NewReader(from)
	} else if err := d.inflater.(flate.Resetter).Reset(from, d.window); err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(d.inflater, maxMessage+1))
	if err != nil {
		return nil, err
	}
	if len(out) > maxMessage {
		return nil, errTooBig
	}
	if !d.forgets {
		const size = 1 << maxWindowBits
		d.window = append(d.window, out[max(len(out)-size, 0):]...)
		d.window = bytes.Clone(d.window[max(len(d.window)-size, 0):])
	}
	return out, nil
}

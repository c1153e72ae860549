package registry

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// Most that a message may have: they come from the user's own processes, and this only keeps what is no
// message from being taken for a long one.
const (
	maxHead = 64 << 20
	maxBlob = 1 << 30
)

// send writes a message: a head in JSON and a blob.
func send(w io.Writer, head any, blob []byte) error {
	text, err := json.Marshal(head)
	if err != nil {
		return err
	}
	if len(text) > maxHead || len(blob) > maxBlob {
		return fmt.Errorf("a message of %d and %d bytes is too long", len(text), len(blob))
	}
	b := make([]byte, 0, 8+len(text)+len(blob))
	b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(blob)))
	b = append(append(b, text...), blob...)
	_, err = w.Write(b)
	return err
}

// receive reads a message.
func receive(r io.Reader, head any) (blob []byte, err error) {
	var sizes [8]byte
	if _, err := io.ReadFull(r, sizes[:]); err != nil {
		return nil, err
	}
	n, m := binary.BigEndian.Uint32(sizes[:4]), binary.BigEndian.Uint32(sizes[4:])
	if n > maxHead || m > maxBlob {
		return nil, fmt.Errorf("a message of %d and %d bytes is none", n, m)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, err
	}
	if m > 0 {
		blob = make([]byte, m)
		if _, err := io.ReadFull(r, blob); err != nil {
			return nil, err
		}
	}
	return blob, json.Unmarshal(text, head)
}

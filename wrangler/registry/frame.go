package registry

import (
	"bytes"
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
	text, err := take(r, n)
	if err != nil {
		return nil, err
	}
	if blob, err = take(r, m); err != nil {
		return nil, err
	}
	return blob, json.Unmarshal(text, head)
}

// take reads n bytes; of none nil. It makes room for no more than comes, whatever n is.
func take(r io.Reader, n uint32) ([]byte, error) {
	const atOnce = 1 << 20
	if n == 0 {
		return nil, nil
	}
	if n <= atOnce {
		b := make([]byte, n)
		_, err := io.ReadFull(r, b)
		return b, err
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, int64(n)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

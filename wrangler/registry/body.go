package registry

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"paddock/polyfills/rpc"
)

// A body is pieces, each with its length before it. A length of 0 ends it; broken says that the rest
// is missing, and that the error follows, with its length.
const broken = 1 << 31

// piece is the most that is sent at once.
const piece = 64 << 10

// pour sends a body to its end. The error is that of the stream.
func pour(w io.Writer, body io.Reader) error {
	b := make([]byte, 4+piece)
	for {
		n, err := body.Read(b[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(b, uint32(n))
			if _, err := w.Write(b[:4+n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			_, err := w.Write(make([]byte, 4))
			return err
		case err != nil:
			return pourError(w, err)
		}
	}
}

// pourError ends a body that has broken off.
func pourError(w io.Writer, broke error) error {
	text, err := json.Marshal(rpc.FailureOf(broke))
	if err != nil {
		return err
	}
	b := binary.BigEndian.AppendUint32(nil, broken|uint32(len(text)))
	_, err = w.Write(append(b, text...))
	return err
}

// poured is the other end of a body.
type poured struct {
	from  io.Reader
	left  uint32 // of the piece
	ended error
	once  sync.Once
	close func() // gives the stream up; nil: that is somebody else's
}

// Read implements io.Reader.
func (p *poured) Read(b []byte) (int, error) {
	for p.left == 0 {
		if p.ended != nil {
			return 0, p.ended
		}
		p.ended = p.next()
	}
	n, err := p.from.Read(b[:min(len(b), int(p.left))])
	p.left -= uint32(n)
	if err != nil && n == 0 {
		p.left, p.ended = 0, errLost
		return 0, errLost
	}
	return n, nil
}

// next reads the length of a piece, and gives the error that ends the body.
func (p *poured) next() error {
	var size [4]byte
	if _, err := io.ReadFull(p.from, size[:]); err != nil {
		return errLost
	}
	n := binary.BigEndian.Uint32(size[:])
	switch {
	case n == 0:
		return io.EOF
	case n&broken == 0:
		p.left = n
		return nil
	}
	text, err := take(p.from, min(n&^broken, maxHead))
	var f rpc.Failure
	if err != nil || json.Unmarshal(text, &f) != nil {
		return errLost
	}
	return f.Err()
}

// Close implements io.Closer.
func (p *poured) Close() error {
	if p.close != nil {
		p.once.Do(p.close)
	}
	return nil
}

package zlib

import (
	"errors"
	"io"
	"iter"
)

// unpacker is a codec over a decoder that reads. The decoder is a coroutine: it stops where it
// needs input, and where it has output.
type unpacker struct {
	in   input
	out  []byte // output that was not taken
	next func() (event, bool)
	stop func()
	end  end
	over bool  // the decoder has returned
	err  error // with this
}

// event is why the decoder stopped.
type event int

const (
	needsInput event = iota
	hasOutput
)

// sink takes output; false: the decoder must return.
type sink func([]byte) bool

// errStopped ends a decoder that nobody asks any more.
var errStopped = errors.New("zlib: closed")

func newUnpacker(decode func(*input, sink) error) *unpacker {
	u := &unpacker{}
	u.next, u.stop = iter.Pull(func(yield func(event) bool) {
		u.in.wait = func() bool { return yield(needsInput) }
		u.err = decode(&u.in, func(b []byte) bool {
			u.out = b
			return yield(hasOutput)
		})
	})
	return u
}

func (u *unpacker) write(b []byte, _ int, e end) error {
	u.in.data, u.in.last = b, e != more
	u.end = e
	return nil
}

// read gives up to n bytes, all that the input at hand gives. What comes before an error in them is lost, as in zlib.
func (u *unpacker) read(n int) ([]byte, error) {
	var b []byte
	for len(b) < n {
		if len(u.out) > 0 {
			taken := min(n-len(b), len(u.out))
			b = append(b, u.out[:taken]...)
			u.out = u.out[taken:]
			continue
		}
		if u.over {
			if err := u.failure(); err != nil {
				return nil, err
			}
			break
		}
		why, ok := u.next()
		if u.over = !ok; ok && why == needsInput {
			break
		}
	}
	return b, nil
}

// failure is why the decoder ended; data that is cut off may be wanted.
func (u *unpacker) failure() error {
	if u.err == nil || (u.end == lenient && u.in.starved) {
		return nil
	}
	return u.err
}

func (u *unpacker) left() int {
	if u.over {
		return len(u.in.data)
	}
	return 0
}

func (u *unpacker) close() { u.stop() }

// input is what a decoder reads. It takes no byte more than it is asked for.
type input struct {
	data    []byte
	last    bool // no more will come
	starved bool // the decoder wanted more than there was
	wait    func() bool
}

// fill waits for a byte. It gives io.EOF at the end of all input.
func (in *input) fill() error {
	for len(in.data) == 0 {
		if in.last {
			in.starved = true
			return io.EOF
		}
		if !in.wait() {
			return errStopped
		}
	}
	return nil
}

func (in *input) ReadByte() (byte, error) {
	if err := in.fill(); err != nil {
		return 0, err
	}
	b := in.data[0]
	in.data = in.data[1:]
	return b, nil
}

// unread puts the byte back that ReadByte gave last.
func (in *input) unread(b byte) { in.data = append([]byte{b}, in.data...) }

func (in *input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := in.fill(); err != nil {
		return 0, err
	}
	n := copy(p, in.data)
	in.data = in.data[n:]
	return n, nil
}

// full reads all of p.
func (in *input) full(p []byte) error {
	_, err := io.ReadFull(in, p)
	return err
}

// copyOut hands what r gives to out. Each piece has memory of its own.
func copyOut(r io.Reader, out sink, seen func([]byte)) error {
	for {
		b := make([]byte, 16<<10)
		n, err := r.Read(b)
		if n > 0 {
			seen(b[:n])
			if !out(b[:n]) {
				return errStopped
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

package tunnel

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashicorp/yamux"
)

// A connection is frames of two bytes of length and as many bytes. Two lengths mean something else.
const (
	frameEnd   = 0      // of the half: more may be read, nothing more will be sent
	frameReset = 0xffff // the connection was aborted
	frameMax   = 32 << 10
)

const headSize = 2

// resetTime is how long telling of an abort may take, to a peer that reads no more.
const resetTime = 100 * time.Millisecond

// conn is a connection in a stream of the tunnel, with the halves and resets that TCP has.
type conn struct {
	stream *yamux.Stream
	local  net.Addr
	remote net.Addr

	read sync.Mutex // guards head, got, left, end
	head [headSize]byte
	got  int   // bytes of head
	left int   // bytes of the frame that were not read
	end  error // of reading

	write sync.Mutex // guards frame, done
	frame []byte
	done  bool // the sending half has ended

	gone   atomic.Bool // the peer has closed all
	linger atomic.Bool // a close is to be an abort
	once   sync.Once
	closed error
}

var _ net.Conn = (*conn)(nil)

func newConn(s *yamux.Stream, local, remote net.Addr) *conn {
	return &conn{stream: s, local: local, remote: remote}
}

// Read implements [net.Conn].
func (c *conn) Read(p []byte) (int, error) {
	c.read.Lock()
	defer c.read.Unlock()
	for c.left == 0 {
		if c.end != nil {
			return 0, c.end
		}
		if err := c.next(); err != nil {
			return 0, err
		}
	}
	n, err := c.stream.Read(p[:min(len(p), c.left)])
	c.left -= n
	if n > 0 {
		return n, nil
	}
	return 0, c.failed(err)
}

// next reads the head of a frame; a deadline may interrupt it anywhere.
func (c *conn) next() error {
	for c.got < headSize {
		n, err := c.stream.Read(c.head[c.got:])
		c.got += n
		if n == 0 && err != nil {
			return c.failed(err)
		}
	}
	c.got = 0
	switch size := binary.BigEndian.Uint16(c.head[:]); size {
	case frameEnd:
		c.end = io.EOF
		go c.watch() // ends with the stream
	case frameReset:
		c.end = syscall.ECONNRESET
		c.leave()
	default:
		c.left = int(size)
	}
	return nil
}

// watch waits for the end of a stream of which nothing more will be read.
func (c *conn) watch() {
	var b [1]byte
	c.stream.SetReadDeadline(time.Time{})
	for {
		_, err := c.stream.Read(b[:])
		if !errors.Is(err, yamux.ErrTimeout) {
			c.leave()
			return
		}
	}
}

// leave closes what the peer has closed, so that nobody waits to send to it.
func (c *conn) leave() {
	c.gone.Store(true)
	c.stream.Close()
}

// failed gives the error of the stream as that of a connection. The peer's Close is a good end.
func (c *conn) failed(err error) error {
	switch {
	case err == nil:
		return io.ErrNoProgress
	case errors.Is(err, yamux.ErrTimeout):
		return os.ErrDeadlineExceeded // with any other, crypto/tls would give up the connection
	case errors.Is(err, io.EOF) && !c.stream.Session().IsClosed():
		c.end = io.EOF
		if c.left > 0 || c.got > 0 {
			c.end = io.ErrUnexpectedEOF
		}
		c.leave()
	default:
		c.end = syscall.ECONNRESET
	}
	return c.end
}

// Write implements [net.Conn].
func (c *conn) Write(p []byte) (n int, err error) {
	c.write.Lock()
	defer c.write.Unlock()
	for len(p) > 0 {
		if c.done || c.gone.Load() {
			return n, syscall.EPIPE
		}
		size := min(len(p), frameMax)
		c.frame = append(binary.BigEndian.AppendUint16(c.frame[:0], uint16(size)), p[:size]...)
		if _, err := c.stream.Write(c.frame); err != nil {
			c.done = true // a part of a frame may have gone
			if errors.Is(err, yamux.ErrTimeout) {
				return n, os.ErrDeadlineExceeded
			}
			return n, syscall.EPIPE
		}
		n, p = n+size, p[size:]
	}
	return n, nil
}

// CloseWrite ends the sending half.
func (c *conn) CloseWrite() error {
	c.write.Lock()
	defer c.write.Unlock()
	if c.done {
		return nil
	}
	c.done = true
	_, err := c.stream.Write([]byte{0, frameEnd})
	return err
}

// SetLinger makes a Close after SetLinger(0) an abort, as that of [net.TCPConn] does.
func (c *conn) SetLinger(seconds int) error {
	c.linger.Store(seconds == 0)
	return nil
}

// Close implements [net.Conn].
func (c *conn) Close() error {
	c.once.Do(func() {
		if c.linger.Load() {
			c.abort()
		}
		c.closed = c.stream.Close()
	})
	return c.closed
}

// abort tells the peer of a reset, if it can be told at once.
func (c *conn) abort() {
	c.stream.SetWriteDeadline(time.Now().Add(resetTime)) // also for who is writing
	c.write.Lock()
	defer c.write.Unlock()
	if !c.done {
		c.done = true
		c.stream.Write([]byte{frameReset >> 8, frameReset & 0xff})
	}
}

func (c *conn) LocalAddr() net.Addr                { return c.local }
func (c *conn) RemoteAddr() net.Addr               { return c.remote }
func (c *conn) SetDeadline(t time.Time) error      { return c.stream.SetDeadline(t) }
func (c *conn) SetReadDeadline(t time.Time) error  { return c.stream.SetReadDeadline(t) }
func (c *conn) SetWriteDeadline(t time.Time) error { return c.stream.SetWriteDeadline(t) }

package halfclose

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"paddock/proxy/program"
)

// The client's socket is looked at soon after it has ended its half, as that may have been all of it, then less and less often.
const (
	first = time.Millisecond
	last  = time.Second
)

// gone waits for a client, of whose connection a read ended with end, to go for good. It ends earlier when c is
// closed or its read deadline passes.
func gone(c net.Conn, end error) error {
	if !errors.Is(end, io.EOF) && !errors.Is(end, io.ErrUnexpectedEOF) { // the latter is TLS's, without its farewell
		return end
	}
	socket, ok := under(c).(interface {
		net.Conn
		syscall.Conn
	})
	if !ok {
		return end
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return end
	}
	var left atomic.Bool
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		for pause := first; ; pause = min(2*pause, last) {
			timer := time.NewTimer(pause)
			select {
			case <-stop:
				timer.Stop()
				return
			case <-timer.C:
			}
			if program.Left(socket) {
				left.Store(true)
				_ = socket.SetReadDeadline(time.Unix(1, 0)) // fails if it is closed, which ends the wait, too
				return
			}
		}
	})
	err = raw.Read(hungUp)
	close(stop)
	watch.Wait()
	if err == nil || left.Load() {
		return end
	}
	return err
}

// under is the connection that others carry, as TLS does.
func under(c net.Conn) net.Conn {
	for {
		over, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return c
		}
		c = over.NetConn()
	}
}

// hungUp tells whether neither half of a socket is open any more.
func hungUp(fd uintptr) bool {
	p := []unix.PollFd{{Fd: int32(fd)}} // what is asked for by nobody: POLLHUP and POLLERR
	n, err := unix.Poll(p, 0)
	return err == nil && n > 0
}

package netns

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// SetupIn is [Setup] in the network namespace that a file stands for, as /proc/PID/ns/net does. It
// gives the sockets as [New] takes them, and needs the rights to enter the namespace.
func SetupIn(namespace *os.File) ([]*os.File, error) {
	return inside(namespace, func() ([]*os.File, error) {
		sockets, err := Setup()
		if err != nil {
			return nil, err
		}
		return sockets.Files(), nil
	})
}

// DialIn connects to a port on the loopback of a network namespace.
func DialIn(ctx context.Context, namespace *os.File, port uint16) (net.Conn, error) {
	type dialled struct {
		conn net.Conn
		err  error
	}
	done := make(chan dialled)
	go func() { // a connect to a port whose queue is full waits for as long as it may
		conn, err := inside(namespace, func() (net.Conn, error) { return Dial(port) })
		select {
		case done <- dialled{conn, err}:
		case <-ctx.Done():
			if err == nil {
				conn.Close()
			}
		}
	}()
	select {
	case d := <-done:
		return d.conn, d.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Dial is [DialLocal] that gives a connection.
func Dial(port uint16) (net.Conn, error) {
	fd, err := DialLocal(port)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "dial")
	defer f.Close()
	return net.FileConn(f)
}

// Files gives the sockets as [New] takes them. They are the receiver's to close.
func (s *Sockets) Files() []*os.File {
	var files []*os.File
	for _, fd := range s.Descriptors() {
		files = append(files, os.NewFile(uintptr(fd), "egress"))
	}
	return files
}

// inside does work in a network namespace.
func inside[T any](namespace *os.File, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	fd := namespace.Fd()
	go func() {
		// Never unlocked: the thread ends with the goroutine, and nothing else runs in the namespace.
		runtime.LockOSThread()
		var r result
		if err := unix.Setns(int(fd), unix.CLONE_NEWNET); err != nil {
			r.err = fmt.Errorf("enter the network namespace: %w", err)
		} else {
			r.value, r.err = work()
		}
		done <- r
	}()
	r := <-done
	runtime.KeepAlive(namespace)
	return r.value, r.err
}

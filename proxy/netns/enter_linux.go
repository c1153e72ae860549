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
	return In(namespace, func() ([]*os.File, error) {
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
		conn, err := In(namespace, func() (net.Conn, error) { return Dial(port) })
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

// In does work in a network namespace.
func In[T any](namespace *os.File, work func() (T, error)) (value T, err error) {
	fd := int(namespace.Fd())
	done := make(chan struct{})
	go onThread(func() {
		defer close(done)
		if err = unix.Setns(fd, unix.CLONE_NEWNET); err != nil {
			err = fmt.Errorf("enter the network namespace: %w", err)
			return
		}
		value, err = work()
	})
	<-done
	runtime.KeepAlive(namespace)
	return value, err
}

// onThread runs f on a thread that ends with it, so that nothing else runs where f has taken it. The
// first thread of a process cannot end before that does, and would show and keep the namespace.
func onThread(f func()) {
	runtime.LockOSThread()
	if unix.Gettid() != unix.Getpid() {
		f() // never unlocked: the thread ends with the goroutine
		return
	}
	defer runtime.UnlockOSThread()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // another one: this one is held
		f()
	}()
	<-done
}

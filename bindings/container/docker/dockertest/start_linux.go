package dockertest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Start starts dockerd, which keeps all that it has in dir. Its network is one of its own, without a
// way out: on the machine's, it would take over the bridge of a daemon that is there.
func Start(dir string) (*Daemon, error) {
	if os.Geteuid() != 0 {
		return nil, errors.New("that needs root")
	}
	file, err := exec.LookPath("dockerd")
	if err != nil {
		return nil, errors.New("dockerd is not installed")
	}
	d := &Daemon{Host: "unix://" + filepath.Join(dir, "docker.sock"), ended: make(chan struct{})}
	c := exec.Command(file, "--data-root", filepath.Join(dir, "data"), "--exec-root", filepath.Join(dir, "run"),
		"-H", d.Host, "-p", filepath.Join(dir, "pid"))
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return nil, err
	}
	d.Process = c.Process
	go func() { // ends with the daemon
		c.Wait()
		close(d.ended)
	}()
	if _, err := inside(c.Process.Pid, upLoopback); err != nil {
		d.Stop()
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	for {
		err := ping(ctx, d.Host)
		if err == nil {
			return d, nil
		}
		select {
		case <-d.ended:
			text, _ := os.ReadFile(log.Name())
			return nil, fmt.Errorf("dockerd ended: %s", text[max(0, len(text)-1000):])
		case <-ctx.Done():
			d.Stop()
			return nil, err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// upLoopback switches on the loopback of the network namespace that the thread is in.
func upLoopback() (struct{}, error) {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return struct{}{}, err
	}
	defer unix.Close(s)
	lo, err := unix.NewIfreq("lo")
	if err == nil {
		err = unix.IoctlIfreq(s, unix.SIOCGIFFLAGS, lo)
	}
	if err == nil {
		lo.SetUint16(lo.Uint16() | unix.IFF_UP)
		err = unix.IoctlIfreq(s, unix.SIOCSIFFLAGS, lo)
	}
	return struct{}{}, err
}

// listenIn opens a port of the loopback of a process's network namespace.
func listenIn(pid int) (net.Listener, error) {
	return inside(pid, func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") })
}

// inside does work in the network namespace of a process.
func inside[T any](pid int, work func() (T, error)) (value T, err error) {
	namespace, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", pid))
	if err != nil {
		return value, err
	}
	defer namespace.Close()
	fd := int(namespace.Fd())
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err = unix.Setns(fd, unix.CLONE_NEWNET); err == nil {
			value, err = work()
		}
	}()
	<-done
	return value, err
}

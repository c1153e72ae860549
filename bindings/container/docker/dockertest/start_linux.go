package dockertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"paddock/proxy/netns"
)

// Start starts a daemon, dockerd or the one that [daemonVariable] names, which keeps all that it has in
// dir. Its network is one of its own, without a way out: on the machine's, it would take over the bridge
// of a daemon that is there.
func Start(dir string) (*Daemon, error) {
	if os.Geteuid() != 0 {
		return nil, errors.New("that needs root")
	}
	d := &Daemon{Host: "unix://" + filepath.Join(dir, "docker.sock"), dir: dir, ended: make(chan struct{})}
	c, err := d.command()
	if err != nil {
		return nil, err
	}
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
	if err := workIn(c.Process.Pid, upLoopback); err != nil {
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
			return nil, fmt.Errorf("%s ended: %s", filepath.Base(c.Path), text[max(0, len(text)-1000):])
		case <-ctx.Done():
			d.Stop()
			return nil, err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// command is what starts the daemon.
func (d *Daemon) command() (*exec.Cmd, error) {
	name := os.Getenv(daemonVariable)
	if name == "" {
		name = "dockerd"
	}
	file, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("%s is not installed", name)
	}
	in := func(name string) string { return filepath.Join(d.dir, name) }
	if name != podman {
		return exec.Command(file, "--data-root", in("data"), "--exec-root", in("run"), "-H", d.Host, "-p", in("pid")), nil
	}
	c := exec.Command(file, "--root", in("data"), "--runroot", in("run"), "--tmpdir", in("tmp"), "system", "service", "--time", "0", d.Host)
	c.Env = append(os.Environ(), "CONTAINERS_CONF="+in("containers.conf"), "CONTAINERS_REGISTRIES_CONF="+in("registries.conf"))
	var registries strings.Builder
	for _, address := range registryAddresses {
		fmt.Fprintf(&registries, "[[registry]]\nlocation = %q\ninsecure = true\n", address)
	}
	// Limits that the machine may not grant are left out.
	settings := "[containers]\ndefault_ulimits = []\npids_limit = 0\n[engine]\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n"
	return c, errors.Join(os.WriteFile(in("containers.conf"), []byte(settings), 0o600), os.WriteFile(in("registries.conf"), []byte(registries.String()), 0o600))
}

// Clean ends what a daemon that has ended has left: containers' processes, known by those that watch
// them and have the daemon's folder in their command line, and mounts in that.
func (d *Daemon) Clean() error {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return err
	}
	for _, file := range lines {
		line, _ := os.ReadFile(file)
		if pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file))); bytes.Contains(line, []byte(d.dir)) && pid != os.Getpid() {
			killTree(pid)
		}
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(mounts)) {
		// proc(5): the fifth field is the mount point.
		if fields := strings.Fields(line); len(fields) > 4 && strings.HasPrefix(fields[4], d.dir+"/") {
			unix.Unmount(fields[4], unix.MNT_DETACH)
		}
	}
	return nil
}

// killTree kills a process and those that it has started.
func killTree(pid int) {
	tasks, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	for _, file := range tasks {
		list, _ := os.ReadFile(file)
		for _, child := range strings.Fields(string(list)) {
			if n, err := strconv.Atoi(child); err == nil {
				killTree(n)
			}
		}
	}
	unix.Kill(pid, unix.SIGKILL)
}

// upLoopback switches on the loopback of the network namespace that the thread is in.
func upLoopback() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
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
	return err
}

// listenIn opens the first address that is free in a process's network namespace.
func listenIn(pid int, addresses []string) (net.Listener, error) {
	return inside(pid, func() (l net.Listener, err error) {
		for _, address := range addresses {
			if l, err = net.Listen("tcp", address); err == nil {
				break
			}
		}
		return l, err
	})
}

// DialIn connects to an address of a process's network namespace.
func DialIn(ctx context.Context, pid int, address string) (net.Conn, error) {
	return inside(pid, func() (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	})
}

// workIn is inside for work without a value.
func workIn(pid int, work func() error) error {
	_, err := inside(pid, func() (struct{}, error) { return struct{}{}, work() })
	return err
}

// inside does work in the network namespace of a process.
func inside[T any](pid int, work func() (T, error)) (value T, err error) {
	namespace, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", pid))
	if err != nil {
		return value, err
	}
	defer namespace.Close()
	return netns.In(namespace, work)
}

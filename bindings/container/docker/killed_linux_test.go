package docker

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/docker/dockertest"
)

func TestDaemonKilled(t *testing.T) {
	t.Parallel()
	need(t)
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	own, err := dockertest.Start(dir)
	switch {
	case err != nil && dockertest.Required():
		t.Fatal(err)
	case err != nil:
		t.Skip("no daemon of the test's own can be started: ", err)
	}
	t.Cleanup(func() {
		own.Stop()
		clean(t, dir)
	})
	d, err := dial(ctx, own.Host)
	if err != nil {
		t.Fatal(err)
	}
	if err := importImage(ctx, d.api, shared.program); err != nil {
		t.Fatal(err)
	}
	i := instanceOf(t, New(Options{Host: own.Host, Program: shared.program}), "sleep", container.Spec{})
	own.Kill()
	if _, err := i.Wait(ctx); err == nil || !strings.Contains(err.Error(), "stopped answering") {
		t.Errorf("it ended with %v", err)
	}
	if err := i.Destroy(ctx); err == nil {
		t.Error("all was removed, without a daemon")
	}
	if _, err := i.Egress().Accept(ctx); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept gives %v", err)
	}
}

// clean ends what a killed daemon that kept all in dir has left: its containers' processes, known by
// their cgroups' guardians, and its mounts.
func clean(t *testing.T, dir string) {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range lines {
		line, _ := os.ReadFile(file)
		if pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file))); bytes.Contains(line, []byte(dir)) && pid != os.Getpid() {
			killTree(pid)
		}
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mounts)) {
		// proc(5): the fifth field is the mount point.
		if fields := strings.Fields(line); len(fields) > 4 && strings.HasPrefix(fields[4], dir+"/") {
			unix.Unmount(fields[4], unix.MNT_DETACH)
		}
	}
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

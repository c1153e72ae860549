package docker

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

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
		if err := own.Clean(); err != nil {
			t.Error(err)
		}
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

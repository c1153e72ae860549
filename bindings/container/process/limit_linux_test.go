package process

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/cgroup"
)

func TestForkBomb(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range linksHere(t) {
		e := New(Options{Egress: link, StateDir: t.TempDir()})
		run := func(t *testing.T, spec container.Spec) (container.Exit, string) {
			t.Helper()
			var said bytes.Buffer
			spec.Name, spec.Stdout, spec.Stderr = "bomb", &said, &said
			i, err := e.Start(t.Context(), &ref{host: true}, spec)
			if err != nil {
				t.Fatal(err)
			}
			defer i.Destroy(context.Background())
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			exit, err := i.Wait(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return exit, said.String()
		}
		t.Run("it ends at the limit of its control group, and is gone with its container, link "+link, func(t *testing.T) {
			g := cgroup.New(fmt.Sprint("test-bomb-", os.Getpid()), cgroup.PIDs)
			g.Remove()
			if !g.Has(cgroup.PIDs) {
				t.Skip("this process may not limit processes here")
			}
			exit, said := run(t, container.Spec{
				Entrypoint: []string{self}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "bomb"}, Limits: container.Limits{Processes: 64},
			})
			// The command may tell of it, or be one of those that end by it.
			if exit.Code == 0 || !strings.Contains(said, "resource temporarily unavailable") {
				t.Errorf("it ended with %+v and said %q", exit, said)
			}
		})
		t.Run("root cannot leave the control group, link "+link, func(t *testing.T) {
			if os.Geteuid() != 0 || !hasNamespaces(link) {
				t.Skip("that is for root with a mount namespace")
			}
			_, said := run(t, container.Spec{Entrypoint: []string{"find", cgroup.Place, "-name", "cgroup.procs", "-writable"}})
			for line := range strings.Lines(said) {
				if !strings.HasPrefix(line, "find: ") || !strings.Contains(line, "No such file") { // groups of others end meanwhile
					t.Errorf("it may write to %s", line)
				}
			}
		})
		t.Run("its user has a limit, too, link "+link, func(t *testing.T) {
			var own unix.Rlimit
			if err := unix.Getrlimit(unix.RLIMIT_NPROC, &own); err != nil {
				t.Fatal(err)
			}
			_, said := run(t, container.Spec{Entrypoint: []string{"sh", "-c", "grep processes /proc/self/limits"}, Limits: container.Limits{Processes: 64}})
			var soft, hard uint64
			if _, err := fmt.Sscanf(said, "Max processes %d %d", &soft, &hard); err != nil || soft > hard || hard < 64 || hard > own.Max || hard > 1<<17 {
				t.Errorf("it is %q, and Paddock's own %+v", said, own)
			}
		})
	}
}

package main

import (
	"strconv"
	"syscall"
	"testing"
)

// TestOutbound_streams puts a body into R2 and gets it again, in memory that does not grow with
// the body: what a body of twice the size needs more is a small part of it.
func TestOutbound_streams(t *testing.T) {
	t.Parallel()
	app, client := outboundApp(t), static(t, "testdata/big/big.go")
	overLinks(t, func(t *testing.T, link string) {
		memory := func(mebibytes int) int64 {
			cmd := paddock(t, app, "exec", "MyApp", "--persist-to", t.TempDir(), "--egress", link, "--",
				client, "http://my.r2/big", strconv.Itoa(mebibytes))
			if got := must(t, cmd); got != "the same\n" {
				t.Errorf("the client says %q", got)
			}
			usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
			if !ok {
				t.Skip("the system does not tell how much memory was used")
			}
			return usage.Maxrss >> 10
		}
		small, big := memory(16), memory(128)
		t.Logf("%d MiB for a body of 16 MiB, %d MiB for one of 128 MiB", small, big)
		if big-small > 56 {
			t.Errorf("a body of 16 MiB took %d MiB of memory, one of 128 MiB %d MiB", small, big)
		}
	})
}

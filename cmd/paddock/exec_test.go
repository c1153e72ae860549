package main

import (
	"bufio"
	"io"
	"strings"
	"syscall"
	"testing"
)

// TestExec_signals sends signals to Paddock while its command runs.
func TestExec_signals(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	overLinks(t, func(t *testing.T, link string) {
		for _, c := range []struct {
			name, script string
			signal       syscall.Signal
			output       string
			code         int
		}{
			{"a command that handles a signal goes on", `trap 'echo caught; exit 5' TERM; echo ready; while :; do sleep 0.05; done`, syscall.SIGTERM, "caught\n", 5},
			{"a command that a signal ends gives 128 and its number", `echo ready; exec sleep 1000`, syscall.SIGINT, "", 130},
			{"a hang-up is passed on", `trap 'echo hung up; exit 0' HUP; echo ready; while :; do sleep 0.05; done`, syscall.SIGHUP, "hung up\n", 0},
			{"a user's signal is passed on", `trap 'echo user; exit 0' USR1; echo ready; while :; do sleep 0.05; done`, syscall.SIGUSR1, "user\n", 0},
		} {
			t.Run(c.name, func(t *testing.T) {
				cmd := paddock(t, app, "exec", "MyApp", "--persist-to", t.TempDir(), "--egress", link, "--", "sh", "-c", c.script)
				out, err := cmd.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				lines := bufio.NewReader(out)
				if line, err := lines.ReadString('\n'); line != "ready\n" {
					t.Fatalf("the command said %q, %v", line, err)
				}
				if err := cmd.Process.Signal(c.signal); err != nil {
					t.Fatal(err)
				}
				rest, err := io.ReadAll(lines)
				if err != nil || string(rest) != c.output {
					t.Errorf("the command said %q, %v", rest, err)
				}
				_ = cmd.Wait() // the code tells
				if code := cmd.ProcessState.ExitCode(); code != c.code {
					t.Errorf("exit code %d, want %d", code, c.code)
				}
			})
		}
	})
}

// TestExec_short tries often what depends on whose end is seen first.
func TestExec_short(t *testing.T) {
	app := outboundApp(t)
	overLinks(t, func(t *testing.T, link string) {
		t.Run("a command that ends before its class looks for its port is no error", func(t *testing.T) {
			state := t.TempDir()
			for range 12 {
				out, err := paddock(t, app, "exec", "MyApp", "--persist-to", state, "--egress", link, "--", "true").CombinedOutput()
				if err != nil || strings.Contains(string(out), "[ERROR]") {
					t.Fatalf("%v: %s", err, out)
				}
			}
		})
	})
}

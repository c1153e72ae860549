package main

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
)

// TestOutbound_closed asks for what no handler takes, with the internet switched off.
func TestOutbound_closed(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	overLinks(t, func(t *testing.T, link string) {
		for _, c := range []struct{ name, url string }{
			{"HTTPS by name is refused", "https://my.kv/some-key"},
			{"HTTPS by address is refused", "https://203.0.113.7/"},
			{"another protocol is refused", "telnet://203.0.113.7:25"},
			{"HTTP on a port that no handler has is refused", "http://203.0.113.7:8081/"},
		} {
			if link == launch.LinkProxy && strings.HasPrefix(c.url, "telnet:") {
				continue // curl would not ask the proxy
			}
			t.Run(c.name, func(t *testing.T) {
				cmd := paddock(t, app, "exec", "MyApp", "--persist-to", t.TempDir(), "--egress", link, "--",
					"curl", "-sS", "--insecure", "--max-time", "20", c.url)
				r := finish(t, cmd)
				if r.code == 0 || r.code == 28 || r.stdout != "" {
					t.Errorf("curl ended with %d (28: it waited in vain), stdout %q, stderr %q", r.code, r.stdout, r.stderr)
				}
			})
		}
	})
}

// TestOutbound_link makes sure that the links are the ones that were asked for: what the
// sub-tests of the other tests show would else be shown of another link.
func TestOutbound_link(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	here, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil {
		t.Skip(err)
	}
	users, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		t.Fatal(err)
	}
	overLinks(t, func(t *testing.T, link string) {
		run := func(command ...string) string {
			args := []string{"exec", "MyApp", "--persist-to", t.TempDir(), "--egress", link, "--"}
			return must(t, paddock(t, app, append(args, command...)...))
		}
		if inside := strings.TrimSpace(run("readlink", "/proc/self/ns/net")); (inside != here) != (link == launch.LinkNFT || link == launch.LinkNFTRootless) {
			t.Errorf("the network namespace is %s inside and %s here", inside, here)
		}
		if inside := run("cat", "/proc/self/uid_map"); (inside != string(users)) != (link == launch.LinkNFTRootless) {
			t.Errorf("the user namespace's map is %q inside and %q here", inside, users)
		}
		if environ := strings.ToLower(run("env")); strings.Contains(environ, "http_proxy=") != (link == launch.LinkProxy) {
			t.Errorf("the environment is %s", environ)
		}
	})
}

// TestOutbound_killed ends Paddock with SIGKILL while a daemon of the container asks on and on.
func TestOutbound_killed(t *testing.T) {
	t.Parallel()
	app, script := outboundApp(t), filepath.Join(askDir(t), "forever.sh")
	overLinks(t, func(t *testing.T, link string) {
		cmd := paddock(t, app, "exec", "MyApp", "--persist-to", t.TempDir(), "--egress", link, "--", "sh", script)
		temporary := t.TempDir()
		cmd.Env = append(cmd.Env, "TMPDIR="+temporary)
		// The pipe ends when the last process that holds it has ended.
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		if !lines.Scan() || lines.Text() != "Hello, daemon!" {
			t.Fatalf("the container said %q", lines.Text())
		}
		family := descendants(t, cmd.Process.Pid)
		if len(family) < 3 {
			t.Errorf("the init stage, the command and its daemon are not all seen: %v", family)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what was under way
			if lines.Text() != "Hello, daemon!" {
				t.Errorf("the container said %q", lines.Text())
			}
		}
		_ = cmd.Wait() // it was killed
		eventually(t, func() bool { return !slices.ContainsFunc(family, alive) }, "processes are left over: %v", family)
		if mounts, err := os.ReadFile("/proc/self/mountinfo"); err != nil || strings.Contains(string(mounts), temporary) {
			t.Errorf("mounts are left over: %v\n%s", err, mounts)
		}
		if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
			t.Errorf("files are left over: %v %v", left, err)
		}
	})
}

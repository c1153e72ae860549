package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/bindings/container/launch"
	"paddock/bindings/container/process"
)

// limit is when a run of the program is given up. A server's tests may begin late, as they wait for others
// that run beside them: it is nearly the time that all of them together have.
const limit = 12 * time.Minute

// outboundApp is the fixture whose handlers answer a container's requests.
func outboundApp(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../fixtures/apps/outbound")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "@cloudflare", "containers")); err != nil {
		t.Fatalf("the fixture's packages are not installed (run: make setup): %v", err)
	}
	return dir
}

// paddock makes a run of the program in a folder, with an environment that has no proxy
// settings and a home of its own. It is killed when the test ends or takes too long.
func paddock(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "paddock", args...)
	cmd.Dir, cmd.WaitDelay = dir, 10*time.Second
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(e string) bool {
		name, _, _ := strings.Cut(strings.ToLower(e), "=")
		return strings.HasSuffix(name, "_proxy") || name == "no_color" || name == "force_color" ||
			name == "home" || name == "xdg_cache_home" || name == "wrangler_registry_path"
	}), "HOME="+t.TempDir())
	return cmd
}

// result is what a run left.
type result struct {
	stdout, stderr string
	code           int
}

// finish runs cmd to its end.
func finish(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.String())
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs cmd and gives its stdout; another exit code than 0 ends the test.
func must(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	r := finish(t, cmd)
	if r.code != 0 {
		t.Fatalf("%v: exit code %d\nstdout: %s\nstderr: %s", cmd.Args, r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// write fills a folder with files, each at once: a reload never sees half of one.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+".new", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
}

// overLinks runs a test over each egress link that this machine can have. The others are
// skipped with the probe's reason, unless PADDOCK_REQUIRE_LINKS names them.
func overLinks(t *testing.T, test func(t *testing.T, link string)) {
	for _, link := range []string{launch.LinkNFT, launch.LinkNFTRootless, launch.LinkSeccomp, launch.LinkProxy} {
		t.Run(link, func(t *testing.T) {
			t.Parallel()
			if err := available(t, link); err != nil {
				if requiredLink(link) {
					t.Fatalf("link %s is required: %v", link, err)
				}
				t.Skipf("link %s: %v", link, err)
			}
			test(t, link)
		})
	}
}

// requiredLink tells whether PADDOCK_REQUIRE_LINKS, a list with commas, names a link.
func requiredLink(link string) bool {
	return slices.Contains(strings.Split(os.Getenv("PADDOCK_REQUIRE_LINKS"), ","), link)
}

// available tells why a link cannot be had.
func available(t *testing.T, link string) error {
	t.Helper()
	if link == launch.LinkNFT && os.Geteuid() != 0 {
		return errors.New("needs root")
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return process.New(process.Options{Egress: link, StateDir: t.TempDir()}).Probe(ctx)
}

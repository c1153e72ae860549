package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"paddock/bindings/container/launch"
	"paddock/bindings/container/namespace"
)

// imageProject is the project of testdata/image with its program built and its packages there.
func imageProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"Dockerfile", "index.js", "wrangler.jsonc"} {
		b, err := os.ReadFile(filepath.Join("testdata/image", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{name: string(b)})
	}
	if err := os.Symlink(filepath.Join(outboundApp(t), "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "root"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(static(t, "testdata/image/server.go"), filepath.Join(dir, "root", "server")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// imageAnswers are what the project answers in turn, whatever runs its image.
var imageAnswers = []struct{ path, want string }{
	{"/one/put/key/value", "put"},
	{"/one/where", "/where image you /work"},
	{"/one/ask?by=http&of=my.kv/key", "HTTP/1.1 value"},
	{"/one/ask?by=https&of=my.kv/key", "HTTP/2.0 value"},
	{"/one/ask?by=https&of=other.example/x", "HTTP/2.0 caught https://other.example/x"},
	{"/one/ask?by=http&of=203.0.113.7/", "HTTP/1.1 caught http://203.0.113.7/"},
	{"/one/exec/server/said", "/said image you 0"},
	{"/one/exec/nothing", " 127"},
	{"/one/write?file=/kept&text=kept", "written"},
	{"/one/freeze", "saved true kept"},
	{"/one/read?file=/kept", "kept"},
}

// TestImage runs the genuine package over an image that is built and run without Docker, over each link.
func TestImage(t *testing.T) {
	t.Parallel()
	dir := imageProject(t)
	for _, link := range []string{launch.LinkNFT, launch.LinkNFTRootless, launch.LinkSeccomp} {
		t.Run(link, func(t *testing.T) {
			e := namespace.New(namespace.Options{Egress: link, Dir: t.TempDir()})
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			if err := e.Probe(ctx); err != nil {
				if requiredLink(link) {
					t.Fatalf("link %s is required: %v", link, err)
				}
				t.Skipf("link %s: %v", link, err)
			}
			s := startDev(t, dir, "--engine", "namespace", "--egress", link)
			for _, c := range imageAnswers {
				s.answers(t, c.path, c.want)
			}
			if link == launch.LinkSeccomp {
				return // two containers would listen on one port of this machine's loopback
			}
			s.answers(t, "/two/read?file=/kept", "open /kept: no such file or directory")
		})
	}
}

// TestImage_killed ends Paddock with SIGKILL while the container's requests are being answered.
func TestImage_killed(t *testing.T) {
	t.Parallel()
	dir, cache := imageProject(t), t.TempDir()
	if err := namespace.New(namespace.Options{Dir: t.TempDir()}).Probe(t.Context()); err != nil {
		if requiredLink(launch.LinkNFT) {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	way, folders := []string{"env", "XDG_CACHE_HOME=" + cache}, filepath.Join(cache, "paddock", "instances", "*", "lock")
	s := startDevIn(t, way, dir, "--engine", "namespace")
	s.answers(t, "/one/where", "/where image you /work")
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			for {
				resp, err := http.Get(s.url + "/one/ask?by=http&of=other.example/")
				if err != nil {
					return
				}
				b, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil {
					return
				}
				if got := string(b); got != "HTTP/1.1 caught http://other.example/" && resp.StatusCode == http.StatusOK {
					t.Errorf("the container got %q", got)
				}
			}
		})
	}
	family := descendants(t, s.cmd.Process.Pid)
	if len(family) != 2 {
		t.Errorf("process 1 and the command are not all seen: %v", family)
	}
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	asking.Wait()
	eventually(t, func() bool { return !slices.ContainsFunc(family, alive) }, "processes are left over: %v", family)
	if mounts, err := os.ReadFile("/proc/self/mountinfo"); err != nil || strings.Contains(string(mounts), cache) {
		t.Errorf("mounts are left over: %v\n%s", err, mounts)
	}
	if left, _ := filepath.Glob(folders); len(left) != 1 {
		t.Errorf("the folders %v are left, want the killed one's", left)
	}
	startDevIn(t, way, dir, "--engine", "namespace").answers(t, "/two/where", "/where image you /work")
	if left, _ := filepath.Glob(folders); len(left) != 1 {
		t.Errorf("the folders %v are there, want the new one's alone", left)
	}
}

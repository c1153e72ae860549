package main

import (
	"context"
	"os"
	"path/filepath"
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

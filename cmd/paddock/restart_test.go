package main

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/bindings/container/launch"
)

// TestRestart edits what the image of a running container is made of.
func TestRestart(t *testing.T) {
	t.Parallel()
	packages := filepath.Join(outboundApp(t), "node_modules")
	if available(t, launch.LinkNFT) != nil && available(t, launch.LinkNFTRootless) != nil {
		t.Skip("the container's ports would be those of this machine")
	}
	dir := fixture(t, "lifecycle", "")
	settled(t, dir)
	if err := os.Symlink(packages, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	edit := func(name, from, to string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{name: strings.Replace(string(text), from, to, 1)})
	}
	s := startDev(t, dir, "--egress", launch.LinkNFT, "--restart-containers")
	s.answers(t, "/", "GET / from the class")

	write(t, dir, map[string]string{"notes.txt": "no part of the image"})
	edit("server.mjs", "from ${FROM}", "now from ${FROM}")
	s.says(t, "⎔ Restarting containers: server.mjs has changed")
	s.says(t, "has ended with exit code 0")
	eventually(t, func() bool {
		status, body := s.get(t, "/")
		return status == http.StatusOK && body == "GET / now from the class"
	}, "the edited server does not answer")
	s.polls(t, "/step/notes", `"stopped 0 exit"`) // as of any other end

	edit("Dockerfile", "COPY server.mjs ./", "COPY server.mjs ./main.mjs\nCOPY lib ./lib")
	write(t, dir, map[string]string{"lib/greeting.mjs": "export const greeting = 'good day';\n"})
	edit("Dockerfile", `"server.mjs"`, `"main.mjs"`)
	edit("server.mjs", "import { createServer }", "import { greeting } from './lib/greeting.mjs';\nimport { createServer }")
	edit("server.mjs", "now from ${FROM}", "${greeting} from ${FROM}")
	eventually(t, func() bool { _, body := s.get(t, "/"); return body == "GET / good day from the class" }, "the edited image does not answer")

	write(t, dir, map[string]string{"lib/greeting.mjs": "export const greeting = 'good night';\n"})
	eventually(t, func() bool { _, body := s.get(t, "/"); return body == "GET / good night from the class" }, "a file in a folder of the image is not seen to change")
}

// settled makes files seem to have been there for long: dev loads again what has changed while it was being
// loaded, and requests that come meanwhile are lost with the version before.
func settled(t *testing.T, dir string) {
	t.Helper()
	before := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(file, before, before)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Package typestest plays workerd in tests of what its types are made of: the real one is not installed
// with the fixtures.
package typestest

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Serve is the program of a workerd whose Worker declares what it was asked for: the path of the request.
// For the flag "nope" it gives an error, and for a folder without its script it ends.
func Serve() {
	if _, err := os.Stat("worker.mjs"); err != nil {
		fmt.Fprintln(os.Stderr, "no script")
		os.Exit(1)
	}
	listener, err := net.Listen("unix", "socket")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(`{"event":"listen","socket":"http","port":0}`)
	_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // until it is killed
		if strings.HasSuffix(r.URL.Path, "+nope") {
			http.Error(w, "Error: No such compatibility flag: nope", http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "declare const asked: %q;\n", r.URL.Path)
	}))
}

// Install puts a workerd of a version into a folder, as npm does, which runs a command of the shell.
func Install(dir, version, command string) error {
	arch := map[string]string{"arm64": "arm64"}[runtime.GOARCH]
	if arch == "" {
		arch = "64"
	}
	binary := "@cloudflare/workerd-" + runtime.GOOS + "-" + arch
	for name, text := range map[string]string{
		"workerd/package.json": fmt.Sprintf(`{ "name": "workerd", "version": %q }`, version), "workerd/worker.mjs": "",
		binary + "/package.json": "{}", binary + "/bin/workerd": "#!/bin/sh\nexec " + command + "\n",
	} {
		file := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// Package runtimetypes has workerd, where a project has it installed, declare in TypeScript what it
// offers at a compatibility date and with compatibility flags. Nothing else knows that: Paddock has no
// declarations of its own.
//
// The one idea: the npm package of workerd brings a Worker that writes the declarations of the workerd
// that runs it. It is served on a unix socket in a temporary folder and asked once.
package runtimetypes

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Runtime is a workerd that is installed.
type Runtime struct {
	Version string // as 1.20261117.1

	program string // the file to run
	script  string // the Worker that writes the declarations
}

// Find looks for the workerd of a folder's project as Node.js would: that of its wrangler, of its
// @cloudflare/vite-plugin, or one that it has itself. ok is false if there is none for this system.
func Find(dir string) (found Runtime, ok bool) {
	for _, owner := range []string{"wrangler", "@cloudflare/vite-plugin", ""} {
		from := dir
		if owner != "" {
			if from, ok = Package(dir, owner); !ok {
				continue
			}
		}
		if found, ok = installed(from); ok {
			return found, true
		}
	}
	return Runtime{}, false
}

// installed gives the workerd that a module in a folder would import.
func installed(from string) (found Runtime, ok bool) {
	dir, ok := Package(from, "workerd")
	if !ok {
		return Runtime{}, false
	}
	var manifest struct{ Version string }
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil || json.Unmarshal(text, &manifest) != nil {
		return Runtime{}, false
	}
	found = Runtime{Version: manifest.Version, script: filepath.Join(dir, "worker.mjs")}
	if _, err := os.Stat(found.script); err != nil {
		return Runtime{}, false // one of before it declared itself
	}
	binary, ok := Package(dir, platformPackage())
	if !ok {
		return Runtime{}, false
	}
	found.program = filepath.Join(binary, "bin", "workerd")
	_, err = os.Stat(found.program)
	return found, err == nil
}

// platformPackage is the npm package that has workerd for this system.
func platformPackage() string {
	arch := "64"
	if runtime.GOARCH == "arm64" {
		arch = "arm64"
	}
	return "@cloudflare/workerd-" + runtime.GOOS + "-" + arch
}

// Package finds the folder of an npm package that a module in a folder would import, with links followed,
// as some package managers keep a package beside what it needs. ok is false if it is not installed.
func Package(from, name string) (dir string, ok bool) {
	from, err := filepath.Abs(from)
	if err != nil {
		return "", false
	}
	for {
		dir = filepath.Join(from, "node_modules", filepath.FromSlash(name))
		if _, err := os.Stat(filepath.Join(dir, "package.json")); err == nil {
			dir, err = filepath.EvalSymlinks(dir)
			return dir, err == nil
		}
		up := filepath.Dir(from)
		if up == from {
			return "", false
		}
		from = up
	}
}

// configuration serves the Worker. The date is one at which its script runs; it has nothing to do with
// the one that is asked about.
const configuration = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "types", worker = .types)],
  sockets = [(name = "http", address = "unix:socket", http = (), service = "types")],
);

const types :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2024-01-01",
  compatibilityFlags = ["nodejs_compat", "rtti_api"],
);
`

// patience is how long what workerd prints may take to end when it has been killed.
const patience = 5 * time.Second

// Declarations asks the runtime for its declarations. The flags of Node.js's modules must not be among
// the flags: those declarations are in @types/node. An unknown flag is an error with the runtime's words.
func (r Runtime) Declarations(ctx context.Context, date string, flags []string) (text string, err error) {
	dir, err := os.MkdirTemp("", "paddock-types-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "config.capnp"), []byte(configuration), 0o600); err != nil {
		return "", err
	}
	if err := os.Symlink(r.script, filepath.Join(dir, "worker.mjs")); err != nil {
		return "", err
	}
	ctx, cancel := context.WithCancel(ctx)
	var complaints bytes.Buffer
	cmd := exec.CommandContext(ctx, r.program, "serve", "--experimental", "--control-fd=1", "config.capnp")
	cmd.Dir, cmd.Stderr, cmd.WaitDelay = dir, &complaints, patience
	control, err := cmd.StdoutPipe()
	if err != nil {
		cancel()
		return "", err
	}
	if err := cmd.Start(); err != nil {
		cancel()
		return "", fmt.Errorf("run workerd: %w", err)
	}
	text, err = ask(ctx, control, filepath.Join(dir, "socket"), date, flags)
	cancel()
	_ = cmd.Wait() // it was killed
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("workerd %s ended: %s", r.Version, strings.TrimSpace(complaints.String()))
	}
	return text, err
}

// ask waits until the runtime says that it listens, and asks. It gives io.EOF if the runtime has ended
// before that.
func ask(ctx context.Context, control io.Reader, socket, date string, flags []string) (string, error) {
	if _, err := bufio.NewReader(control).ReadString('\n'); err != nil {
		return "", err
	}
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		},
	}}
	path := strings.Join(append([]string{date}, flags...), "+")
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://types.invalid/"+path, nil)
	if err != nil {
		return "", err
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", fmt.Errorf("ask workerd for its types: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", fmt.Errorf("ask workerd for its types: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return "", errors.New(string(body))
	}
	return string(body), nil
}

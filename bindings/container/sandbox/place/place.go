// Package place says where the sandbox server belongs in a container, for engines.
//
// An engine that finds Cloudflare's image, or a file of it, in a configuration shows [Executable] at
// [Path] instead; started there, it is the server.
package place

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"

	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/image"
)

// Path is where the server lies in Cloudflare's image, and its entrypoint.
const Path = "/container-server/sandbox"

// Port is where the server listens.
const Port = 3000

// Workspace is the folder in which sessions begin. It is to be writable, and empty at first.
const Workspace = "/workspace"

// ListenVariable names the variable that moves the server from its port to a socket of the file
// system, for engines without a network of its own for each container.
const ListenVariable = "PADDOCK_SANDBOX_SOCKET"

// Backups is where clients have archives put, and take them from.
const Backups = "/var/backups"

// WorkspaceVariable names the variable that says where /workspace lies, for engines that do not
// give each container files of its own.
const WorkspaceVariable = "PADDOCK_SANDBOX_WORKSPACE"

// BaseVariable names the user's variable with an image, as FROM has it, whose files stand in for those of
// Cloudflare's image. Without it, they are the host's.
const BaseVariable = "PADDOCK_SANDBOX_BASE"

// Base is Cloudflare's image.
type Base struct {
	Version string // "0.12.10"; "" when the reference names none
	Variant string // "", "python", "opencode" or "musl"
}

// reference is one to Cloudflare's image on Docker Hub, in each spelling.
var reference = regexp.MustCompile(`^(?:(?:index\.)?docker\.io/)?cloudflare/sandbox(?:-test)?(?::(?:v?([0-9]+(?:\.[0-9]+)*(?:-(?:alpha|beta|rc|next)[0-9A-Za-z.]*)?)|[0-9A-Za-z_.]+?)(?:-(python|opencode|musl))?)?(?:@sha256:[0-9a-f]{64})?$`)

// Of tells whether a reference names Cloudflare's image.
func Of(name string) (Base, bool) {
	m := reference.FindStringSubmatch(name)
	if m == nil {
		return Base{}, false
	}
	return Base{Version: m[1], Variant: m[2]}, true
}

// StandsFor tells whether an image is Cloudflare's, or built on it.
func StandsFor(img container.Image) bool {
	base := img.Reference
	if img.Dockerfile != "" {
		file, err := dockerfile.Read(img.Dockerfile)
		if err != nil {
			return false // whoever builds it tells
		}
		if base, err = file.Base(dockerfile.Inputs{Args: img.Vars}); err != nil {
			return false
		}
	}
	_, ok := Of(base)
	return ok
}

// Config gives the image's configuration. What follows its entrypoint is a command that the server
// starts.
func (b Base) Config() image.Config {
	version := b.Version
	if version == "" {
		version = "unknown"
	}
	return image.Config{
		Entrypoint: []string{Path}, WorkingDir: path.Dir(Path), ExposedPorts: []string{"3000/tcp"},
		Env: []string{"DEBIAN_FRONTEND=noninteractive", "SANDBOX_VERSION=" + version},
	}
}

// Programs are those of the image that Workers count on most.
func (b Base) Programs() []string {
	all := []string{"bash", "bun", "curl", "git", "jq", "node", "npm", "unzip", "wget", "zip"}
	switch b.Variant {
	case "python":
		all = append(all, "python3")
	case "opencode":
		all = append(all, "opencode")
	case "musl":
		all = []string{"bash", "curl", "git"}
	}
	return all
}

// Executable gives the program that is to be shown at [Path]: this one.
func Executable() (string, error) {
	file, err := os.Executable()
	if err == nil {
		file, err = filepath.EvalSymlinks(file)
	}
	if err != nil {
		return "", fmt.Errorf("find the sandbox server: %w", err)
	}
	return file, nil
}

// Started tells whether this process was started as the server: its name is that of [Path], also
// where the user's Dockerfile has put the file somewhere else.
func Started() bool { return len(os.Args) > 0 && filepath.Base(os.Args[0]) == filepath.Base(Path) }

package process

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"paddock/bindings/container"
)

// besideFiles are an instance's files on links without a mount namespace, and how paths of the
// container lead to them. The zero value is that of links which have one.
type besideFiles struct {
	tree  *tree  // nil: the host's files are the container's
	trust string // the folder of certificates; "": none
	// server is the folder of the socket on which the sandbox server listens, because all containers
	// share the host's ports; "": there is none.
	server string
}

func (b besideFiles) folders() []string {
	var dirs []string
	if b.tree != nil {
		dirs = append(dirs, b.tree.root)
	}
	if b.trust != "" {
		dirs = append(dirs, b.trust)
	}
	if b.server != "" {
		dirs = append(dirs, b.server)
	}
	return dirs
}

func (b besideFiles) remove() {
	for _, dir := range b.folders() {
		os.RemoveAll(dir)
	}
}

// argv maps arguments.
func (b besideFiles) argv(args []string) []string {
	args = slices.Clone(args)
	for i := range args {
		args[i] = b.authority(args[i])
	}
	if b.tree != nil {
		args = b.tree.argv(args)
	}
	return args
}

// env maps the values of variables.
func (b besideFiles) env(env map[string]string) map[string]string {
	env = maps.Clone(env)
	for name, value := range env {
		env[name] = b.authority(value)
	}
	return env
}

// dir maps a folder: one of the tree, or else the host's.
func (b besideFiles) dir(dir string) string {
	if b.tree == nil {
		return dir
	}
	if info, err := os.Stat(b.tree.path(dir)); err == nil && info.IsDir() {
		return b.tree.path(dir)
	}
	return dir
}

// authority leads the place of the certificate authority to where it is.
func (b besideFiles) authority(text string) string {
	if b.trust == "" {
		return text
	}
	return strings.ReplaceAll(text, container.CAFile, filepath.Join(b.trust, path.Base(container.CAFile)))
}

package dockerfile

import (
	"context"
	"io"
)

// Runner runs one RUN step in a sandbox over an image's files.
type Runner interface {
	// Run runs the command and waits for it, and for what it left running. exit is the command's
	// exit code, 128+n when a signal ended it; err is what kept it from being run at all.
	Run(ctx context.Context, spec RunSpec) (exit int, err error)
}

// RunSpec is one command.
type RunSpec struct {
	Layers []string // absolute folders, lowest first, in overlayfs's own form; none: an empty root
	// Upper is an absolute folder that takes what the command writes, in the same form, without
	// redirects. What was mounted over may stay, empty: the builder removes what the image lacked.
	Upper string
	Work  string // an empty folder on Upper's file system, for overlayfs itself
	Argv  []string
	Env   []string // "NAME=value"; nothing is added to it
	Dir   string   // absolute; it is made where it is missing
	User  string   // user[:group], names or numbers of the image; "" is root
	// Network lets the command reach the internet. Without it there is only the loopback interface.
	Network        bool
	Stdin          io.Reader // nil: empty
	Stdout, Stderr io.Writer // nil: discarded
	Mounts         []Mount
}

// Mount is something beside the image's files that a command sees, and that does not come into the
// layer.
type Mount struct {
	// Source is an absolute file or folder of the host; "" mounts an empty file system in memory.
	Source string
	// Layers, when they are set, are mounted instead of Source, as an image's are.
	Layers   []string
	Subpath  string // below Layers
	Target   string // absolute; it is made where it is missing
	ReadOnly bool
	Size     int64 // bytes of a file system in memory; 0: the kernel's own limit
}

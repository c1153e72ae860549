package container

import (
	"context"
	"io"
	"net"
	"os"
	"syscall"

	"paddock/proxy"
)

// Engine runs images. Implementations: process (this release).
type Engine interface {
	Name() string
	// Probe tells whether the engine works here, by doing: nil, or why not, in the user's words.
	Probe(ctx context.Context) error
	// Prepare makes an image ready to start; progress receives lines for the user.
	Prepare(ctx context.Context, img Image, progress io.Writer) (Ref, error)
	Start(ctx context.Context, ref Ref, spec Spec) (Instance, error)
}

// Image is what the configuration says about a container's image.
type Image struct {
	Dockerfile string // absolute path; "" when the image is a reference
	Reference  string // registry reference; "" when there is a Dockerfile
	Context    string // absolute build context
	Vars       map[string]string
	// HostCommand is set by "paddock exec": the command runs on the host's own files as the
	// user sees them, in the current directory, with only the network changed.
	HostCommand bool
}

// Ref is an image made ready by the engine that returned it.
type Ref any

// Spec says how to start one instance.
type Spec struct {
	Name           string   // instance name for messages, e.g. "MyApp/default"
	Entrypoint     []string // nil: the image's own
	Env            map[string]string
	EnableInternet bool
	Labels         map[string]string
	Resolver       proxy.Resolver // answers the DNS packets of the container
	Stdin          io.Reader      // nil: /dev/null. An *os.File is inherited as it is.
	Stdout, Stderr io.Writer      // nil: discarded. An *os.File is inherited as it is.
	Foreground     bool           // exec: keep the user's terminal, environment and working directory
	Trust          Trust          // the certificates of intercepted TLS
	Directories    []Directory    // laid over the image's files
}

// CAFile is where containers find the root certificate of intercepted TLS, as on the platform.
const CAFile = "/etc/cloudflare/certs/cloudflare-containers-ca.crt"

// Trust says how an instance comes to trust the certificates of intercepted TLS.
type Trust struct {
	// CA is the root certificate, PEM. The engine puts it at [CAFile] in the container's view,
	// where it can. Empty: there is none.
	CA []byte
	// Inject also adds it to the system's roots and to the environment variables by which
	// programs find theirs. Variables that the image or the Worker sets are left alone.
	Inject bool
}

// Exit tells how an instance ended.
type Exit struct {
	Code   int            // exit code; 128+n when a signal ended it
	Signal syscall.Signal // 0 unless a signal ended it
}

// Instance is one started container.
type Instance interface {
	// Dial connects to a TCP port inside the container. Nobody listening: syscall.ECONNREFUSED.
	Dial(ctx context.Context, port uint16) (net.Conn, error)
	// Egress delivers every connection that the container opens.
	Egress() proxy.Source
	// Link names the egress link in use and why the better ones were refused.
	Link() (name string, refused []string)
	Signal(sig syscall.Signal) error
	// Wait blocks until the instance has ended. Many callers may wait.
	Wait(ctx context.Context) (Exit, error)
	// Destroy kills the instance and waits until nothing of it is left.
	Destroy(ctx context.Context) error
}

// ErrNotStarted wraps what kept a command from starting: os.ErrNotExist (exit code 127) or os.ErrPermission (126).
type ErrNotStarted struct {
	Command string
	Err     error
}

func (e *ErrNotStarted) Error() string { return "start " + e.Command + ": " + e.Err.Error() }

// Unwrap gives the operating system's reason.
func (e *ErrNotStarted) Unwrap() error { return e.Err }

var _ error = (*ErrNotStarted)(nil)
var _ = os.ErrNotExist

package container

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"syscall"
	"time"

	"paddock/proxy"
)

// Engine runs images. Package engines lists them.
type Engine interface {
	Name() string
	// Probe tells whether the engine works here, by doing: nil, or why not, in the user's words.
	Probe(ctx context.Context) error
	// Prepare makes an image ready to start; progress receives lines for the user. An error that
	// wraps [ErrUnfit] leaves the image to another engine.
	Prepare(ctx context.Context, img Image, progress io.Writer) (Ref, error)
	Start(ctx context.Context, ref Ref, spec Spec) (Instance, error)
}

// Image is what the configuration says about a container's image.
type Image struct {
	Dockerfile string // absolute path; "" when the image is a reference
	Reference  string // registry reference; "" when there is a Dockerfile
	Snapshot   string // a folder that [Freezer].Freeze has filled; "": this is none
	Context    string // absolute build context
	Tag        string // the reference that a built image gets, where the engine names images
	Vars       map[string]string
	// HostCommand is set by "paddock exec": the command runs on the host's own files as the
	// user sees them, in the current directory, with only the network changed.
	HostCommand bool
}

// Ref is an image made ready by the engine that returned it.
type Ref any

// ErrUnfit is wrapped by errors of [Engine].Prepare that say nothing against the image: this engine
// cannot make it ready, another may.
var ErrUnfit = errors.New("the engine cannot make the image ready")

// Diagnoser is an [Engine] that tells of each way in which it could work.
type Diagnoser interface {
	// Diagnose tries all egress links, also those behind the first that works.
	Diagnose(ctx context.Context) []Diagnosis
}

// Diagnosis is what came of trying one egress link.
type Diagnosis struct {
	Link string
	Err  error         // why it cannot be had; nil: it works
	Mend string        // what may help, for the user; "" when it works or nothing does
	Took time.Duration // from the start of a process to its connection's arrival
}

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
	Hidden         []string       // folders of the host that the container is not to see, where it sees any
	Limits         Limits
	// HostProcesses shows the host's processes to the container, as the platform does locally without
	// the compatibility flag containers_pid_namespace.
	HostProcesses bool
}

// Limits are the most that an instance may use, where the engine can see to it. 0: no limit.
type Limits struct {
	CPUs      float64
	Memory    int64 // bytes
	Disk      int64 // bytes
	Processes int64 // with their threads; 0: [DefaultProcesses]
}

// MostProcesses is Processes with its default.
func (l Limits) MostProcesses() int64 { return cmp.Or(l.Processes, DefaultProcesses) }

// DefaultProcesses is how many processes and threads an instance may have unless its limits say else:
// more than any that behaves needs, and less than what takes the machine down.
const DefaultProcesses = 4096

// CAFile is where containers find the root certificate of intercepted TLS, as on the platform.
const CAFile = "/etc/cloudflare/certs/cloudflare-containers-ca.crt"

// Trust says how an instance comes to trust the certificates of intercepted TLS.
type Trust struct {
	// CA is the root certificate, PEM. The engine puts it at [CAFile] in the container's view,
	// where it can. Empty: there is none.
	CA []byte
	// Mode says whether it is also added to the system's roots and to the environment variables by
	// which programs find theirs. Variables that the image or the Worker sets are left alone.
	Mode TrustMode
}

// TrustMode says whether programs are made to trust intercepted TLS.
type TrustMode int

const (
	TrustDefault  TrustMode = iota // yes where the host's files are the container's; images see to it themselves, as on the platform
	TrustInject                    // yes
	TrustFileOnly                  // no
)

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

// Listener is an [Instance] that tells where its programs listen, for messages.
type Listener interface {
	// Listening gives the addresses on which connections are taken; nil: nowhere, or not known.
	Listening() []netip.AddrPort
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

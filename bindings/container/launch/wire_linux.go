package launch

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// marker is the environment variable that makes this program an init stage.
const marker = "PADDOCK_INIT"

// Descriptors that the init stage is given.
const (
	controlFD = 3
	configFD  = 4
)

const maxMessage = 4096

// orders tell the init stage what to do. They travel in a memory file, because environments are
// longer than messages may be.
type orders struct {
	Link         string
	Probe        bool // instead of a command: connect, and see it arrive
	Command      Command
	Folders      []string // to be removed when Paddock dies
	PIDs         bool     // it has a PID namespace
	Users        *Users
	Setup        string
	SetupConfig  json.RawMessage
	Capabilities []uintptr
	// MostProcesses is a limit for the command; 0: there is none.
	MostProcesses uint64
}

// message is one packet on the control socket, in either direction. Exactly one
// of the fields beside ID, PID, Code and BySig is used.
type message struct {
	Ready   bool   `json:",omitempty"` // ← the link is up; its sockets are attached
	Error   string `json:",omitempty"` // ← the link could not be set up
	Enter   bool   `json:",omitempty"` // → what Paddock does for it is done: set up
	Go      bool   `json:",omitempty"` // → start the command
	Started bool   `json:",omitempty"` // ←
	Failed  int    `json:",omitempty"` // ← errno that kept the command from starting, or a folder from being opened
	ID      uint64 `json:",omitempty"` // of a dial or a further command, and of its answers
	Port    uint16 `json:",omitempty"` // → dial this port
	Refused int    `json:",omitempty"` // ← errno of a dial; 0: the socket is attached
	Dialled bool   `json:",omitempty"` // ←
	Signal  int    `json:",omitempty"` // → for the command
	Kill    bool   `json:",omitempty"` // → end everything
	Open    string `json:",omitempty"` // → send this folder
	Opened  bool   `json:",omitempty"` // ← the folder is attached, or Failed says why not
	Exec    bool   `json:",omitempty"` // → start what the attached files say
	PID     int    `json:",omitempty"` // ← of what was started
	Exited  bool   `json:",omitempty"` // ← the command, or with an ID what was started beside it
	Code    int    `json:",omitempty"`
	BySig   int    `json:",omitempty"`
}

// wire is one end of the control socket, which keeps message boundaries.
type wire struct {
	conn *net.UnixConn
	mu   sync.Mutex // guards writing
}

// newWire takes over f.
func newWire(f *os.File) (*wire, error) {
	c, err := net.FileConn(f)
	f.Close()
	if err != nil {
		return nil, fmt.Errorf("open control socket: %w", err)
	}
	u, ok := c.(*net.UnixConn)
	if !ok {
		c.Close()
		return nil, fmt.Errorf("open control socket: unexpected kind %T", c)
	}
	return &wire{conn: u}, nil
}

func (w *wire) send(m message, fds ...int) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	var rights []byte
	if len(fds) > 0 {
		rights = unix.UnixRights(fds...)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _, err = w.conn.WriteMsgUnix(b, rights, nil)
	return err
}

// receive returns the next message; the caller owns the files.
func (w *wire) receive() (message, []*os.File, error) {
	buf := make([]byte, maxMessage)
	oob := make([]byte, unix.CmsgSpace(8*4))
	n, on, _, _, err := w.conn.ReadMsgUnix(buf, oob)
	if err != nil {
		return message{}, nil, err
	}
	if n == 0 {
		return message{}, nil, net.ErrClosed
	}
	var files []*os.File
	if controls, err := unix.ParseSocketControlMessage(oob[:on]); err == nil {
		for _, c := range controls {
			if fds, err := unix.ParseUnixRights(&c); err == nil {
				for _, fd := range fds {
					files = append(files, os.NewFile(uintptr(fd), "link"))
				}
			}
		}
	}
	var m message
	if err := json.Unmarshal(buf[:n], &m); err != nil {
		closeAll(files)
		return message{}, nil, fmt.Errorf("read control message: %w", err)
	}
	return m, files, nil
}

// socketPair makes the two ends of a control socket.
func socketPair() (ours, theirs *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("make control socket: %w", err)
	}
	return os.NewFile(uintptr(fds[0]), "control"), os.NewFile(uintptr(fds[1]), "control"), nil
}

// memoryFile writes v to a memory file, ready to be read from the start.
func memoryFile(v any) (*os.File, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	fd, err := unix.MemfdCreate("paddock-config", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("make memory file: %w", err)
	}
	f := os.NewFile(uintptr(fd), "config")
	if _, err = f.Write(b); err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("write memory file: %w", err)
	}
	return f, nil
}

package seccomp

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const maxAddress = 128 // sizeof(struct sockaddr_storage)

// closedPort takes the datagrams that must not leave: nobody listens on it, so
// the sender gets ECONNREFUSED, as it does on the nft link.
const closedPort = 65535

var (
	proceed = outcome{proceed: true}
	// unreadable is the fail-closed answer to whatever we could not look into.
	unreadable = outcome{errno: unix.ENETUNREACH}
)

func fails(errno unix.Errno) outcome { return outcome{errno: errno} }

func failsWith(err error) outcome {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return fails(errno)
	}
	return unreadable
}

// decide finds the outcome of one stopped system call. One that is about a socket of the internet is
// done here, with a copy of its arguments, and never let go on: another thread of the caller may change
// what they point to.
func (s *Source) decide(c *call) outcome {
	switch c.Number {
	case unix.SYS_SOCKET:
		return s.socket(c)
	case unix.SYS_CONNECT:
		return s.connect(c)
	case unix.SYS_SENDTO:
		return s.sendTo(c)
	case unix.SYS_SENDMSG:
		return s.sendMessage(c)
	case unix.SYS_SENDMMSG:
		return s.sendMany(c)
	}
	return unreadable
}

// elsewhere decides about a call on a socket that is not of the internet, and names where to.
func (s *Source) elsewhere(to address) outcome {
	switch {
	case to.isNameService():
		return fails(unix.ENOENT)
	case to.path != "" && s.closed(realPath(to.path)):
		return fails(unix.ECONNREFUSED)
	}
	return proceed
}

// closed tells whether nobody seems to listen at a path.
func (s *Source) closed(path string) bool {
	return slices.ContainsFunc(s.doors, func(door string) bool { return path == door || strings.HasPrefix(path, door+"/") })
}

// realPath follows links of a path, as far as it exists.
func realPath(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

// address reads the socket address that a call points to.
func (c *call) address(at, size uint64) (address, outcome, bool) {
	raw, err := c.read(at, int(min(size, maxAddress)))
	if err != nil {
		return address{}, unreadable, false
	}
	to, ok := parseAddress(raw)
	if !ok {
		return address{}, fails(unix.EINVAL), false
	}
	return to, outcome{}, true
}

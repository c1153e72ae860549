package launch

import (
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// probeTarget is an address of TEST-NET-3: nobody has it.
var probeTarget = netip.MustParseAddrPort("203.0.113.1:80")

// probe makes one connection that the link must catch, on this thread, and
// reports it. On the seccomp link that is a DNS query to the loopback, so that
// nothing could leave the machine were the filter not at work.
func (s *initStage) probe() int {
	var err error
	if s.orders.Link == LinkSeccomp {
		err = probeDatagram()
	} else {
		err = probeStream()
	}
	m := message{Started: true}
	if err != nil {
		m = message{Error: err.Error()}
	}
	s.report(m)
	<-make(chan struct{}) // until Paddock has seen it and ends us
	return 0
}

const probeTimeout = 5 // seconds

func probeStream() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &unix.Timeval{Sec: probeTimeout})
	if err := unix.Connect(fd, &unix.SockaddrInet4{Addr: probeTarget.Addr().As4(), Port: int(probeTarget.Port())}); err != nil {
		return fmt.Errorf("connect through the link: %w", err)
	}
	return nil
}

func probeDatagram() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: probeTimeout})
	if err := unix.Connect(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: 53}); err != nil {
		return fmt.Errorf("connect through the link: %w", err)
	}
	if _, err := unix.Write(fd, []byte(probeQuery)); err != nil {
		return fmt.Errorf("send through the link: %w", err)
	}
	buf := make([]byte, len(probeQuery)+1)
	n, err := unix.Read(fd, buf)
	if err != nil || string(buf[:n]) != probeQuery {
		return fmt.Errorf("receive through the link: got %d bytes: %w", n, errors.Join(err, unix.EIO))
	}
	return nil
}

// probeQuery goes to the resolver of the probe, which sends it back.
const probeQuery = "paddock probe"

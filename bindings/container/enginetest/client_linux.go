package enginetest

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// detach puts a child into a session of its own, as daemons do.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// unconnected uses one socket for any address; the error shows at the send, or
// on the next use of the socket where it is connected by then.
func unconnected(to string) error {
	addr, err := net.ResolveUDPAddr("udp4", to)
	if err != nil {
		return err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	// Asks for ICMP errors on a socket that is not connected.
	const ipRecvErr = 11
	if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IP, ipRecvErr, 1); err != nil {
		return err
	}
	if err := syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &syscall.Timeval{Sec: 20}); err != nil {
		return err
	}
	err = syscall.Sendto(fd, []byte("hello"), 0, &syscall.SockaddrInet4{Port: addr.Port, Addr: [4]byte(addr.IP.To4())})
	if err == nil {
		_, _, err = syscall.Recvfrom(fd, make([]byte, 16), 0)
	}
	return wantRefused(err)
}

// mapped connects a socket of IPv6 to an address of IPv4.
func mapped(to, request string) error {
	at, err := netip.ParseAddrPort(to)
	if err != nil {
		return err
	}
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), "mapped")
	defer f.Close()
	if err := unix.Connect(fd, &unix.SockaddrInet6{Port: int(at.Port()), Addr: at.Addr().As16()}); err != nil {
		return err
	}
	conn, err := net.FileConn(f)
	if err != nil {
		return err
	}
	defer conn.Close()
	return answerOf(conn, request)
}

// onlyPorts lets sockets have one of a range of ports only.
func onlyPorts(first, last int) func(_, _ string, c syscall.RawConn) error {
	const option = 51 // IP_LOCAL_PORT_RANGE
	return func(_, _ string, c syscall.RawConn) error {
		var err error
		if e := c.Control(func(fd uintptr) { err = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, option, last<<16|first) }); e != nil {
			return e
		}
		return err
	}
}

// makeSockets makes sockets one after the other, and says what else it was given.
func makeSockets(count int) error {
	for range count {
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		if _, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE); err != nil {
			return fmt.Errorf("descriptor %d: %w", fd, err)
		}
		if err := unix.Close(fd); err != nil {
			return err
		}
	}
	fmt.Println("all are sockets")
	return nil
}

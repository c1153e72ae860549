package enginetest

import (
	"net"
	"os/exec"
	"syscall"
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

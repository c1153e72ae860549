package enginetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/icmp"
	"golang.org/x/net/ipv4"
)

// overSix makes a request over IPv6, to an address that the name has, or says that it has none.
func overSix(to, request string) error {
	host, port, err := net.SplitHostPort(to)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	all, err := (&net.Resolver{PreferGo: true}).LookupNetIP(ctx, "ip6", host)
	if d := (*net.DNSError)(nil); errors.As(err, &d) && d.IsNotFound {
		fmt.Println("no address")
		return nil
	}
	if err != nil {
		return err
	}
	return exchange(net.JoinHostPort(all[0].String(), port), request)
}

const sixIsOn = "the network has IPv6"

// withoutSix does the same where there is no IPv6, which not all daemons switch off.
func withoutSix(to, request string) error {
	off, err := os.ReadFile("/proc/sys/net/ipv6/conf/lo/disable_ipv6")
	if err == nil && strings.TrimSpace(string(off)) == "0" {
		fmt.Println(sixIsOn)
		return nil
	}
	return overSix(to, request)
}

// usePortsUp connects until no port is left for it, ends or resets its connections, and makes a request
// as soon as there is a port again: those of connections that the program itself has ended are not free at once.
func usePortsUp(to, how string) error {
	const count = 8
	first := 33_000 + count*rand.IntN(3000) // others on this machine may do the same
	d := &net.Dialer{Timeout: limit, Control: onlyPorts(first, first+count-1)}
	var all []net.Conn
	for {
		conn, err := d.Dial("tcp", to)
		if errors.Is(err, syscall.EADDRNOTAVAIL) {
			break
		}
		if err != nil {
			return err
		}
		if err := keepAlive(conn); err != nil {
			return err
		}
		all = append(all, conn)
	}
	fmt.Println("none left")
	for _, conn := range all {
		if how == "reset" {
			conn.(*net.TCPConn).SetLinger(0)
		}
		conn.Close()
	}
	for giveUp := time.Now().Add(limit); ; time.Sleep(10 * time.Millisecond) {
		err := exchangeOver(d, to, "GET /x HTTP/1.0\r\nHost: one.test\r\n\r\n")
		if !errors.Is(err, syscall.EADDRNOTAVAIL) || time.Now().After(giveUp) {
			return err
		}
	}
}

// keepAlive makes a request and reads the whole answer, without which ending the connection resets it.
func keepAlive(conn net.Conn) error {
	conn.SetDeadline(time.Now().Add(limit))
	if _, err := io.WriteString(conn, "GET /x HTTP/1.1\r\nHost: one.test\r\n\r\n"); err != nil {
		return err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return errors.Join(err, resp.Body.Close())
}

// ping sends an echo request, by a socket that everybody may have or else by one for root, and says
// whether it is answered.
func ping(to string) error {
	addr, err := netip.ParseAddr(to)
	if err != nil {
		return err
	}
	var at net.Addr = &net.UDPAddr{IP: addr.AsSlice()}
	conn, err := icmp.ListenPacket("udp4", "")
	if err != nil {
		at = &net.IPAddr{IP: addr.AsSlice()}
		conn, err = icmp.ListenPacket("ip4:icmp", "")
	}
	if err != nil {
		var errno syscall.Errno
		if !errors.As(err, &errno) {
			return err
		}
		fmt.Println("no socket:", errno.Error())
		return nil
	}
	defer conn.Close()
	request, err := (&icmp.Message{Type: ipv4.ICMPTypeEcho, Body: &icmp.Echo{ID: 7, Seq: 1, Data: []byte("paddock")}}).Marshal(nil)
	if err != nil {
		return err
	}
	if _, err := conn.WriteTo(request, at); err != nil {
		return err
	}
	wait := patience
	if addr.IsLoopback() {
		wait = limit // there is an answer
	}
	conn.SetReadDeadline(time.Now().Add(wait))
	for b := make([]byte, 1500); ; {
		n, _, err := conn.ReadFrom(b)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			fmt.Println("silence")
			return nil
		}
		if err != nil {
			return err
		}
		m, err := icmp.ParseMessage(1, b[:n]) // of ICMP for IPv4
		if err == nil && m.Type == ipv4.ICMPTypeEchoReply {
			fmt.Println("answered")
			return nil
		}
	}
}

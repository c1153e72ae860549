package enginetest

import (
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"paddock/bindings/container"
)

// Escapes has a hostile program try what gets past walls that are not whole: other kinds of sockets,
// system calls that connect in passing, and arguments that change while they are being decided about.
// What it sends to an address of this machine must not arrive there. want are lines that it says of ways
// that must be shut.
func Escapes(t *testing.T, engine container.Engine, traits Traits, want ...string) {
	own := ownAddress(t)
	var arrived atomic.Int64
	l, err := net.Listen("tcp", net.JoinHostPort(own, "0"))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			arrived.Add(1)
			conn.Close()
		}
	}()
	packets, err := net.ListenPacket("udp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		b := make([]byte, 64)
		for {
			n, _, err := packets.ReadFrom(b)
			if err != nil || string(b[:n]) == "mark" {
				return
			}
			arrived.Add(1)
		}
	}()

	r := (&suite{t: t, engine: engine, traits: traits}).client(t, "escape", l.Addr().String())
	exit := r.wait(t)
	said := r.out.String() + r.err.String()
	t.Log(said)
	if exit.Code != 0 {
		t.Errorf("it ended with %d", exit.Code)
	}
	for _, line := range want {
		if !strings.Contains(said, line+"\n") {
			t.Errorf("it does not say %q", line)
		}
	}
	mark, err := net.Dial("udp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer mark.Close()
	if _, err := mark.Write([]byte("mark")); err != nil {
		t.Fatal(err)
	}
	<-heard
	l.Close()
	packets.Close()
	if n := arrived.Load(); n > 0 {
		t.Errorf("%d tries have arrived", n)
	}
}

// ownAddress is an address of this machine that is not its loopback's.
func ownAddress(t *testing.T) string {
	t.Helper()
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return n.IP.String()
		}
	}
	t.Skip("this machine has no address but its loopback's")
	return ""
}

package program

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestBehind(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	local := client.LocalAddr().(*net.TCPAddr).AddrPort()
	remote := client.RemoteAddr().(*net.TCPAddr).AddrPort()
	if _, ok := namespaceOf(conn.(*net.TCPConn)); !ok {
		t.Skip("the system does not tell the namespace of a socket: it wants CAP_NET_ADMIN")
	}
	own := Name(os.Getpid())
	if got := Behind(conn.(*net.TCPConn), local, remote); got != own || own == "" {
		t.Errorf("got %q, want %q", got, own)
	}
	if got := Behind(conn.(*net.TCPConn), remote, local); got != own { // the other end is ours too
		t.Errorf("the accepted end: got %q", got)
	}
	if got := Behind(conn.(*net.TCPConn), local, netip.MustParseAddrPort("192.0.2.1:80")); got != "" {
		t.Errorf("a connection that there is not: got %q", got)
	}
}

func TestListening(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	want := listener.Addr().(*net.TCPAddr).AddrPort()
	if got := Listening(os.Getpid()); slices.Contains(got, want) {
		t.Errorf("our own %s is among %v", want, got)
	}
	if got := Listening(1 << 30); got != nil {
		t.Errorf("a process that there is not listens on %v", got)
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const longest = 15 // bytes that the kernel keeps
	want := filepath.Base(exe)
	if got := Name(os.Getpid()); got != want[:min(longest, len(want))] {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Name(1 << 30); got != "" {
		t.Errorf("a process that there is not: got %q", got)
	}
}

func TestFindSocket(t *testing.T) {
	t.Parallel()
	const list = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0100007F:BC12 090100C6:0050 01 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:BC13 0000000000000000FFFF0000090100C6:0050 01 00000000:00000000 00:00000000 00000000 0 0 4343 1 0 100 0 0 10 0
   3: bad
`
	for _, c := range []struct{ local, remote, want string }{
		{"127.0.0.1:48146", "198.0.1.9:80", "4242"},
		{"127.0.0.1:48147", "198.0.1.9:80", "4343"},
		{"127.0.0.1:48147", "198.0.1.9:81", ""},
	} {
		if got, ok := findSocket(list, netip.MustParseAddrPort(c.local), netip.MustParseAddrPort(c.remote)); got != c.want || ok != (c.want != "") {
			t.Errorf("%s to %s: got %q, %v", c.local, c.remote, got, ok)
		}
	}
}

func FuzzFindSocket(f *testing.F) {
	f.Add("0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 11 1")
	f.Fuzz(func(_ *testing.T, list string) {
		findSocket(list, netip.MustParseAddrPort("127.0.0.1:1"), netip.MustParseAddrPort("[::1]:2"))
	})
}

func TestLeft(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if Left(conn.(*net.TCPConn)) {
		t.Error("a client that is there has left")
	}
	if err := client.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if Left(conn.(*net.TCPConn)) {
		t.Error("a client that has ended its half has left")
	}
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	// The kernel's list may pass over a socket while others come and go: who waits for a client asks again.
	for deadline := time.Now().Add(10 * time.Second); !Left(conn.(*net.TCPConn)); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a client that has closed its socket is there")
		}
	}
}

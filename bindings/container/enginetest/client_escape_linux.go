package enginetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// escape tries to reach an address past the link, and says what came of the ways that tell.
func escape(to string) error {
	at, err := netip.ParseAddrPort(to)
	if err != nil {
		return err
	}
	e := escaper{world: socketAddress(at), near: socketAddress(netip.MustParseAddrPort("127.0.0.1:9"))}
	for _, way := range []struct {
		name string
		try  func() (string, error)
	}{
		{"vsock", virtualSocket},
		{"packet", packetSocket},
		{"namespace", otherNetworks},
		{"io_uring", ring},
		{"device", deviceOfSockets},
		{"raw", e.raw},
		{"fast open", e.fastOpen},
		{"unspecified family", e.unspecified},
		{"changed address of connect, TCP", func() (string, error) { return e.changeConnect(unix.SOCK_STREAM, e.near) }},
		{"changed address of connect, UDP", func() (string, error) { return e.changeConnect(unix.SOCK_DGRAM, e.near) }},
		{"changed family of connect, TCP", func() (string, error) { return e.changeConnect(unix.SOCK_STREAM, address{unix.AF_UNIX, 0, '/'}) }},
		{"changed family of connect, UDP", func() (string, error) { return e.changeConnect(unix.SOCK_DGRAM, address{}) }},
		{"changed address of sendto", e.changeSendTo},
		{"changed name of sendmsg", e.changeMessage},
	} {
		said, err := way.try()
		var errno unix.Errno
		if errors.As(err, &errno) {
			said = errno.Error()
		} else if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", way.name, said)
	}
	return nil
}

// address is a struct sockaddr_in.
type address [16]byte

func socketAddress(at netip.AddrPort) (a address) {
	binary.NativeEndian.PutUint16(a[:], unix.AF_INET)
	binary.BigEndian.PutUint16(a[2:], at.Port())
	copy(a[4:], at.Addr().AsSlice())
	return a
}

var secret = []byte("secret")

type escaper struct{ world, near address }

func virtualSocket() (string, error) {
	_, err := unix.Socket(unix.AF_VSOCK, unix.SOCK_STREAM, 0)
	return "there", err
}

// packetSocket tells which devices frames can be put on.
func packetSocket() (string, error) {
	all, err := net.Interfaces()
	if err != nil {
		return "", err
	}
	names := []string{}
	for _, i := range all {
		fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0)
		if err != nil {
			break
		}
		if i.Flags&net.FlagLoopback == 0 && i.Flags&net.FlagUp != 0 && unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: i.Index}) == nil {
			names = append(names, i.Name)
		}
		unix.Close(fd)
	}
	return fmt.Sprint(names), nil
}

// otherNetworks tells whether another network namespace can be entered.
func otherNetworks() (string, error) {
	own, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil {
		return "", err
	}
	files, err := filepath.Glob("/proc/[0-9]*/ns/net")
	if err != nil {
		return "", err
	}
	for _, dir := range []string{"/run/netns", "/run/docker/netns"} {
		more, err := filepath.Glob(dir + "/*")
		if err != nil {
			return "", err
		}
		files = append(files, more...)
	}
	entered := make(chan string)
	go func() {
		runtime.LockOSThread() // and never given back
		for _, name := range files {
			fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
			if err != nil {
				continue
			}
			err = unix.Setns(fd, unix.CLONE_NEWNET)
			unix.Close(fd)
			if now, _ := os.Readlink("/proc/thread-self/ns/net"); err == nil && now != own {
				entered <- name
				return
			}
		}
		entered <- "none"
	}()
	return <-entered, nil
}

func ring() (string, error) {
	var params [120]byte
	_, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 4, uintptr(unsafe.Pointer(&params)), 0)
	if errno != 0 {
		return "", errno
	}
	return "there", nil
}

func deviceOfSockets() (string, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	_ = unix.SetsockoptString(fd, unix.SOL_SOCKET, unix.SO_BINDTODEVICE, "")
	name, err := unix.GetsockoptString(fd, unix.SOL_SOCKET, unix.SO_BINDTODEVICE)
	return strings.TrimRight(name, "\x00"), err
}

func (e escaper) raw() (string, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_UDP)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	packet := append([]byte{0, 9, e.world[2], e.world[3], 0, byte(8 + len(secret)), 0, 0}, secret...)
	return "sent", e.sendTo(fd, &e.world, packet, 0)
}

func (e escaper) sendTo(fd int, at *address, data []byte, flags uintptr) error {
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), flags,
		uintptr(unsafe.Pointer(at)), unsafe.Sizeof(*at))
	if errno != 0 {
		return errno
	}
	return nil
}

func (e escaper) fastOpen() (string, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	return "sent", e.sendTo(fd, &e.world, secret, unix.MSG_FASTOPEN)
}

// unspecified sends to an address whose family UDP takes for the internet's.
func (e escaper) unspecified() (string, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	to := e.world
	to[0], to[1] = 0, 0
	return "sent", e.sendTo(fd, &to, secret, 0)
}

// races is how often a change is tried.
const races = 300

// change has two things done in turns by another thread until stop is called.
func change(one, other func()) (stop func()) {
	var ended atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		for n := 0; !ended.Load(); n++ {
			for _, do := range []func(){one, other} {
				do()
				for range n % 3000 { // at ever other moments
					if ended.Load() {
						return
					}
				}
			}
		}
	}()
	return func() {
		ended.Store(true)
		<-done
	}
}

// changing is an address that is harmless one moment and not the next.
func (e escaper) changing(harmless address) (shared *address, stop func()) {
	shared = &address{}
	first := (*uint64)(unsafe.Pointer(shared))
	set := func(a address) func() {
		return func() { atomic.StoreUint64(first, binary.NativeEndian.Uint64(a[:])) }
	}
	return shared, change(set(harmless), set(e.world))
}

func (e escaper) changeConnect(kind int, harmless address) (string, error) {
	shared, stop := e.changing(harmless)
	defer stop()
	for range races {
		fd, err := unix.Socket(unix.AF_INET, kind|unix.SOCK_NONBLOCK, 0)
		if err != nil {
			return "", err
		}
		unix.Syscall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(shared)), unsafe.Sizeof(*shared))
		unix.Write(fd, secret)
		unix.Close(fd)
	}
	return "done", nil
}

func (e escaper) changeSendTo() (string, error) {
	shared, stop := e.changing(e.near)
	defer stop()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	for range races {
		_ = e.sendTo(fd, shared, secret, 0)
	}
	return "done", nil
}

// changeMessage has a message that says nothing of where to, and then does.
func (e escaper) changeMessage() (string, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	vector := unix.Iovec{Base: &secret[0], Len: uint64(len(secret))}
	message := unix.Msghdr{Iov: &vector, Iovlen: 1, Namelen: uint32(len(e.world))}
	world := e.world
	at := (*unsafe.Pointer)(unsafe.Pointer(&message.Name))
	stop := change(
		func() { atomic.StorePointer(at, nil) },
		func() { atomic.StorePointer(at, unsafe.Pointer(&world)) },
	)
	defer stop()
	for range races {
		unix.Syscall(unix.SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(&message)), 0)
	}
	return "done", nil
}

package program

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Name gives the name of a running process, as ps shows it; "" if there is none.
func Name(pid int) string {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	text := strings.TrimSpace(string(name))
	if err == nil && text != "" && text != "MainThread" { // as newer Node.js calls its own
		return text
	}
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return text
	}
	return filepath.Base(exe)
}

// Behind gives the name of the program that holds the socket with the address local, which is
// connected to remote, in the network namespace of conn, a socket of ours in that same namespace.
// It gives "" if it finds none.
func Behind(conn syscall.Conn, local, remote netip.AddrPort) string {
	namespace, ok := namespaceOf(conn)
	if !ok {
		return ""
	}
	pids := processesIn(namespace)
	for _, pid := range pids {
		inode, ok := socketInode(pid, local, remote)
		if !ok {
			continue
		}
		return holder(pids, inode)
	}
	return ""
}

// Left tells whether nobody holds the other end of a connection any more, which is accepted from a program
// of this machine: it looks for it in the network namespace of conn. It is false where the other end is not found.
func Left(conn interface {
	net.Conn
	syscall.Conn
}) bool {
	client, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return false
	}
	far := client.AddrPort()
	far = netip.AddrPortFrom(far.Addr().Unmap().WithZone(""), far.Port())
	pids := []int{os.Getpid()}
	if namespace, known := namespaceOf(conn); known { // else it is ours: those of containers are ours to ask
		if own, _ := os.Readlink("/proc/self/ns/net"); own != fmt.Sprintf("net:[%d]", namespace) {
			pids = processesIn(namespace)
		}
	}
	var found, held bool
	for _, pid := range pids {
		if found, held = endAt(pid, far); found {
			break
		}
	}
	return found && !held
}

// endAt tells whether there are sockets with an address in the list of a process's network namespace, and whether
// anybody holds one of them. Where they lead is not asked: they may have been led to us.
func endAt(pid int, local netip.AddrPort) (found, held bool) {
	for _, table := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		if err != nil {
			return found, held
		}
		port := fmt.Sprintf(":%04X ", local.Port()) // there may be many lines, and few with it
		for line := range strings.Lines(string(text)) {
			if !strings.Contains(line, port) {
				continue
			}
			fields := strings.Fields(line)
			if len(fields) <= inodeField {
				continue
			}
			if a, ok := address(fields[localField]); ok && a == local {
				found, held = true, held || fields[inodeField] != "0"
			}
		}
	}
	return found, held
}

// namespaceOf gives the inode of a socket's network namespace.
func namespaceOf(conn syscall.Conn) (inode uint64, ok bool) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, false
	}
	_ = raw.Control(func(fd uintptr) {
		ns, _, errno := unix.Syscall(unix.SYS_IOCTL, fd, unix.SIOCGSKNS, 0)
		if errno != 0 {
			return
		}
		defer unix.Close(int(ns))
		var stat unix.Stat_t
		if unix.Fstat(int(ns), &stat) == nil {
			inode, ok = stat.Ino, true
		}
	})
	return inode, ok
}

// processesIn lists the processes of a network namespace that we may look into.
func processesIn(namespace uint64) (pids []int) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	want := fmt.Sprintf("net:[%d]", namespace)
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if link, err := os.Readlink("/proc/" + e.Name() + "/ns/net"); err == nil && link == want {
			pids = append(pids, pid)
		}
	}
	return pids
}

// socketInode finds a connected TCP socket in the list of a process's network namespace.
func socketInode(pid int, local, remote netip.AddrPort) (inode string, ok bool) {
	for _, table := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		if err != nil {
			return "", false
		}
		if inode, ok := findSocket(string(text), local, remote); ok {
			return inode, true
		}
	}
	return "", false
}

// The fields of a line in a list of sockets.
const (
	localField  = 1
	remoteField = 2
	stateField  = 3
	inodeField  = 9
)

// listening is the state of a socket that takes connections.
const listening = "0A"

// Listening gives the addresses on which programs take connections in the network namespace of a
// process, without those of sockets that this program itself holds.
func Listening(pid int) (addresses []netip.AddrPort) {
	own := socketsOf("self")
	for _, table := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			fields := strings.Fields(line)
			if len(fields) <= inodeField || fields[stateField] != listening || own["socket:["+fields[inodeField]+"]"] {
				continue
			}
			if a, ok := address(fields[localField]); ok && !slices.Contains(addresses, a) {
				addresses = append(addresses, a)
			}
		}
	}
	return addresses
}

// socketsOf gives the links of a process's descriptors.
func socketsOf(process string) map[string]bool {
	dir := "/proc/" + process + "/fd/"
	links := map[string]bool{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return links
	}
	for _, e := range entries {
		if link, err := os.Readlink(dir + e.Name()); err == nil {
			links[link] = true
		}
	}
	return links
}

// findSocket reads a list of sockets, as in /proc/net/tcp.
func findSocket(list string, local, remote netip.AddrPort) (inode string, ok bool) {
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		if len(fields) <= inodeField {
			continue
		}
		if a, ok := address(fields[localField]); !ok || a != local {
			continue
		}
		if a, ok := address(fields[remoteField]); ok && a == remote {
			return fields[inodeField], fields[inodeField] != "0"
		}
	}
	return "", false
}

// address reads an address as the kernel lists it: words in the order of the machine, then the port.
func address(text string) (netip.AddrPort, bool) {
	host, portText, _ := strings.Cut(text, ":")
	port, err := strconv.ParseUint(portText, 16, 16)
	b, err2 := hex.DecodeString(host)
	if err != nil || err2 != nil || len(b) != 4 && len(b) != 16 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(b); i += 4 {
		binary.NativeEndian.PutUint32(b[i:], binary.BigEndian.Uint32(b[i:]))
	}
	addr, _ := netip.AddrFromSlice(b)
	return netip.AddrPortFrom(addr.Unmap(), uint16(port)), true
}

// holder gives the name of the process that holds a socket.
func holder(pids []int, inode string) string {
	for _, pid := range pids {
		if socketsOf(strconv.Itoa(pid))["socket:["+inode+"]"] {
			return Name(pid)
		}
	}
	return ""
}

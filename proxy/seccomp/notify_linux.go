package seccomp

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Requests and flags of linux/seccomp.h.
const (
	ioctlReceive = unix.SECCOMP_IOCTL_NOTIF_RECV
	ioctlSend    = unix.SECCOMP_IOCTL_NOTIF_SEND
	ioctlIsValid = 0x40082102 // SECCOMP_IOCTL_NOTIF_ID_VALID
	flagContinue = 1          // SECCOMP_USER_NOTIF_FLAG_CONTINUE
)

// call is one stopped system call: struct seccomp_notif.
type call struct {
	ID     uint64
	Thread uint32
	_      uint32
	Number int32
	Arch   uint32
	_      uint64 // instruction pointer
	Args   [6]uint64
}

// outcome is what a stopped system call returns: proceed lets the kernel run
// it as it is, else it returns value, or fails with errno.
type outcome struct {
	proceed bool
	value   int64
	errno   unix.Errno
}

// response is struct seccomp_notif_resp.
type response struct {
	ID    uint64
	Value int64
	Error int32
	Flags uint32
}

func receive(fd int) (call, error) {
	var c call // the kernel wants it zeroed
	if _, err := ioctl(fd, ioctlReceive, unsafe.Pointer(&c)); err != nil {
		return call{}, err
	}
	return c, nil
}

// answer returns ENOENT when a signal has ended the call meanwhile.
func (c *call) answer(fd int, o outcome) error {
	r := response{ID: c.ID}
	switch {
	case o.proceed:
		r.Flags = flagContinue
	case o.errno != 0:
		r.Error = -int32(o.errno)
	default:
		r.Value = o.value
	}
	_, err := ioctl(fd, ioctlSend, unsafe.Pointer(&r))
	return err
}

// valid tells that the thread still waits, so that its number was not given to another since.
func (c *call) valid(fd int) bool {
	id := c.ID
	_, err := ioctl(fd, ioctlIsValid, unsafe.Pointer(&id))
	return err == nil
}

func ioctl(fd int, request uintptr, arg unsafe.Pointer) (int, error) {
	for {
		n, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), request, uintptr(arg))
		if errno == unix.EINTR {
			continue
		}
		if errno != 0 {
			return -1, errno
		}
		return int(n), nil
	}
}

// read copies n bytes of the calling thread's memory.
func (c *call) read(address uint64, n int) ([]byte, error) {
	buf := make([]byte, n)
	if n == 0 {
		return buf, nil
	}
	thread := int(c.Thread)
	got, err := unix.ProcessVMReadv(thread,
		[]unix.Iovec{{Base: &buf[0], Len: uint64(n)}},
		[]unix.RemoteIovec{{Base: uintptr(address), Len: n}}, 0)
	if err == nil && got == n {
		return buf, nil
	}
	f, err := os.Open(fmt.Sprintf("/proc/%d/mem", thread))
	if err != nil {
		return nil, fmt.Errorf("read memory of the caller: %w", err)
	}
	defer f.Close()
	if _, err := f.ReadAt(buf, int64(address)); err != nil {
		return nil, fmt.Errorf("read memory of the caller: %w", err)
	}
	return buf, nil
}

// write changes the calling thread's memory.
func (c *call) write(address uint64, b []byte) error {
	thread := int(c.Thread)
	_, err := unix.ProcessVMWritev(thread,
		[]unix.Iovec{{Base: &b[0], Len: uint64(len(b))}},
		[]unix.RemoteIovec{{Base: uintptr(address), Len: len(b)}}, 0)
	if err == nil {
		return nil
	}
	f, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", thread), os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("write memory of the caller: %w", err)
	}
	defer f.Close()
	if _, err := f.WriteAt(b, int64(address)); err != nil {
		return fmt.Errorf("write memory of the caller: %w", err)
	}
	return nil
}

// socket returns a descriptor of ours for the socket that the first argument names.
func (c *call) socket() (int, error) {
	target := int(int32(c.Args[0]))
	thread := int(c.Thread)
	// PIDFD_THREAD (Linux 6.9) also reaches a thread whose process leader has ended.
	pidfd, err := unix.PidfdOpen(thread, unix.O_EXCL)
	if err != nil {
		if pidfd, err = unix.PidfdOpen(processOf(thread), 0); err != nil {
			return -1, fmt.Errorf("open caller: %w", err)
		}
	}
	defer unix.Close(pidfd)
	fd, err := unix.PidfdGetfd(pidfd, target, 0)
	if err != nil {
		return -1, fmt.Errorf("take over socket: %w", err)
	}
	return fd, nil
}

// processOf returns the process that a thread belongs to.
func processOf(thread int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", thread))
	if err != nil {
		return thread
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "Tgid:"); ok {
			if n, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil {
				return n
			}
		}
	}
	return thread
}

// header is the part of struct msghdr that we need.
type header struct {
	name                uint64
	nameLen             uint32
	iov, iovLen         uint64
	control, controlLen uint64
}

// size of struct msghdr and struct mmsghdr on 64-bit systems.
const (
	headerSize     = 56
	manyHeaderSize = 64
)

func (c *call) readHeader(address uint64) (header, error) {
	b, err := c.read(address, headerSize)
	if err != nil {
		return header{}, err
	}
	le := binary.LittleEndian // amd64 and arm64
	return header{
		name: le.Uint64(b), nameLen: le.Uint32(b[8:]), iov: le.Uint64(b[16:]), iovLen: le.Uint64(b[24:]),
		control: le.Uint64(b[32:]), controlLen: le.Uint64(b[40:]),
	}, nil
}

// readPayload joins the buffers of a message, up to one UDP packet.
func (c *call) readPayload(h header) ([]byte, error) {
	if h.iovLen > maxVectors {
		return nil, unix.EMSGSIZE
	}
	vec, err := c.read(h.iov, int(h.iovLen)*16)
	if err != nil {
		return nil, err
	}
	var out []byte
	for ; len(vec) > 0; vec = vec[16:] {
		base, n := binary.LittleEndian.Uint64(vec), binary.LittleEndian.Uint64(vec[8:])
		if n > maxPacket || len(out)+int(n) > maxPacket {
			return nil, unix.EMSGSIZE
		}
		part, err := c.read(base, int(n))
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
	}
	return out, nil
}

const (
	maxPacket  = 65535
	maxVectors = 1024 // UIO_MAXIOV
)

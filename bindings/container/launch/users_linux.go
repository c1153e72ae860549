package launch

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// becomeUser makes this process the root of its user namespace when helpers write the maps: until
// then nobody has a number there.
func (s *initStage) becomeUser() error {
	if s.orders.Users == nil || !s.orders.Users.Helpers {
		return nil
	}
	if err := errors.Join(syscall.Setgroups(nil), syscall.Setresgid(0, 0, 0), syscall.Setresuid(0, 0, 0)); err != nil {
		return fmt.Errorf("become root of the user namespace: %w", err)
	}
	// Lost with the user that this process was.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("end with Paddock: %w", err)
	}
	return nil
}

// runHelpers writes the maps of a process's user namespace with the ranges set aside in
// /etc/subuid and /etc/subgid.
func runHelpers(pid int, u *Users) error {
	for _, h := range []struct {
		name string
		maps []IDMap
	}{{"newuidmap", u.UIDs}, {"newgidmap", u.GIDs}} {
		args := []string{strconv.Itoa(pid)}
		for _, m := range h.maps {
			args = append(args, strconv.Itoa(m.Inside), strconv.Itoa(m.Outside), strconv.Itoa(m.Size))
		}
		if out, err := exec.Command(h.name, args...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", h.name, err, strings.TrimSpace(string(out)))
		}
	}
	return nil
}

// ImageCapabilities are the capabilities that Docker gives to root in a container.
func ImageCapabilities() []uintptr {
	return []uintptr{
		unix.CAP_AUDIT_WRITE, unix.CAP_CHOWN, unix.CAP_DAC_OVERRIDE, unix.CAP_FOWNER, unix.CAP_FSETID, unix.CAP_KILL,
		unix.CAP_MKNOD, unix.CAP_NET_BIND_SERVICE, unix.CAP_NET_RAW, unix.CAP_SETFCAP, unix.CAP_SETGID, unix.CAP_SETPCAP,
		unix.CAP_SETUID, unix.CAP_SYS_CHROOT,
	}
}

// limitCapabilities clears what was lent for the set-up, and takes from this thread's bounding set
// all capabilities that are not to be kept; nil keeps all.
func limitCapabilities(keep []uintptr) error {
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil && err != unix.EINVAL {
		return fmt.Errorf("clear ambient capabilities: %w", err)
	}
	if keep == nil {
		return nil
	}
	if err := inheritNothing(); err != nil {
		return err
	}
	kept := map[uintptr]bool{}
	for _, c := range keep {
		kept[c] = true
	}
	for c := uintptr(0); ; c++ {
		has, _, errno := unix.Syscall(unix.SYS_PRCTL, unix.PR_CAPBSET_READ, c, 0)
		if errno == unix.EINVAL {
			return nil // the kernel knows no more of them
		}
		if kept[c] || has == 0 {
			continue
		}
		err := unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
		if err != nil {
			return fmt.Errorf("drop capability %d: %w", c, err)
		}
	}
}

// inheritNothing empties the set of capabilities that root's programs keep whatever the bounding set is.
func inheritNothing() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData
	err := unix.Capget(&header, &sets[0])
	if err == nil {
		sets[0].Inheritable, sets[1].Inheritable = 0, 0
		err = unix.Capset(&header, &sets[0])
	}
	if err != nil {
		return fmt.Errorf("give up inheritable capabilities: %w", err)
	}
	return nil
}

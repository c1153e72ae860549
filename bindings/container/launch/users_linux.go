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

// limitCapabilities clears what was lent for the set-up, and takes from this thread's bounding set
// all capabilities that are not to be kept; nil keeps all.
func limitCapabilities(keep []uintptr) error {
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil && err != unix.EINVAL {
		return fmt.Errorf("clear ambient capabilities: %w", err)
	}
	if keep == nil {
		return nil
	}
	kept := map[uintptr]bool{}
	for _, c := range keep {
		kept[c] = true
	}
	for c := uintptr(0); ; c++ {
		if kept[c] {
			continue
		}
		err := unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
		if err == unix.EINVAL {
			return nil // the kernel knows no more of them
		}
		if err != nil {
			return fmt.Errorf("drop capability %d: %w", c, err)
		}
	}
}

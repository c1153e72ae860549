package launch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// errNoLoader is what keeps a command from starting that is there itself.
var errNoLoader = fmt.Errorf("%w: what runs it is missing: the interpreter that a script names, or the C library of a program that is not static", unix.ENOENT)

// start executes the command on this thread.
func (s *initStage) start() error {
	c := &s.orders.Command
	if info, err := os.Stat(c.Dir); err != nil {
		return fmt.Errorf("enter working folder: %w", &os.PathError{Op: "chdir", Path: c.Dir, Err: unix.ENOTDIR})
	} else if !info.IsDir() {
		return fmt.Errorf("enter working folder %s: %w", c.Dir, unix.ENOTDIR)
	}
	file, err := lookPath(c.Argv[0], c.Dir, c.Env)
	if err != nil {
		return err
	}
	attr := &syscall.ProcAttr{Dir: c.Dir, Env: c.Env, Files: []uintptr{0, 1, 2}}
	attr.Sys = &syscall.SysProcAttr{}
	if !s.orders.PIDs {
		attr.Sys.Pdeathsig = unix.SIGKILL
	}
	if attr.Sys.Credential, err = credential(c.User); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	pid, err := syscall.ForkExec(file, c.Argv, attr)
	if errors.Is(err, unix.ENOEXEC) { // a script without #!, as execvp does
		argv := append([]string{"/bin/sh", file}, c.Argv[1:]...)
		pid, err = syscall.ForkExec("/bin/sh", argv, attr)
	}
	if errors.Is(err, unix.ENOENT) {
		return errNoLoader
	}
	if err != nil {
		return err
	}
	s.limitProcesses(pid)
	s.pid = pid
	return s.report(message{Started: true})
}

// lookPath finds the command as execvp would, with the command's own PATH.
func lookPath(name, dir string, env []string) (string, error) {
	if strings.Contains(name, "/") {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		return name, executable(name)
	}
	list := "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, "PATH="); ok {
			list = v
		}
	}
	result := error(unix.ENOENT)
	for _, d := range filepath.SplitList(list) {
		if !filepath.IsAbs(d) {
			d = filepath.Join(dir, d)
		}
		file := filepath.Join(d, name)
		switch err := executable(file); {
		case err == nil:
			return file, nil
		case errors.Is(err, unix.EACCES):
			result = unix.EACCES
		}
	}
	return "", result
}

func executable(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return unix.EACCES
	}
	return unix.Access(file, unix.X_OK)
}

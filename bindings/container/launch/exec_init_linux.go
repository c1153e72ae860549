package launch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// fork is a command that the init stage's first thread is to start.
type fork struct {
	id    uint64
	files []*os.File // what to start, stdin, stdout, stderr
}

// exec starts a further command on this thread and tells Paddock.
func (s *initStage) exec(f fork) {
	defer closeAll(f.files)
	// Held until it is told: the end of a command must not overtake its beginning.
	s.mu.Lock()
	defer s.mu.Unlock()
	pid, err := s.tryExec(f.files)
	var missing *notFound
	switch {
	case err == nil:
		s.execs[pid] = f.id
		s.report(message{ID: f.id, Started: true, PID: pid})
	case errors.As(err, &missing):
		fmt.Fprintf(f.files[3], "%s: %s\n", missing.name, missing.says)
		s.report(message{ID: f.id, Started: true, PID: os.Getpid()})
		s.report(message{ID: f.id, Exited: true, Code: missing.code})
	default:
		s.report(message{ID: f.id, Error: err.Error()})
	}
}

// notFound is a command that is not there, or is none, in a container without a shell: this process
// says then what a shell would.
type notFound struct {
	name, says string
	code       int
}

func (n *notFound) Error() string { return n.name + ": " + n.says }

// throughShell starts a command that is not found through a shell, which says what is wrong, as the
// local platform does with all commands.
func throughShell(argv []string, err error) (string, []string, error) {
	const shell = "/bin/sh"
	switch {
	case executable(shell) == nil:
		return shell, append([]string{"sh", "-c", `exec "$@"`, "sh"}, argv...), nil
	case errors.Is(err, unix.EACCES):
		return "", nil, &notFound{argv[0], "Permission denied", 126}
	}
	return "", nil, &notFound{argv[0], "not found", 127}
}

func (s *initStage) tryExec(files []*os.File) (pid int, err error) {
	if len(files) != 4 {
		return 0, fmt.Errorf("exec: %d descriptors were sent", len(files))
	}
	var x execution
	text, err := io.ReadAll(files[0])
	if err == nil {
		err = json.Unmarshal(text, &x)
	}
	if err != nil {
		return 0, fmt.Errorf("read what to execute: %w", err)
	}
	dir, env := x.Dir, OverlayEnv(s.orders.Command.Env, x.Env)
	if dir == "" {
		dir = s.orders.Command.Dir
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return 0, fmt.Errorf("exec: cannot enter the folder %s", dir)
	}
	attr := &syscall.ProcAttr{Dir: dir, Env: env, Sys: &syscall.SysProcAttr{Setsid: true, Setctty: x.Terminal}}
	for _, f := range files[1:] {
		attr.Files = append(attr.Files, f.Fd())
	}
	if !s.orders.PIDs {
		attr.Sys.Pdeathsig = unix.SIGKILL
	}
	if x.User == "" {
		x.User = s.orders.Command.User
	}
	if attr.Sys.Credential, err = credential(x.User); err != nil {
		return 0, err
	}
	if x.Terminal && attr.Sys.Credential != nil {
		_ = files[1].Chown(int(attr.Sys.Credential.Uid), -1) // without it the user cannot open it by its name
	}
	argv := x.Argv
	file, err := lookPath(argv[0], dir, env)
	if err != nil {
		if file, argv, err = throughShell(argv, err); err != nil {
			return 0, err
		}
	}
	pid, err = syscall.ForkExec(file, argv, attr)
	if errors.Is(err, unix.ENOEXEC) { // a script without #!
		pid, err = syscall.ForkExec("/bin/sh", append([]string{"/bin/sh", file}, argv[1:]...), attr)
	}
	if err != nil {
		return 0, fmt.Errorf("exec %s: %w", x.Argv[0], err)
	}
	s.limitProcesses(pid)
	return pid, nil
}

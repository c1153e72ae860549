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
	if err == nil {
		s.execs[pid] = f.id
	}
	m := message{ID: f.id, Started: true, PID: pid}
	if err != nil {
		m = message{ID: f.id, Error: err.Error()}
	}
	s.report(m)
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
	argv := x.Argv
	file, err := lookPath(argv[0], dir, env)
	if err != nil {
		// The local platform starts commands through a shell, which says what is wrong.
		file, argv = "/bin/sh", append([]string{"sh", "-c", `exec "$@"`, "sh"}, argv...)
	}
	pid, err = syscall.ForkExec(file, argv, attr)
	if errors.Is(err, unix.ENOEXEC) { // a script without #!
		pid, err = syscall.ForkExec("/bin/sh", append([]string{"/bin/sh", file}, argv[1:]...), attr)
	}
	if err != nil {
		return 0, fmt.Errorf("exec %s: %w", x.Argv[0], err)
	}
	return pid, nil
}

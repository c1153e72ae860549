package process

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
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
	dir, env := x.Dir, overlayEnv(s.config.Command.Env, x.Env)
	if dir == "" {
		dir = s.config.Command.Dir
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return 0, fmt.Errorf("exec: cannot enter the folder %s", dir)
	}
	attr := &syscall.ProcAttr{Dir: dir, Env: env, Sys: &syscall.SysProcAttr{Setsid: true, Setctty: x.Terminal}}
	for _, f := range files[1:] {
		attr.Files = append(attr.Files, f.Fd())
	}
	if !s.inNamespaces() {
		attr.Sys.Pdeathsig = unix.SIGKILL
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

// credential finds a user, as "name", "uid" or either with ":group", in the container's own
// files; nil for "".
func credential(user string) (*syscall.Credential, error) {
	if user == "" {
		return nil, nil
	}
	name, group, hasGroup := strings.Cut(user, ":")
	row := lookUp("/etc/passwd", name, 2)
	c := &syscall.Credential{NoSetGroups: os.Geteuid() != 0}
	uid, err := strconv.ParseUint(name, 10, 32)
	if row != nil {
		uid, err = strconv.ParseUint(row[2], 10, 32)
		if gid, err := strconv.ParseUint(row[3], 10, 32); err == nil {
			c.Gid = uint32(gid)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("unable to find user %s: no matching entries in passwd file", name)
	}
	c.Uid = uint32(uid)
	if !hasGroup {
		return unlessSelf(c), nil
	}
	gid, err := strconv.ParseUint(group, 10, 32)
	if row := lookUp("/etc/group", group, 2); row != nil {
		gid, err = strconv.ParseUint(row[2], 10, 32)
	}
	if err != nil {
		return nil, fmt.Errorf("unable to find group %s: no matching entries in group file", group)
	}
	c.Gid = uint32(gid)
	return unlessSelf(c), nil
}

// unlessSelf spares a change that changes nothing, and that only root may make.
func unlessSelf(c *syscall.Credential) *syscall.Credential {
	if int(c.Uid) == os.Geteuid() && int(c.Gid) == os.Getegid() {
		return nil
	}
	return c
}

// lookUp finds the row of a file of accounts by its name or, in column id, its number.
func lookUp(file, name string, id int) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		row := strings.Split(strings.TrimSpace(line), ":")
		if len(row) > 3 && (row[0] == name || row[id] == name) {
			return row
		}
	}
	return nil
}

package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"paddock/bindings/container/launch"
	sandboxplace "paddock/bindings/container/sandbox/place"
)

// addServers shows the sandbox server, and gives it its workspace.
func (f *imageFiles) addServers(paths []string) error {
	program, err := sandboxplace.Executable()
	if err != nil {
		return err
	}
	for _, p := range paths {
		f.Copies = append(f.Copies, placement{Source: program, Dest: p, Bind: true})
	}
	f.Folders, f.Sandbox = append(f.Folders, sandboxplace.Workspace), true
	// The user's disks are of no use to a sandbox, which mounts buckets there.
	f.Private = append(f.Private, sandboxplace.Backups, "/mnt", "/media")
	// In the original everything may be changed, as by installing packages.
	f.Writable = append(f.Writable, "/usr", "/var", "/opt", "/srv")
	return nil
}

// lacking says which programs of Cloudflare's image this machine has not; "": none, or the image is another.
func lacking(reference string) string {
	base, ok := sandboxplace.Of(reference)
	if !ok {
		return ""
	}
	missing := slices.DeleteFunc(base.Programs(), func(name string) bool {
		_, err := exec.LookPath(name)
		return err == nil
	})
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("The files of this machine stand in for %s, and have not all of its programs: %s\n", reference, strings.Join(missing, ", "))
}

// addHome gives a sandbox a home of its own. The user's, with all that programs keep there to open
// doors, is not to be seen, unless programs of PATH are in it.
func (f *imageFiles) addHome(env []string) []string {
	home, users := "/root", launch.GetEnv(env, "HOME")
	if users != "" && users != "/" {
		onPath := slices.ContainsFunc(filepath.SplitList(launch.GetEnv(env, "PATH")), func(dir string) bool {
			return dir == users || strings.HasPrefix(dir, users+"/")
		})
		switch {
		case !onPath:
			f.Private = append(f.Private, users)
		case users == home:
			home = "/home/sandbox"
		}
	}
	if !slices.Contains(f.Private, home) {
		f.Private = append(f.Private, home)
	}
	return launch.SetEnv(env, "HOME", home)
}

// serverBeside moves the sandbox server from its port to a socket in a folder of its own, which
// only the user may enter: the port would be the host's, and open to everybody on it.
func (t *tree) serverBeside(c *command) (folder string, err error) {
	// The name of a socket is short by nature, and the system's folder may be long.
	folder, err = os.MkdirTemp("/tmp", "paddock-server-")
	if err != nil {
		return "", fmt.Errorf("make folder of the sandbox server: %w", err)
	}
	c.Env = launch.SetEnv(c.Env, sandboxplace.ListenVariable, socketIn(folder))
	c.Env = launch.SetEnv(c.Env, sandboxplace.WorkspaceVariable, t.path(sandboxplace.Workspace))
	if home := launch.GetEnv(c.Env, "HOME"); slices.Contains(c.Image.Private, home) {
		c.Env = launch.SetEnv(c.Env, "HOME", t.path(home))
	}
	return folder, nil
}

func socketIn(folder string) string { return filepath.Join(folder, "server") }

// Dial implements [container.Instance].
func (i *instance) Dial(ctx context.Context, port uint16) (net.Conn, error) {
	if i.beside.server == "" || port != sandboxplace.Port {
		return i.Instance.Dial(ctx, port)
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socketIn(i.beside.server))
	if errors.Is(err, os.ErrNotExist) { // it does not listen yet
		err = &net.OpError{Op: "dial", Net: "unix", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	return conn, err
}

package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// protocol is the version of what is said on a connection.
const protocol = 1

// FolderVariable names the folder in which the dev sessions of a user find each other, as in wrangler. If it
// is empty they do not.
const FolderVariable = "WRANGLER_REGISTRY_PATH"

// Folder gives the folder of the registry; "" if the user wants none, or has no folder for it.
func Folder() string {
	if named, ok := os.LookupEnv(FolderVariable); ok {
		if named == "" {
			return ""
		}
		return filepath.Join(named, "paddock")
	}
	return usual()
}

// Folders gives all folders in which sockets of dev sessions of the user may be, whichever are his settings.
func Folders() []string {
	dirs := []string{spare()}
	if named := Folder(); named != "" {
		dirs = append(dirs, named)
	}
	if usual := usual(); usual != "" && !slices.Contains(dirs, usual) {
		dirs = append(dirs, usual)
	}
	return dirs
}

// usual is the folder in the user's cache; "" if he has none.
func usual() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "paddock", "registry")
}

// spare is where sockets are whose own folder cannot have them.
func spare() string { return filepath.Join("/tmp", "paddock-registry-"+strconv.Itoa(os.Geteuid())) }

// entry is the file of a process.
type entry struct {
	Protocol int       `json:"protocol"`
	Host     string    `json:"host"`
	PID      int       `json:"pid"`
	Socket   string    `json:"socket"`
	Started  time.Time `json:"started"`
	Workers  []string  `json:"workers"`

	file string // where it was read
}

// prepare makes the folder, or makes sure that nobody else can look into it.
func prepare(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || !mine(info) {
		return fmt.Errorf("%s is not a folder of this user", dir)
	}
	return os.Chmod(dir, 0o700)
}

// write puts an entry into its file, whole.
func (e *entry) write() error {
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := os.WriteFile(e.file+".new", raw, 0o600); err != nil {
		return err
	}
	return os.Rename(e.file+".new", e.file)
}

// read gives the entries of this host, the oldest first. What cannot be read is not there.
func read(dir, host string) (entries []entry) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".json") {
			continue
		}
		e := entry{file: filepath.Join(dir, f.Name())}
		raw, err := os.ReadFile(e.file)
		if err == nil && json.Unmarshal(raw, &e) == nil && e.Host == host && e.Socket != "" {
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.Started.Compare(b.Started) })
	return entries
}

// remove takes away what a process has left. The socket goes first: what has no file is found by nobody.
func (e *entry) remove() {
	for _, file := range []string{e.Socket, e.file} {
		_ = os.Remove(file) // somebody else may have done it
	}
}

// startTime is how long a process may need from its socket's making to its file's.
const startTime = time.Minute

// sweep removes what killed processes of this host have left, so that it does not pile up. now is the time.
func sweep(dir, host string, now time.Time) {
	known := map[string]bool{}
	for _, e := range read(dir, host) {
		known[e.Socket] = true
		if refuses(e.Socket) {
			e.remove()
		}
	}
	sockets, _ := filepath.Glob(filepath.Join(dir, "*.sock")) // the pattern is right
	for _, socket := range sockets {
		info, err := os.Lstat(socket)
		if err == nil && !known[socket] && now.Sub(info.ModTime()) > startTime && refuses(socket) {
			_ = os.Remove(socket) // somebody else may have done it
		}
	}
}

// refuses tells that nobody listens at a socket, or that it is not there.
func refuses(socket string) bool {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return gone(err)
	}
	_ = conn.Close() // nothing was sent
	return false
}

// gone tells whether the error of a connection means that its process has ended.
func gone(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, fs.ErrNotExist)
}

package namespace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
	"paddock/proxy"
)

// insideMode turns the test's program into one that looks around in a container.
const insideMode = "PADDOCK_TEST_INSIDE"

// inside does what its arguments say, one operation after another: "op:argument".
func inside(steps []string) {
	for _, step := range steps {
		op, arg, _ := strings.Cut(step, ":")
		if err := insideStep(op, arg); err != nil {
			fmt.Printf("%s: %v\n", op, err)
		}
	}
}

func insideStep(op, arg string) error {
	switch op {
	case "cat":
		b, err := os.ReadFile(arg)
		os.Stdout.Write(b)
		return err
	case "ls":
		entries, err := os.ReadDir(arg)
		for _, e := range entries {
			fmt.Print(e.Name(), " ")
		}
		fmt.Println()
		return err
	case "env":
		fmt.Println(os.Getenv(arg))
	case "pwd":
		dir, err := os.Getwd()
		fmt.Println(dir)
		return err
	case "id":
		groups, err := os.Getgroups()
		fmt.Println(os.Geteuid(), os.Getegid(), groups)
		return err
	case "status": // a field of /proc/self/status
		b, err := os.ReadFile("/proc/self/status")
		for line := range strings.Lines(string(b)) {
			if v, ok := strings.CutPrefix(line, arg+":"); ok {
				fmt.Println(strings.TrimSpace(v))
			}
		}
		return err
	case "mode":
		info, err := os.Stat(arg)
		if err == nil {
			st := info.Sys().(*syscall.Stat_t)
			fmt.Println(info.Mode(), st.Uid, st.Gid)
		}
		return err
	case "size": // how much can be read
		b, err := os.ReadFile(arg)
		fmt.Println(len(b))
		return err
	case "write":
		name, text, _ := strings.Cut(arg, "=")
		return os.WriteFile(name, []byte(text), 0o644)
	case "fill": // a file, until there is no room
		f, err := os.Create(arg)
		for err == nil {
			_, err = f.Write(make([]byte, 1<<20))
		}
		return err
	case "chown":
		return os.Chown(arg, 1000, 1000)
	case "own": // a folder, so that no other user may enter it
		return errors.Join(os.Chmod(arg, 0o700), os.Chown(arg, 1000, 1000))
	case "become":
		return errors.Join(syscall.Setgroups(nil), syscall.Setgid(1000), syscall.Setuid(1000))
	case "listen":
		l, err := net.Listen("tcp", arg)
		if err == nil {
			fmt.Println("listening")
			err = l.Close()
		}
		return err
	case "mkdir":
		return os.Mkdir(arg, 0o755)
	case "say":
		fmt.Println(arg)
	case "rm":
		return os.RemoveAll(arg)
	case "mknod":
		return unix.Mknod(arg, unix.S_IFBLK|0o600, int(unix.Mkdev(8, 0)))
	case "open":
		f, err := os.Open(arg)
		if err == nil {
			_, err = f.Read(make([]byte, 1))
			f.Close()
		}
		return err
	case "orphan": // a grandchild that ends after its parent has
		child := exec.Command("/proc/self/exe", "self")
		child.Env = []string{insideMode + "=1"}
		return child.Run()
	case "self":
		child := exec.Command("/proc/self/exe", "nothing")
		child.Env = []string{insideMode + "=1"}
		return child.Start()
	case "interfaces":
		fmt.Print(interfaces())
	case "pids": // how many processes there are
		all, err := filepath.Glob("/proc/[0-9]*")
		fmt.Println(len(all))
		return err
	case "zombies": // until there are none
		for {
			if n := zombies(); n == 0 {
				fmt.Println("none")
				return nil
			}
			time.Sleep(time.Millisecond)
		}
	case "bomb": // processes that stay, until no more can be started
		for {
			child := exec.Command("/proc/self/exe", "wait")
			child.Env = []string{insideMode + "=1", "GOMAXPROCS=1"}
			if err := child.Start(); err != nil {
				return err
			}
		}
	case "eat": // MB of memory
		n, err := strconv.Atoi(arg)
		kept := make([][]byte, 0, n)
		for range n {
			kept = append(kept, bytes.Repeat([]byte{1}, 1<<20))
		}
		fmt.Println("ate", len(kept))
		return err
	case "wait":
		time.Sleep(time.Hour)
	}
	return nil
}

// interfaces lists the network devices, one a line.
func interfaces() string {
	all, err := net.Interfaces()
	if err != nil {
		return err.Error()
	}
	text := ""
	for _, i := range all {
		text += i.Name + "\n"
	}
	return text
}

func zombies() (n int) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range all {
		b, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(b), ") Z ") {
			n++
		}
	}
	return n
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// limit is when a test is given up.
const limit = 30 * time.Second

// testImage makes an image of the test's program and files; paths that end in / are folders.
func testImage(t *testing.T, config image.Config, files map[string]string) *ref {
	t.Helper()
	root := strings.TrimPrefix(clientImage(t).Reference, "dir:")
	for _, name := range sortedKeys(files) {
		path, text := filepath.Join(root, name), files[name]
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch target, isLink := strings.CutPrefix(text, "-> "); {
		case isLink:
			err = os.Symlink(target, path)
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(path, 0o755)
		default:
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return &ref{name: "test", image: &image.Image{ID: "sha256:test", Layers: []string{root}, Config: config}}
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type noNames struct{}

func (noNames) Resolve(context.Context, []byte) ([]byte, error) { return nil, os.ErrNotExist }

var _ proxy.Resolver = noNames{}

// look starts a container that does the steps, and gives what it said when it has ended.
func look(t *testing.T, e *Engine, from *ref, spec container.Spec, steps ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var out strings.Builder
	i := begin(t, e, from, spec, &out, steps...)
	exit, err := i.Wait(ctx)
	if err != nil || exit.Code != 0 {
		t.Errorf("it ended with %+v, %v and said %q", exit, err, out.String())
	}
	return out.String()
}

// begin starts a container that does the steps.
func begin(t *testing.T, e *Engine, from *ref, spec container.Spec, out *strings.Builder, steps ...string) *instance {
	t.Helper()
	spec.Stdout = out
	return beginTo(t, e, from, spec, out, steps...)
}

// beginTo does the same, and leaves its output to spec.
func beginTo(t *testing.T, e *Engine, from *ref, spec container.Spec, out io.Writer, steps ...string) *instance {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	spec.Name, spec.Stderr, spec.Resolver = "look", out, noNames{}
	if len(from.image.Config.Entrypoint) == 0 {
		spec.Entrypoint = append([]string{enginetest.ImageProgram}, steps...)
	}
	if spec.Env == nil {
		spec.Env = map[string]string{}
	}
	spec.Env[insideMode] = "1"
	i, err := e.Start(ctx, from, spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := i.Destroy(ctx); err != nil {
			t.Error(err)
		}
	})
	return i.(*instance)
}

// anyEngine gives an engine over the best link that works here.
func anyEngine(t *testing.T) *Engine {
	t.Helper()
	e := New(Options{Dir: t.TempDir()})
	if err := e.Probe(t.Context()); err != nil {
		if required(launch.LinkNFT) {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return e
}

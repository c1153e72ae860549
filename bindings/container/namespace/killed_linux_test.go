package namespace

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
)

// Variables that make the test's program start a container and wait to be killed.
const (
	holderLink  = "PADDOCK_TEST_HOLDER"
	holderImage = "PADDOCK_TEST_HOLDER_IMAGE"
	holderDir   = "PADDOCK_TEST_HOLDER_DIR"
)

// hold starts a container over a link and waits.
func hold(link string) {
	e := New(Options{Egress: link, Dir: os.Getenv(holderDir)})
	from := &ref{name: "held", image: &image.Image{Layers: []string{os.Getenv(holderImage)}}}
	_, err := e.Start(context.Background(), from, container.Spec{
		Name: "held", Entrypoint: []string{enginetest.ImageProgram}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "family"}, Stdout: os.Stdout,
		Limits: container.Limits{Memory: 512 << 20},
	})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	select {}
}

func TestEngine_Killed(t *testing.T) {
	from := testImage(t, image.Config{}, nil)
	for _, link := range []string{launch.LinkNFT, launch.LinkNFTRootless, launch.LinkSeccomp} {
		t.Run("kill -9 leaves no process over "+link+", and the next start removes the rest", func(t *testing.T) {
			e := engineFor(t, link)
			read, write, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer read.Close()
			holder := exec.Command("/proc/self/exe")
			holder.Env = append(os.Environ(), holderLink+"="+link, holderImage+"="+from.image.Layers[0], holderDir+"="+e.options.Dir)
			holder.Stdout = write
			if err := holder.Start(); err != nil {
				t.Fatal(err)
			}
			write.Close()
			out := bufio.NewReader(read)
			line, _ := out.ReadString('\n')
			folders := func() int {
				all, _ := filepath.Glob(filepath.Join(e.options.Dir, "instances", "*", lockFile))
				return len(all)
			}
			sweep(filepath.Join(e.options.Dir, "instances"))
			if n := folders(); n != 1 {
				t.Errorf("there are %d folders while it runs, want its own", n)
			}
			_ = holder.Process.Signal(syscall.SIGKILL)
			_ = holder.Wait()
			if line != "started\n" {
				t.Fatalf("holder said %q", line)
			}
			// The container and its daemon hold the pipe open as long as they live.
			_ = read.SetReadDeadline(time.Now().Add(limit))
			if _, err := io.ReadAll(out); err != nil {
				t.Errorf("processes are left: %v", err)
			}
			next := New(e.options)
			if _, err := next.open(); err != nil {
				t.Fatal(err)
			}
			if n := folders(); n != 0 {
				t.Errorf("%d folders are left", n)
			}
		})
	}
}

// TestEngine_Unprivileged runs the suite again as nobody.
func TestEngine_Unprivileged(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("this is not root: the other tests run unprivileged already")
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "paddock-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program, err := enginetest.StaticProgram(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "engine.test")
	if err := copyFile(program, binary); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(binary, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "-test.run", "^Test(Engine_(NFTRootless|Seccomp|Killed)|View|Ports|Loader|Apt|Image|Owners|Files|Freeze|Limits|Runner|Engine_Dockerfile)$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "PATH=/usr/local/bin:/usr/bin:/bin", "PADDOCK_REQUIRE_LINKS=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("suite as nobody: %v\n%s", err, out)
	}
}

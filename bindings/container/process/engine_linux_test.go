package process

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/launch"
)

// holderLink makes the test binary start one container over the named link and wait to be killed.
const holderLink = "PADDOCK_TEST_HOLDER"

func TestMain(m *testing.M) {
	if launch.Init(Setup()) {
		return
	}
	if link := os.Getenv(holderLink); link != "" {
		hold(link)
	}
	enginetest.Client()
	os.Exit(m.Run())
}

func hold(link string) {
	os.Unsetenv(holderLink)
	e := New(Options{Egress: link})
	self, err := os.Executable()
	if err == nil {
		_, err = e.Start(context.Background(), &ref{host: true}, container.Spec{
			Name: "held", Entrypoint: []string{self}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "family"}, Stdout: os.Stdout,
		})
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	select {}
}

// links that work here, best first.
func linksHere(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, link := range []string{launch.LinkNFT, launch.LinkNFTRootless, launch.LinkSeccomp, launch.LinkProxy} {
		if probe(t.Context(), link) == nil {
			out = append(out, link)
		}
	}
	return out
}

func TestEngine_Killed(t *testing.T) {
	for _, link := range linksHere(t) {
		t.Run("kill -9 ends every process of the container over "+link, func(t *testing.T) {
			read, write, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer read.Close()
			holder := exec.Command("/proc/self/exe")
			holder.Env = append(os.Environ(), holderLink+"="+link)
			holder.Stdout = write
			if err := holder.Start(); err != nil {
				t.Fatal(err)
			}
			write.Close()
			out := bufio.NewReader(read)
			line, _ := out.ReadString('\n')
			holder.Process.Kill()
			holder.Wait()
			if line != "started\n" {
				t.Fatalf("holder said %q", line)
			}
			// The container and its daemon hold the pipe open as long as they live.
			read.SetReadDeadline(time.Now().Add(20 * time.Second))
			if _, err := io.ReadAll(out); err != nil {
				t.Errorf("processes are left: %v", err)
			}
		})
	}
}

// stageOf builds a container from a Dockerfile and context files.
func stageOf(t *testing.T, e *Engine, files map[string]string) (container.Ref, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var progress strings.Builder
	r, err := e.Prepare(t.Context(), container.Image{Dockerfile: filepath.Join(dir, "Dockerfile"), Context: dir}, &progress)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(progress.String(), "RUN step(s) are not run") {
		t.Errorf("progress is %q", progress.String())
	}
	return r, dir
}

func TestEngine_Image(t *testing.T) {
	for _, link := range linksHere(t) {
		t.Run("a Dockerfile's stage runs over "+link, func(t *testing.T) {
			e := New(Options{Egress: link, StateDir: t.TempDir()})
			r, dir := stageOf(t, e, map[string]string{
				"Dockerfile":  "FROM alpine\nRUN apk add x\nRUN chmod +x /usr/src/app/run.sh /srv/data/*.sh\nENV WHO=world\nWORKDIR /usr/src/app\nCOPY src/ ./\nCOPY note.sh /srv/data/\nENTRYPOINT [\"./run.sh\"]\nCMD [\"one\"]\n",
				"src/run.sh":  "#!/bin/sh\nset -e\necho $WHO $1 $EXTRA $(cat sub/x)\necho changed > sub/x\necho new > /tmp/paddock-test-new\ncat sub/x\n",
				"src/sub/x":   "content",
				"note.sh":     "#!/bin/sh\necho a note",
				"ignored.txt": "",
			})
			var out, errs strings.Builder
			i, err := e.Start(t.Context(), r, container.Spec{Name: "image", Env: map[string]string{"EXTRA": "extra"}, Stdout: &out, Stderr: &errs})
			if err != nil {
				t.Fatal(err)
			}
			defer i.Destroy(context.Background())
			exit, err := i.Wait(t.Context())
			if err != nil || exit.Code != 0 || out.String() != "world one extra content\nchanged\n" {
				t.Errorf("exit %+v, %v, output %q, errors %q", exit, err, out.String(), errs.String())
			}
			if b, _ := os.ReadFile(filepath.Join(dir, "src/sub/x")); string(b) != "content" {
				t.Errorf("the build context was changed to %q", b)
			}
			if _, err := os.Stat("/usr/src/app"); err == nil {
				t.Error("/usr/src/app was made on the host")
			}
			os.Remove("/tmp/paddock-test-new") // where the link has no mount namespace
		})
	}
}

func TestEngine_DialServesHTTP(t *testing.T) {
	links := linksHere(t)
	e := New(Options{Egress: links[0]})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	i, err := e.Start(t.Context(), &ref{host: true}, container.Spec{Name: "sleeper", Entrypoint: []string{self}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "sleep"}})
	if err != nil {
		t.Fatal(err)
	}
	defer i.Destroy(context.Background())
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return i.Dial(ctx, 1) }}}
	if _, err := client.Get("http://container/"); err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("error is %v, want a refused connection", err)
	}
	if name, _ := i.Link(); name != links[0] {
		t.Errorf("link is %q, want %q", name, links[0])
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
	binary := filepath.Join(dir, "engine.test")
	if err := copyFile("/proc/self/exe", binary); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(binary, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "-test.run", "^Test(Engine_(NFTRootless|Seccomp|Proxy|Image|Killed)|Freeze|ForkBomb)$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "PATH=/usr/local/bin:/usr/bin:/bin")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "SKIP") || strings.Contains(line, "skip") {
			t.Log(strings.TrimSpace(line))
		}
	}
	if err != nil {
		t.Errorf("suite as nobody: %v\n%s", err, out)
	}
}

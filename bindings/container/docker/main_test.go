package docker

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
)

// testDaemon is the daemon of the tests; nil: there is none, for the reason why.
type testDaemon struct {
	host    string
	api     *client.Client
	program string
	why     error
	close   func()
}

// shared is set by TestMain alone.
var shared testDaemon

func TestMain(m *testing.M) {
	Init()
	enginetest.Client()
	child()
	dir, err := os.MkdirTemp("", "paddock-docker-test-")
	if err != nil {
		panic(err)
	}
	shared = findDaemon(dir)
	if shared.why != nil {
		fmt.Fprintf(os.Stderr, "\n*** The tests of the engine docker did NOT run: %v ***\n\n", shared.why)
	}
	code := m.Run()
	if shared.close != nil {
		shared.close()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// need gives the daemon, or skips the test. PADDOCK_REQUIRE_ENGINES, a list with commas, may forbid that.
func need(t *testing.T) testDaemon {
	t.Helper()
	if shared.why == nil {
		return shared
	}
	if slices.Contains(strings.Split(os.Getenv("PADDOCK_REQUIRE_ENGINES"), ","), "docker") {
		t.Fatalf("the engine docker is required: %v", shared.why)
	}
	t.Skip(shared.why)
	return testDaemon{}
}

// findDaemon takes a daemon that runs, or else starts one of its own in dir.
func findDaemon(dir string) testDaemon {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d := testDaemon{}
	found, err := dial(ctx, "")
	if err != nil {
		own, err := startDaemon(ctx, dir, err)
		if err != nil {
			d.why = err
			return d
		}
		d.close = own.stop
		found, d.why = dial(ctx, own.host)
	}
	if d.why == nil {
		d.api, d.host = found.api, found.host

		d.program, d.why = enginetest.StaticProgram(dir)
	}
	if d.why == nil {
		d.why = importImage(ctx, d.api, d.program)
	}
	return d
}

// ownDaemon is a dockerd that the tests have started.
type ownDaemon struct {
	host    string
	process *os.Process
	ended   chan struct{} // closed when it has ended
}

// startDaemon starts dockerd, with all that it keeps in dir. why is why it is needed.
func startDaemon(ctx context.Context, dir string, why error) (*ownDaemon, error) {
	if os.Geteuid() != 0 {
		return nil, fmt.Errorf("%w; and to start one, the tests need root", why)
	}
	file, err := exec.LookPath("dockerd")
	if err != nil {
		return nil, fmt.Errorf("%w; and dockerd is not installed", why)
	}
	d := &ownDaemon{host: "unix://" + filepath.Join(dir, "docker.sock"), ended: make(chan struct{})}
	c := exec.Command(file, "--data-root", filepath.Join(dir, "data"), "--exec-root", filepath.Join(dir, "run"),
		"-H", d.host, "-p", filepath.Join(dir, "pid"), "--bridge=none", "--iptables=false")
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return nil, err
	}
	d.process = c.Process
	go func() {
		c.Wait()
		close(d.ended)
	}()
	for {
		api, err := dial(ctx, d.host)
		if err == nil {
			return d, api.api.Close()
		}
		select {
		case <-d.ended:
			text, _ := os.ReadFile(log.Name())
			return nil, fmt.Errorf("dockerd ended: %s", text[max(0, len(text)-1000):])
		case <-ctx.Done():
			d.stop()
			return nil, err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (d *ownDaemon) stop() {
	d.process.Signal(os.Interrupt)
	<-d.ended
}

// testImage is what the suite's containers run.
const testImage = "paddock-enginetest:local"

// importImage makes the image of the suite: its program, a file that is none, and nothing else.
func importImage(ctx context.Context, api *client.Client, program string) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(writeImage(w, program)) }()
	defer r.Close()
	body, err := api.ImageImport(ctx, client.ImageImportSource{Source: r, SourceName: "-"}, "paddock-enginetest", client.ImageImportOptions{Tag: "local"})
	if err != nil {
		return err
	}
	defer body.Close()
	return drain(body)
}

func writeImage(w io.Writer, program string) error {
	f, err := os.Open(program)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	a := tar.NewWriter(w)
	err = a.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: enginetest.ImageProgram[1:], Mode: 0o755, Size: info.Size()})
	if err == nil {
		_, err = io.Copy(a, f)
	}
	return errors.Join(err, writeFile(a, enginetest.ImageFile, []byte("text")), a.Close())
}

// newEngine gives an engine over one link.
func newEngine(t *testing.T, link string) *Engine {
	t.Helper()
	d := need(t)
	return New(Options{Host: d.host, Egress: link, Program: d.program})
}

func suite(t *testing.T, link string) {
	e := newEngine(t, link)
	traits := enginetest.Traits{
		Transparent: true, Isolated: true, IPv6: true, First: true,
		Image: container.Image{Reference: testImage},
	}
	enginetest.Run(t, func(*testing.T) container.Engine { return e }, traits)
	if link != LinkSocket { // which is the other tunnel's, there
		t.Run("edges", func(t *testing.T) { enginetest.Edges(t, e, traits) })
	}
}

func TestEngine_NFT(t *testing.T)    { suite(t, LinkNFT) }
func TestEngine_Socket(t *testing.T) { suite(t, LinkSocket) }
func TestEngine_Stdio(t *testing.T)  { suite(t, LinkStdio) }

package docker

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/bindings/container/docker/dockertest"
	"paddock/bindings/container/enginetest"
)

// testDaemon is the daemon of the tests.
type testDaemon struct {
	host    string
	api     *client.Client
	program string
	daemon  *dockertest.Daemon
	why     error                   // nil: there is one
	lacks   map[string]func() error // why a daemon that was there before cannot have a link
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
	os.Setenv("DOCKER_CONFIG", dir) // not the user's own
	code := runWithDaemon(m, dir)
	os.RemoveAll(dir)
	os.Exit(code)
}

func runWithDaemon(m *testing.M, dir string) int {
	d, err := dockertest.Find(dir)
	if err == nil {
		defer d.Stop()
		shared.daemon = d
		defer shared.clean()
		err = shared.open(d.Host, dir)
	}
	if shared.why = err; err != nil {
		fmt.Fprintf(os.Stderr, "\n*** The tests of the engine docker did NOT run: %v ***\n\n", err)
	}
	return m.Run()
}

// open connects to the daemon, and gives it the suite's image.
func (d *testDaemon) open(host, dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	found, err := dial(ctx, host)
	if err != nil {
		return err
	}
	d.api, d.host = found.api, host
	if d.program, err = enginetest.StaticProgram(dir); err != nil {
		return err
	}
	d.lacks = map[string]func() error{}
	for _, link := range []string{LinkNFT, LinkSocket, LinkPort, LinkStdio} {
		d.lacks[link] = sync.OnceValue(func() error {
			ctx, cancel := context.WithTimeout(context.Background(), limit)
			defer cancel()
			return New(Options{Host: host, Egress: link, Program: d.program}).probe(ctx)
		})
	}
	return importImage(ctx, d.api, d.program)
}

// seesThisMachine skips the test where the daemon is not on this machine, but in a virtual one, as colima's.
func seesThisMachine(t *testing.T) {
	t.Helper()
	d := need(t)
	if d.daemon.Process != nil || dockertest.Required() || os.Geteuid() != 0 {
		return
	}
	if err := d.lacks[LinkNFT](); errors.Is(err, errNotHere) {
		t.Skip("the daemon does not see this machine's network")
	}
}

// clean removes what the tests have given to a daemon that goes on without them.
func (d *testDaemon) clean() {
	if d.api == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	images := []string{testImage, builtImage, againImage}
	if info, err := d.api.Info(ctx, client.InfoOptions{}); err == nil {
		if p, err := findProgram(d.program, goArch(info.Info.Architecture)); err == nil {
			images = append(images, p.image())
			defer d.api.VolumeRemove(ctx, p.volume(), client.VolumeRemoveOptions{})
		}
	}
	for _, name := range images {
		d.api.ImageRemove(ctx, name, client.ImageRemoveOptions{Force: true}) // it may not have been made
	}
}

// need gives the daemon, or skips the test where that is allowed.
func need(t testing.TB) testDaemon {
	t.Helper()
	switch {
	case shared.why == nil:
	case dockertest.Required():
		t.Fatalf("the engine docker is required: %v", shared.why)
	default:
		t.Skip(shared.why)
	}
	return shared
}

// testImage is what the suite's containers run.
const testImage = "paddock-enginetest:local"

// builtImage is what tests build.
const builtImage = "cloudflare-dev/test:local"

// importImage makes the image of the suite: its program, a file that is none, and nothing else.
func importImage(ctx context.Context, api *client.Client, program string) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(writeImage(w, program)) }()
	defer r.Close()
	body, err := api.ImageImport(ctx, client.ImageImportSource{Source: r, SourceName: "-"}, testImage, client.ImageImportOptions{})
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
func newEngine(t testing.TB, link string) *Engine {
	t.Helper()
	d := need(t)
	if link == LinkNFT && os.Geteuid() != 0 {
		t.Skip("the link nft needs root")
	}
	if link != LinkAuto && d.daemon.Process == nil && !dockertest.Required() {
		if err := d.lacks[link](); err != nil {
			t.Skip(err)
		}
	}
	e := New(Options{Host: d.host, Egress: link, Program: d.program})
	e.reach = d.daemon.Dial
	return e
}

// suiteTraits are those of the suite's image, over each link.
func suiteTraits() enginetest.Traits {
	return enginetest.Traits{
		Transparent: true, Isolated: true, IPv6: true, First: true,
		Image: container.Image{Reference: testImage},
	}
}

func suite(t *testing.T, link string) {
	t.Parallel()
	e := newEngine(t, link)
	enginetest.Run(t, func(*testing.T) container.Engine { return e }, suiteTraits())
	overNetwork(t, e)
}

// overNetwork runs the parts of the suite that are about the network.
func overNetwork(t *testing.T, e *Engine) {
	traits := suiteTraits()
	t.Run("edges", func(t *testing.T) { enginetest.Edges(t, e, traits) })
	t.Run("nothing gets past it", func(t *testing.T) { enginetest.Escapes(t, e, traits, "packet: []", "namespace: none") })
}

func TestEngine_NFT(t *testing.T)   { suite(t, LinkNFT) }
func TestEngine_Stdio(t *testing.T) { suite(t, LinkStdio) }

// TestEngine_Socket tries what differs from the other tunnel.
func TestEngine_Socket(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkSocket)
	asksOverLink(t, e, LinkSocket)
	overNetwork(t, e)
}

func TestShare(t *testing.T) {
	t.Parallel()
	s := &sidecar{}
	var err error
	if s.shared, err = (&daemon{host: "unix:///var/run/docker.sock"}).share(); err != nil {
		t.Fatal(err)
	}
	file := s.shared.Addr().String()
	inner := filepath.Dir(file)
	outer := filepath.Dir(inner)
	mode := func(name string) os.FileMode {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	t.Run("a sidecar of another user can connect", func(t *testing.T) {
		if in, socket := mode(inner), mode(file); in != 0o711 || socket != 0o666 {
			t.Errorf("the folder has the mode %o, the socket %o", in, socket)
		}
	})
	t.Run("other users of this machine do not come to it", func(t *testing.T) {
		if got := mode(outer); got != 0o700 {
			t.Errorf("the outer folder has the mode %o", got)
		}
	})
	t.Run("nothing of it is left", func(t *testing.T) {
		s.unshare()
		if _, err := os.Stat(outer); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the outer folder gives %v", err)
		}
	})
}

// TestEngine_Port tries what differs from the other tunnels.
func TestEngine_Port(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkPort)
	asksOverLink(t, e, LinkPort)
	overNetwork(t, e)
	t.Run("the others are taken where the daemon's ports are not to be reached", func(t *testing.T) {
		e := newEngine(t, LinkAuto)
		e.reach = func(context.Context, string) (net.Conn, error) { return nil, syscall.ECONNREFUSED }
		d, err := e.connect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		d.refuse(LinkNFT, errors.New("not here"))
		d.refuse(LinkSocket, errors.New("not here"))
		asksOverLink(t, e, LinkStdio)
		if _, refused := d.candidates(); !strings.Contains(strings.Join(refused, "\n"), LinkPort+": reach the published port") {
			t.Errorf("refused are %q", refused)
		}
	})
}

func TestDaemon_publishes(t *testing.T) {
	for host, want := range map[string]bool{
		"unix:///var/run/docker.sock": true, "npipe:////./pipe/docker_engine": true, "tcp://localhost:2375": true, "tcp://127.0.0.1:2375": true,
		"tcp://[::1]:2375": true, "tcp://docker:2375": false, "tcp://192.0.2.1:2376": false, "ssh://root@localhost": false,
	} {
		t.Run(host, func(t *testing.T) {
			if _, err := (&daemon{host: host}).publishes(); (err == nil) != want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// asksOverLink has a container ask for something over a link, and answers it.
func asksOverLink(t *testing.T, e *Engine, want string) {
	t.Helper()
	i := instanceOf(t, e, "get", container.Spec{}, probeTarget.String())
	if link, _ := i.Link(); link != want {
		t.Errorf("the link is %s", link)
	}
	flow, err := i.Egress().Accept(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if flow.Dst != probeTarget {
		t.Errorf("the flow goes to %v", flow.Dst)
	}
	if _, err := i.Dial(t.Context(), 9); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a dial gives %v", err)
	}
	io.WriteString(flow.Conn, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
	flow.Conn.Close()
	if exit, err := i.Wait(t.Context()); err != nil || exit.Code != 0 {
		t.Errorf("it ended with %+v, %v", exit, err)
	}
}

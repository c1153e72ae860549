package namespace

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/launch"
)

func TestMain(m *testing.M) {
	if launch.Init(Setup()) {
		return
	}
	if link := os.Getenv(holderLink); link != "" {
		hold(link)
	}
	if os.Getenv(insideMode) != "" {
		inside(os.Args[1:])
		return
	}
	enginetest.Client()
	os.Exit(m.Run())
}

// required tells whether PADDOCK_REQUIRE_LINKS, a list with commas, names the link.
func required(link string) bool {
	return slices.Contains(strings.Split(os.Getenv("PADDOCK_REQUIRE_LINKS"), ","), link)
}

// engineFor gives an engine over one link, or skips the test with the probe's reason.
func engineFor(t *testing.T, link string) *Engine {
	t.Helper()
	e := New(Options{Egress: link, Dir: t.TempDir()})
	if err := e.probe(t.Context(), link); err != nil {
		if required(link) {
			t.Fatalf("link %s is required: %v", link, err)
		}
		t.Skipf("link %s: %v", link, err)
	}
	return e
}

// clientImage is a root folder with nothing but this test's program.
func clientImage(t *testing.T) container.Image {
	t.Helper()
	program, err := enginetest.StaticProgram(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := copyFile(program, filepath.Join(root, enginetest.ImageProgram)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(root, enginetest.ImageProgram), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, enginetest.ImageFile), []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	return container.Image{Reference: "dir:" + root}
}

// shut are the ways out that a link has shut, as the suite's program says it.
func shut(link string) []string {
	ways := []string{"vsock: address family not supported by protocol", "packet: []", "namespace: none"}
	if link == launch.LinkSeccomp {
		ways = append(ways, "io_uring: function not implemented", "device: lo", "raw: operation not permitted", "fast open: operation not supported")
	}
	return ways
}

// suiteFor runs the suite over one link.
func suiteFor(t *testing.T, link string, traits enginetest.Traits) {
	e := engineFor(t, link)
	traits.Image = clientImage(t)
	t.Cleanup(func() { // the last of all
		if left, err := filepath.Glob(filepath.Join(e.home.instances, "*", lockFile)); err != nil || len(left) > 0 {
			t.Errorf("instances have left %v, %v", left, err)
		}
	})
	enginetest.Run(t, func(*testing.T) container.Engine { return e }, traits)
	t.Run("edges", func(t *testing.T) { enginetest.Edges(t, e, traits) })
	t.Run("nothing gets past it", func(t *testing.T) { enginetest.Escapes(t, e, traits, shut(link)...) })
}

func TestEngine_NFT(t *testing.T) {
	suiteFor(t, launch.LinkNFT, enginetest.Traits{Transparent: true, Isolated: true, IPv6: true})
}

func TestEngine_NFTRootless(t *testing.T) {
	suiteFor(t, launch.LinkNFTRootless, enginetest.Traits{Transparent: true, Isolated: true, IPv6: true})
}

func TestEngine_Seccomp(t *testing.T) {
	suiteFor(t, launch.LinkSeccomp, enginetest.Traits{Transparent: true, IPv6: true})
}

// copyFile copies the test's own program to where there is nothing yet.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

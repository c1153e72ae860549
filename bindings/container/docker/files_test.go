package docker

import (
	"archive/tar"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkAuto)
	dir := project(t, map[string]string{"sub/run": "text"})
	if err := os.Symlink("sub/run", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	i := instanceOf(t, e, "sleep", container.Spec{Directories: []container.Directory{{Source: dir, Dest: "/data/in"}, {Dest: "/empty"}}})
	same := func(t *testing.T, from string, i *instance) {
		t.Helper()
		to := filepath.Join(t.TempDir(), "copy")
		if err := i.Snapshot(t.Context(), from, to); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(to, "sub", "run"))
		if err != nil || info.Mode().Perm() != 0o755 || read(t, filepath.Join(to, "sub", "run")) != "text" {
			t.Errorf("sub/run is %v, %v", info, err)
		}
		if target, err := os.Readlink(filepath.Join(to, "link")); err != nil || target != "sub/run" {
			t.Errorf("link leads to %q, %v", target, err)
		}
	}
	t.Run("a folder comes and goes as it was", func(t *testing.T) { same(t, "/data/in", i) })
	t.Run("an empty folder is one", func(t *testing.T) {
		to := filepath.Join(t.TempDir(), "copy")
		if err := i.Snapshot(t.Context(), "/empty", to); err != nil {
			t.Fatal(err)
		}
		if list, err := os.ReadDir(to); err != nil || len(list) != 0 {
			t.Errorf("it has %v, %v", list, err)
		}
	})
	t.Run("what is no folder does not exist", func(t *testing.T) {
		for _, name := range []string{"/nowhere", "/plain", "/data/in/sub/run"} {
			if err := i.Snapshot(t.Context(), name, filepath.Join(t.TempDir(), "copy")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: error is %v", name, err)
			}
		}
	})
	t.Run("all files can be kept as an image", func(t *testing.T) {
		kept := filepath.Join(t.TempDir(), "1234", "files")
		if err := os.MkdirAll(kept, 0o755); err != nil {
			t.Fatal(err)
		}
		if size, err := i.Freeze(t.Context(), kept); err != nil || size <= 0 {
			t.Fatalf("%d bytes, %v", size, err)
		}
		ref, err := e.Prepare(t.Context(), container.Image{Snapshot: kept}, nil)
		if err != nil {
			t.Fatal(err)
		}
		thawed, err := e.Start(t.Context(), ref, container.Spec{Name: "Test/thawed", Resolver: nothing{}})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			thawed.Destroy(t.Context())
			shared.api.ImageRemove(t.Context(), read(t, filepath.Join(kept, frozenFile)), client.ImageRemoveOptions{Force: true})
		}()
		same(t, "/data/in", thawed.(*instance))
	})
}

func TestTrust(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkAuto)
	certs := func(t *testing.T, spec container.Spec) (string, []string) {
		t.Helper()
		i := instanceOf(t, e, "sleep", spec)
		to := filepath.Join(t.TempDir(), "copy")
		if err := i.Snapshot(t.Context(), "/etc", to); err != nil {
			t.Fatal(err)
		}
		return to, inspect(t, i).Config.Env
	}
	own := project(t, map[string]string{"ca-certificates.crt": "own roots\n"})
	roots := []container.Directory{{Source: own, Dest: "/etc/ssl/certs"}}
	t.Run("the authority is where the platform has it, and nothing else is changed", func(t *testing.T) {
		etc, env := certs(t, container.Spec{Trust: container.Trust{CA: []byte("the authority\n")}, Directories: roots})
		if got := read(t, filepath.Join(etc, "cloudflare/certs/cloudflare-containers-ca.crt")); got != "the authority\n" {
			t.Errorf("the file has %q", got)
		}
		if got := read(t, filepath.Join(etc, "ssl/certs/ca-certificates.crt")); got != "own roots\n" {
			t.Errorf("the roots are %q", got)
		}
		if slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, "SSL_CERT_FILE=") }) {
			t.Errorf("variables are %v", env)
		}
	})
	t.Run("on request programs are led to it", func(t *testing.T) {
		etc, env := certs(t, container.Spec{Trust: container.Trust{CA: []byte("the authority\n"), Mode: container.TrustInject}})
		if got := read(t, filepath.Join(etc, "cloudflare/certs/bundle.crt")); !strings.HasSuffix(got, "the authority\n") {
			t.Errorf("the bundle has %q", got)
		}
		if !slices.Contains(env, "SSL_CERT_FILE=/etc/cloudflare/certs/bundle.crt") || !slices.Contains(env, "NODE_EXTRA_CA_CERTS=/etc/cloudflare/certs/cloudflare-containers-ca.crt") {
			t.Errorf("variables are %v", env)
		}
	})
}

// archive makes one of headers; files have their own name as text.
func archive(t *testing.T, headers ...tar.Header) *tar.Reader {
	t.Helper()
	var b bytes.Buffer
	a := tar.NewWriter(&b)
	for _, h := range headers {
		if h.Typeflag == tar.TypeReg {
			h.Size = int64(len(h.Name))
		}
		h.Mode = 0o644
		if err := a.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			a.Write([]byte(h.Name))
		}
	}
	return tar.NewReader(&b)
}

func TestExtract(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		tar  []tar.Header
	}{
		{"a name that leads out", []tar.Header{{Typeflag: tar.TypeReg, Name: "top/../../out"}}},
		{"a link that leads out", []tar.Header{{Typeflag: tar.TypeSymlink, Name: "top/l", Linkname: "../.."}, {Typeflag: tar.TypeReg, Name: "top/l/out"}}},
		{"a hard link that leads out", []tar.Header{{Typeflag: tar.TypeLink, Name: "top/l", Linkname: "../../victim"}}},
		{"an absolute link", []tar.Header{{Typeflag: tar.TypeSymlink, Name: "top/l", Linkname: "/tmp"}, {Typeflag: tar.TypeReg, Name: "top/l/out"}}},
	} {
		t.Run(c.name+" writes nothing outside", func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			inside := filepath.Join(dir, "a", "b")
			if err := os.MkdirAll(inside, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "victim"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			root, err := os.OpenRoot(inside)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			extract(archive(t, c.tar...), root) // whether it fails or not
			filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
				if e.Name() == "out" && !strings.HasPrefix(name, inside) {
					t.Errorf("it wrote %s", name)
				}
				return err
			})
			if _, err := os.Lstat("/tmp/out"); err == nil {
				t.Error("it wrote /tmp/out")
			}
		})
	}
}

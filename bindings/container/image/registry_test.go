package image

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// fakeRegistry is a registry on the loopback interface. before may answer a request itself.
type fakeRegistry struct {
	*httptest.Server
	host string

	mu     sync.Mutex // guards the rest
	before func(w http.ResponseWriter, r *http.Request) bool
	gets   []string // paths of GET requests
}

func newRegistry(t testing.TB) *fakeRegistry {
	t.Helper()
	f := &fakeRegistry{}
	inner := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		before := f.before
		if r.Method == http.MethodGet {
			f.gets = append(f.gets, r.URL.Path)
		}
		f.mu.Unlock()
		if before == nil || !before(w, r) {
			inner.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(f.Close)
	f.host = strings.TrimPrefix(f.URL, "http://")
	return f
}

func (f *fakeRegistry) answer(before func(w http.ResponseWriter, r *http.Request) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = before
}

// blobs counts the layers and configurations that were read.
func (f *fakeRegistry) blobs() (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, path := range f.gets {
		if strings.Contains(path, "/blobs/") {
			n++
		}
	}
	return n
}

func (f *fakeRegistry) push(t testing.TB, tag string, img v1.Image) string {
	t.Helper()
	ref, err := name.ParseReference(f.host + "/" + tag)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(ref, img); err != nil {
		t.Fatal(err)
	}
	return ref.Name()
}

// nothingLeft makes sure that a store has nothing.
func nothingLeft(t *testing.T, s *Store) {
	t.Helper()
	for _, kind := range []string{"layers", "new", "references", "images"} {
		if got := tree(t, filepath.Join(s.Dir(), kind)); len(got) > 0 {
			t.Errorf("%s holds %q", kind, got)
		}
	}
}

// imageOf has one layer for each archive.
func imageOf(t testing.TB, config v1.Config, archives ...[]byte) v1.Image {
	t.Helper()
	img, err := mutate.Config(empty.Image, config)
	if err != nil {
		t.Fatal(err)
	}
	for _, archive := range archives {
		img, err = mutate.AppendLayers(img, layerOf(t, archive))
		if err != nil {
			t.Fatal(err)
		}
	}
	return forPlatform(t, img, "")
}

// forPlatform sets the architecture; "" is this machine's.
func forPlatform(t testing.TB, img v1.Image, arch string) v1.Image {
	t.Helper()
	file, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	file = file.DeepCopy()
	file.OS, file.Architecture = "linux", arch
	if img, err = mutate.ConfigFile(img, file); err != nil {
		t.Fatal(err)
	}
	return img
}

func layerOf(t testing.TB, archive []byte, options ...tarball.LayerOption) v1.Layer {
	t.Helper()
	l, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(archive)), nil }, options...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func openStore(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.backoff = remote.Backoff{Duration: time.Millisecond, Factor: 1, Steps: 2}
	return s
}

func (s *Store) mustResolve(t testing.TB, reference string) (img *Image, progress string) {
	t.Helper()
	var out bytes.Buffer
	img, err := s.Resolve(t.Context(), reference, &out)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return img, out.String()
}

func TestStore_Resolve_Registry(t *testing.T) {
	t.Parallel()
	reg := newRegistry(t)
	base := archiveOf(t, dir("etc/"), file("etc/os", "base"), file("gone", "x"))
	top := archiveOf(t, file(".wh.gone", ""), file("app", "x"))
	ref := reg.push(t, "team/app:1", imageOf(t, v1.Config{
		Entrypoint: []string{"/app"}, Cmd: []string{"-v"}, Env: []string{"A=1"}, WorkingDir: "/w", User: "1:2", StopSignal: "SIGINT",
		Labels: map[string]string{"l": "v"}, Shell: []string{"/bin/sh"}, OnBuild: []string{"RUN x"},
		ExposedPorts: map[string]struct{}{"80/tcp": {}, "443/tcp": {}}, Volumes: map[string]struct{}{"/v": {}},
	}, base, top))
	store := openStore(t, t.TempDir())
	img, progress := store.mustResolve(t, ref)

	t.Run("layers are unpacked, lowest first", func(t *testing.T) {
		if len(img.Layers) != 2 {
			t.Fatalf("layers are %v", img.Layers)
		}
		if got := tree(t, img.Layers[0]); !slices.Equal(got, []string{"etc/", "etc/os = base", "gone = x"}) {
			t.Errorf("lower is %q", got)
		}
		if got := tree(t, img.Layers[1]); !slices.Equal(got, []string{"app = x", "gone removed"}) {
			t.Errorf("upper is %q", got)
		}
	})
	t.Run("the configuration is read", func(t *testing.T) {
		c := img.Config
		if c.Entrypoint[0] != "/app" || c.Cmd[0] != "-v" || c.Env[0] != "A=1" || c.WorkingDir != "/w" || c.User != "1:2" ||
			c.StopSignal != "SIGINT" || c.Labels["l"] != "v" || c.Shell[0] != "/bin/sh" || c.OnBuild[0] != "RUN x" ||
			!slices.Equal(c.ExposedPorts, []string{"443/tcp", "80/tcp"}) || c.Volumes[0] != "/v" {
			t.Errorf("configuration is %+v", c)
		}
	})
	t.Run("progress is told as docker pull tells it", func(t *testing.T) {
		for _, want := range []string{"1: Pulling from " + reg.host + "/team/app\n", ": Pull complete ", "Digest: sha256:", "Status: Downloaded newer image for " + ref} {
			if !strings.Contains(progress, want) {
				t.Errorf("progress lacks %q:\n%s", want, progress)
			}
		}
	})
	t.Run("an image on the same layers reads only its own", func(t *testing.T) {
		other := reg.push(t, "team/other:1", imageOf(t, v1.Config{}, base, archiveOf(t, file("other", "x"))))
		before := reg.blobs()
		second, progress := store.mustResolve(t, other)
		if second.Layers[0] != img.Layers[0] || !strings.Contains(progress, ": Already exists\n") {
			t.Errorf("layers are %v, progress %s", second.Layers, progress)
		}
		if n := reg.blobs() - before; n != 2 { // the configuration and one layer
			t.Errorf("%d blobs were read", n)
		}
	})
	t.Run("a layer that is there twice is mounted once", func(t *testing.T) {
		twice, _ := store.mustResolve(t, reg.push(t, "twice", imageOf(t, v1.Config{}, base, top, base)))
		if len(twice.Layers) != 2 || twice.Layers[1] != img.Layers[0] {
			t.Errorf("layers are %v", twice.Layers)
		}
	})
	t.Run("a digest names an image", func(t *testing.T) {
		parsed, err := name.ParseReference(ref)
		if err != nil {
			t.Fatal(err)
		}
		desc, err := remote.Head(parsed)
		if err != nil {
			t.Fatal(err)
		}
		pinned, _ := store.mustResolve(t, parsed.Context().Digest(desc.Digest.String()).String())
		if pinned.ID != img.ID {
			t.Errorf("ID is %s, want %s", pinned.ID, img.ID)
		}
	})
	t.Run("a tag is looked up again on request", func(t *testing.T) {
		again := openStore(t, store.Dir()).LookAgain()
		if same, progress := again.mustResolve(t, ref); same.ID != img.ID || !strings.Contains(progress, "Status: Image is up to date for "+ref) {
			t.Errorf("image is %+v, progress %q", same, progress)
		}
		reg.push(t, "team/moving:1", imageOf(t, v1.Config{}, archiveOf(t, file("f", "old"))))
		moving := reg.host + "/team/moving:1"
		old, _ := store.mustResolve(t, moving)
		reg.push(t, "team/moving:1", imageOf(t, v1.Config{}, archiveOf(t, file("f", "new"))))
		if still, _ := store.mustResolve(t, moving); still.ID != old.ID {
			t.Error("it was looked up without request")
		}
		if now, _ := again.mustResolve(t, moving); !slices.Equal(tree(t, now.Layers[0]), []string{"f = new"}) {
			t.Errorf("the image is %+v", now)
		}
		if now, _ := store.mustResolve(t, moving); now.ID == old.ID {
			t.Error("the new one is not remembered")
		}
	})
	t.Run("what is in the store needs no registry", func(t *testing.T) {
		reg.Close()
		again, progress := openStore(t, store.Dir()).mustResolve(t, ref)
		if again.ID != img.ID || !slices.Equal(again.Layers, img.Layers) || progress != "" {
			t.Errorf("image is %+v, progress %q", again, progress)
		}
		again, progress = openStore(t, store.Dir()).LookAgain().mustResolve(t, ref)
		if again.ID != img.ID || !strings.HasSuffix(progress, "Status: The registry cannot be reached; using the image that is here\n") {
			t.Errorf("image is %+v, progress %q", again, progress)
		}
	})
}

func TestStore_Resolve_Platforms(t *testing.T) {
	t.Parallel()
	reg := newRegistry(t)
	push := func(tag string, platforms ...string) string {
		var list v1.ImageIndex = empty.Index
		for _, p := range platforms {
			img := forPlatform(t, imageOf(t, v1.Config{}, archiveOf(t, file("arch", p))), p)
			list = mutate.AppendManifests(list, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: p}}})
		}
		list = mutate.AppendManifests(list, mutate.IndexAddendum{Add: imageOf(t, v1.Config{}), Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "unknown", Architecture: "unknown"}}})
		ref, err := name.ParseReference(reg.host + "/" + tag)
		if err != nil {
			t.Fatal(err)
		}
		if err := remote.WriteIndex(ref, list); err != nil {
			t.Fatal(err)
		}
		return ref.Name()
	}
	store := openStore(t, t.TempDir())
	store.platform.Architecture = "riscv64"
	t.Run("the image for this machine is taken", func(t *testing.T) {
		img, _ := store.mustResolve(t, push("both", "mips", "riscv64"))
		if got := tree(t, img.Layers[0]); got[0] != "arch = riscv64" {
			t.Errorf("tree is %q", got)
		}
	})
	t.Run("without one the others are named", func(t *testing.T) {
		_, err := store.Resolve(t.Context(), push("other", "mips", "s390x"), nil)
		want := "other:latest: there is none for linux/riscv64, only for [linux/mips linux/s390x]; name an image that has it"
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a single image for another machine is taken with a warning", func(t *testing.T) {
		_, progress := store.mustResolve(t, reg.push(t, "single", forPlatform(t, imageOf(t, v1.Config{}), "mips")))
		if !strings.Contains(progress, "Warning: the image is for linux/mips and this machine is linux/riscv64") {
			t.Errorf("progress is %s", progress)
		}
	})
}

func TestStore_Resolve_Refusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status int
		want   string
	}{
		{"401 says to log in", 401, "does not let you (401 Unauthorized): there is no such image, or it is private; check the name, or log in with: docker login 127.0.0.1:"},
		{"403 says to log in as another", 403, "(403 Forbidden); log in as somebody who may read it"},
		{"404 names the image", 404, "No such image available named 127.0.0.1:"},
		{"429 says to wait or to log in", 429, "limits how often you may pull (429 Too Many Requests); wait, or log in"},
		{"500 is the registry's fault", 500, "has a fault of its own (500 Internal Server Error); try again later"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			reg := newRegistry(t)
			reg.answer(func(w http.ResponseWriter, r *http.Request) bool {
				if strings.Contains(r.URL.Path, "/manifests/") {
					w.WriteHeader(c.status)
					return true
				}
				return false
			})
			ref := reg.host + "/team/app:1"
			_, err := openStore(t, t.TempDir()).Resolve(t.Context(), ref, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "image "+ref+": ") {
				t.Errorf("error is %v", err)
			}
		})
	}
	t.Run("a registry that is not there says what else there is", func(t *testing.T) {
		t.Parallel()
		reg := newRegistry(t)
		reg.Close()
		_, err := openStore(t, t.TempDir()).Resolve(t.Context(), reg.host+"/app", nil)
		if err == nil || !strings.Contains(err.Error(), "cannot be reached, and the image has not been pulled before; check the network, or use a file: oci:FOLDER") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a reference that is none says what one is", func(t *testing.T) {
		t.Parallel()
		_, err := openStore(t, t.TempDir()).Resolve(t.Context(), "Not An Image", nil)
		if err == nil || !strings.Contains(err.Error(), "want [HOST/]NAME[:TAG][@DIGEST]") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a wait that the registry asks for is kept", func(t *testing.T) {
		t.Parallel()
		reg := newRegistry(t)
		ref := reg.push(t, "app", imageOf(t, v1.Config{}, archiveOf(t, file("f", "x"))))
		var once sync.Once
		reg.answer(func(w http.ResponseWriter, r *http.Request) (answered bool) {
			if strings.Contains(r.URL.Path, "/manifests/") {
				once.Do(func() {
					w.Header().Set("Retry-After", "0")
					w.WriteHeader(http.StatusTooManyRequests)
					answered = true
				})
			}
			return answered
		})
		if _, progress := openStore(t, t.TempDir()).mustResolve(t, ref); !strings.Contains(progress, "The registry asks to wait 0s (429 Too Many Requests)") {
			t.Errorf("progress is %s", progress)
		}
	})
	t.Run("an end of the context is its error", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		reg := newRegistry(t)
		reg.answer(func(http.ResponseWriter, *http.Request) bool { cancel(); <-ctx.Done(); return false })
		_, err := openStore(t, t.TempDir()).Resolve(ctx, reg.host+"/app", nil)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
	})
}

// layerBlob tells whether the request is for the layer and not for a configuration.
func layerBlob(t testing.TB, img v1.Image, r *http.Request) bool {
	layers, err := img.Layers()
	if err != nil {
		t.Error(err)
		return false
	}
	digest, err := layers[len(layers)-1].Digest()
	return err == nil && r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/blobs/"+digest.String())
}

func TestStore_Resolve_Damage(t *testing.T) {
	t.Parallel()
	archive := archiveOf(t, file("f", strings.Repeat("text ", 10000)))
	start := func(t *testing.T, damage func(w http.ResponseWriter, packed []byte, n int)) (*fakeRegistry, *Store, string) {
		reg := newRegistry(t)
		img := imageOf(t, v1.Config{}, archive)
		ref := reg.push(t, "app", img)
		layers, _ := img.Layers()
		in, err := layers[0].Compressed()
		if err != nil {
			t.Fatal(err)
		}
		packed, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		reg.answer(func(w http.ResponseWriter, r *http.Request) bool {
			if !layerBlob(t, img, r) {
				return false
			}
			n++
			damage(w, packed, n)
			return true
		})
		return reg, openStore(t, t.TempDir()), ref
	}
	half := func(w http.ResponseWriter, packed []byte) {
		w.Header().Set("Content-Length", strconv.Itoa(len(packed)))
		_, _ = w.Write(packed[:len(packed)/2])
	}
	t.Run("half a layer is read again", func(t *testing.T) {
		t.Parallel()
		_, store, ref := start(t, func(w http.ResponseWriter, packed []byte, n int) {
			if n < 3 {
				half(w, packed)
				return
			}
			_, _ = w.Write(packed)
		})
		img, progress := store.mustResolve(t, ref)
		if strings.Count(progress, ": Retrying: ") != 2 || len(tree(t, img.Layers[0])) != 1 {
			t.Errorf("progress is %s", progress)
		}
	})
	t.Run("a layer that comes no further is read again", func(t *testing.T) {
		t.Parallel()
		stop := make(chan struct{})
		_, store, ref := start(t, func(w http.ResponseWriter, packed []byte, n int) {
			if n > 1 {
				_, _ = w.Write(packed)
				return
			}
			half(w, packed)
			_ = http.NewResponseController(w).Flush()
			<-stop
		})
		t.Cleanup(func() { close(stop) })
		store.stall = 500 * time.Millisecond
		if _, progress := store.mustResolve(t, ref); !strings.Contains(progress, ": Retrying: nothing came for 500ms") {
			t.Errorf("progress is %s", progress)
		}
	})
	t.Run("half a layer each time is an error, and nothing stays", func(t *testing.T) {
		t.Parallel()
		_, store, ref := start(t, func(w http.ResponseWriter, packed []byte, _ int) { half(w, packed) })
		_, err := store.Resolve(t.Context(), ref, nil)
		if err == nil || !strings.Contains(err.Error(), "unexpected EOF; it was read 3 times; try again") {
			t.Errorf("error is %v", err)
		}
		nothingLeft(t, store)
	})
	t.Run("a layer with another digest is an error", func(t *testing.T) {
		t.Parallel()
		_, store, ref := start(t, func(w http.ResponseWriter, packed []byte, _ int) {
			packed = bytes.Clone(packed)
			packed[len(packed)/2] ^= 0xff
			_, _ = w.Write(packed)
		})
		_, err := store.Resolve(t.Context(), ref, nil)
		if err == nil || !strings.Contains(err.Error(), "error verifying sha256 checksum") || !strings.Contains(err.Error(), "it was read 3 times") {
			t.Errorf("error is %v", err)
		}
		nothingLeft(t, store)
	})
}

// mislabelled is a layer whose configuration names another content.
type mislabelled struct{ v1.Layer }

func (mislabelled) DiffID() (v1.Hash, error) {
	return v1.NewHash("sha256:" + strings.Repeat("0", 64))
}

func TestStore_Resolve_HostileLayers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		layer func(t *testing.T) v1.Layer
		want  string
	}{
		{"a name that leads out", func(t *testing.T) v1.Layer { return layerOf(t, archiveOf(t, file("../../etc/passwd", "x"))) },
			`unpack "../../etc/passwd": the name leads out of the image`},
		{"contents of another digest", func(t *testing.T) v1.Layer { return mislabelled{layerOf(t, archiveOf(t, file("f", "x")))} },
			"it is corrupt: the digest of its contents is sha256:"},
		{"a bomb", func(t *testing.T) v1.Layer { return layerOf(t, archiveOf(t, file("f", strings.Repeat("\x00", 1<<20)))) },
			"it unpacks to more than 50 times its size, which looks like an attempt to fill the disk"},
		{"something else than an archive", func(t *testing.T) v1.Layer { return layerOf(t, bytes.Repeat([]byte("no tar"), 500)) },
			"read archive: archive/tar: invalid tar header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			img, err := mutate.AppendLayers(empty.Image, c.layer(t))
			if err != nil {
				t.Fatal(err)
			}
			store := openStore(t, t.TempDir())
			store.limits.ratio, store.limits.grace = 50, 1<<10
			ref := newRegistry(t).push(t, "app", img)
			_, err = store.Resolve(t.Context(), ref, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "image "+ref+": layer ") {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

func TestStore_Resolve_Zstandard(t *testing.T) {
	t.Parallel()
	img, err := mutate.AppendLayers(empty.Image, layerOf(t, archiveOf(t, file("f", "x")), tarball.WithCompression("zstd"), tarball.WithMediaType(types.OCILayerZStd)))
	if err != nil {
		t.Fatal(err)
	}
	got, _ := openStore(t, t.TempDir()).mustResolve(t, newRegistry(t).push(t, "app", img))
	if list := tree(t, got.Layers[0]); !slices.Equal(list, []string{"f = x"}) {
		t.Errorf("tree is %q", list)
	}
}

func TestStore_SharesWork(t *testing.T) {
	t.Parallel()
	reg := newRegistry(t)
	img := imageOf(t, v1.Config{}, archiveOf(t, file("f", "x")))
	ref := reg.push(t, "app", img)
	var layers atomic.Int32
	reg.answer(func(_ http.ResponseWriter, r *http.Request) bool {
		if layerBlob(t, img, r) {
			layers.Add(1)
		}
		return false
	})
	dir := t.TempDir()
	stores := []*Store{openStore(t, dir), openStore(t, dir), openStore(t, dir), openStore(t, dir)}
	var all sync.WaitGroup
	for _, s := range stores {
		all.Go(func() {
			if _, err := s.Resolve(t.Context(), ref, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := layers.Load(); n != 1 {
		t.Errorf("the layer was read %d times", n)
	}
}

func TestOpen_Sweeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := openStore(t, dir)
	mine, discard, err := store.scratch()
	if err != nil {
		t.Fatal(err)
	}
	defer discard()
	left := filepath.Join(dir, "new", "killed.lock")
	locked := filepath.Join(left+".d", "fs")
	if err := os.MkdirAll(filepath.Join(locked, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	openStore(t, dir)
	if exists(left) || exists(left+".d") {
		t.Error("what a killed process left is still there")
	}
	if !exists(mine) {
		t.Error("what a living process uses is gone")
	}
}

func TestOpen_Prunes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := openStore(t, dir)
	made := map[string]string{} // the folder that a layer's age is read from, by key
	for _, key := range []string{"build:old", "build:used", "build:pinned", "build:new"} {
		d, err := store.Draft(t.Context(), key, nil)
		if err != nil {
			t.Fatal(err)
		}
		layer, err := d.Commit(t.Context())
		d.Discard()
		if err != nil {
			t.Fatal(err)
		}
		made[key] = filepath.Dir(layer)
	}
	if err := Pin([]string{filepath.Join(made["build:pinned"], "fs"), "/elsewhere"}); err != nil {
		t.Fatal(err)
	}
	cache, done, err := store.Cache(t.Context(), "c", Meta{Mode: 0o755}, true)
	if err != nil {
		t.Fatal(err)
	}
	done()
	long := time.Now().Add(-keptFor - time.Hour)
	for _, old := range []string{made["build:old"], made["build:used"], made["build:pinned"], cache} {
		if err := os.Chtimes(old, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := store.Made("build:used"); !ok {
		t.Fatal("it is not there")
	}
	openStore(t, dir)
	for name, want := range map[string]bool{made["build:old"]: false, made["build:used"]: true, made["build:pinned"]: true, made["build:new"]: true, cache: false} {
		t.Run(filepath.Base(name)+" is kept if it was used", func(t *testing.T) {
			if exists(name) != want {
				t.Errorf("it is there: %t", !want)
			}
		})
	}
	t.Run("nothing half removed is left", func(t *testing.T) {
		if got := tree(t, filepath.Join(dir, "new")); len(got) > 0 {
			t.Errorf("there is %q", got)
		}
	})
}

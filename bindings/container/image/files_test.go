package image

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

func tag(t testing.TB, s string) name.Tag {
	t.Helper()
	tag, err := name.NewTag(s)
	if err != nil {
		t.Fatal(err)
	}
	return tag
}

func TestStore_Resolve_DockerArchive(t *testing.T) {
	t.Parallel()
	one := imageOf(t, v1.Config{Cmd: []string{"one"}}, archiveOf(t, file("f", "1")))
	two := imageOf(t, v1.Config{Cmd: []string{"two"}}, archiveOf(t, file("f", "2")))
	single, both := filepath.Join(t.TempDir(), "single.tar"), filepath.Join(t.TempDir(), "both.tar")
	if err := tarball.WriteToFile(single, tag(t, "app:1"), one); err != nil {
		t.Fatal(err)
	}
	if err := tarball.MultiWriteToFile(both, map[name.Tag]v1.Image{tag(t, "app:1"): one, tag(t, "team/app:2"): two}); err != nil {
		t.Fatal(err)
	}
	store := openStore(t, t.TempDir())

	t.Run("the only image needs no tag", func(t *testing.T) {
		img, _ := store.mustResolve(t, "docker-archive:"+single)
		if got := tree(t, img.Layers[0]); img.Config.Cmd[0] != "one" || !slices.Equal(got, []string{"f = 1"}) {
			t.Errorf("image is %+v, tree %q", img, got)
		}
	})
	t.Run("a tag chooses among several", func(t *testing.T) {
		if img, _ := store.mustResolve(t, "docker-archive:"+both+":team/app:2"); img.Config.Cmd[0] != "two" {
			t.Errorf("image is %+v", img)
		}
	})
	t.Run("a compressed archive is read", func(t *testing.T) {
		text, err := os.ReadFile(single)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "single.tar.gz")
		if err := os.WriteFile(file, gzipped(t, text), 0o600); err != nil {
			t.Fatal(err)
		}
		if img, _ := openStore(t, t.TempDir()).mustResolve(t, "docker-archive:"+file); img.Config.Cmd[0] != "one" {
			t.Errorf("image is %+v", img)
		}
	})
	damaged := filepath.Join(t.TempDir(), "damaged.tar")
	text, err := os.ReadFile(single)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, text[:1024], 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, reference, want string }{
		{"several images without a tag are listed", both, "there are several images; name one of the tags ["},
		{"a tag that is not there", both + ":app:9", "there is no image with the tag \"app:9\", only ["},
		{"a file that is not there", "/nowhere.tar", "/nowhere.tar is not an archive of docker save: open /nowhere.tar: no such file or directory"},
		{"a file that is cut off", damaged, "is not an archive of docker save"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := openStore(t, t.TempDir()).Resolve(t.Context(), "docker-archive:"+c.reference, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

func TestStore_Resolve_OCILayout(t *testing.T) {
	t.Parallel()
	one := imageOf(t, v1.Config{Cmd: []string{"one"}}, archiveOf(t, file("f", "1")))
	two := imageOf(t, v1.Config{Cmd: []string{"two"}}, archiveOf(t, file("f", "2")))
	write := func(t *testing.T, images map[string]v1.Image) string {
		dir := t.TempDir()
		path, err := layout.Write(dir, empty.Index)
		if err != nil {
			t.Fatal(err)
		}
		for tag, img := range images {
			if err := path.AppendImage(img, layout.WithAnnotations(map[string]string{refName: tag})); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	store := openStore(t, t.TempDir())
	single, both := write(t, map[string]v1.Image{"1": one}), write(t, map[string]v1.Image{"1": one, "2": two})

	t.Run("the only image needs no tag", func(t *testing.T) {
		img, _ := store.mustResolve(t, "oci:"+single)
		if got := tree(t, img.Layers[0]); img.Config.Cmd[0] != "one" || !slices.Equal(got, []string{"f = 1"}) {
			t.Errorf("image is %+v, tree %q", img, got)
		}
	})
	t.Run("a tag chooses among several", func(t *testing.T) {
		if img, _ := store.mustResolve(t, "oci:"+both+":2"); img.Config.Cmd[0] != "two" {
			t.Errorf("image is %+v", img)
		}
	})
	t.Run("of several platforms that of this machine is taken", func(t *testing.T) {
		list := mutate.AppendManifests(empty.Index,
			mutate.IndexAddendum{Add: one, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "mips"}}},
			mutate.IndexAddendum{Add: two, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: store.platform.Architecture}}})
		flat, nested := t.TempDir(), t.TempDir()
		if _, err := layout.Write(flat, list); err != nil {
			t.Fatal(err)
		}
		path, err := layout.Write(nested, empty.Index)
		if err != nil {
			t.Fatal(err)
		}
		if err := path.AppendIndex(list); err != nil {
			t.Fatal(err)
		}
		for _, dir := range []string{flat, nested} {
			if img, _ := store.mustResolve(t, "oci:"+dir); img.Config.Cmd[0] != "two" {
				t.Errorf("image is %+v", img)
			}
		}
	})
	t.Run("a corrupt layer is found by its digest", func(t *testing.T) {
		dir := write(t, map[string]v1.Image{"1": one})
		layers, _ := one.Layers()
		digest, err := layers[0].Digest()
		if err != nil {
			t.Fatal(err)
		}
		blob := filepath.Join(dir, "blobs", "sha256", digest.Hex)
		if err := os.WriteFile(blob, archiveOf(t, file("f", "3")), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = openStore(t, t.TempDir()).Resolve(t.Context(), "oci:"+dir, nil)
		if err == nil || !strings.Contains(err.Error(), "it is corrupt: ") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a corrupt configuration is found by its digest", func(t *testing.T) {
		dir := write(t, map[string]v1.Image{"1": one})
		config, err := one.ConfigName()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "blobs", "sha256", config.Hex), []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = openStore(t, t.TempDir()).Resolve(t.Context(), "oci:"+dir, nil)
		if err == nil || !strings.Contains(err.Error(), "its configuration is corrupt: ") {
			t.Errorf("error is %v", err)
		}
	})
	for _, c := range []struct{ name, reference, want string }{
		{"several images without a tag are listed", both, "there are several images; name one of the tags ["},
		{"a tag that is not there", both + ":9", "there is no image with the tag \"9\", only ["},
		{"a folder that is no layout", t.TempDir(), "is not in the OCI image layout, which has a file index.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := store.Resolve(t.Context(), "oci:"+c.reference, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

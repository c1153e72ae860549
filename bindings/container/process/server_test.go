package process

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container"
)

func TestPrepare_lacking(t *testing.T) {
	dir := t.TempDir()
	for _, name := range strings.Fields("bash bun curl git jq node unzip wget zip") {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	built := filepath.Join(t.TempDir(), "Dockerfile")
	if err := os.WriteFile(built, []byte("ARG TAG=1-python\nFROM cloudflare/sandbox:$TAG\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "Dockerfile")
	if err := os.WriteFile(other, []byte("FROM alpine\nCMD [\"x\"]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		img  container.Image
		want string
	}{
		{"programs of Cloudflare's image that are not here are told of", container.Image{Reference: "cloudflare/sandbox:1"},
			"The files of this machine stand in for cloudflare/sandbox:1, and have not all of its programs: npm\n"},
		{"so are those of a base", container.Image{Dockerfile: built},
			"The files of this machine stand in for cloudflare/sandbox:1-python, and have not all of its programs: npm, python3\n"},
		{"nothing is known of other images", container.Image{Dockerfile: other}, ""},
		{"what is there is not told of", container.Image{Reference: "cloudflare/sandbox:1-musl"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said strings.Builder
			if _, err := New(Options{}).Prepare(t.Context(), c.img, &said); err != nil || said.String() != c.want {
				t.Errorf("%v, and it said %q", err, said.String())
			}
		})
	}
}

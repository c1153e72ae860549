package namespace

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/image"
	"paddock/bindings/container/sandbox/place"
)

func TestSandbox(t *testing.T) {
	dir := t.TempDir()
	images, err := image.Open(filepath.Join(dir, "images"), nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &home{images: images, servers: filepath.Join(dir, "servers")}
	root := filepath.Join(dir, "root")
	if err := os.MkdirAll(filepath.Join(root, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	has := func(t *testing.T, img *image.Image, name string) bool {
		return slices.ContainsFunc(img.Layers, func(layer string) bool {
			_, err := os.Stat(filepath.Join(layer, name))
			return err == nil
		})
	}
	t.Run("what is copied out of Cloudflare's image is this program", func(t *testing.T) {
		img, err := h.resolver(container.Image{Reference: "alpine"})(t.Context(), "cloudflare/sandbox:1", io.Discard)
		if err != nil || !has(t, img, place.Path) || !has(t, img, place.Workspace) || len(img.Layers) != 1 {
			t.Errorf("%v %+v", err, img)
		}
	})
	t.Run("one that cannot be had is told of with what to do", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // so that no registry is asked
		reference := "cloudflare/sandbox:1"
		_, err := h.resolver(container.Image{Reference: reference})(ctx, reference, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "let PADDOCK_SANDBOX_BASE name an image") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a base of the user's choice stands in for its files", func(t *testing.T) {
		t.Setenv(place.BaseVariable, "dir:"+root)
		img, err := h.resolver(container.Image{Reference: "cloudflare/sandbox:1.2"})(t.Context(), "cloudflare/sandbox:1.2", io.Discard)
		if err != nil || !has(t, img, place.Path) || !has(t, img, "bin") || img.Config.Entrypoint[0] != place.Path || !slices.Contains(img.Config.Env, "SANDBOX_VERSION=1.2") {
			t.Errorf("%v %+v", err, img)
		}
	})
}

package docker

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/bindings/container/sandbox/place"
)

// sandboxImage has the name of Cloudflare's image; the daemon has it as far as it is made here.
const sandboxImage = "cloudflare/sandbox-test:"

// says runs what was prepared, and gives what it prints: the program of the suite prints $GREETING, also as
// the sandbox server.
func says(t *testing.T, e *Engine, ref container.Ref) string {
	t.Helper()
	var out bytes.Buffer
	i, err := e.Start(t.Context(), ref, container.Spec{Name: "Test/sandbox", Stdout: &out, Resolver: nothing{}, Env: map[string]string{
		"PADDOCK_TEST_CLIENT": "cat", "GREETING": "well started\n",
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer i.Destroy(t.Context())
	if exit, err := i.Wait(t.Context()); err != nil || exit.Code != 0 {
		t.Errorf("it ended with %+v, %v", exit, err)
	}
	return out.String()
}

func TestSandbox(t *testing.T) {
	builders(t, func(t *testing.T, e *Engine) {
		prepare := func(t *testing.T, file string, progress io.Writer) (container.Ref, error) {
			dir := project(t, map[string]string{"Dockerfile": file, "file": ""})
			return e.Prepare(t.Context(), container.Image{
				Dockerfile: filepath.Join(dir, "Dockerfile"), Context: dir, Tag: builtImage, Vars: map[string]string{"TAG": "nowhere"},
			}, progress)
		}
		runs := func(t *testing.T, ref container.Ref, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if got := says(t, e, ref); !strings.HasPrefix(got, "well started\n") {
				t.Errorf("it says %q", got)
			}
		}
		const copied = "FROM scratch\nCOPY --from=" + sandboxImage + "nowhere /container-server/sandbox /container-server/sandbox\n" +
			"ENTRYPOINT [\"/container-server/sandbox\"]\n"
		t.Run("the server is this program where it is copied out of an image that cannot be had", func(t *testing.T) {
			var progress bytes.Buffer
			ref, err := prepare(t, copied, &progress)
			runs(t, ref, err)
			if want := sandboxImage + "nowhere cannot be had: the sandbox server is Paddock's own\n"; !strings.Contains(progress.String(), want) {
				t.Errorf("it said %q", progress.String())
			}
		})
		t.Run("an image that the daemon has is taken", func(t *testing.T) {
			if _, err := shared.api.ImageTag(t.Context(), client.ImageTagOptions{Source: testImage, Target: sandboxImage + "here"}); err != nil {
				t.Fatal(err)
			}
			defer shared.api.ImageRemove(t.Context(), sandboxImage+"here", client.ImageRemoveOptions{})
			var progress bytes.Buffer
			ref, err := prepare(t, "FROM "+sandboxImage+"here\nENTRYPOINT [\"/client\"]\n", &progress)
			runs(t, ref, err)
			if strings.Contains(progress.String(), "Paddock") {
				t.Errorf("it said %q", progress.String())
			}
		})
		t.Run("one that cannot be had is told of with what to do, and left to other engines", func(t *testing.T) {
			_, err := prepare(t, "ARG TAG\nFROM "+sandboxImage+"$TAG\n", nil)
			if !errors.Is(err, container.ErrUnfit) || !strings.Contains(err.Error(), "let PADDOCK_SANDBOX_BASE name an image") {
				t.Errorf("error is %v", err)
			}
			_, err = e.Prepare(t.Context(), container.Image{Reference: sandboxImage + "nowhere"}, nil)
			if !errors.Is(err, container.ErrUnfit) || !strings.Contains(err.Error(), "let PADDOCK_SANDBOX_BASE name an image") {
				t.Errorf("error is %v", err)
			}
		})
		t.Run("other mistakes of the Dockerfile are told as they are", func(t *testing.T) {
			_, err := prepare(t, "FROM scratch\nCOPY nowhere /\n", nil)
			if err == nil || strings.Contains(err.Error(), place.BaseVariable) || !strings.Contains(err.Error(), "Dockerfile:2: ") {
				t.Errorf("error is %v", err)
			}
		})
	})
}

func TestSandbox_base(t *testing.T) {
	t.Setenv(place.BaseVariable, testImage)
	builders(t, func(t *testing.T, e *Engine) {
		dir := project(t, map[string]string{
			"Dockerfile": "ARG TAG\nFROM " + sandboxImage + "$TAG AS base\nFROM base\nCOPY --from=" + sandboxImage + "2 /container-server/sandbox /again\nCOPY file /\n",
			"file":       "",
		})
		for _, img := range []container.Image{
			{Reference: sandboxImage + "1.2.3-python"},
			{Dockerfile: filepath.Join(dir, "Dockerfile"), Context: dir, Tag: builtImage, Vars: map[string]string{"TAG": "1.2.3"}},
		} {
			var progress bytes.Buffer
			made, err := e.Prepare(t.Context(), img, &progress)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(progress.String(), "server runs on "+testImage) || made.(*ref).env["SANDBOX_VERSION"] != "1.2.3" {
				t.Errorf("%+v, and it said %q", made, progress.String())
			}
			if got := says(t, e, made); !strings.HasPrefix(got, "well started\n") {
				t.Errorf("it says %q", got)
			}
		}
	})
	t.Run("folders are left to other engines", func(t *testing.T) {
		t.Setenv(place.BaseVariable, "dir:/srv")
		_, err := newEngine(t, LinkAuto).Prepare(t.Context(), container.Image{Reference: sandboxImage + "1"}, nil)
		if !errors.Is(err, container.ErrUnfit) {
			t.Errorf("error is %v", err)
		}
	})
}

package docker

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/cli/cli/config"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

// privateRegistry is a registry with an image of the suite's program, for the user "me" with the
// password "secret" alone. It gives the image's reference.
func privateRegistry(t *testing.T, program string) string {
	t.Helper()
	images := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	private := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "me" || password != "secret" {
			w.Header().Set("WWW-Authenticate", `Basic realm="tests"`)
			http.Error(w, `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`, http.StatusUnauthorized)
			return
		}
		images.ServeHTTP(w, r)
	})
	l, err := shared.daemon.Listen()
	if err != nil {
		t.Fatal(err)
	}
	theirs := &httptest.Server{Listener: l, Config: &http.Server{Handler: private}}
	theirs.Start()
	t.Cleanup(theirs.Close)
	ours := httptest.NewServer(private) // the daemon's network may be another
	defer ours.Close()
	push(t, strings.TrimPrefix(ours.URL, "http://")+"/private/app:1", program)
	return l.Addr().String() + "/private/app:1"
}

// push puts an image of the suite's program into a registry.
func push(t *testing.T, to, program string) {
	t.Helper()
	var layer bytes.Buffer
	if err := writeImage(&layer, program); err != nil {
		t.Fatal(err)
	}
	files, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(layer.Bytes())), nil })
	if err != nil {
		t.Fatal(err)
	}
	img, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{OS: "linux", Architecture: platform, RootFS: v1.RootFS{Type: "layers"}, Config: v1.Config{
		Entrypoint: []string{"/client"}, Env: []string{"PADDOCK_TEST_CLIENT=cat", "GREETING=pulled"},
	}})
	if err == nil {
		img, err = mutate.AppendLayers(img, files)
	}
	if err != nil {
		t.Fatal(err)
	}
	ref, err := name.ParseReference(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(ref, img, remote.WithAuth(&authn.Basic{Username: "me", Password: "secret"})); err != nil {
		t.Fatal(err)
	}
}

// TestPull_limited asks a registry that has had enough.
func TestPull_limited(t *testing.T) {
	e := newEngine(t, LinkAuto)
	if shared.daemon.Process == nil {
		t.Skip("a daemon that was there before need not reach a registry on this machine's loopback")
	}
	l, err := shared.daemon.Listen()
	if err != nil {
		t.Fatal(err)
	}
	theirs := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTooManyRequests)
		io.WriteString(w, `{"errors":[{"code":"TOOMANYREQUESTS","message":"you have reached your pull rate limit"}]}`)
	})}}
	theirs.Start()
	t.Cleanup(theirs.Close)
	ref := l.Addr().String() + "/limited/app:1"
	_, err = e.Prepare(t.Context(), container.Image{Reference: ref}, nil)
	if err == nil {
		t.Fatal("it was pulled")
	}
	// Docker passes the registry's words on, podman has its own.
	said := err.Error()
	if !strings.Contains(said, ref) || !strings.Contains(said, "you have reached your pull rate limit") && !strings.Contains(said, "too many requests") {
		t.Errorf("error is %v", err)
	}
}

func TestPull(t *testing.T) {
	e := newEngine(t, LinkAuto)
	seesThisMachine(t)
	if !strings.HasPrefix(shared.host, "unix://") {
		t.Skip("the daemon does not reach a registry on this machine's loopback")
	}
	if d, err := e.connect(t.Context()); err != nil || d.rootless && shared.daemon.Process == nil {
		t.Skipf("a rootless daemon does not reach a registry on this machine's loopback (%v)", err)
	}
	ref := privateRegistry(t, shared.program)
	t.Cleanup(func() {
		shared.api.ImageRemove(context.Background(), ref, client.ImageRemoveOptions{Force: true}) // it may not have come
	})
	img := container.Image{Reference: ref}
	t.Run("without credentials the registry's refusal is told", func(t *testing.T) {
		_, err := e.Prepare(t.Context(), img, nil)
		if err == nil || !strings.Contains(err.Error(), "No such image available named "+ref+": ") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("the docker command's credentials are used, and the image runs", func(t *testing.T) {
		host, _, _ := strings.Cut(ref, "/")
		file := filepath.Join(config.Dir(), config.ConfigFileName)
		text := fmt.Sprintf(`{"auths":{%q:{"auth":%q}}}`, host, base64.StdEncoding.EncodeToString([]byte("me:secret")))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Remove(file) })
		var progress, out bytes.Buffer
		ready, err := e.Prepare(t.Context(), img, &progress)
		if err != nil {
			t.Fatal(err)
		}
		told := func(text string) bool { return strings.Contains(progress.String(), ": "+text+"\n") }
		if !strings.Contains(progress.String(), "Pulling "+ref+"\n") || !told("Download complete") && !told("Pull complete") && !told("Already exists") {
			t.Errorf("it said %q", progress.String())
		}
		i, err := e.Start(t.Context(), ready, container.Spec{Name: "Test/pulled", Stdout: &out, Resolver: nothing{}})
		if err != nil {
			t.Fatal(err)
		}
		defer i.Destroy(t.Context())
		if exit, err := i.Wait(t.Context()); err != nil || exit.Code != 0 || !strings.HasPrefix(out.String(), "pulled") {
			t.Errorf("it ended with %+v, %v, and said %q", exit, err, out.String())
		}
		progress.Reset()
		if _, err := e.Prepare(t.Context(), img, &progress); err != nil || progress.Len() != 0 {
			t.Errorf("an image that is there: %v, %q", err, progress.String())
		}
		again := New(Options{Host: e.options.Host, Program: e.options.Program, Pull: true})
		if _, err := again.Prepare(t.Context(), img, &progress); err != nil || !strings.Contains(progress.String(), "Pulling ") || strings.Contains(progress.String(), "Using") {
			t.Errorf("an image that is looked up again: %v, %q", err, progress.String())
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if _, err := again.Prepare(t.Context(), img, &progress); err != nil || !strings.Contains(progress.String(), "\nUsing the image that is here: ") {
			t.Errorf("an image that the registry does not give any more: %v, %q", err, progress.String())
		}
	})
}

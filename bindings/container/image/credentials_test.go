//go:build unix

package image

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Not parallel: it changes the environment.
func TestStore_Resolve_Credentials(t *testing.T) {
	reg := newRegistry(t)
	ref := reg.push(t, "private", imageOf(t, v1.Config{}, archiveOf(t, file("f", "x"))))
	reg.answer(func(w http.ResponseWriter, r *http.Request) bool {
		if user, secret, _ := r.BasicAuth(); user == "ann" && secret == "s3cret" {
			return false
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		w.WriteHeader(http.StatusUnauthorized)
		return true
	})
	configure := func(t *testing.T, config string) {
		t.Helper()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("DOCKER_CONFIG", dir)
	}
	t.Run("without credentials the image is refused", func(t *testing.T) {
		configure(t, "{}")
		_, err := openStore(t, t.TempDir()).Resolve(t.Context(), ref, nil)
		if err == nil || !strings.Contains(err.Error(), "log in with: docker login "+reg.host) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("those of docker login are used", func(t *testing.T) {
		configure(t, fmt.Sprintf(`{"auths":{%q:{"auth":"YW5uOnMzY3JldA=="}}}`, reg.host))
		openStore(t, t.TempDir()).mustResolve(t, ref)
	})
	t.Run("those of a credential helper are used", func(t *testing.T) {
		bin := t.TempDir()
		script := "#!/bin/sh\necho '{\"Username\":\"ann\",\"Secret\":\"s3cret\"}'\n"
		if err := os.WriteFile(filepath.Join(bin, "docker-credential-paddock"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
		configure(t, fmt.Sprintf(`{"credHelpers":{%q:"paddock"}}`, reg.host))
		openStore(t, t.TempDir()).mustResolve(t, ref)
	})
}

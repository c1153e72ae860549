package docker

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/cli/cli/config"
)

// writeContext makes a context of the docker command, whose folder of settings is dir.
func writeContext(t *testing.T, dir, name, host string) {
	t.Helper()
	folder := filepath.Join(dir, "contexts", "meta", fmt.Sprintf("%x", sha256.Sum256([]byte(name))))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	meta := fmt.Sprintf(`{"Name":%q,"Metadata":{},"Endpoints":{"docker":{"Host":%q,"SkipTLSVerify":false}}}`, name, host)
	if err := os.WriteFile(filepath.Join(folder, "meta.json"), []byte(meta), 0o600); err != nil {
		t.Fatal(err)
	}
}

// useContext does what docker context use does.
func useContext(t *testing.T, dir, name string) {
	t.Helper()
	file := filepath.Join(dir, config.ConfigFileName)
	if err := os.WriteFile(file, fmt.Appendf(nil, `{"currentContext":%q}`, name), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(file) })
}

func TestEndpoint(t *testing.T) {
	writeContext(t, config.Dir(), "far", "ssh://me@far.example")
	for _, c := range []struct {
		name  string
		given string
		env   map[string]string
		want  string
		named bool
	}{
		{"what is given wins", "tcp://given:1", map[string]string{"WRANGLER_DOCKER_HOST": "tcp://wrangler:1", "DOCKER_HOST": "tcp://docker:1"}, "tcp://given:1", true},
		{"a path is a socket", "/given.sock", nil, "unix:///given.sock", true},
		{"wrangler's variable comes before Docker's", "", map[string]string{"WRANGLER_DOCKER_HOST": "tcp://wrangler:1", "DOCKER_HOST": "tcp://docker:1"}, "tcp://wrangler:1", true},
		{"Docker's variable comes before a context", "", map[string]string{"DOCKER_HOST": "tcp://docker:1", "DOCKER_CONTEXT": "far"}, "tcp://docker:1", true},
		{"a context comes before the usual sockets", "", map[string]string{"DOCKER_CONTEXT": "far"}, "ssh://me@far.example", false},
		{"the default context is the usual socket", "", map[string]string{"DOCKER_CONTEXT": "default"}, "unix:///", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, name := range []string{"WRANGLER_DOCKER_HOST", "DOCKER_HOST", "DOCKER_CONTEXT"} {
				t.Setenv(name, c.env[name])
			}
			e, err := endpoint(c.given)
			if err != nil || !strings.HasPrefix(e.Host, c.want) || (e.context == "") != c.named {
				t.Errorf("got %q, %q, %v", e.Host, e.context, err)
			}
		})
	}
	t.Run("the context that the docker command uses is taken without any variable", func(t *testing.T) {
		for _, name := range []string{"WRANGLER_DOCKER_HOST", "DOCKER_HOST", "DOCKER_CONTEXT"} {
			t.Setenv(name, "")
		}
		useContext(t, config.Dir(), "far")
		e, err := endpoint("")
		if err != nil || e.Host != "ssh://me@far.example" || e.context != "far" {
			t.Errorf("got %q, %q, %v", e.Host, e.context, err)
		}
	})
	t.Run("a context that does not exist is told", func(t *testing.T) {
		t.Setenv("WRANGLER_DOCKER_HOST", "")
		t.Setenv("DOCKER_HOST", "")
		t.Setenv("DOCKER_CONTEXT", "nowhere")
		if _, err := endpoint(""); err == nil || !strings.Contains(err.Error(), `read the docker context "nowhere"`) {
			t.Errorf("error is %v", err)
		}
	})
}

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

func TestEndpoint(t *testing.T) {
	dir := filepath.Join(config.ContextStoreDir(), "meta", fmt.Sprintf("%x", sha256.Sum256([]byte("far"))))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(config.ContextStoreDir()) })
	const meta = `{"Name":"far","Metadata":{},"Endpoints":{"docker":{"Host":"ssh://me@far.example","SkipTLSVerify":false}}}`
	if err := os.WriteFile(filepath.Join(dir, "meta.json"), []byte(meta), 0o600); err != nil {
		t.Fatal(err)
	}
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
			e, named, err := endpoint(c.given)
			if err != nil || !strings.HasPrefix(e.Host, c.want) || named != c.named {
				t.Errorf("got %q, %v, %v", e.Host, named, err)
			}
		})
	}
	t.Run("a context that does not exist is told", func(t *testing.T) {
		t.Setenv("WRANGLER_DOCKER_HOST", "")
		t.Setenv("DOCKER_HOST", "")
		t.Setenv("DOCKER_CONTEXT", "nowhere")
		if _, _, err := endpoint(""); err == nil || !strings.Contains(err.Error(), `read the docker context "nowhere"`) {
			t.Errorf("error is %v", err)
		}
	})
}

package config

import (
	"encoding/json"
	"testing"
)

func TestContainerEngine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a text is the address", `{"container_engine": "unix:///run/x.sock"}`, "unix:///run/x.sock"},
		{"an object has it, too", `{"container_engine": {"localDocker": {"socketPath": "/run/x.sock"}}}`, "/run/x.sock"},
		{"without it there is none", `{}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var d Dev
			if err := json.Unmarshal([]byte(c.text), &d); err != nil || string(d.ContainerEngine) != c.want {
				t.Errorf("got %q, %v, want %q", d.ContainerEngine, err, c.want)
			}
		})
	}
}

package place

import "testing"

func TestOf(t *testing.T) {
	t.Parallel()
	for reference, want := range map[string]Base{
		"docker.io/cloudflare/sandbox:0.12.10":        {Version: "0.12.10"},
		"cloudflare/sandbox:0.12.10-python":           {Version: "0.12.10", Variant: "python"},
		"index.docker.io/cloudflare/sandbox:0.3-musl": {Version: "0.3", Variant: "musl"},
		"cloudflare/sandbox":                          {},
		"docker.io/cloudflare/sandbox-test:0.12-musl": {Version: "0.12", Variant: "musl"}, // where it is published for tests
		"cloudflare/sandbox:latest":                   {},
		"cloudflare/sandbox:next-opencode":            {Variant: "opencode"},
	} {
		t.Run(reference+" is the image", func(t *testing.T) {
			if got, ok := Of(reference); !ok || got != want {
				t.Errorf("got %+v, %v; want %+v", got, ok, want)
			}
		})
	}
	for _, reference := range []string{"", "alpine", "mycloudflare/sandbox:1", "ghcr.io/cloudflare/sandbox:1", "cloudflare/sandbox-shim:1", "cloudflare/sandbox:"} {
		t.Run(reference+" is another image", func(t *testing.T) {
			if got, ok := Of(reference); ok {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	if got := (Base{}).Config().Env[1]; got != "SANDBOX_VERSION=unknown" {
		t.Errorf("without a version: %q", got)
	}
	if got := (Base{Version: "0.12.10"}).Config().Env[1]; got != "SANDBOX_VERSION=0.12.10" {
		t.Errorf("with a version: %q", got)
	}
}

package process

import (
	"fmt"
	"strings"

	"paddock/bindings/container"
	"paddock/proxy"
	"paddock/proxy/forward"
)

// proxySource opens the link of last resort and points the command's
// environment to it.
func proxySource(c *command, spec container.Spec) (proxy.Source, error) {
	source, err := forward.Listen(spec.Name)
	if err != nil {
		return nil, fmt.Errorf("open proxy link: %w", err)
	}
	for _, e := range source.Env() {
		name, value, _ := strings.Cut(e, "=")
		c.Env = setEnv(c.Env, name, value)
	}
	return source, nil
}

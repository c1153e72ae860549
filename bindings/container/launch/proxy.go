package launch

import (
	"fmt"
	"strings"

	"paddock/proxy"
	"paddock/proxy/forward"
)

// proxySource opens the link of last resort and points the command's environment to it.
func proxySource(c *Config) (proxy.Source, error) {
	source, err := forward.Listen(c.Name)
	if err != nil {
		return nil, fmt.Errorf("open proxy link: %w", err)
	}
	for _, e := range source.Env() {
		name, value, _ := strings.Cut(e, "=")
		c.Command.Env = SetEnv(c.Command.Env, name, value)
	}
	return source, nil
}

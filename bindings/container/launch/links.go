package launch

import (
	"context"
	"fmt"
	"strings"
	"sync"
)

// The egress links, as users name them. LinkNFT also stands for LinkNFTRootless where the process is
// not root.
const (
	LinkAuto        = "auto"
	LinkNFT         = "nft"          // network namespace, as root
	LinkNFTRootless = "nft-rootless" // network namespace inside a user namespace
	LinkSeccomp     = "seccomp"
	LinkProxy       = "proxy"
)

// Links of build steps, which are not containers: nothing is caught.
const (
	LinkHost     = "host"     // the network of this machine
	LinkLoopback = "loopback" // a network namespace with nothing but a loopback
)

// Links gives the links that a user's wish stands for, best first. "" means LinkAuto.
func Links(wish string) ([]string, error) {
	all := []string{LinkNFT, LinkNFTRootless, LinkSeccomp, LinkProxy}
	switch wish {
	case LinkAuto, "":
		return all, nil
	case LinkNFT:
		return all[:2], nil
	case LinkNFTRootless, LinkSeccomp, LinkProxy:
		return []string{wish}, nil
	}
	return nil, fmt.Errorf("unknown egress link %q; want auto, nft, nft-rootless, seccomp or proxy", wish)
}

// Choice is the link that works here, and why the better ones do not.
type Choice struct {
	Link    string
	Refused []string // "link: reason"
}

// Chooser finds the best link by trying, once. The zero value is ready; it is safe for concurrent use.
type Chooser struct {
	mu     sync.Mutex // guards chosen; held while probing, so that it happens once
	chosen *Choice
}

// Link is the chosen link, "" before the first success.
func (c *Chooser) Link() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.chosen == nil {
		return ""
	}
	return c.chosen.Link
}

// Choose tries the links in their order. Only a success is remembered.
func (c *Chooser) Choose(ctx context.Context, links []string, probe func(ctx context.Context, link string) error) (*Choice, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.chosen != nil {
		return c.chosen, nil
	}
	var refused []string
	for _, link := range links {
		err := probe(ctx, link)
		if err == nil {
			c.chosen = &Choice{link, refused}
			return c.chosen, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		refused = append(refused, link+": "+err.Error())
	}
	return nil, fmt.Errorf("no egress link works here: %s", strings.Join(refused, "; "))
}

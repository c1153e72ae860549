package process

import (
	"os"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/launch"
)

// required tells whether PADDOCK_REQUIRE_LINKS, a list with commas, names the link.
func required(link string) bool {
	return slices.Contains(strings.Split(os.Getenv("PADDOCK_REQUIRE_LINKS"), ","), link)
}

// shut are the ways out that a link has shut, as the suite's program says it.
func shut(link string) []string {
	ways := []string{"vsock: address family not supported by protocol", "packet: []", "namespace: none"}
	if link == launch.LinkSeccomp {
		ways = append(ways, "io_uring: function not implemented", "device: lo", "raw: operation not permitted", "fast open: operation not supported")
	}
	return ways
}

// needs skips a test with the probe's reason where there is no such link, unless it is required.
func needs(t *testing.T, link string) {
	t.Helper()
	if err := probe(t.Context(), link); err != nil {
		if required(link) {
			t.Fatalf("link %s is required: %v", link, err)
		}
		t.Skipf("link %s: %v", link, err)
	}
}

// suiteFor runs the suite over one link, if there is such a link.
func suiteFor(t *testing.T, link string, traits enginetest.Traits) {
	e := New(Options{Egress: link, StateDir: t.TempDir()})
	needs(t, link)
	enginetest.Run(t, func(*testing.T) container.Engine { return e }, traits)
	if traits.Transparent {
		t.Run("edges", func(t *testing.T) { enginetest.Edges(t, e, traits) })
		t.Run("nothing gets past it", func(t *testing.T) { enginetest.Escapes(t, e, traits, shut(link)...) })
	}
}

func TestEngine_NFT(t *testing.T) {
	suiteFor(t, launch.LinkNFT, enginetest.Traits{Transparent: true, Isolated: true, IPv6: true})
}

func TestEngine_NFTRootless(t *testing.T) {
	suiteFor(t, launch.LinkNFTRootless, enginetest.Traits{Transparent: true, Isolated: true, IPv6: true})
}

func TestEngine_Seccomp(t *testing.T) {
	suiteFor(t, launch.LinkSeccomp, enginetest.Traits{Transparent: true, IPv6: true})
}

func TestEngine_Proxy(t *testing.T) {
	suiteFor(t, launch.LinkProxy, enginetest.Traits{})
}

package docker

import (
	"testing"

	"paddock/bindings/container/enginetest"
)

// TestKernelWithoutIPv6 asks for a parameter that no kernel has, as one without IPv6 has none of them.
func TestKernelWithoutIPv6(t *testing.T) {
	for _, link := range []string{LinkNFT, LinkStdio} {
		t.Run("names have no IPv6 address there, link "+link, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, link)
			d, err := e.connect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			d.parameters["net.ipv6.conf.nowhere0.disable_ipv6"] = "0"
			enginetest.WithoutIPv6(t, e, suiteTraits())
			if got := d.has(); len(got) > 1 {
				t.Errorf("the next sidecar is given %v", got)
			}
		})
	}
}

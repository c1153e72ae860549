package launch

import (
	"net/netip"

	"paddock/bindings/container"
	"paddock/proxy/program"
)

var _ container.Listener = (*Instance)(nil)

// Listening implements [container.Listener]; it tells nothing where the network is this machine's.
func (i *Instance) Listening() []netip.AddrPort {
	if !hasNetwork(i.choice.Link) {
		return nil
	}
	return program.Listening(i.stage.cmd.Process.Pid)
}

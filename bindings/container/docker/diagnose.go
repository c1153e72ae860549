package docker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"paddock/bindings/container"
)

// probeTarget is where the probe connects to: a documentation address (RFC 5737).
var probeTarget = netip.MustParseAddrPort("203.0.113.1:80")

// probeTime bounds one link's probe.
const probeTime = 30 * time.Second

var _ container.Diagnoser = (*Engine)(nil)

// Diagnose implements [container.Diagnoser].
func (e *Engine) Diagnose(ctx context.Context) []container.Diagnosis {
	links, err := e.options.links()
	if err == nil {
		_, err = e.connect(ctx)
	}
	if err != nil {
		return []container.Diagnosis{without(err)}
	}
	var all []container.Diagnosis
	for _, link := range links {
		begin := time.Now()
		options := e.options
		options.Egress = link
		err := New(options).probe(ctx)
		all = append(all, container.Diagnosis{Link: link, Err: err, Mend: mend(link, err), Took: time.Since(begin)})
	}
	return all
}

// without tells why there is no daemon.
func without(err error) container.Diagnosis {
	repair := "start Docker"
	if none := (*noDaemon)(nil); errors.As(err, &none) {
		err, repair = none.err, cmp.Or(none.repair(), repair)
	}
	return container.Diagnosis{Err: err, Mend: repair + ", or name a daemon by DOCKER_HOST; images can also do without, see the engine namespace"}
}

// mend says what may help against the reasons that links are refused for.
func mend(link string, err error) string {
	if err != nil && link == LinkNFT && os.Geteuid() != 0 && !errors.Is(err, errNotHere) {
		return "run it as root; the other links catch as much without"
	}
	return ""
}

// probe starts a container of the sidecar's image that makes one connection, and sees it arrive.
func (e *Engine) probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	d, err := e.connect(ctx)
	if err != nil {
		return err
	}
	i, err := e.Start(ctx, &ref{id: d.program.image()}, container.Spec{
		Name: "doctor/probe", Entrypoint: []string{programFile, commandProbe}, Resolver: nothing{},
	})
	if err != nil {
		return err
	}
	flow, err := i.Egress().Accept(ctx)
	if err == nil {
		flow.Conn.Close()
		if flow.Dst != probeTarget {
			err = fmt.Errorf("the connection to %s arrived as one to %s", probeTarget, flow.Dst)
		}
	}
	return errors.Join(err, i.Destroy(context.WithoutCancel(ctx)))
}

// nothing is a resolver without answers.
type nothing struct{}

func (nothing) Resolve(context.Context, []byte) ([]byte, error) { return nil, errors.New("no answer") }

// runProbe is what the probe's container runs.
func runProbe([]string) error {
	c, err := net.DialTimeout("tcp", probeTarget.String(), probeTime)
	if err != nil {
		return err
	}
	return c.Close()
}

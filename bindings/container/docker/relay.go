package docker

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strings"

	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
)

// relaySuffix ends the name of a relay, which begins with that of its container.
const relaySuffix = "-port"

// relayPort is the port of a relay that the daemon publishes.
var relayPort = network.MustParsePort("39001/tcp")

// relay is a container that leads a published port to the sidecar. The sidecar's own network has no way
// out, and keeps none: the two share a unix socket alone, in a folder that no other container sees.
type relay struct {
	daemon *daemon
	id     string
	name   string
	// nonce is what both who may come to the relay know: Paddock and the sidecar.
	nonce string
	conn  net.Conn // Paddock's connection to the relay; nil: there is none yet
}

// publishes tells where the daemon's published ports are to be reached; an error says why nowhere.
func (d *daemon) publishes() (host string, err error) {
	u, err := url.Parse(d.host)
	if err != nil {
		return "", err
	}
	if u.Scheme != "tcp" {
		if strings.HasPrefix(d.host, "unix:") || strings.HasPrefix(d.host, "npipe:") {
			return "127.0.0.1", nil
		}
		return "", errors.New("the daemon is on another machine")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback()) {
		return "", errors.New("the daemon is on another machine")
	}
	return "127.0.0.1", nil
}

// newRelay creates a relay and starts it.
func (d *daemon) newRelay(ctx context.Context, name string) (*relay, error) {
	if _, err := d.publishes(); err != nil {
		return nil, err
	}
	r := &relay{daemon: d, nonce: rand.Text(), name: name + relaySuffix}
	made, err := d.api.ContainerCreate(ctx, client.ContainerCreateOptions{
		Name: r.name,
		Config: &dockertypes.Config{
			Image: d.program.image(), Cmd: []string{commandRelay, socketFile, r.nonce}, Labels: d.labels(r.name),
			ExposedPorts: network.PortSet{relayPort: {}},
		},
		HostConfig: &dockertypes.HostConfig{
			NetworkMode:  "bridge",
			PortBindings: network.PortMap{relayPort: {{HostIP: netip.MustParseAddr("127.0.0.1")}}},
			CapDrop:      []string{"ALL"}, ReadonlyRootfs: true, SecurityOpt: []string{"no-new-privileges"},
			Mounts:    []mount.Mount{{Type: mount.TypeVolume, Target: socketDir}},
			LogConfig: dockertypes.LogConfig{Type: "none"}, AutoRemove: true,
		},
	})
	if err != nil {
		return nil, err
	}
	r.id = made.ID
	if _, err := d.api.ContainerStart(ctx, r.id, client.ContainerStartOptions{}); err != nil {
		return nil, errors.Join(err, r.close(context.WithoutCancel(ctx)))
	}
	return r, nil
}

// open connects to the relay.
func (r *relay) open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, relayTime)
	defer cancel()
	info, err := r.daemon.api.ContainerInspect(ctx, r.id, client.ContainerInspectOptions{})
	if err != nil {
		return err
	}
	if info.Container.NetworkSettings == nil || len(info.Container.NetworkSettings.Ports[relayPort]) == 0 {
		return errors.New("the daemon does not publish ports")
	}
	host, err := r.daemon.publishes()
	if err != nil {
		return err
	}
	address := net.JoinHostPort(host, info.Container.NetworkSettings.Ports[relayPort][0].HostPort)
	conn, err := r.daemon.reach(ctx, address)
	if err != nil {
		return fmt.Errorf("reach the published port: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	_, err = io.WriteString(conn, r.nonce)
	var answer [1]byte
	if err == nil {
		_, err = io.ReadFull(conn, answer[:])
	}
	if !stop() || err != nil || answer[0] != answerRelay {
		conn.Close()
		return errors.Join(errors.New("nobody answers at the published port"), err)
	}
	r.conn = conn
	return nil
}

// close ends the relay, and waits until it is gone.
func (r *relay) close(ctx context.Context) error {
	if r.conn != nil {
		r.conn.Close()
	}
	return remove(ctx, r.daemon.api, r.id)
}

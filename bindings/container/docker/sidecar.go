package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/containerd/errdefs"
	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/proxy"
	"paddock/proxy/tunnel"
)

// socketFile is where the sidecar finds the unix socket that it shares with Paddock or a relay.
const (
	socketDir  = "/run/paddock"
	socketFile = socketDir + "/link.sock"
)

// relayTime is how long connecting to a relay may take.
const relayTime = 5 * time.Second

// resolverAddress stands in the container's resolv.conf. Nobody answers there (RFC 5737): the link
// takes what goes to port 53, wherever to.
var resolverAddress = netip.MustParseAddr("192.0.2.53")

// errNotHere says that the daemon is on another machine, which may be a virtual one.
var errNotHere = errors.New("the daemon's processes are not here")

// sidecar owns the network namespace of one container, and has its link.
type sidecar struct {
	daemon *daemon
	id     string
	shared *net.UnixListener // the socket shared with it; nil: none
	relay  *relay            // the container that shares one with it; nil: none
	std    *attached         // its standard streams; it ends with its input

	link      string
	source    *closable
	dial      func(ctx context.Context, port uint16) (net.Conn, error)
	listening func() []netip.AddrPort
	space     io.Closer // what stands for its namespace; nil: nothing
	once      sync.Once
}

// closable is a source of which is known whether Paddock has closed it.
type closable struct {
	proxy.Source
	closed atomic.Bool
}

// Close implements [proxy.Source].
func (c *closable) Close() error {
	c.closed.Store(true)
	return c.Source.Close()
}

// shut tells whether Paddock has closed the link: without it, the container may go on.
func (s *sidecar) shut() bool { return s.source.closed.Load() }

// newSidecar creates a sidecar and does not start it.
func (d *daemon) newSidecar(ctx context.Context, name string) (*sidecar, error) {
	s := &sidecar{daemon: d}
	links, _ := d.candidates()
	if slices.Contains(links, LinkSocket) {
		var err error
		if s.shared, err = d.share(); err != nil {
			d.refuse(LinkSocket, err)
		}
	}
	if err := s.createWhole(ctx, name); err != nil {
		s.unshare()
		return nil, errors.Join(fmt.Errorf("create the sidecar: %w", err), s.endRelay(ctx))
	}
	return s, nil
}

// useRelay starts a relay where a link that works needs one.
func (s *sidecar) useRelay(ctx context.Context, name string) {
	links, _ := s.daemon.candidates()
	if len(links) == 0 || links[0] != LinkPort {
		return
	}
	var err error
	if s.relay, err = s.daemon.newRelay(ctx, name); err != nil && ctx.Err() == nil {
		s.daemon.refuse(LinkPort, err)
	}
}

// endRelay ends it.
func (s *sidecar) endRelay(ctx context.Context) error {
	if s.relay == nil {
		return nil
	}
	err := s.relay.close(context.WithoutCancel(ctx))
	s.relay = nil
	return err
}

// createWhole creates the container, and sees to what it needs.
func (s *sidecar) createWhole(ctx context.Context, name string) error {
	s.daemon.whole.Lock()
	checked := s.daemon.checked
	if checked {
		s.daemon.whole.Unlock()
	} else {
		defer s.daemon.whole.Unlock() // the first fills the volume
	}
	s.useRelay(ctx, name)
	err := s.create(ctx, name)
	if err != nil && s.shared != nil && strings.Contains(err.Error(), "bind source path") {
		s.daemon.refuse(LinkSocket, errors.New("the daemon does not share this machine's files"))
		s.unshare()
		s.useRelay(ctx, name)
		err = s.create(ctx, name)
	}
	if errdefs.IsNotFound(err) { // somebody has removed the image meanwhile
		if err = s.daemon.makeProgramImage(ctx); err == nil {
			err = s.create(ctx, name)
		}
	}
	if err != nil || checked {
		return err
	}
	err = s.checkVolume(ctx, name)
	s.daemon.checked = err == nil
	return err
}

// fillLimit is how long another Paddock may take to fill the volume.
const fillLimit = 30 * time.Second

// checkVolume sees to it that the volume holds the whole program: one that was filled halfway, by a
// daemon that was killed, is filled anew. One that is in use is being filled by another Paddock.
// Where the daemon does not tell, the volume is taken for whole.
func (s *sidecar) checkVolume(ctx context.Context, name string) error {
	d := s.daemon
	for giveUp := time.Now().Add(fillLimit); ; {
		stat, err := d.api.ContainerStatPath(ctx, s.id, client.ContainerStatPathOptions{Path: programFile})
		if err != nil || stat.Stat.Size == d.program.size {
			return nil
		}
		if err := remove(ctx, d.api, s.id); err != nil {
			return err
		}
		_, err = d.api.VolumeRemove(ctx, d.program.volume(), client.VolumeRemoveOptions{})
		switch {
		case err == nil:
		case !errdefs.IsConflict(err) || time.Now().After(giveUp):
			return err
		default:
			select {
			case <-time.After(100 * time.Millisecond):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if err := s.create(ctx, name); err != nil {
			return err
		}
	}
}

// share makes the unix socket, in a folder of a folder that only this user can enter. The sidecar, which has
// the inner one alone, is another user where the daemon is root's and Paddock is not, and without capabilities.
func (d *daemon) share() (l *net.UnixListener, err error) {
	if !strings.HasPrefix(d.host, "unix://") {
		return nil, errors.New("the daemon is not reached by a unix socket")
	}
	outer, err := os.MkdirTemp("", "paddock-link-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(outer)
		}
	}()
	dir := filepath.Join(outer, "in")
	if err := os.Mkdir(dir, 0o711); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, filepath.Base(socketFile))
	if l, err = net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: file}); err != nil {
		return nil, err
	}
	// Not by the mode of creation, which the user's mask changes.
	if err := errors.Join(os.Chmod(dir, 0o711), os.Chmod(file, 0o666)); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (s *sidecar) unshare() {
	if s.shared != nil {
		s.shared.Close()
		os.RemoveAll(filepath.Dir(filepath.Dir(s.shared.Addr().String())))
		s.shared = nil
	}
}

// sidecarSuffix ends the name of a sidecar, which begins with that of its container.
const sidecarSuffix = "-net"

func (s *sidecar) create(ctx context.Context, name string) error {
	d := s.daemon
	args := []string{commandSidecar}
	mounts := []mount.Mount{{
		// The volume gets the image's files when it is new.
		Type: mount.TypeVolume, Source: d.program.volume(), Target: programDir,
		VolumeOptions: &mount.VolumeOptions{Labels: map[string]string{labelProgram: d.program.digest}},
	}}
	if s.shared != nil {
		mounts = append(mounts, mount.Mount{
			Type: mount.TypeBind, Source: filepath.Dir(s.shared.Addr().String()), Target: filepath.Dir(socketFile),
		})
		args = append(args, socketFile)
	}
	var from []string
	if s.relay != nil {
		from, args = []string{s.relay.id}, append(args, socketFile, s.relay.nonce)
	}
	made, err := d.api.ContainerCreate(ctx, client.ContainerCreateOptions{
		Name: name + sidecarSuffix,
		Config: &dockertypes.Config{
			Image: d.program.image(), Cmd: args, Labels: d.labels(name + sidecarSuffix),
			OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true,
		},
		HostConfig: &dockertypes.HostConfig{
			NetworkMode: "none", DNS: []netip.Addr{resolverAddress}, DNSOptions: []string{"timeout:5", "attempts:2"},
			CapDrop: []string{"ALL"}, CapAdd: []string{"NET_ADMIN"}, ReadonlyRootfs: true,
			SecurityOpt: []string{"no-new-privileges"}, Sysctls: d.has(), Mounts: mounts, VolumesFrom: from,
			LogConfig: dockertypes.LogConfig{Type: "none"}, AutoRemove: true,
		},
	})
	s.id = made.ID
	return err
}

// labels are those of every container.
func (d *daemon) labels(name string) map[string]string {
	return map[string]string{LabelSession: d.session.String(), labelName: name}
}

// errUnattached says that the sidecar's streams are not to be had.
var errUnattached = errors.New("attach to the sidecar")

// start starts the sidecar, and the best link that works.
func (s *sidecar) start(ctx context.Context, spec container.Spec) error {
	var err error
	if s.std, err = s.daemon.attach(ctx, s.id); err != nil {
		return fmt.Errorf("%w: %w", errUnattached, err)
	}
	if _, err := s.daemon.api.ContainerStart(ctx, s.id, client.ContainerStartOptions{}); err != nil {
		return fmt.Errorf("start the sidecar: %w", err)
	}
	links, _ := s.daemon.candidates()
	if slices.Contains(links, LinkNFT) {
		err := s.enter(ctx, spec)
		if err == nil {
			s.link = LinkNFT
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.daemon.refuse(LinkNFT, err)
		if links, _ = s.daemon.candidates(); len(links) == 0 {
			return fmt.Errorf("the link %s is not to be had: %w", LinkNFT, err)
		}
	}
	return s.open(ctx, spec)
}

// enter makes the link nft: Paddock's own listeners, in the sidecar's namespace.
func (s *sidecar) enter(ctx context.Context, spec container.Spec) error {
	info, err := s.daemon.api.ContainerInspect(ctx, s.id, client.ContainerInspectOptions{})
	if err != nil {
		return err
	}
	n, err := enterNamespace(info.Container.State.Pid, s.id, spec)
	if err != nil {
		return err
	}
	s.source, s.dial, s.listening, s.space = &closable{Source: n.source}, n.dial, n.listening, n.space
	return nil
}

// entered is a link in a namespace that Paddock has entered.
type entered struct {
	source    proxy.Source
	dial      func(ctx context.Context, port uint16) (net.Conn, error)
	listening func() []netip.AddrPort
	space     io.Closer
}

// open makes a tunnel to the sidecar, which has the link.
func (s *sidecar) open(ctx context.Context, spec container.Spec) error {
	stop := context.AfterFunc(ctx, func() { s.std.Close() })
	defer stop()
	stream, err := s.stream(ctx)
	if err != nil {
		return err
	}
	if links, refused := s.daemon.candidates(); !slices.Contains(links, s.link) {
		return fmt.Errorf("no egress link is to be had: %s", strings.Join(refused, "; "))
	}
	t, err := tunnel.New(ctx, spec.Name, stream, spec.Resolver)
	if err != nil {
		return fmt.Errorf("make the link: %w%s", err, s.std.said())
	}
	s.source, s.dial, s.listening = &closable{Source: t}, t.Dial, t.Listening
	return nil
}

// stream agrees with the sidecar on the stream that the tunnel takes.
func (s *sidecar) stream(ctx context.Context) (io.ReadWriteCloser, error) {
	if s.relay != nil {
		if err := s.relay.open(ctx); err != nil {
			s.daemon.refuse(LinkPort, err)
			if err := s.endRelay(ctx); err != nil {
				return nil, err
			}
		}
	}
	by, err := s.ask()
	if err != nil {
		return nil, err
	}
	switch {
	case by == answerSocket && s.relay != nil:
		s.link = LinkPort
		return s.relay.conn, nil
	case by == answerSocket:
		s.link = LinkSocket
		conn, err := s.shared.Accept()
		s.unshare()
		if err != nil {
			return nil, fmt.Errorf("take the sidecar's connection: %w", err)
		}
		return conn, nil
	case s.relay != nil:
		s.daemon.refuse(LinkPort, errors.New("the sidecar does not reach the relay"))
	case s.shared != nil:
		s.daemon.refuse(LinkSocket, errors.New("the sidecar does not reach a socket of this machine"))
		s.unshare()
	}
	s.link = LinkStdio
	return s.std, nil
}

// ask has the sidecar make its link, and hears which stream it takes.
func (s *sidecar) ask() (answer byte, err error) {
	if _, err := s.std.Write([]byte{askTunnel}); err != nil {
		return 0, fmt.Errorf("speak to the sidecar: %w", err)
	}
	var b [1]byte
	if _, err := io.ReadFull(s.std, b[:]); err != nil {
		return 0, fmt.Errorf("the sidecar ended: %w%s", err, s.std.said())
	}
	return b[0], nil
}

// close ends the sidecar and what it has, and waits until it is gone.
func (s *sidecar) close(ctx context.Context) (err error) {
	s.once.Do(func() {
		if s.source != nil {
			err = s.source.Close()
		}
		if s.space != nil {
			s.space.Close()
		}
		s.unshare()
		err = errors.Join(err, remove(ctx, s.daemon.api, s.id), s.endRelay(ctx))
		if s.std != nil {
			s.std.Close()
			<-s.std.ended
		}
	})
	return err
}

// removeTries and removePause bound the wait for a container's end before its removal.
const (
	removeTries = 100
	removePause = 20 * time.Millisecond
)

// remove kills and removes a container, and waits until it is gone. One that is not there is fine.
func remove(ctx context.Context, api *client.Client, id string) error {
	gone := api.ContainerWait(ctx, id, client.ContainerWaitOptions{Condition: dockertypes.WaitConditionRemoved})
	_, err := api.ContainerRemove(ctx, id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	for range removeTries {
		if err == nil || !strings.Contains(err.Error(), "container state improper") {
			break
		}
		// podman does not remove what is just ending.
		select {
		case <-time.After(removePause):
		case <-ctx.Done():
			return fmt.Errorf("remove container %.12s: %w", id, ctx.Err())
		}
		_, err = api.ContainerRemove(ctx, id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	}
	switch {
	case err == nil, errdefs.IsNotFound(err):
		return nil
	case !errdefs.IsConflict(err):
		return fmt.Errorf("remove container %.12s: %w", id, err)
	}
	// The daemon is removing it already.
	select {
	case <-gone.Result:
		return nil
	case err := <-gone.Error:
		if errdefs.IsNotFound(err) {
			return nil
		}
		return fmt.Errorf("wait for the removal of container %.12s: %w", id, err)
	}
}

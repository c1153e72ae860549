package tunnel

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/yamux"

	"paddock/proxy"
)

const (
	maxHead    = 64               // bytes of a destination
	maxMessage = 64 << 10         // bytes of a DNS message
	headTime   = 10 * time.Second // for the beginning of a stream
)

// Source is the near end: it delivers the connections that the far end sends.
type Source struct {
	container string
	session   *yamux.Session
	resolver  proxy.Resolver
	ctx       context.Context // of the resolver
	cancel    context.CancelFunc

	flows   chan proxy.Flow
	done    chan struct{} // closed by Close and at the end of the stream
	once    sync.Once
	serving sync.WaitGroup
}

var _ proxy.Source = (*Source)(nil)

// New takes over the stream to the far end of the named container, and waits until the link there
// is up. DNS queries go to resolver.
func New(ctx context.Context, container string, stream io.ReadWriteCloser, resolver proxy.Resolver) (*Source, error) {
	session, err := yamux.Server(stream, settings())
	if err != nil {
		stream.Close()
		return nil, fmt.Errorf("open the tunnel: %w", err)
	}
	s := &Source{
		container: container, session: session, resolver: resolver,
		flows: make(chan proxy.Flow), done: make(chan struct{}),
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	stop := context.AfterFunc(ctx, func() { session.Close() })
	err = s.greet()
	if !stop() {
		err = ctx.Err()
	}
	if err != nil {
		session.Close()
		s.Close()
		return nil, err
	}
	s.serving.Go(s.receive)
	return s, nil
}

// greet waits for the first word of the far end.
func (s *Source) greet() error {
	hello, err := s.session.AcceptStream()
	if err != nil {
		return fmt.Errorf("open the tunnel: the other end is gone: %w", err)
	}
	defer hello.Close()
	b, err := io.ReadAll(io.LimitReader(hello, maxMessage))
	switch {
	case err != nil:
		return fmt.Errorf("open the tunnel: %w", err)
	case len(b) == 0 || kind(b[0]) != kindHello:
		return errors.New("open the tunnel: the other end speaks another language")
	case len(b) > 1:
		return errors.New(string(b[1:]))
	}
	return nil
}

// receive takes streams until there are no more.
func (s *Source) receive() {
	defer s.once.Do(func() { close(s.done) })
	receive(s.session, &s.serving, s.serve)
}

// serve does what the beginning of a stream asks for; see [receive].
func (s *Source) serve(k kind, stream *yamux.Stream) error {
	switch k {
	case kindFlow:
		return s.deliver(stream)
	case kindQuery:
		return s.answer(stream)
	}
	return fmt.Errorf("unknown kind of stream %q", byte(k))
}

func (s *Source) deliver(stream *yamux.Stream) error {
	head, err := readBlock(stream, maxHead)
	if err != nil {
		return err
	}
	dst, err := netip.ParseAddrPort(string(head))
	if err != nil {
		return err
	}
	stream.SetReadDeadline(time.Time{})
	c := newConn(stream, net.TCPAddrFromAddrPort(dst), stream.RemoteAddr())
	select {
	case s.flows <- proxy.Flow{Container: s.container, Dst: dst, Conn: c}:
		return nil
	case <-s.done:
		return net.ErrClosed
	}
}

func (s *Source) answer(stream *yamux.Stream) error {
	defer stream.Close()
	query, err := readBlock(stream, maxMessage)
	if err != nil {
		return err
	}
	answer, err := s.resolver.Resolve(s.ctx, query)
	if err != nil {
		return err
	}
	return writeBlock(stream, answer)
}

// Accept implements [proxy.Source].
func (s *Source) Accept(ctx context.Context) (proxy.Flow, error) {
	if err := ctx.Err(); err != nil {
		return proxy.Flow{}, err
	}
	select {
	case f := <-s.flows:
		return f, nil
	case <-s.done:
		return proxy.Flow{}, net.ErrClosed
	case <-ctx.Done():
		return proxy.Flow{}, ctx.Err()
	}
}

// Dial connects to a port on the loopback of the far end's namespace.
func (s *Source) Dial(ctx context.Context, port uint16) (net.Conn, error) {
	stream, err := s.session.OpenStream()
	if err != nil {
		return nil, fmt.Errorf("open a stream of the tunnel: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { stream.SetDeadline(time.Unix(1, 0)) })
	err = dial(stream, port)
	if !stop() && err != nil {
		err = ctx.Err()
	}
	if err != nil {
		stream.Close()
		return nil, err
	}
	stream.SetDeadline(time.Time{})
	return newConn(stream, stream.LocalAddr(), &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(port)}), nil
}

func dial(stream *yamux.Stream, port uint16) error {
	if _, err := stream.Write(binary.BigEndian.AppendUint16([]byte{byte(kindDial)}, port)); err != nil {
		return err
	}
	var code [2]byte
	if _, err := io.ReadFull(stream, code[:]); err != nil {
		if errors.Is(err, yamux.ErrTimeout) {
			return os.ErrDeadlineExceeded
		}
		return fmt.Errorf("dial through the tunnel: %w", err)
	}
	if errno := syscall.Errno(binary.BigEndian.Uint16(code[:])); errno == refused {
		return syscall.ECONNREFUSED
	} else if errno != 0 {
		return fmt.Errorf("dial port %d in the container: error %d", port, errno)
	}
	return nil
}

// Listening gives the addresses on which programs take connections at the far end; nil: nowhere, or
// it does not tell.
func (s *Source) Listening() (addresses []netip.AddrPort) {
	stream, err := s.session.OpenStream()
	if err != nil {
		return nil
	}
	defer stream.Close()
	stream.SetDeadline(time.Now().Add(headTime))
	if _, err := stream.Write([]byte{byte(kindPorts)}); err != nil {
		return nil
	}
	list, err := readBlock(stream, maxMessage)
	if err != nil {
		return nil
	}
	for text := range strings.FieldsSeq(string(list)) {
		if a, err := netip.ParseAddrPort(text); err == nil {
			addresses = append(addresses, a)
		}
	}
	return addresses
}

// Done is closed when the stream has ended, by Close or by the other end.
func (s *Source) Done() <-chan struct{} { return s.done }

// Close implements [proxy.Source]; it ends all connections, too.
func (s *Source) Close() error {
	s.once.Do(func() {
		close(s.done)
		s.closeLink()
	})
	s.cancel()
	err := s.session.Close()
	s.serving.Wait()
	return err
}

// closeLink closes the link at the far end, which would else take connections until it sees the
// end of the stream.
func (s *Source) closeLink() {
	stream, err := s.session.OpenStream()
	if err != nil {
		return
	}
	defer stream.Close()
	stream.SetDeadline(time.Now().Add(closeTime))
	if _, err := stream.Write([]byte{byte(kindClose)}); err == nil {
		stream.Read(make([]byte, 1)) // its end
	}
}

// readBlock reads two bytes of length and as many bytes.
func readBlock(r io.Reader, limit int) ([]byte, error) {
	var size [2]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(size[:]))
	if n > limit {
		return nil, fmt.Errorf("a block of %d bytes", n)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	return b, err
}

// writeBlock writes one, maybe after other bytes.
func writeBlock(w io.Writer, b []byte, before ...byte) error {
	if len(b) >= maxMessage {
		return fmt.Errorf("a block of %d bytes", len(b))
	}
	_, err := w.Write(append(binary.BigEndian.AppendUint16(before, uint16(len(b))), b...))
	return err
}

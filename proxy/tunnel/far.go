package tunnel

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/yamux"

	"paddock/proxy"
)

// How failed connections are told, whatever the systems at the ends: by the numbers of Linux.
const (
	refused = 111 // ECONNREFUSED
	failed  = 5   // EIO, for all that has no number
)

// queryTime is how long an answer to a DNS query may take.
const queryTime = 20 * time.Second

// Link is what the far end catches connections with.
type Link struct {
	// Open makes the link, whose DNS packets go to the resolver.
	Open func(proxy.Resolver) (proxy.Source, error)
	// Dial connects to a port in the link's namespace.
	Dial func(port uint16) (net.Conn, error)
	// Listening gives the addresses on which programs take connections there; nil: it is not known.
	Listening func() []netip.AddrPort
}

// Serve is the far end. It sends what the link catches through the stream until that ends, which is
// a good end, or ctx is done; then it closes the link.
func Serve(ctx context.Context, stream io.ReadWriteCloser, link Link) error {
	session, err := yamux.Client(stream, settings())
	if err != nil {
		return fmt.Errorf("open the tunnel: %w", err)
	}
	f := &farEnd{session: session, link: link}
	stop := context.AfterFunc(ctx, func() { session.Close() })
	defer stop()
	if f.src, err = link.Open(f); err != nil {
		f.hello(err.Error())
		return errors.Join(err, session.Close())
	}
	defer f.serving.Wait()
	defer f.src.Close()
	defer session.Close()
	if err := f.hello(""); err != nil {
		return err
	}
	f.serving.Go(func() { receive(f.session, &f.serving, f.serve) })
	// Whatever ends first takes the other along.
	accepting, cancel := context.WithCancel(ctx)
	defer cancel()
	f.serving.Go(func() {
		<-session.CloseChan()
		cancel()
	})
	return f.flows(accepting)
}

type farEnd struct {
	session *yamux.Session
	link    Link
	src     proxy.Source
	serving sync.WaitGroup
}

// hello tells the near end that the link is up, or why not.
func (f *farEnd) hello(text string) error {
	stream, err := f.session.OpenStream()
	if err != nil {
		return err
	}
	_, err = stream.Write(append([]byte{byte(kindHello)}, text...))
	if cerr := stream.Close(); err == nil {
		err = cerr
	}
	io.Copy(io.Discard, stream) // until the near end has read it
	return err
}

// flows sends connections until there are no more.
func (f *farEnd) flows(ctx context.Context) error {
	for {
		flow, err := f.src.Accept(ctx)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			<-f.session.CloseChan() // the near end has had it closed, and hears of that first
			return nil
		default:
			return err
		}
		f.serving.Go(func() {
			if err := f.send(flow); err != nil {
				abort(flow.Conn)
			}
		})
	}
}

func (f *farEnd) send(flow proxy.Flow) error {
	stream, err := f.session.OpenStream()
	if err != nil {
		return err
	}
	dst := flow.Dst.String()
	if err := writeBlock(stream, []byte(dst), byte(kindFlow)); err != nil {
		stream.Close()
		return err
	}
	join(newConn(stream, stream.LocalAddr(), stream.RemoteAddr()), flow.Conn)
	return nil
}

// Resolve implements [proxy.Resolver]: the near end answers.
func (f *farEnd) Resolve(ctx context.Context, query []byte) ([]byte, error) {
	stream, err := f.session.OpenStream()
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	stop := context.AfterFunc(ctx, func() { stream.Close() })
	defer stop()
	stream.SetDeadline(time.Now().Add(queryTime))
	if err := writeBlock(stream, query, byte(kindQuery)); err != nil {
		return nil, err
	}
	return readBlock(stream, maxMessage)
}

// serve does what the beginning of a stream asks for; see [receive].
func (f *farEnd) serve(k kind, stream *yamux.Stream) error {
	switch k {
	case kindDial:
		return f.dial(stream)
	case kindPorts:
		return errors.Join(f.ports(stream), stream.Close())
	case kindClose:
		return errors.Join(f.src.Close(), stream.Close())
	}
	return fmt.Errorf("unknown kind of stream %q", byte(k))
}

func (f *farEnd) dial(stream *yamux.Stream) error {
	var port [2]byte
	if _, err := io.ReadFull(stream, port[:]); err != nil {
		return err
	}
	stream.SetReadDeadline(time.Time{})
	c, err := f.link.Dial(binary.BigEndian.Uint16(port[:]))
	if _, werr := stream.Write(binary.BigEndian.AppendUint16(nil, errno(err))); werr != nil || err != nil {
		if err == nil {
			c.Close()
		}
		return errors.Join(err, werr)
	}
	join(newConn(stream, stream.LocalAddr(), stream.RemoteAddr()), c)
	return nil
}

// ports tells where programs listen, as a list with blanks.
func (f *farEnd) ports(stream *yamux.Stream) error {
	var list []string
	if f.link.Listening != nil {
		for _, a := range f.link.Listening() {
			list = append(list, a.String())
		}
	}
	return writeBlock(stream, []byte(strings.Join(list, " ")))
}

// errno is how an error of a dial is told: 0 is none.
func errno(err error) uint16 {
	var no syscall.Errno
	switch {
	case err == nil:
		return 0
	case errors.Is(err, syscall.ECONNREFUSED):
		return refused
	case errors.As(err, &no) && no > 0 && no < 1<<16:
		return uint16(no)
	}
	return failed
}

// join copies between a connection of the tunnel and one of the namespace until both have ended.
func join(far *conn, near net.Conn) {
	defer far.Close()
	defer near.Close()
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := io.Copy(near, far)
		if err != nil || far.gone.Load() {
			// Nobody reads what the program still sends.
			if err != nil {
				abort(near)
			}
			near.Close()
			return
		}
		closeWrite(near)
	})
	if _, err := io.Copy(far, near); err != nil {
		far.SetLinger(0)
		far.Close()
		abort(near)
	} else {
		far.CloseWrite()
	}
	wg.Wait()
}

func closeWrite(c net.Conn) {
	if h, ok := c.(interface{ CloseWrite() error }); ok {
		h.CloseWrite()
		return
	}
	c.Close()
}

// abort closes a connection so that its program sees a reset.
func abort(c net.Conn) {
	if l, ok := c.(interface{ SetLinger(int) error }); ok {
		l.SetLinger(0)
	}
	c.Close()
}

package docker

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"paddock/proxy"
	"paddock/proxy/netns"
	"paddock/proxy/program"
	"paddock/proxy/tunnel"
)

// socketTime is how long connecting to the shared socket may take.
const socketTime = time.Second

// runSidecar keeps the namespace until the input ends, and has the link if it is asked to.
// args may hold the path of a shared socket, and what is to be said there first.
func runSidecar(args []string) error {
	var ask [1]byte
	if _, err := io.ReadFull(os.Stdin, ask[:]); err != nil {
		return nil // Paddock has the link, or is gone
	}
	// Reads that can be interrupted, where the stream is closed at this end.
	if err := unix.SetNonblock(0, true); err != nil {
		return err
	}
	input := os.NewFile(0, "input")
	stream, answer := io.ReadWriteCloser(standardStreams{input}), []byte{answerStdio}
	if len(args) > 0 {
		c, err := net.DialTimeout("unix", args[0], socketTime)
		if err == nil {
			stream, answer = c, []byte{answerSocket}
			_, err = io.WriteString(c, strings.Join(args[1:], ""))
		}
		if err != nil && answer[0] == answerSocket {
			return err
		}
	}
	if _, err := os.Stdout.Write(answer); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if answer[0] == answerSocket {
		go func() { // ends with the process
			io.Copy(io.Discard, input)
			cancel()
		}()
	}
	return tunnel.Serve(ctx, stream, tunnel.Link{
		Dial:      netns.Dial,
		Listening: func() []netip.AddrPort { return program.Listening(os.Getpid()) },
		Open: func(r proxy.Resolver) (proxy.Source, error) {
			sockets, err := netns.Setup()
			if err != nil {
				return nil, err
			}
			return netns.New("sidecar", sockets.Files(), r)
		},
	})
}

type standardStreams struct{ in *os.File }

func (s standardStreams) Read(p []byte) (int, error)  { return s.in.Read(p) }
func (s standardStreams) Write(p []byte) (int, error) { return os.Stdout.Write(p) }
func (s standardStreams) Close() error                { return errors.Join(s.in.Close(), os.Stdout.Close()) }

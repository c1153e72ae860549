package docker

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"

	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"
)

// attached are the standard streams of a container whose output is a stream of ours.
type attached struct {
	api   client.HijackedResponse
	out   *io.PipeReader
	err   tail
	ended chan struct{} // closed when the container's output has ended
}

// attach connects to a container's streams, before it starts.
func (d *daemon) attach(ctx context.Context, id string) (*attached, error) {
	r, err := d.api.ContainerAttach(ctx, id, client.ContainerAttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	if err != nil {
		return nil, err
	}
	a := &attached{api: r.HijackedResponse, ended: make(chan struct{})}
	var w *io.PipeWriter
	a.out, w = io.Pipe()
	go func() { // ends with the connection, or with the reader
		defer close(a.ended)
		_, err := stdcopy.StdCopy(w, &a.err, r.Reader)
		if err == nil {
			err = io.EOF
		}
		w.CloseWithError(err)
		io.Copy(io.Discard, r.Reader) // where the reader was closed
	}()
	return a, nil
}

func (a *attached) Read(p []byte) (int, error)  { return a.out.Read(p) }
func (a *attached) Write(p []byte) (int, error) { return a.api.Conn.Write(p) }

// Close ends the container's input, and the reading of its output.
func (a *attached) Close() error {
	a.out.Close()
	return a.api.Conn.Close()
}

// said gives the end of what came on stderr, as the end of a message.
func (a *attached) said() string {
	text := strings.TrimSpace(a.err.String())
	if text == "" {
		return ""
	}
	return ": " + text
}

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex // guards buf
	buf bytes.Buffer
}

const tailSize = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(p)
	if over := t.buf.Len() - tailSize; over > 0 {
		t.buf.Next(over)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

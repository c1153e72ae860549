package tunnel

import (
	"io"
	"sync"
	"time"

	"github.com/hashicorp/yamux"
)

// receive takes the streams of a session until there are no more, each on a goroutine that serving
// counts: serve does what the first byte asks for, and a stream is closed after an error.
func receive(session *yamux.Session, serving *sync.WaitGroup, serve func(kind, *yamux.Stream) error) {
	for {
		stream, err := session.AcceptStream()
		if err != nil {
			return
		}
		serving.Go(func() {
			k, err := readKind(stream)
			if err == nil {
				err = serve(k, stream)
			}
			if err != nil {
				stream.Close()
			}
		})
	}
}

// readKind reads the byte that a stream begins with.
func readKind(stream *yamux.Stream) (kind, error) {
	stream.SetReadDeadline(time.Now().Add(headTime))
	var k [1]byte
	_, err := io.ReadFull(stream, k[:])
	return kind(k[0]), err
}

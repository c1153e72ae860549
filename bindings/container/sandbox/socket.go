package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// maxMessage bounds a message of a WebSocket, in bytes: a file of 32 MiB in base64 fits in.
const maxMessage = 64 << 20

// Socket is the server's end of a WebSocket. One goroutine may read, any may write.
type Socket struct {
	conn   net.Conn
	reader *wsutil.Reader

	mu     sync.Mutex // guards writing
	closed bool       // a close frame was sent
}

// upgrade takes the connection over.
func upgrade(w http.ResponseWriter, r *http.Request) (*Socket, error) {
	conn, buffered, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		return nil, fmt.Errorf("upgrade to WebSocket: %w", err)
	}
	s := &Socket{conn: conn}
	s.reader = &wsutil.Reader{
		Source: buffered, State: ws.StateServerSide, CheckUTF8: true, MaxFrameSize: maxMessage,
		OnIntermediate: s.control,
	}
	return s, nil
}

// ErrSocketClosed is what reading ends with when the other side has closed as it should.
var ErrSocketClosed = errors.New("WebSocket closed")

// Read gives the next message. Pings are answered.
func (s *Socket) Read() (text bool, data []byte, err error) {
	for {
		h, err := s.reader.NextFrame()
		if err != nil {
			return false, nil, err
		}
		if h.OpCode.IsControl() {
			if err := s.control(h, s.reader); err != nil {
				return false, nil, err
			}
			continue
		}
		data, err := io.ReadAll(io.LimitReader(s.reader, maxMessage+1))
		if err != nil {
			return false, nil, err
		}
		if len(data) > maxMessage {
			s.Close(ws.StatusMessageTooBig, "")
			return false, nil, fmt.Errorf("message of more than %d bytes", maxMessage)
		}
		return h.OpCode == ws.OpText, data, nil
	}
}

func (s *Socket) control(h ws.Header, r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	switch h.OpCode {
	case ws.OpPing:
		return s.frame(ws.NewPongFrame(body))
	case ws.OpClose:
		code, _ := ws.ParseCloseFrameData(body)
		if code.Empty() {
			code = ws.StatusNormalClosure
		}
		s.Close(code, "")
		return ErrSocketClosed
	}
	return nil
}

// Write sends a message.
func (s *Socket) Write(text bool, data []byte) error {
	op := ws.OpBinary
	if text {
		op = ws.OpText
	}
	return s.frame(ws.NewFrame(op, true, data))
}

func (s *Socket) frame(f ws.Frame) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrSocketClosed
	}
	return ws.WriteFrame(s.conn, f)
}

// Close tells the other side why, and no more is written. The connection ends with the handler.
func (s *Socket) Close(code ws.StatusCode, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		_ = ws.WriteFrame(s.conn, ws.NewCloseFrame(ws.NewCloseFrameBody(code, reason)))
	}
}

// End ends the connection without a word; whoever reads or writes returns with an error.
func (s *Socket) End() { s.conn.Close() }

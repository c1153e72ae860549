package websocket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"unicode/utf8"

	"github.com/gobwas/ws"

	"paddock/polyfills/encoding"
)

// maxMessage is the longest message that is taken, 32 MiB as on the platform.
const maxMessage = 32 << 20

// Pump speaks frames over conn on behalf of an end, until either side has closed or ctx ends.
// It closes conn.
func Pump(ctx context.Context, conn io.ReadWriteCloser, end *End, client bool) {
	(&pump{conn: conn, end: end, client: client}).run(ctx)
}

func (p *pump) run(ctx context.Context) {
	conn, end := p.conn, p.end
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		// After a close frame the other side's answer is still to come.
		if !p.write(ctx) {
			cancel()
		}
	}()
	closed := p.read(ctx)
	end.close(*closed)
	// The close frame of the other side is answered by the writer when its end closes.
	if closed.how != said {
		cancel()
	}
	wg.Wait()
	_ = conn.Close()
}

type pump struct {
	conn    io.ReadWriteCloser
	end     *End
	client  bool
	deflate *deflate // nil: messages are not compressed

	mu   sync.Mutex // guards writes to conn, done
	done bool       // the close frame has been sent, which nothing may follow
}

func (p *pump) send(op ws.OpCode, payload []byte) error {
	return p.sendFrame(ws.NewFrame(op, true, payload))
}

// sendMessage sends a message, compressed where that was agreed upon and is worth it.
func (p *pump) sendMessage(m Message) error {
	f := ws.NewFrame(ws.OpBinary, true, m.Data)
	if m.Text {
		f.Header.OpCode = ws.OpText
	}
	if p.deflate != nil {
		if compressed, ok := p.deflate.compress(m.Data); ok {
			f.Payload, f.Header.Length, f.Header.Rsv = compressed, int64(len(compressed)), ws.Rsv(true, false, false)
		}
	}
	return p.sendFrame(f)
}

func (p *pump) sendFrame(f ws.Frame) error {
	if p.client {
		f = ws.MaskFrame(f)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return nil
	}
	p.done = f.Header.OpCode == ws.OpClose
	return ws.WriteFrame(p.conn, f)
}

// write sends what arrives at the end; it reports whether it came to the close frame.
func (p *pump) write(ctx context.Context) bool {
	for {
		m, err := p.end.Receive(ctx)
		var closed *CloseError
		if errors.As(err, &closed) {
			if closed.Lost() {
				return false
			}
			var body []byte
			if closed.Code != codeNoStatus {
				body = ws.NewCloseFrameBody(ws.StatusCode(closed.Code), closed.Reason)
			}
			return p.send(ws.OpClose, body) == nil
		}
		if err != nil {
			return false
		}
		if p.sendMessage(m) != nil {
			return false
		}
	}
}

// gone is how a conversation ends whose connection went away.
func gone() *CloseError { return &CloseError{codeLost, noCloseFrame, lost} }

// fault is how a conversation ends whose other side broke the protocol.
func fault(code uint16, words string, args ...any) *CloseError {
	return &CloseError{code, fmt.Sprintf(words, args...), broken}
}

// read hands messages to the end until the conversation ends, and says how. Of a fault it tells the other side.
func (p *pump) read(ctx context.Context) *CloseError {
	closed := p.receive(ctx)
	if closed.how == broken {
		_ = p.send(ws.OpClose, ws.NewCloseFrameBody(ws.StatusCode(closed.Code), closed.Reason))
	}
	return closed
}

// receive is read, but for what the other side is told.
func (p *pump) receive(ctx context.Context) *CloseError {
	m := &assembler{compresses: p.deflate != nil}
	for {
		h, err := ws.ReadHeader(p.conn)
		if errors.Is(err, ws.ErrHeaderLengthMSB) {
			return tooBig()
		}
		if err != nil {
			return gone()
		}
		if failure := m.check(h); failure != nil {
			return failure
		}
		payload := make([]byte, h.Length)
		if _, err := io.ReadFull(p.conn, payload); err != nil {
			return gone()
		}
		if h.Masked {
			ws.Cipher(payload, h.Mask, 0)
		}
		switch h.OpCode {
		case ws.OpPing:
			if p.send(ws.OpPong, payload) != nil {
				return gone()
			}
		case ws.OpPong:
		case ws.OpClose:
			if len(payload) < 2 {
				return &CloseError{Code: codeNoStatus}
			}
			code, reason := ws.ParseCloseFrameData(payload)
			return &CloseError{Code: uint16(code), Reason: encoding.UTF8([]byte(reason))}
		default:
			whole, ok := m.add(h, payload)
			if !ok {
				continue
			}
			if failure := p.inflate(m, &whole); failure != nil {
				return failure
			}
			if whole.Text && !utf8.Valid(whole.Data) {
				whole.Data = []byte(encoding.UTF8(whole.Data))
			}
			p.end.Send(whole)
			p.end.giveWay(ctx)
		}
	}
}

// inflate decompresses a message that came compressed.
func (p *pump) inflate(m *assembler, whole *Message) *CloseError {
	if !m.compressed {
		return nil
	}
	data, err := p.deflate.inflate(whole.Data)
	switch {
	case errors.Is(err, errTooBig):
		return tooBig()
	case err != nil:
		return fault(codeProtocol, "Invalid compressed data")
	}
	whole.Data = data
	return nil
}

func tooBig() *CloseError { return fault(codeTooBig, "Message is too large") }

// assembler joins the fragments of a message (RFC 6455, section 5.4).
type assembler struct {
	compresses bool // it was agreed upon that messages may be compressed
	compressed bool // this one is
	text       bool
	open       bool // fragments are still to come
	data       []byte
}

// check says what is wrong with a frame, by its header.
func (m *assembler) check(h ws.Header) *CloseError {
	switch h.OpCode {
	case ws.OpPing, ws.OpPong, ws.OpClose:
		if !h.Fin {
			return fault(codeProtocol, "Received fragmented control frame")
		}
	case ws.OpText, ws.OpBinary:
		if m.open {
			return fault(codeProtocol, "Missing continuation frame")
		}
	case ws.OpContinuation:
		if !m.open {
			return fault(codeProtocol, "Unexpected continuation frame")
		}
	default:
		return fault(codeProtocol, "Unknown opcode %d", h.OpCode)
	}
	if h.Rsv2() || h.Rsv3() {
		return fault(codeProtocol, "Received frame had RSV bits 2 or 3 set")
	}
	if first := h.OpCode == ws.OpText || h.OpCode == ws.OpBinary; h.Rsv1() && m.compresses && !first {
		return fault(codeProtocol, "Invalid compressed data")
	}
	if h.Rsv1() && !m.compresses {
		return fault(codeProtocol, "Received a WebSocket frame whose compression bit was set, but the compression extension was not negotiated for this connection.")
	}
	if room := maxMessage - int64(len(m.data)); h.Length > room {
		return fault(codeTooBig, "Message is too large: %d > %d", h.Length, room)
	}
	return nil
}

// add takes a frame of a message; ok says that the message is whole.
func (m *assembler) add(h ws.Header, payload []byte) (whole Message, ok bool) {
	if h.OpCode != ws.OpContinuation {
		m.text, m.compressed, m.data = h.OpCode == ws.OpText, h.Rsv != 0, nil
	}
	if m.open = !h.Fin; m.data == nil {
		m.data = payload
	} else {
		m.data = append(m.data, payload...)
	}
	if m.open {
		return Message{}, false
	}
	whole = Message{Text: m.text, Data: m.data}
	m.data = nil
	return whole, true
}

// Carrier is the body of a 101 response whose WebSocket was made by a script. Whoever knows
// the type takes the End; to everybody else it is the raw connection, frames and all.
type Carrier struct {
	compresses bool     // the Worker may compress
	deflate    *deflate // of the raw connection, as the handshake agreed

	mu      sync.Mutex // guards end, conn
	end     *End
	conn    net.Conn
	done    chan struct{}
	onClose []func()
}

var _ io.ReadWriteCloser = (*Carrier)(nil)

// Take gives the end, once; nil if the connection was used already.
func (c *Carrier) Take() *End {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := c.end
	c.end = nil
	return end
}

// open makes a raw connection of the end.
func (c *Carrier) open() (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn == nil {
		if c.end == nil {
			return nil, net.ErrClosed
		}
		near, far := net.Pipe()
		c.conn, c.done = near, make(chan struct{})
		end := c.end
		c.end = nil
		go func() { // ends when Close closes the pipe, or with the conversation
			defer close(c.done)
			(&pump{conn: far, end: end, deflate: c.deflate}).run(context.Background())
		}()
	}
	return c.conn, nil
}

// Read implements io.Reader.
func (c *Carrier) Read(p []byte) (int, error) {
	conn, err := c.open()
	if err != nil {
		return 0, err
	}
	return conn.Read(p)
}

// Write implements io.Writer.
func (c *Carrier) Write(p []byte) (int, error) {
	conn, err := c.open()
	if err != nil {
		return 0, err
	}
	return conn.Write(p)
}

// Close ends the conversation and waits for its pump.
func (c *Carrier) Close() error {
	c.mu.Lock()
	conn, end, after := c.conn, c.end, c.onClose
	c.end, c.onClose = nil, nil
	c.mu.Unlock()
	if end != nil {
		end.lose()
	}
	if conn != nil {
		_ = conn.Close()
		<-c.done
	}
	for _, f := range after {
		f()
	}
	return nil
}

// OnClose makes the body of a 101 response tell when it is closed. When a script of this
// process takes the conversation over, that counts as closed.
func OnClose(body io.ReadCloser, f func()) io.ReadCloser {
	if c, ok := body.(*Carrier); ok {
		c.mu.Lock()
		c.onClose = append(c.onClose, f)
		c.mu.Unlock()
		return c
	}
	if rw, ok := body.(io.ReadWriteCloser); ok {
		return &closeTeller{ReadWriteCloser: rw, f: f}
	}
	return body
}

type closeTeller struct {
	io.ReadWriteCloser
	once sync.Once
	f    func()
}

func (c *closeTeller) Close() error {
	err := c.ReadWriteCloser.Close()
	c.once.Do(c.f)
	return err
}

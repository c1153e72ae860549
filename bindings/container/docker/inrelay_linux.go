package docker

import (
	"crypto/subtle"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

const (
	// pairTime is how long both who come to a relay may take together.
	pairTime = time.Minute
	// nonceTime is how long one of them may take to say the nonce.
	nonceTime = 5 * time.Second
)

// runRelay joins a connection to the published port and one to the shared socket, both of which begin
// with the nonce, and ends with them. args are the socket's path and the nonce.
func runRelay(args []string) error {
	if len(args) != 2 {
		return errors.New("want a socket and a nonce")
	}
	inner, err := net.Listen("unix", args[0])
	if err != nil {
		return err
	}
	defer inner.Close()
	outer, err := net.Listen("tcp", ":"+relayPort.Port())
	if err != nil {
		return err
	}
	defer outer.Close()
	giveUp := time.AfterFunc(pairTime, func() { os.Exit(1) })
	paddock, err := admit(outer, args[1])
	if err != nil {
		return err
	}
	outer.Close()
	if _, err := paddock.Write([]byte{answerRelay}); err != nil {
		return err
	}
	sidecar, err := admit(inner, args[1])
	if err != nil {
		return err
	}
	giveUp.Stop()
	return join(paddock, sidecar)
}

// admit takes the first connection that begins with the nonce.
func admit(l net.Listener, nonce string) (net.Conn, error) {
	for {
		c, err := l.Accept()
		if err != nil {
			return nil, err
		}
		said := make([]byte, len(nonce))
		c.SetDeadline(time.Now().Add(nonceTime))
		if _, err := io.ReadFull(c, said); err == nil && subtle.ConstantTimeCompare(said, []byte(nonce)) == 1 {
			return c, c.SetDeadline(time.Time{})
		}
		c.Close()
	}
}

// join copies both ways until one end is closed.
func join(a, b net.Conn) error {
	ended := make(chan error, 2)
	go func() {
		_, err := io.Copy(a, b)
		ended <- err
	}()
	go func() {
		_, err := io.Copy(b, a)
		ended <- err
	}()
	err := <-ended
	a.Close()
	b.Close()
	<-ended
	return err
}

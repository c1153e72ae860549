package seccomp

import (
	"sync"

	"golang.org/x/sys/unix"
)

// connecting are the sockets on which a connect waits. The zero value has none.
type connecting struct {
	mu    sync.Mutex // guards socks, ended
	socks map[int]bool
	ended bool
}

// add is false when none may wait any more.
func (c *connecting) add(sock int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return false
	}
	if c.socks == nil {
		c.socks = map[int]bool{}
	}
	c.socks[sock] = true
	return true
}

func (c *connecting) remove(sock int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.socks, sock)
}

// end has all that wait return.
func (c *connecting) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	for sock := range c.socks {
		_ = unix.Shutdown(sock, unix.SHUT_RDWR)
	}
}

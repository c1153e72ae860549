package seccomp

import (
	"net/netip"
	"sync"
)

// maxInterrupted bounds the record; an entry is used within milliseconds or never.
const maxInterrupted = 1024

// interrupted remembers the results of connects whose caller was taken away by
// a signal before it got the answer (kernels before 5.19). The kernel restarts
// the call, and the second time the socket is already connected.
type interrupted struct {
	mu      sync.Mutex // guards results
	results map[uint64]result
}

type result struct {
	dst     netip.AddrPort
	outcome outcome
}

func (i *interrupted) put(inode uint64, dst netip.AddrPort, o outcome) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.results) >= maxInterrupted {
		clear(i.results)
	}
	if i.results == nil {
		i.results = map[uint64]result{}
	}
	i.results[inode] = result{dst, o}
}

func (i *interrupted) take(inode uint64, dst netip.AddrPort) (outcome, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	r, ok := i.results[inode]
	delete(i.results, inode)
	return r.outcome, ok && r.dst == dst
}

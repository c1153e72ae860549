package dns

import (
	"container/list"
	"encoding/binary"
	"net/netip"
	"sync"
)

const (
	base4 = 198<<24 | 18<<16 // 198.18.0.0/15, the benchmark network of RFC 2544
	first = 16               // index of the first name: keeps off the network's own address
	total = 1 << 17
)

// prefix6 is a unique local /64 with 64 bits for the index.
var prefix6 = [8]byte{0xfd, 0x9c, 0x3f, 0x5e, 0x7a, 0x11, 0x00, 0x01}

// pool gives names an index each and takes the index of the name that was used
// longest ago when none is left. Indexes in use by a flow are not taken.
type pool struct {
	mu      sync.Mutex // guards all below
	size    uint32
	next    uint32
	byName  map[string]*list.Element
	byIndex map[uint32]*list.Element
	order   *list.List // of *lease, the latest used in front
}

type lease struct {
	name  string
	index uint32
	pins  int
}

func newPool(size uint32) *pool {
	return &pool{size: size, next: first, byName: map[string]*list.Element{}, byIndex: map[uint32]*list.Element{}, order: list.New()}
}

// index returns the name's index; false when every one is pinned.
func (p *pool) index(name string) (uint32, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e := p.byName[name]; e != nil {
		p.order.MoveToFront(e)
		return e.Value.(*lease).index, true
	}
	var i uint32
	if p.next < p.size {
		i = p.next
		p.next++
	} else {
		e := p.oldest()
		if e == nil {
			return 0, false
		}
		old := p.order.Remove(e).(*lease)
		delete(p.byName, old.name)
		i = old.index
	}
	e := p.order.PushFront(&lease{name: name, index: i})
	p.byName[name], p.byIndex[i] = e, e
	return i, true
}

func (p *pool) oldest() *list.Element {
	for e := p.order.Back(); e != nil; e = e.Prev() {
		if e.Value.(*lease).pins == 0 {
			return e
		}
	}
	return nil
}

func (p *pool) name(i uint32) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.byIndex[i]
	if e == nil {
		return "", false
	}
	p.order.MoveToFront(e)
	return e.Value.(*lease).name, true
}

func (p *pool) pin(i uint32) (release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.byIndex[i]
	if e == nil {
		return func() {}
	}
	l := e.Value.(*lease)
	l.pins++
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		l.pins--
	})
}

func addr4(i uint32) [4]byte {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], base4+i)
	return b
}

func addr6(i uint32) [16]byte {
	var b [16]byte
	copy(b[:], prefix6[:])
	binary.BigEndian.PutUint32(b[12:], i)
	return b
}

// indexOf is the inverse of addr4 and addr6.
func indexOf(a netip.Addr) (uint32, bool) {
	a = a.Unmap()
	if a.Is4() {
		b := a.As4()
		i := binary.BigEndian.Uint32(b[:]) - base4
		return i, i < total
	}
	b := a.As16()
	i := binary.BigEndian.Uint32(b[12:])
	return i, a.Is6() && a.WithZone("") == netip.AddrFrom16(addr6(i)) && i < total
}

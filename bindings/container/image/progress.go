package image

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// progress writes lines for the user, from several layers at once.
type progress struct {
	mu sync.Mutex // guards w
	w  io.Writer
}

func newProgress(w io.Writer) *progress {
	if w == nil {
		w = io.Discard
	}
	return &progress{w: w}
}

func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.w, format+"\n", args...)
}

// bar tells how far a layer is, a line for each quarter of a large one.
type bar struct {
	p       *progress
	layer   string
	total   int64
	now     int64
	quarter int64
}

// large is from where a layer is worth more than one line.
const large = 16 << 20

func (p *progress) bar(layer string, total int64) *bar {
	return &bar{p: p, layer: layer, total: total}
}

func (b *bar) add(n int64) {
	b.now += n
	if b.total < large {
		return
	}
	if q := b.now * 4 / b.total; q > b.quarter && q < 4 {
		b.quarter = q
		b.p.say("%s: Downloading %s of %s", b.layer, size(b.now), size(b.total))
	}
}

func (b *bar) done() { b.p.say("%s: Pull complete %s", b.layer, size(b.now)) }

// short is a digest as docker shows it.
func short(digest string) string {
	_, hex, ok := strings.Cut(digest, ":")
	if !ok {
		hex = digest
	}
	return hex[:min(12, len(hex))]
}

// size writes a number of bytes as docker does, in powers of ten.
func size(n int64) string {
	v, unit := float64(n), 0
	for v >= 1000 && unit < 4 {
		v /= 1000
		unit++
	}
	return fmt.Sprintf("%.4g%s", v, []string{"B", "kB", "MB", "GB", "TB"}[unit])
}

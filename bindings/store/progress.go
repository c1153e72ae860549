package store

import "fmt"

// progressFrom is how many files make work that is told of, at its beginning and after each tenth. A disk makes
// or removes a few thousand files in a second.
const progressFrom = 5000

// teller tells somebody who waits of work on many files. The zero teller tells nothing.
type teller struct {
	status func(string) // nil: nobody is told
	from   int          // how many files are many
}

// begin tells of work that is about to begin, if it is much.
func (t teller) begin(work string, total int) *progress {
	if t.status == nil || total < t.from {
		return &progress{}
	}
	p := &progress{status: t.status, work: work, total: total}
	p.tell()
	return p
}

// progress is how far work has come. The zero progress tells nobody.
type progress struct {
	status      func(string) // nil: nobody is told
	work        string
	total, done int
	told        int // what was done when it was told last
}

// add notes that n more files are done.
func (p *progress) add(n int) {
	p.done += n
	if p.status != nil && p.done < p.total && (p.done-p.told)*10 >= p.total {
		p.tell()
	}
}

func (p *progress) tell() {
	p.told = p.done
	p.status(fmt.Sprintf("%s (%d of %d)...", p.work, p.done, p.total))
}

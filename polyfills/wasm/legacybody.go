package wasm

// body is a function's code while it is read and written. It is read twice: to write a try, the clauses that follow
// have to be known.
type body struct {
	*rewriting
	r      reader
	knows  bool // it is read for the second time
	out    []byte
	whole  *try // the function
	tries  []*try
	next   int // the number of the next try
	frames []frame
}

// function rewrites a function's locals and code; nil if it does not try.
func (w *rewriting) function(old []byte, params uint32) []byte {
	r := &reader{old}
	groups := r.number()
	declared := r.b
	locals := params
	for range groups {
		locals += r.number()
		r.byte()
	}
	declared = declared[:len(declared)-len(r.b)]
	b := &body{rewriting: w, whole: &try{}}
	if b.read(r.b); len(b.tries) == 0 {
		return nil
	}
	b.knows, b.out = true, make([]byte, 0, len(old))
	kept := uint32(0)
	for _, t := range b.tries {
		for _, c := range t.clauses {
			if c.again {
				t.local = locals + kept
				kept++
				break
			}
		}
	}
	b.read(r.b)
	if kept > 0 {
		groups++
		declared = join(declared, number(kept), []byte{exnref})
	}
	return join(number(groups), declared, b.out)
}

func (b *body) write(parts ...byte) {
	if b.knows {
		b.out = append(b.out, parts...)
	}
}

func (b *body) writeNumber(op byte, n uint32) {
	if b.knows {
		b.out = append(append(b.out, op), number(n)...)
	}
}

// frame is the block k labels out; the function counts as one.
func (b *body) frame(k uint32) *frame {
	if int(k) >= len(b.frames) {
		panic(errMalformed)
	}
	return &b.frames[len(b.frames)-1-int(k)]
}

// label is the label for the frame k labels out, once it is known.
func (b *body) label(k uint32) uint32 {
	if !b.knows {
		return 0
	}
	_, own := b.frame(k).labels()
	return b.before(k) + own
}

// before counts the blocks that are written within the frame k labels out.
func (b *body) before(k uint32) (blocks uint32) {
	for i := range k {
		count, _ := b.frame(i).labels()
		blocks += count
	}
	return blocks
}

// read goes through the code once.
func (b *body) read(code []byte) {
	b.r, b.next, b.frames = reader{code}, 0, b.frames[:0]
	b.open(b.whole, nil)
	for len(b.frames) > 0 {
		b.instruction()
	}
	if len(b.r.b) > 0 {
		panic(errMalformed)
	}
}

// open begins what a try tries.
func (b *body) open(t *try, params []byte) {
	if t.lands {
		b.write(opBlock)
		b.write(b.blockType(params, []byte{exnref})...)
	}
	b.frames = append(b.frames, frame{try: t})
}

// tried ends what a try tries, but for its own block.
func (b *body) tried(t *try) {
	if t.lands {
		b.write(opBr, 1, opEnd, opThrowRef)
	}
}

func (b *body) instruction() {
	start := b.r.b
	op := b.r.byte()
	switch op {
	case opBlock, opLoop, opIf:
		b.signatureOf()
		b.frames = append(b.frames, frame{})
	case opTry:
		b.try()
		return
	case opTryTable:
		b.table()
		return
	case opCatch:
		b.clause(clause{tag: b.r.number()})
		return
	case opCatchAll:
		b.clause(clause{all: true})
		return
	case opDelegate:
		b.delegate(b.r.number())
		b.end()
		return
	case opEnd:
		b.end()
		return
	case opRethrow:
		f := b.frame(b.r.number())
		if f.try == nil || f.clause == 0 {
			panic(errMalformed)
		}
		f.clauses[f.clause-1].again = true
		b.writeNumber(opLocalGet, f.local)
		b.write(opThrowRef)
		return
	case opBr, opBrIf:
		b.writeNumber(op, b.label(b.r.number()))
		return
	case opBrTable:
		count := b.r.number()
		b.writeNumber(op, count)
		for range uint64(count) + 1 {
			b.write(number(b.label(b.r.number()))...)
		}
		return
	default:
		b.r.operands(op)
	}
	b.write(start[:len(start)-len(b.r.b)]...)
}

// signatureOf reads the type of a block.
func (b *body) signatureOf() (written []byte, params []byte) {
	start := b.r.b
	if first := start[:min(1, len(start))]; len(first) == 1 && first[0] >= noResult && first[0] < 0x80 {
		return b.r.take(1), nil // a type of value, or none
	}
	params = b.typeAt(b.r.number()).params
	return start[:len(start)-len(b.r.b)], params
}

// upcoming gives the try that the next instruction of the kind is.
func (b *body) upcoming() *try {
	if b.next == len(b.tries) {
		b.tries = append(b.tries, &try{})
	}
	b.next++
	return b.tries[b.next-1]
}

func (b *body) try() {
	typ, params := b.signatureOf()
	b.begin(b.upcoming(), typ, params)
}

// table is a try_table.
func (b *body) table() {
	typ, params := b.signatureOf()
	t := b.upcoming()
	t.clauses, t.leads = nil, nil
	for range b.r.number() {
		kind := b.r.byte()
		c := clause{all: kind >= 2, again: kind%2 == 1}
		if !c.all {
			c.tag = b.r.number()
		}
		t.clauses, t.leads = append(t.clauses, c), append(t.leads, b.r.number())
	}
	b.begin(t, typ, params)
}

// begin writes what is before what is tried.
func (b *body) begin(t *try, typ, params []byte) {
	b.write(opBlock)
	b.write(typ...)
	if clauses := t.caught(); len(clauses) > 0 {
		for i := len(clauses) - 1; i >= 0; i-- {
			b.write(opBlock)
			b.write(b.blockType(params, b.stacked(clauses[i]))...)
		}
		b.write(opTryTable)
		b.write(typ...)
		b.write(number(uint32(len(clauses)))...)
		for i, c := range clauses {
			b.catch(c, uint32(i))
		}
	}
	b.open(t, params)
}

// stacked is what a clause finds on the stack, with its exception on top if it takes that.
func (b *body) stacked(c clause) (types []byte) {
	if !c.all {
		tags := b.spaces[kindTag]
		if int(c.tag) >= len(tags) {
			panic(errMalformed)
		}
		types = append(types, tags[c.tag].sig.params...)
	}
	if c.again {
		types = append(types, exnref)
	}
	return types
}

// catch writes a clause of a try_table: catch, catch_ref, catch_all or catch_all_ref.
func (b *body) catch(c clause, label uint32) {
	kind := byte(0)
	if c.again {
		kind = 1
	}
	if c.all {
		b.write(kind + 2)
	} else {
		b.writeNumber(kind, c.tag)
	}
	b.write(number(label)...)
}

// landing is the label of the block in which a try lands what is handed to it.
func (b *body) landing(t *try) uint32 {
	for k := range uint32(len(b.frames)) {
		if b.frame(k).try == t {
			return b.before(k)
		}
	}
	panic(errMalformed)
}

// clause ends what is before a clause, and begins it.
func (b *body) clause(c clause) {
	f := b.frame(0)
	if f.try == nil || f.leads != nil || len(b.frames) == 1 {
		panic(errMalformed)
	}
	if f.clause == len(f.clauses) { // the first time
		f.clauses = append(f.clauses, c)
	}
	if f.clause == 0 {
		b.tried(f.try)
		b.write(opEnd)
	}
	b.writeNumber(opBr, uint32(len(f.clauses)-f.clause))
	b.write(opEnd)
	f.clause++
	if f.clauses[f.clause-1].again {
		b.writeNumber(opLocalSet, f.local)
	}
}

// delegate finds the try to which one hands its exceptions: that k labels out from it, or the next further out. The
// clauses of a try catch nothing of each other.
func (b *body) delegate(k uint32) {
	own := b.frame(0)
	if own.try == nil || len(b.frames) == 1 {
		panic(errMalformed)
	}
	between := false
	for i := uint32(1); ; i++ {
		f := b.frame(i)
		if f.try == nil || f.clause > 0 {
			continue
		}
		if i > k {
			if between {
				own.to, f.lands = f.try, true
			}
			return
		}
		between = true
	}
}

// end ends a block, with the clauses of what is a try_table, which only lead elsewhere.
func (b *body) end() {
	f := b.frame(0)
	if f.try != nil && f.clause == 0 {
		b.tried(f.try)
	}
	b.frames = b.frames[:len(b.frames)-1]
	b.write(opEnd)
	if f.try == nil || f.clause > 0 || len(f.caught()) == 0 {
		return
	}
	n := uint32(len(f.caught()))
	b.writeNumber(opBr, n)
	b.write(opEnd)
	for i := range n {
		if f.to != nil {
			b.writeNumber(opBr, n-i+b.landing(f.to))
		} else {
			b.writeNumber(opBr, n-i+b.label(f.leads[i]))
		}
		b.write(opEnd)
	}
}

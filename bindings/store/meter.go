package store

import (
	"database/sql/driver"
	"errors"
	"io"
)

// A program is the code of a statement, as EXPLAIN gives it, with what it takes to tell how many rows a
// run of it has read and written.
//
// The platform's SQLite counts these at the instructions that read or write a row; a stock SQLite counts
// the steps of loops, all instructions together and the changed rows. What the program would count in
// between follows from where its instructions stand: those outside of loops are run once, those inside
// as often as the loop goes round. For one table that is exact. With several tables, conditions
// between the loops can make it too much.
type program struct {
	ops      []op
	triggers []op   // of the programs that it runs for changed rows
	loops    []loop // inner ones in front of those around them
	dml      bool   // of a statement that changes rows, whose number tells how often its loops go round
}

// op is an instruction (https://www.sqlite.org/opcode.html).
type op struct {
	code       string
	p1, p2, p3 int
	p5         int
	loop       int  // the innermost loop around it; < 0: none
	table      int  // the page of the table that its cursor writes
	temporary  bool // its cursor's table is of this run alone
	skipped    bool // it looks again at foreign keys that were violated
}

// loop is the instructions from the target of a jump back to the jump.
type loop struct {
	from, to int
	cursor   int // that it steps; < 0: none
	class    int // the counter that its steps add to
	around   int // the loop around it; < 0: none
	rows     int // how many rows the instructions before it put into its temporary table; 0: not known
}

// tally is what SQLite tells of a run.
type tally struct {
	steps [4]int // of loops, by class; those of class 2 are sorts
	ops   int    // instructions run
	rows  int    // given
	first int64  // the first row's first value, if it is a number
	// rows inserted, updated or deleted, without those that triggers and actions of foreign keys change
	changes int
	others  int // those
}

// explain gives the program of a statement of the user that takes so many values.
func (c *Conn) explain(query string, values int) (*program, error) {
	rows, err := c.c.Query("EXPLAIN "+query, make([]driver.Value, values))
	if err != nil {
		return nil, c.translate(err)
	}
	p := &program{}
	row := make([]driver.Value, len(rows.Columns()))
	for {
		if err = rows.Next(row); err != nil {
			break
		}
		o := op{loop: -1}
		o.code, _ = row[1].(string)
		for i, to := range []*int{&o.p1, &o.p2, &o.p3} {
			n, _ := row[2+i].(int64)
			*to = int(n)
		}
		n, _ := row[6].(int64)
		o.p5 = int(n)
		if addr, _ := row[0].(int64); int(addr) == len(p.ops) && p.triggers == nil {
			p.ops = append(p.ops, o)
		} else {
			p.triggers = append(p.triggers, o)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	p.nest()
	return p, errors.Join(err, rows.Close())
}

// jumps are the instructions that end loops.
var jumps = map[string]bool{"Next": true, "Prev": true, "SorterNext": true, "VNext": true, "Goto": true}

// nest finds the loops.
func (p *program) nest() {
	temporary, tables := map[int]bool{}, map[int]int{}
	for i, o := range p.ops {
		switch o.code {
		case "OpenEphemeral", "OpenAutoindex", "SorterOpen", "OpenDup":
			temporary[o.p1] = true
		case "OpenWrite":
			tables[o.p1] = o.p2
		case "FkIfZero":
			for j := i + 1; j < min(o.p2, len(p.ops)); j++ {
				p.ops[j].skipped = true
			}
		}
		p.ops[i].table = tables[o.p1]
		if !jumps[o.code] || o.p2 >= i || i == len(p.ops)-1 {
			continue // the last jumps from the program's beginning to its middle
		}
		l := loop{from: o.p2, to: i, cursor: -1, around: -1}
		if o.code != "Goto" && o.code != "VNext" { // they are not counted
			l.cursor, l.class = o.p1, o.p5&3
		}
		p.loops = append(p.loops, l)
	}
	for i := range p.ops {
		o := &p.ops[i]
		o.temporary = temporary[o.p1]
		o.loop = p.inside(i, i, -1)
	}
	for i := range p.loops {
		l := &p.loops[i]
		l.around = p.inside(l.from, l.to, i)
		for _, o := range p.ops[:l.from] {
			if o.p1 == l.cursor && o.temporary && o.loop < 0 && (o.code == "IdxInsert" || o.code == "Insert") {
				l.rows++
			}
		}
	}
}

// inside gives the smallest loop, but one, around instructions.
func (p *program) inside(from, to, but int) int {
	found := -1
	for i, l := range p.loops {
		if i != but && l.from <= from && to <= l.to && (found < 0 || l.to-l.from < p.loops[found].to-p.loops[found].from) {
			found = i
		}
	}
	return found
}

// rounds tells how often each loop went round.
func (p *program) rounds(t tally) []int {
	rounds := make([]int, len(p.loops))
	var unknown [4][]int
	left := t.steps
	for i, l := range p.loops {
		switch {
		case l.cursor < 0 || p.dml && p.temporary(l):
			if rounds[i] = t.rows; p.dml {
				rounds[i] = t.changes
			} else if t.rows == 0 {
				rounds[i] = t.steps[0] + t.steps[1] + 1
			}
		case l.rows > 0:
			rounds[i] = l.rows
		default:
			unknown[l.class] = append(unknown[l.class], i)
			continue
		}
		if l.cursor >= 0 {
			left[l.class] -= max(rounds[i]-1, 0)
		}
	}
	for class, loops := range unknown {
		p.divide(rounds, loops, max(left[class], 0), t)
	}
	return rounds
}

func (p *program) temporary(l loop) bool { return p.ops[l.to].temporary }

// divide gives the loops of one class their rounds.
func (p *program) divide(rounds []int, loops []int, steps int, t tally) {
	some := steps > 0 || t.rows > 0 || t.changes > 0
	for n, i := range loops {
		l := p.loops[i]
		switch last := n == len(loops)-1; {
		case !some:
		case !last && l.around == loops[n+1]: // the steps are the inner loop's and the outer's
			rounds[i] = steps + 1
			rounds[l.around] = p.outer(l, rounds[i], t)
			return
		case last:
			rounds[i] = steps + 1
		default:
			share := steps / len(loops)
			rounds[i], steps = share+1, steps-share
		}
	}
}

// outer finds from the number of all instructions how often the loop around another went round.
func (p *program) outer(inner loop, rounds int, t tally) int {
	once, each, other := 0, 0, 0
	for _, o := range p.ops {
		switch {
		case o.loop < 0:
			once++
		case o.loop == inner.around:
			each++
		case p.loops[o.loop] == inner:
			other++
		}
	}
	n := (t.ops - once - other*rounds + each/2) / max(each, 1)
	return min(max(n, 1), rounds)
}

// count gives how many rows a run has read and written.
func (p *program) count(t tally) (read, written int) {
	rounds := p.rounds(t)
	read = t.steps[0] + t.steps[1] + t.steps[2] + t.steps[3]
	seen := map[op]bool{}
	for i, o := range p.ops {
		times := 1
		switch {
		case o.skipped:
			continue
		case o.loop >= 0:
			times = rounds[o.loop]
		}
		switch o.code {
		case "SeekLT", "SeekLE", "SeekGE", "SeekGT":
			if p.equals(i) && t.rows+t.changes == 0 && (o.loop >= 0 || t.steps == [4]int{}) {
				continue // an index in which nothing is found does not count
			}
			read += times
		case "Last":
			if p.ops[max(i-1, 0)].code == "IfNotZero" {
				times -= t.rows // of a sort with a limit, once that is reached
			}
			read += max(times, 0)
		case "SeekRowid", "NotExists", "Rewind", "VNext":
			read += times
		case "Count":
			if o.p3 == 0 {
				read += int(t.first)
			}
		case "Clear":
			if o.p3 != 0 {
				written += t.changes
			}
		case "Insert", "IdxInsert", "Delete", "VUpdate":
			way := op{code: o.code, p1: o.p1, table: o.table}
			if o.temporary || o.code == "Delete" && o.p2&1 == 0 || p.dml && seen[way] {
				continue // of two ways to write a row, as in an upsert, one was gone
			}
			if seen[way] = true; p.dml {
				if times = t.changes; o.loop < 0 {
					times = min(1, t.changes)
				}
			}
			written += times
		}
	}
	written += t.others
	for _, o := range p.triggers {
		switch o.code {
		case "IdxInsert":
			written += t.others
		case "SeekRowid", "NotExists", "Rewind", "SeekGE":
			read += t.others
		}
	}
	return read, written
}

// equals reports whether a seek looks for one value of an index.
func (p *program) equals(i int) bool {
	next := p.ops[min(i+1, len(p.ops)-1)].code
	return p.ops[i].code == "SeekGE" && (next == "IdxGT" || next == "IdxLT")
}

package store

// size is the size of a connection's file, which takes SQLite two statements to tell. It is remembered
// for as long as nobody commits to the file, in this process or another.
type size struct {
	page  int64     // bytes of a page; 0 until asked for
	index *walIndex // nil until it is open, or where it cannot be
	seen  any       // the header of the index that bytes belongs to
	bytes int64
}

// Size gives the bytes of the file that are in use.
func (c *Conn) Size() (int64, error) {
	s := &c.size
	if c.begun {
		return c.measure() // the index knows nothing of an open transaction
	}
	if s.index == nil {
		bytes, err := c.measure() // which makes SQLite open the index
		if err == nil {
			s.index, _ = openWALIndex(c.path) // without it nothing is remembered
		}
		return bytes, err
	}
	// A commit after the look at the header gives a newer size, which is forgotten at the next look.
	now := s.index.header()
	if s.seen == now {
		return s.bytes, nil
	}
	bytes, err := c.measure()
	if err == nil {
		s.seen, s.bytes = now, bytes
	}
	return bytes, err
}

// measure asks SQLite.
func (c *Conn) measure() (int64, error) {
	ask := func(query string) (n int64, err error) {
		row, err := c.QueryRow(query)
		if err == nil {
			n, _ = row[0].(int64)
		}
		return n, err
	}
	if c.size.page == 0 {
		page, err := ask("PRAGMA page_size")
		if err != nil {
			return 0, err
		}
		c.size.page = page
	}
	all, err := ask("PRAGMA page_count")
	if err != nil {
		return 0, err
	}
	free, err := ask("PRAGMA freelist_count")
	return (all - free) * c.size.page, err
}

func (s *size) close() error {
	if s.index == nil {
		return nil
	}
	index := s.index
	s.index = nil
	return index.close()
}

package store

import "strings"

// limited writes a DELETE or UPDATE that ends with ORDER BY and LIMIT in the way of an SQLite that was built
// without SQLITE_ENABLE_UPDATE_DELETE_LIMIT, as the driver's is and the platform's is not: the rows are chosen
// by a SELECT, into which SQLite itself makes them with that option
// (https://www.sqlite.org/lang_delete.html#optional_limit_and_order_by_clauses). For other statements it gives
// nil, as for an UPDATE with FROM.
func limited(sql string) (spliced, error) {
	s := clausesOf(sql)
	if s.verb == "" || s.target < 0 || s.joined {
		return nil, nil
	}
	if s.limit < 0 {
		if s.order < 0 {
			return nil, nil
		}
		return nil, &SQLError{Message: "ORDER BY without LIMIT on " + s.verb, Code: codes[1], Offset: -1}
	}
	tail := s.limit
	if s.order >= 0 {
		tail = s.order
	}
	body := tail // where the condition ends
	if s.returning >= 0 {
		if s.unnamed > s.returning {
			return nil, nil // its values would change places
		}
		body = s.returning
	}
	head := body // where the condition begins
	if s.where >= 0 {
		head = s.where
	}
	target := s.targetEnd
	if target < 0 {
		target = head
	}
	if !(s.target <= target && target <= head && head <= body && body <= tail) {
		return nil, nil // the parts are in no order that means anything
	}
	return spliced{
		{sql[:head], 0}, {" WHERE _rowid_ IN (SELECT _rowid_ FROM ", -1}, {sql[s.target:target], s.target}, {" ", -1}, {sql[head:body], head},
		{" ", -1}, {sql[tail:s.end], tail}, {"\n) ", -1}, {sql[body:tail], body},
	}, nil
}

// spliced is a text of parts of another. at is where a part stands there; < 0: nowhere.
type spliced []struct {
	text string
	at   int
}

func (s spliced) String() string {
	var b strings.Builder
	for _, part := range s {
		b.WriteString(part.text)
	}
	return b.String()
}

// offset gives the place in the other text of one in this, or -1.
func (s spliced) offset(at int) int {
	for _, part := range s {
		if at < len(part.text) {
			if part.at < 0 {
				return -1
			}
			return part.at + at
		}
		at -= len(part.text)
	}
	return -1
}

// clauses are where the parts of a DELETE or UPDATE begin; < 0: it has none.
type clauses struct {
	verb              string // "DELETE" or "UPDATE"; "" for other statements
	target, targetEnd int    // the table, with its alias
	where, returning  int
	order, limit      int
	unnamed           int  // the last parameter without a name or number
	joined            bool // an UPDATE has a FROM
	end               int  // behind the last token but semicolons
}

func clausesOf(sql string) clauses {
	s := clauses{target: -1, targetEnd: -1, where: -1, returning: -1, order: -1, limit: -1, unnamed: -1}
	depth, before := 0, ""
	for i := 0; i < len(sql); {
		c, start := sql[i], i
		switch {
		case strings.HasPrefix(sql[i:], "--"):
			i = skipTo(sql, i, "\n")
			continue
		case strings.HasPrefix(sql[i:], "/*"):
			i = skipTo(sql, i+2, "*/")
			continue
		case c <= ' ' || c == ';':
			i++
			continue
		case c == '\'' || c == '"' || c == '`':
			i = skipQuoted(sql, i, c)
		case c == '[':
			i = skipTo(sql, i+1, "]")
		case isWord(c):
			for i < len(sql) && isWord(sql[i]) {
				i++
			}
		default:
			i++
		}
		switch word := strings.ToUpper(sql[start:i]); {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '?' && (i == len(sql) || sql[i] < '0' || sql[i] > '9'):
			s.unnamed = start
		case depth == 0 && isWord(c):
			s.begin(word, before, start, i)
			before = word
		}
		s.end = i
	}
	return s
}

// begin notes a word outside of parentheses that begins a part.
func (s *clauses) begin(word, before string, start, end int) {
	switch {
	case s.verb == "":
		if word == "DELETE" || word == "UPDATE" {
			s.verb = word
		}
		if word == "UPDATE" {
			s.target = end
		}
	case word == "OR" && before == "UPDATE": // UPDATE OR IGNORE: what follows is not the table
		s.target = -1
	case before == "OR" && s.verb == "UPDATE" && s.target < 0:
		s.target = end
	case word == "FROM" && s.verb == "DELETE" && s.target < 0:
		s.target = end
	case word == "SET" && s.verb == "UPDATE" && s.targetEnd < 0:
		s.targetEnd = start
	case word == "FROM" && s.verb == "UPDATE" && s.where < 0 && before != "DISTINCT":
		s.joined = true
	case word == "WHERE" && s.where < 0:
		s.where = start
	case word == "RETURNING" && s.returning < 0:
		s.returning = start
	case word == "ORDER":
		s.order = start
	case word == "LIMIT":
		s.limit = start
	}
}

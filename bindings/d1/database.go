package d1

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"

	"paddock/bindings/store"
	"paddock/jsruntime"
)

// Database is the state of one database. It is safe for concurrent use: calls run one by one.
type Database struct {
	path string
	now  func() time.Time
	open context.Context // ends when Close is called
	shut context.CancelFunc

	mu   sync.Mutex // guards conn
	conn *store.Conn
}

// Query is SQL text, perhaps of several statements, with the values for the last of them.
type Query struct {
	SQL    string
	Params []driver.Value
}

// Result is what the last statement of a query gave.
type Result struct {
	Columns []string
	Rows    [][]driver.Value // int64, float64, string, []byte or nil
	Meta    Meta
}

// Meta is what the platform tells of a query.
type Meta struct {
	Duration      time.Duration
	Changes       int64 // rows inserted, updated or deleted
	LastRowID     int64 // of the connection's last insert, by whatever query
	Changed       bool
	Size          int64 // bytes of the file
	Read, Written int   // rows
}

// errEmpty is the error for a call without a statement.
var errEmpty = errors.New("No SQL statements detected.") //nolint:staticcheck // the platform's words

// Open opens the database with an id.
func Open(host interface {
	StateFile(rel string) (string, error)
	Now() time.Time
}, id string) (*Database, error) {
	const class = "miniflare-D1DatabaseObject"
	path, err := host.StateFile("d1/" + class + "/" + store.ObjectID(class, id) + ".sqlite")
	if err != nil {
		return nil, err
	}
	conn, err := store.OpenConn(path)
	if err != nil {
		return nil, fmt.Errorf("open d1 database %q: %w", id, err)
	}
	d := &Database{path: path, now: host.Now, conn: conn}
	d.open, d.shut = context.WithCancel(context.Background())
	return d, nil
}

// Close ends the queries that run, and closes the file. Closing twice does nothing.
func (d *Database) Close() error {
	d.shut()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return nil
	}
	conn := d.conn
	d.conn = nil
	return conn.Close()
}

// Run runs queries as one transaction: all of them, or none. Queries of nothing but blanks give
// no result.
func (d *Database) Run(queries ...Query) ([]Result, error) {
	results, _, err := d.run(d.open, queries, false)
	return results, err
}

// maxTime is how long the queries of one call of a script may take, which may have no end
// (https://developers.cloudflare.com/d1/platform/limits/).
const maxTime = 30 * time.Second

var errTime = &jsruntime.Error{Class: jsruntime.PlainError, Msg: "D1 DB exceeded its CPU time limit and was reset.", Props: map[string]any{"remote": true}}

// runLimited is run for scripts.
func (d *Database) runLimited(queries []Query, mark bool) (results []Result, bookmark string, err error) {
	ctx, cancel := context.WithTimeoutCause(d.open, maxTime, errTime)
	defer cancel()
	return d.run(ctx, queries, mark)
}

// run is Run that ends with ctx, and can give a bookmark of the state afterwards.
func (d *Database) run(ctx context.Context, queries []Query, mark bool) (results []Result, bookmark string, err error) {
	queries = nonEmpty(queries)
	if len(queries) == 0 {
		return nil, "", errEmpty
	}
	err = d.transact(ctx, func(conn *store.Conn) error {
		if q := queries[0].SQL; mark || len(queries) > 1 || !onlyReads(q) {
			if err := conn.Begin(); err != nil {
				return err
			}
		}
		before, err := measure(conn)
		if err != nil {
			return err
		}
		for _, q := range queries {
			r, after, err := d.query(conn, q, before)
			if err != nil {
				return err
			}
			results, before = append(results, r), after
		}
		if mark {
			bookmark, err = conn.NextBookmark()
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return results, bookmark, nil
}

// comment is one as the local platform drops it.
var comment = regexp.MustCompile(`(?m)^\s*--.*`)

func nonEmpty(queries []Query) []Query {
	var kept []Query
	for _, q := range queries {
		text := q.SQL
		if strings.Contains(text, "--") {
			text = comment.ReplaceAllString(text, "")
		}
		if trim(text) != "" {
			kept = append(kept, q)
		}
	}
	return kept
}

// trim takes away what trim() of JavaScript does.
func trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
}

// reading is the beginning of SQL that does not write.
var reading = regexp.MustCompile(`(?i)^\s*(select|with|values)\b`)

// onlyReads tells whether a transaction makes no difference to a query. Pragmas, which have table forms
// too, may do other things when none has begun.
func onlyReads(query string) bool {
	return reading.MatchString(query) && !strings.Contains(strings.ToLower(query), "pragma")
}

// transact runs f, whose statements end with ctx, and which may begin a transaction; a statement that writes begins it where f has not.
func (d *Database) transact(ctx context.Context, f func(conn *store.Conn) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return errors.New("the database is closed")
	}
	d.conn.Writes = d.conn.Begin
	forget := d.conn.Interruptible(ctx)
	err := f(d.conn)
	forget()
	if err != nil {
		lost := d.conn.Lost()
		d.conn.Rollback()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if lost != nil {
			return reset(lost)
		}
		return err
	}
	err = d.conn.Commit()
	var refused *store.SQLError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Code == "SQLITE_CONSTRAINT":
		return d.violated(err)
	}
	return reset(err)
}

// reset is the error of a call in which the database, on the platform a Durable Object, was reset.
func reset(reason error) error {
	return &jsruntime.Error{Class: jsruntime.PlainError, Err: reason, Props: map[string]any{"remote": true}, Msg: store.ResetText(reason)}
}

// violated begins anew after a transaction that left constraints unsatisfied, as the platform,
// where the database is a Durable Object, does.
func (d *Database) violated(reason error) error {
	err := d.conn.Close()
	d.conn = nil
	conn, openErr := store.OpenConn(d.path)
	if openErr != nil {
		return errors.Join(reason, err, openErr)
	}
	d.conn = conn
	return reset(reason)
}

// sizes are the numbers from whose differences Meta is made.
type sizes struct{ changes, lastRowID, bytes int64 }

func measure(conn *store.Conn) (s sizes, err error) {
	s.changes, s.lastRowID = conn.Changes()
	s.bytes, err = conn.Size()
	return s, err
}

func (d *Database) query(conn *store.Conn, q Query, before sizes) (r Result, after sizes, err error) {
	begun := d.now()
	rows, err := conn.Script(q.SQL, q.Params)
	if err != nil {
		return r, after, err
	}
	r.Columns = rows.Columns()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r, after, errors.Join(err, rows.Close())
		}
		r.Rows = append(r.Rows, row)
	}
	read, written := rows.Counts()
	if err := rows.Close(); err != nil {
		return r, after, err
	}
	if after, err = measure(conn); err != nil {
		return r, after, err
	}
	r.Meta = Meta{
		Duration: d.now().Sub(begun), Changes: after.changes - before.changes, LastRowID: after.lastRowID,
		Changed: after != before, Size: after.bytes, Read: read, Written: written,
	}
	return r, after, nil
}

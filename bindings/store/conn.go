package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// Conn is a connection of its own to one SQLite file, with the platform's limits on what user
// SQL may do. It is for one goroutine at a time.
type Conn struct {
	c    *sqlite3.SQLiteConn
	user bool   // the statement being prepared is the user's
	text string // of that statement

	// Writes is called before a statement of the user that may write, to begin a transaction; nil: there
	// is one.
	Writes func() error

	begun bool  // a transaction is open
	lost  error // why SQLite has undone it by itself; nil if it has not

	transaction bool // the statement being prepared begins or ends a transaction
	reads       bool // it reads a table
	schema      bool // it changes tables or indexes

	path string
	size size // what Size remembers

	idle map[string]*prepared // statements of the user that may be run again, by their text

	begin, commit driver.Stmt // nil until they were needed

	interruption interruption
}

// prepared is a statement of the user that SQLite has compiled.
type prepared struct {
	stmt   *sqlite3.SQLiteStmt
	text   string // what was compiled
	reads  bool   // it reads a table
	writes bool
	schema bool // it changes tables or indexes
	runs   int  // how often it was begun

	program *program // once it was asked for
}

// maxIdle is how many statements of the user are kept.
const maxIdle = 64

// prepare compiles a statement of the user, or takes one that was kept.
func (c *Conn) prepare(query string) (*prepared, error) {
	if p, ok := c.idle[query]; ok {
		delete(c.idle, query)
		return p, nil
	}
	p, err := c.compile(query)
	if err == nil || c.transaction {
		return p, err
	}
	if refused := new(SQLError); errors.As(err, &refused) && strings.HasSuffix(refused.Message, "syntax error") {
		return c.compileLimited(query, err)
	}
	return nil, err
}

// compile compiles a statement of the user.
func (c *Conn) compile(text string) (*prepared, error) {
	c.user, c.text, c.transaction, c.reads, c.schema = true, text, false, false, false
	stmt, err := c.c.Prepare(text)
	c.user = false
	switch {
	case c.transaction && err != nil:
		return nil, ErrTransaction
	case err != nil:
		return nil, c.translate(err)
	}
	s := stmt.(*sqlite3.SQLiteStmt)
	if hollow(s) {
		return nil, errors.Join(ErrNoStatement, s.Close())
	}
	return &prepared{stmt: s, text: text, reads: c.reads, writes: !s.Readonly(), schema: c.schema}, nil
}

// compileLimited compiles a DELETE or UPDATE with a LIMIT, which SQLite has refused.
func (c *Conn) compileLimited(query string, refused error) (*prepared, error) {
	text, err := limited(query)
	if err != nil {
		return nil, err
	}
	if text == nil {
		return nil, refused
	}
	p, err := c.compile(text.String())
	var e *SQLError
	switch {
	case !errors.As(err, &e):
		return p, err
	case strings.HasSuffix(e.Message, "syntax error"), strings.HasSuffix(e.Message, ": _rowid_"):
		return nil, refused // it is another mistake, or a table without row ids
	}
	if e.Offset >= 0 {
		e.Offset = text.offset(e.Offset)
	}
	return nil, err
}

// keep takes back a statement that has been run to its end.
func (c *Conn) keep(query string, p *prepared) error {
	if _, ok := c.idle[query]; ok || p.schema {
		return p.stmt.Close()
	}
	if c.idle == nil {
		c.idle = map[string]*prepared{}
	}
	c.idle[query] = p
	if len(c.idle) <= maxIdle {
		return nil
	}
	for other, p := range c.idle {
		if other != query {
			delete(c.idle, other)
			return p.stmt.Close()
		}
	}
	return nil
}

// OpenConn opens a file, whose folder exists, for SQL of users.
func OpenConn(path string) (*Conn, error) {
	opened, err := (&sqlite3.SQLiteDriver{}).Open(dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	c := &Conn{c: opened.(*sqlite3.SQLiteConn), path: path}
	for limit, value := range limits {
		c.c.SetLimit(limit, value)
	}
	c.c.RegisterAuthorizer(c.authorize)
	if err := c.Exec("PRAGMA foreign_keys = ON"); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), c.Close())
	}
	return c, nil
}

// SQLError is a refusal of SQLite in the words that the platform gives it.
type SQLError struct {
	Message, Code string // "no such table: x", "SQLITE_ERROR"
	Extended      string // "SQLITE_CONSTRAINT_UNIQUE"; "" when it says no more than Code
	Offset        int    // of the place in the statement; < 0: none
}

func (e *SQLError) Error() string {
	text := e.Message
	if e.Offset >= 0 {
		text += fmt.Sprintf(" at offset %d", e.Offset)
	}
	text += ": " + e.Code
	if e.Extended != "" {
		text += " (extended: " + e.Extended + ")"
	}
	return text
}

// codes are the names of SQLite's primary result codes.
var codes = map[sqlite3.ErrNo]string{
	1: "SQLITE_ERROR", 5: "SQLITE_BUSY", 6: "SQLITE_LOCKED", 7: "SQLITE_NOMEM", 8: "SQLITE_READONLY", 9: "SQLITE_INTERRUPT",
	4: "SQLITE_ABORT", 10: "SQLITE_IOERR", 11: "SQLITE_CORRUPT", 13: "SQLITE_FULL", 14: "SQLITE_CANTOPEN", 18: "SQLITE_TOOBIG", 19: "SQLITE_CONSTRAINT",
	20: "SQLITE_MISMATCH", 23: "SQLITE_AUTH", 25: "SQLITE_RANGE",
}

// extended are the names of SQLite's extended result codes that user SQL can meet.
var extended = map[sqlite3.ErrNoExtended]string{
	sqlite3.ErrConstraintCheck: "SQLITE_CONSTRAINT_CHECK", sqlite3.ErrConstraintForeignKey: "SQLITE_CONSTRAINT_FOREIGNKEY",
	sqlite3.ErrConstraintNotNull: "SQLITE_CONSTRAINT_NOTNULL", sqlite3.ErrConstraintPrimaryKey: "SQLITE_CONSTRAINT_PRIMARYKEY",
	sqlite3.ErrConstraintTrigger: "SQLITE_CONSTRAINT_TRIGGER", sqlite3.ErrConstraintUnique: "SQLITE_CONSTRAINT_UNIQUE",
	sqlite3.ErrConstraintVTab: "SQLITE_CONSTRAINT_VTAB", sqlite3.ErrConstraintRowID: "SQLITE_CONSTRAINT_ROWID",
	sqlite3.ErrNoExtended(19 | 12<<8): "SQLITE_CONSTRAINT_DATATYPE", sqlite3.ErrAbortRollback: "SQLITE_ABORT_ROLLBACK",
}

// translate makes a *SQLError of the driver's error, with the place in the statement.
func (c *Conn) translate(err error) error {
	err = translate(err)
	var e *SQLError
	if !errors.As(err, &e) {
		return err
	}
	e.Offset = errorOffset(c.c)
	if c.begun && c.lost == nil && fatal[e.Code] && c.c.AutoCommit() {
		c.lost = e
	}
	return err
}

// translate makes a *SQLError of the driver's error.
func translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	name, ok := codes[e.Code]
	if !ok {
		name = "SQLITE_ERROR"
	}
	return &SQLError{Message: e.Error(), Code: name, Extended: extended[e.ExtendedCode], Offset: -1}
}

// fatal are the errors after which SQLite may undo the whole transaction by itself
// (https://www.sqlite.org/lang_transaction.html).
var fatal = map[string]bool{"SQLITE_FULL": true, "SQLITE_IOERR": true, "SQLITE_NOMEM": true, "SQLITE_INTERRUPT": true}

// Begin begins a transaction that writes, unless one is open.
func (c *Conn) Begin() error {
	if c.begun {
		return nil
	}
	err := c.again(&c.begin, "BEGIN IMMEDIATE")
	c.begun, c.lost = err == nil, nil
	return err
}

// Commit ends the transaction, if there is one. After an error it is as if it had never begun.
func (c *Conn) Commit() error {
	if !c.begun {
		return nil
	}
	err := c.lost
	if err == nil {
		err = c.again(&c.commit, "COMMIT")
	}
	if err != nil {
		c.Rollback()
		return err
	}
	c.begun = false
	return nil
}

// again runs an internal statement that is kept: compiling one of these takes longer than running it.
func (c *Conn) again(kept *driver.Stmt, query string) error {
	if *kept == nil {
		stmt, err := c.c.Prepare(query)
		if err != nil {
			return c.translate(err)
		}
		*kept = stmt
	}
	_, err := (*kept).Exec(nil) //nolint:staticcheck // the connection is ours alone
	return c.translate(err)
}

// Rollback undoes the transaction, if there is one.
func (c *Conn) Rollback() {
	if c.begun && !c.c.AutoCommit() {
		_ = c.Exec("ROLLBACK") // it fails where SQLite has done it already
	}
	c.begun, c.lost = false, nil
}

// Lost gives the error for which SQLite has undone the open transaction by itself; nil while it
// has not.
func (c *Conn) Lost() error { return c.lost }

// Exec runs an internal statement.
func (c *Conn) Exec(query string, args ...driver.Value) error {
	_, err := c.c.Exec(query, args)
	return c.translate(err)
}

// QueryRow runs an internal statement and gives its first row; nil when there is none.
func (c *Conn) QueryRow(query string, args ...driver.Value) ([]driver.Value, error) {
	rows, err := c.c.Query(query, args)
	if err != nil {
		return nil, c.translate(err)
	}
	defer rows.Close()
	row := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(row); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, c.translate(err)
	}
	return row, nil
}

// Rows are the rows of a statement, read one by one.
type Rows struct {
	conn    *Conn
	rows    driver.Rows
	query   string
	stmt    *prepared // of the user; nil for internal statements
	columns []string
	tally   tally
	before  int64 // changes of the connection before it
	failed  bool
	ended   bool

	peeked  []driver.Value // the first row, where it was read ahead
	peekErr error
	ahead   bool // peeked and peekErr hold
}

// Query begins one internal statement.
func (c *Conn) Query(query string, args []driver.Value) (*Rows, error) {
	rows, err := c.c.Query(query, args)
	if err != nil {
		return nil, c.translate(err)
	}
	return c.rows(&Rows{rows: rows}), nil
}

// query begins one statement of the user.
func (c *Conn) query(query string, args []driver.Value) (*Rows, error) {
	p, err := c.prepare(query)
	if err != nil {
		return nil, err
	}
	if p.schema {
		if err := c.forget(); err != nil {
			return nil, errors.Join(err, p.stmt.Close())
		}
	}
	if n := p.stmt.NumInput(); n != len(args) {
		return nil, errors.Join(ErrBindings, c.keep(query, p))
	}
	if p.writes && c.Writes != nil {
		if err := c.Writes(); err != nil {
			return nil, errors.Join(err, c.keep(query, p))
		}
	}
	r, err := c.start(query, p, args)
	if err != nil || p.writes || p.runs == 1 {
		return r, err
	}
	// What another process has made of the schema shows in the first step of a statement that was kept.
	// The driver's columns are the old ones then.
	if r.peek(); !reprepared(p.stmt) {
		return r, nil
	}
	if err := errors.Join(r.rows.Close(), p.stmt.Close()); err != nil {
		return nil, err
	}
	return c.query(query, args)
}

// start runs a compiled statement.
func (c *Conn) start(query string, p *prepared, args []driver.Value) (*Rows, error) {
	if p.schema && p.program == nil {
		// Afterwards it may have no meaning any more.
		if p.program, _ = c.explain(p.text, 0); p.program == nil {
			p.program = &program{} // what is wrong with it shows when it is run
		}
	}
	restart(p.stmt)
	p.runs++
	c.user, c.text = true, p.text // what the schema has changed is prepared again by the first step
	before := int64(0)
	if p.writes {
		before = c.total()
	}
	rows, err := p.stmt.Query(args) //nolint:staticcheck // the connection is ours alone
	c.user = false
	if err != nil {
		return nil, errors.Join(c.translate(err), p.stmt.Close())
	}
	return c.rows(&Rows{rows: rows, query: query, stmt: p, before: before}), nil
}

// forget drops what was kept of a schema that changes.
func (c *Conn) forget() error {
	var err error
	for _, p := range c.idle {
		err = errors.Join(err, p.stmt.Close())
	}
	c.idle = nil
	return err
}

// rows completes the rows of a statement that has made its first step.
func (c *Conn) rows(r *Rows) *Rows {
	if typed, ok := r.rows.(*sqlite3.SQLiteRows); ok {
		// By these the driver makes times and booleans of what is neither to SQLite.
		clear(typed.DeclTypes())
	}
	r.conn, r.columns = c, r.rows.Columns()
	return r
}

// Reused reports whether the statement was compiled for an earlier query.
func (r *Rows) Reused() bool { return r.stmt != nil && r.stmt.runs > 1 }

// Columns gives the names of the columns.
func (r *Rows) Columns() []string { return r.columns }

// Counts gives how many rows of tables the statement has read and written so far, as the platform counts
// them (see program).
func (r *Rows) Counts() (read, written int) {
	if r.stmt == nil || !r.stmt.reads && !r.stmt.writes {
		return 0, 0
	}
	if !r.ended {
		r.measure() // before another statement runs
	}
	if r.stmt.program == nil {
		p, err := r.conn.explain(r.stmt.text, r.stmt.stmt.NumInput())
		if err != nil {
			return 0, 0 // the schema has changed in a way that leaves no sense to the statement
		}
		p.dml = r.stmt.writes && !r.stmt.schema
		r.stmt.program = p
	}
	return r.stmt.program.count(r.tally)
}

// measure asks SQLite for what it has counted.
func (r *Rows) measure() {
	r.tally.steps, r.tally.ops = steps(r.stmt.stmt)
	if r.stmt.writes && !r.stmt.schema {
		r.tally.changes = r.conn.changes()
		r.tally.others = max(int(r.conn.total()-r.before)-r.tally.changes, 0)
	}
}

// Next gives the next row: int64, float64, string, []byte or nil. It gives io.EOF behind the last.
func (r *Rows) Next() ([]driver.Value, error) {
	if r.ahead {
		r.ahead = false
		return r.peeked, r.peekErr
	}
	row := make([]driver.Value, len(r.columns))
	r.conn.user = r.stmt != nil
	err := r.rows.Next(row)
	r.conn.user = false
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		r.failed = true
		return nil, r.conn.translate(err)
	}
	if r.tally.rows++; r.tally.rows == 1 && len(row) > 0 {
		r.tally.first, _ = row[0].(int64)
	}
	return row, nil
}

// peek reads the first row ahead.
func (r *Rows) peek() {
	r.peeked, r.peekErr = r.Next()
	r.ahead = true
}

// Close ends the statement.
func (r *Rows) Close() error {
	if r.stmt != nil && !r.ended {
		r.measure()
	}
	r.ended = true
	err := r.rows.Close()
	switch {
	case r.stmt == nil:
		return err
	case err != nil || r.failed:
		return errors.Join(err, r.stmt.stmt.Close())
	}
	return r.conn.keep(r.query, r.stmt)
}

// Close closes the file.
func (c *Conn) Close() error {
	err := c.forget()
	for _, stmt := range []driver.Stmt{c.begin, c.commit} {
		if stmt != nil {
			err = errors.Join(err, stmt.Close())
		}
	}
	err = errors.Join(err, c.size.close(), c.c.Close())
	c.interruption.close()
	return err
}

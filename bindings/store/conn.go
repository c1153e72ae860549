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
	user bool // the statement being prepared is the user's
}

// OpenConn opens a file, whose folder exists, for SQL of users.
func OpenConn(path string) (*Conn, error) {
	opened, err := (&sqlite3.SQLiteDriver{}).Open(dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	c := &Conn{c: opened.(*sqlite3.SQLiteConn)}
	for limit, value := range limits {
		c.c.SetLimit(limit, value)
	}
	c.c.RegisterAuthorizer(c.authorize)
	return c, nil
}

// limits are those that the platform's runtime sets.
var limits = map[int]int{
	sqlite3.SQLITE_LIMIT_LENGTH: 2200000, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100000, sqlite3.SQLITE_LIMIT_COLUMN: 100,
	sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100, sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5, sqlite3.SQLITE_LIMIT_VDBE_OP: 25000,
	sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 127, sqlite3.SQLITE_LIMIT_ATTACHED: 0, sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
	sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 100, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10, sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

// pragmas are those that user SQL may run.
var pragmas = map[string]bool{
	"data_version": true, "table_list": true, "case_sensitive_like": true, "foreign_keys": true,
	"defer_foreign_keys": true, "ignore_check_constraints": true, "legacy_alter_table": true,
	"recursive_triggers": true, "reverse_unordered_selects": true, "foreign_key_check": true,
	"foreign_key_list": true, "index_info": true, "index_list": true, "index_xinfo": true,
	"table_info": true, "table_xinfo": true, "quick_check": true, "optimize": true,
}

// authorize refuses what user SQL may not do: other files, transactions, internal tables.
func (c *Conn) authorize(op int, arg1, arg2, _ string) int {
	if !c.user {
		return sqlite3.SQLITE_OK
	}
	switch op {
	case sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT:
		return sqlite3.SQLITE_DENY
	case sqlite3.SQLITE_PRAGMA:
		if !pragmas[strings.ToLower(arg1)] {
			return sqlite3.SQLITE_DENY
		}
	case sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE,
		sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_CREATE_INDEX,
		sqlite3.SQLITE_CREATE_VIEW, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_ALTER_TABLE:
		if strings.HasPrefix(arg1, "_cf_") || op == sqlite3.SQLITE_ALTER_TABLE && strings.HasPrefix(arg2, "_cf_") {
			return sqlite3.SQLITE_DENY
		}
	case sqlite3.SQLITE_CREATE_VTABLE:
		if module := strings.ToLower(arg2); module != "fts5" && module != "fts5vocab" {
			return sqlite3.SQLITE_DENY
		}
	}
	return sqlite3.SQLITE_OK
}

// SQLError is a refusal of SQLite in the words that the platform gives it.
type SQLError struct {
	Message, Code string // "no such table: x", "SQLITE_ERROR"
}

func (e *SQLError) Error() string { return e.Message + ": " + e.Code }

// codes are the names of SQLite's primary result codes.
var codes = map[sqlite3.ErrNo]string{
	1: "SQLITE_ERROR", 5: "SQLITE_BUSY", 6: "SQLITE_LOCKED", 8: "SQLITE_READONLY", 9: "SQLITE_INTERRUPT",
	10: "SQLITE_IOERR", 11: "SQLITE_CORRUPT", 13: "SQLITE_FULL", 18: "SQLITE_TOOBIG", 19: "SQLITE_CONSTRAINT",
	20: "SQLITE_MISMATCH", 23: "SQLITE_AUTH", 25: "SQLITE_RANGE",
}

func translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	name, ok := codes[e.Code]
	if !ok {
		name = "SQLITE_ERROR"
	}
	return &SQLError{Message: e.Error(), Code: name}
}

// Exec runs an internal statement.
func (c *Conn) Exec(query string, args ...driver.Value) error {
	_, err := c.c.Exec(query, args)
	return translate(err)
}

// QueryRow runs an internal statement and gives its first row; nil when there is none.
func (c *Conn) QueryRow(query string, args ...driver.Value) ([]driver.Value, error) {
	rows, err := c.c.Query(query, args)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	row := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(row); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, translate(err)
	}
	return row, nil
}

// Rows are the rows of a statement, read one by one.
type Rows struct {
	rows    driver.Rows
	stmt    driver.Stmt
	columns []string
}

// Query prepares one statement and begins it. user says whether it is the user's SQL.
func (c *Conn) Query(query string, args []driver.Value, user bool) (*Rows, error) {
	c.user = user
	stmt, err := c.c.Prepare(query)
	c.user = false
	if err != nil {
		return nil, translate(err)
	}
	if n := stmt.NumInput(); n != len(args) {
		return nil, errors.Join(ErrBindings, stmt.Close())
	}
	rows, err := stmt.Query(args) //nolint:staticcheck // the connection is ours alone
	if err != nil {
		return nil, errors.Join(translate(err), stmt.Close())
	}
	return &Rows{rows: rows, stmt: stmt, columns: rows.Columns()}, nil
}

// ErrBindings is the error for a statement that was given too few or too many values.
var ErrBindings = errors.New("Wrong number of parameter bindings for SQL query.") //nolint:staticcheck // the platform's words

// Columns gives the names of the columns.
func (r *Rows) Columns() []string { return r.columns }

// Next gives the next row: int64, float64, string, []byte, bool, time.Time or nil. It gives
// io.EOF behind the last.
func (r *Rows) Next() ([]driver.Value, error) {
	row := make([]driver.Value, len(r.columns))
	if err := r.rows.Next(row); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, translate(err)
	}
	return row, nil
}

// Close ends the statement.
func (r *Rows) Close() error { return errors.Join(r.rows.Close(), r.stmt.Close()) }

// Close closes the file.
func (c *Conn) Close() error { return c.c.Close() }

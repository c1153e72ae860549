package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"unicode"
)

// Refusals of user SQL in the platform's words.
//
//nolint:staticcheck // they are no words of ours
var (
	// ErrTransaction is the error for SQL that begins or ends a transaction.
	ErrTransaction = errors.New("To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will automatically roll back on exceptions, and because it interacts correctly with Durable Objects' automatic atomic write coalescing.")
	// ErrBindings is the error for a statement that was given too few or too many values.
	ErrBindings = errors.New("Wrong number of parameter bindings for SQL query.")
	// ErrNoStatement is the error for text in which there is no statement, or behind the last
	// semicolon something that is none.
	ErrNoStatement = errors.New("SQL code did not contain a statement.")

	errOnlyLast = errors.New("When executing multiple SQL statements in a single call, only the last statement can have parameters.")
)

// Script runs the user's SQL text of one or more statements: all but the last to their end, then
// it begins the last, which gets the values.
func (c *Conn) Script(text string, values []driver.Value) (*Rows, error) {
	if _, ok := c.idle[text]; ok {
		return c.query(text, values)
	}
	text, _, cut := strings.Cut(text, "\x00") // what stands behind it nobody sees
	statements := Split(text)
	if len(statements) == 0 {
		return nil, ErrNoStatement
	}
	// Offsets of errors count from the text's beginning.
	first, _, _ := strings.Cut(text, statements[0])
	statements[0] = first + statements[0]
	last := len(statements) - 1
	for _, statement := range statements[:last] {
		if err := c.through(statement); err != nil {
			return nil, err
		}
	}
	// What stands behind the last semicolon is taken for a statement, even a comment.
	if cut || !strings.HasSuffix(strings.TrimRightFunc(text, unicode.IsSpace), statements[last]) {
		if err := c.through(statements[last]); err != nil {
			return nil, err
		}
		return nil, ErrNoStatement
	}
	return c.query(statements[last], values)
}

// through runs one statement of the user to its end.
func (c *Conn) through(statement string) error {
	_, _, err := c.complete(statement)
	if errors.Is(err, ErrBindings) {
		return errOnlyLast
	}
	return err
}

// complete runs one statement of the user, which takes no values, to its end.
func (c *Conn) complete(statement string) (read, written int, err error) {
	rows, err := c.query(statement, nil)
	if err != nil {
		return 0, 0, err
	}
	for err == nil {
		_, err = rows.Next()
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	err = errors.Join(err, rows.Close())
	read, written = rows.Counts()
	return read, written, err
}

// Ingested tells what [Conn.Ingest] has done.
type Ingested struct {
	Bytes         int // of the text that were run
	Statements    int
	Read, Written int // rows
}

// Ingest runs the statements of the user's text that end with a semicolon. The rest may be the
// beginning of one.
func (c *Conn) Ingest(text string) (done Ingested, err error) {
	for _, p := range split(text) {
		if !p.closed {
			break
		}
		read, written, err := c.complete(text[p.start:p.end])
		if err != nil {
			return done, err
		}
		done = Ingested{p.end, done.Statements + 1, done.Read + read, done.Written + written}
	}
	return done, nil
}

package d1

import (
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"paddock/bindings/store"
)

// DumpOptions say what Dump writes.
type DumpOptions struct {
	Tables           []string // empty: all
	NoSchema, NoData bool
}

// Dump gives w the database as SQL text, in the lines of wrangler's export and without an end of
// the last line.
func (d *Database) Dump(w io.Writer, opts DumpOptions) error {
	return d.transact(d.open, func(conn *store.Conn) error {
		if err := conn.Begin(); err != nil {
			return err
		}
		dump := &dump{conn: conn, w: w, opts: opts}
		if _, err := io.WriteString(w, "PRAGMA defer_foreign_keys=TRUE;"); err != nil {
			return err
		}
		if err := dump.tables(); err != nil || opts.NoSchema {
			return err
		}
		return dump.others()
	})
}

type dump struct {
	conn *store.Conn
	w    io.Writer
	opts DumpOptions
}

func (d *dump) line(text string) error {
	_, err := io.WriteString(d.w, "\n"+text)
	return err
}

// wants tells of the name of a table, an index, a trigger or a view.
func (d *dump) wants(name string) bool {
	return len(d.opts.Tables) == 0 || slices.Contains(d.opts.Tables, name)
}

// each calls f for every row of an internal query. Its columns are text.
func (d *dump) each(query string, f func(columns []string) error) error {
	return d.rows(query, func(row []driver.Value) error {
		columns := make([]string, len(row))
		for i, v := range row {
			columns[i], _ = v.(string)
		}
		return f(columns)
	})
}

func (d *dump) rows(query string, f func(row []driver.Value) error) error {
	rows, err := d.conn.Query(query, nil)
	if err != nil {
		return err
	}
	for err == nil {
		var row []driver.Value
		if row, err = rows.Next(); err == nil {
			err = f(row)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

// tables writes each table and its rows.
func (d *dump) tables() error {
	return d.each(`SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT NULL
		ORDER BY tbl_name = 'sqlite_sequence', rowid`, func(c []string) error {
		name, sql := c[0], c[1]
		if !d.wants(name) {
			return nil
		}
		switch {
		case name == "sqlite_sequence":
			sql = "DELETE FROM sqlite_sequence"
		case strings.HasPrefix(name, "sqlite_stat"):
			sql = "ANALYZE sqlite_schema"
		case strings.HasPrefix(sql, "CREATE VIRTUAL TABLE"):
			return errors.New("D1 Export error: cannot export databases with Virtual Tables (fts5)") //nolint:staticcheck // the platform's words
		case strings.HasPrefix(name, "_cf_") || strings.HasPrefix(name, "sqlite_"):
			return nil
		case strings.HasPrefix(sql, "CREATE TABLE '") || strings.HasPrefix(sql, `CREATE TABLE "`):
			sql = "CREATE TABLE IF NOT EXISTS " + sql[len("CREATE TABLE "):]
		}
		if !d.opts.NoSchema {
			if err := d.line(sql + ";"); err != nil {
				return err
			}
		}
		if d.opts.NoData {
			return nil
		}
		return d.data(name)
	})
}

func (d *dump) data(table string) error {
	var columns []string
	if err := d.each("SELECT name FROM pragma_table_info("+text(table)+")", func(c []string) error {
		columns = append(columns, quote(c[0]))
		return nil
	}); err != nil {
		return err
	}
	begin := fmt.Sprintf("INSERT INTO %s (%s) VALUES(", quote(table), strings.Join(columns, ","))
	return d.rows("SELECT "+strings.Join(columns, ", ")+" FROM "+quote(table), func(row []driver.Value) error {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = literal(v)
		}
		return d.line(begin + strings.Join(cells, ",") + ");")
	})
}

// others writes what stands on tables.
func (d *dump) others() error {
	return d.each(`SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL AND type IN ('index', 'trigger', 'view')
		ORDER BY type COLLATE NOCASE`, func(c []string) error {
		if !d.wants(c[0]) {
			return nil
		}
		return d.line(c[1] + ";")
	})
}

// literal writes a value in SQL.
func literal(v driver.Value) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		switch {
		case math.IsInf(v, 1):
			return "9e999" // SQL has no word for it
		case math.IsInf(v, -1):
			return "-9e999"
		}
		number, _ := json.Marshal(v) // writes numbers as JavaScript does
		return string(number)
	case string:
		return text(v)
	case []byte:
		return "X'" + hex.EncodeToString(v) + "'"
	}
	return "NULL"
}

// text writes a string in SQL, on one line. What no text of SQL can have is written as bytes.
func text(s string) string {
	if strings.Contains(s, "\x00") || !utf8.ValidString(s) {
		return "CAST(X'" + hex.EncodeToString([]byte(s)) + "' AS TEXT)"
	}
	feed, back := mark(s, `\n`), mark(s, `\r`)
	t := "'" + strings.NewReplacer("'", "''", "\n", feed, "\r", back).Replace(s) + "'"
	if strings.Contains(s, "\r") {
		t = "replace(" + t + ",'" + back + "',char(13))"
	}
	if strings.Contains(s, "\n") {
		t = "replace(" + t + ",'" + feed + "',char(10))"
	}
	return t
}

// mark is what stands for a character in a string that does not have it: the usual one if it can be.
func mark(s, usual string) string {
	m := usual
	for i := 0; strings.Contains(s, m); i++ {
		m = "(" + usual + strconv.Itoa(i) + ")"
	}
	return m
}

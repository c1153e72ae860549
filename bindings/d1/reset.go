package d1

import (
	"context"
	"fmt"
	"strings"

	"paddock/bindings/store"
)

// Reset removes everything that the database holds.
func (d *Database) Reset(ctx context.Context) error {
	err := d.transact(ctx, func(conn *store.Conn) error {
		if err := conn.Begin(); err != nil {
			return err
		}
		// Foreign keys are checked when nothing is left to refer to.
		if err := conn.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		for {
			// Virtual tables first: their shadow tables go with them.
			row, err := conn.QueryRow(`SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> '_cf_METADATA'
				ORDER BY sql NOT LIKE 'CREATE VIRTUAL%' LIMIT 1`)
			if err != nil {
				return err
			}
			if row == nil {
				break
			}
			kind, _ := row[0].(string)
			name, _ := row[1].(string)
			if err := conn.Exec("DROP " + kind + " " + quote(name)); err != nil {
				return err
			}
		}
		row, err := conn.QueryRow("SELECT name FROM sqlite_schema WHERE name = 'sqlite_sequence'")
		if err != nil || row == nil {
			return err
		}
		return conn.Exec("DELETE FROM sqlite_sequence")
	})
	if err != nil {
		return fmt.Errorf("reset d1 database: %w", err)
	}
	return nil
}

// quote makes a name of SQL.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

package store

import (
	"database/sql"
	"errors"
	"fmt"
)

// Column gives the first column of every row of a query, without the NULLs.
func Column(db interface {
	Query(query string, args ...any) (*sql.Rows, error)
}, query string, args ...any) ([]string, error) {
	rows, err := db.Query(query, args...)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	var values []string
	for rows.Next() {
		var v sql.NullString
		if err = rows.Scan(&v); err != nil {
			break
		}
		if v.Valid {
			values = append(values, v.String)
		}
	}
	return values, errors.Join(err, rows.Err(), rows.Close())
}

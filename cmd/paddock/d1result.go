package main

import (
	"bytes"
	"cmp"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"paddock/bindings/d1"
	"paddock/bindings/store"
)

// queryResult is the result of a statement as wrangler prints it.
type queryResult struct {
	Results []resultRow `json:"results"`
	Success bool        `json:"success"`
	Meta    struct {
		Duration float64 `json:"duration"` // ms
	} `json:"meta"`
}

func newQueryResult(r d1.Result) queryResult {
	q := queryResult{Results: make([]resultRow, len(r.Rows)), Success: true}
	for i, row := range r.Rows {
		q.Results[i] = resultRow{r.Columns, row}
	}
	q.Meta.Duration = float64(r.Meta.Duration.Microseconds()) / 1000
	return q
}

// table gives the rows as text, with the names of the columns first.
func (q queryResult) table() [][]string {
	if len(q.Results) == 0 {
		return nil
	}
	rows := [][]string{q.Results[0].columns}
	for _, r := range q.Results {
		cells := make([]string, len(r.values))
		for i, v := range r.values {
			text, ok := v.(string)
			if !ok {
				data, _ := json.Marshal(printable(v)) // numbers and null have JSON's words
				text = strings.Trim(string(data), `"`)
			}
			cells[i] = text
		}
		rows = append(rows, cells)
	}
	return rows
}

// resultRow is an object in JSON whose keys keep their order.
type resultRow struct {
	columns []string
	values  []driver.Value
}

// MarshalJSON implements json.Marshaler. Of columns with one name the last one counts, and names that are
// numbers come first, as in any object of JavaScript.
func (r resultRow) MarshalJSON() ([]byte, error) {
	last := map[string]driver.Value{}
	for i, name := range r.columns {
		last[name] = r.values[i]
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	out.WriteByte('{')
	for _, name := range propertyOrder(r.columns) {
		v, first := last[name]
		if !first {
			continue
		}
		delete(last, name)
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		if err := e.Encode(name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := e.Encode(printable(v)); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// propertyOrder gives names in the order in which an object of JavaScript has them.
func propertyOrder(names []string) []string {
	index := func(name string) (uint64, bool) {
		n, err := strconv.ParseUint(name, 10, 32)
		return n, err == nil && n < math.MaxUint32 && strconv.FormatUint(n, 10) == name
	}
	ordered := slices.Clone(names)
	slices.SortStableFunc(ordered, func(a, b string) int {
		n, aIsIndex := index(a)
		m, bIsIndex := index(b)
		switch {
		case aIsIndex && bIsIndex:
			return cmp.Compare(n, m)
		case aIsIndex:
			return -1
		case bIsIndex:
			return 1
		}
		return 0
	})
	return ordered
}

// printable gives a value as wrangler prints it.
func printable(v driver.Value) any {
	switch v := v.(type) {
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return nil
		}
	case int64:
		return float64(v) // a number of JavaScript
	case []byte:
		return strings.ReplaceAll(fmt.Sprint(v), " ", ", ")
	}
	return v
}

// statementsOf cuts SQL text into statements. A transaction around all of it is taken off,
// because there is one anyway.
func statementsOf(sql string) ([]string, error) {
	const begin = "BEGIN TRANSACTION"
	if strings.Contains(sql, begin) {
		sql = strings.Replace(strings.Replace(sql, begin+";", "", 1), "COMMIT;", "", 1)
		if strings.Contains(sql, begin) {
			return nil, errors.New("Wrangler could not process the provided SQL file, as it contains several transactions.\nD1 runs your SQL in a transaction for you.\nPlease export an SQL file from your SQLite database and try again.") //nolint:staticcheck // wrangler's words
		}
	}
	if statements := store.Split(sql); len(statements) > 0 {
		return statements, nil
	}
	return []string{sql}, nil
}

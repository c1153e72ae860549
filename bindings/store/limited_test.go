package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// all gives the rows of a statement, as text.
func all(t *testing.T, c *Conn, text string, values ...driver.Value) (string, error) {
	t.Helper()
	rows, err := c.Script(text, values)
	if err != nil {
		return "", err
	}
	var out []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", errors.Join(err, rows.Close())
		}
		out = append(out, strings.Trim(fmt.Sprint(row), "[]"))
	}
	return strings.Join(out, ","), rows.Close()
}

func TestConn_LimitsWhatIsDeletedAndUpdated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		values []driver.Value
		left   string // the rows afterwards
		gives  string // what the statement gives
	}{
		"DELETE with a condition and LIMIT deletes that many rows": {
			text: "DELETE FROM t WHERE n > ? LIMIT 1", values: []driver.Value{int64(1)}, left: "1 a,3 c,4 d",
		},
		"DELETE without a condition, in small letters and with a comment behind it": {
			text: "delete from t limit 2 -- two of them", left: "3 c,4 d",
		},
		"DELETE follows ORDER BY and OFFSET": {
			text: "DELETE FROM t ORDER BY n DESC LIMIT ? OFFSET ?;", values: []driver.Value{int64(2), int64(1)}, left: "1 a,4 d",
		},
		"DELETE gives the rows of RETURNING": {
			text: "DELETE FROM \"t\" AS x WHERE x.n IN (SELECT n FROM t WHERE n > 1 ORDER BY n LIMIT 3) RETURNING s ORDER BY x.n DESC LIMIT 1", left: "1 a,2 b,3 c", gives: "d",
		},
		"DELETE follows WITH": {
			text: "WITH some AS (SELECT n FROM t WHERE n > 2) DELETE FROM main.t WHERE n IN some LIMIT 1", left: "1 a,2 b,4 d",
		},
		"UPDATE with LIMIT changes that many rows": {
			text: "UPDATE t SET s = ? WHERE n > ? ORDER BY n DESC LIMIT ?", values: []driver.Value{"z", int64(1), int64(2)}, left: "1 a,2 b,3 z,4 z",
		},
		"UPDATE OR IGNORE with RETURNING and numbered values": {
			text: "UPDATE OR IGNORE t SET s = ?1 RETURNING n, ?1 LIMIT 1", values: []driver.Value{"z"}, left: "1 z,2 b,3 c,4 d", gives: "1 z",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := OpenConn(filepath.Join(t.TempDir(), "db"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := all(t, c, "CREATE TABLE t (n INTEGER, s TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')"); err != nil {
				t.Fatal(err)
			}
			gives, err := all(t, c, test.text, test.values...)
			if err != nil || gives != test.gives {
				t.Errorf("got %q and %v, want %q", gives, err, test.gives)
			}
			if left, err := all(t, c, "SELECT * FROM t ORDER BY n"); err != nil || left != test.left {
				t.Errorf("got %q and %v, want %q", left, err, test.left)
			}
		})
	}
}

func TestConn_RefusesWhatCannotBeLimited(t *testing.T) {
	t.Parallel()
	c, err := OpenConn(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := all(t, c, "CREATE TABLE t (n); CREATE TABLE k (n PRIMARY KEY) WITHOUT ROWID"); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"DELETE FROM missing LIMIT 1":                        "no such table: missing: SQLITE_ERROR",
		"DELETE FROM t WHERE what LIMIT 1":                   "no such column: what at offset 20: SQLITE_ERROR",
		"DELETE FROM k LIMIT 1":                              "near \"LIMIT\": syntax error at offset 14: SQLITE_ERROR",
		"DELETE FROM t ORDER BY n":                           "ORDER BY without LIMIT on DELETE: SQLITE_ERROR",
		"INSERT INTO sqlite_schema VALUES (1) LIMIT 1":       "near \"LIMIT\": syntax error at offset 37: SQLITE_ERROR",
		"SELECT 1 LIMIT 1 LIMIT 2":                           "near \"LIMIT\": syntax error at offset 17: SQLITE_ERROR",
		"DELETE FROM sqlite_schema WHERE LIMIT 1 ORDER BY 1": "near \"LIMIT\": syntax error at offset 32: SQLITE_ERROR",
	} {
		if _, err := all(t, c, text); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func FuzzLimited(f *testing.F) {
	f.Add("DELETE FROM t WHERE a = ? RETURNING b ORDER BY c LIMIT 1 -- x")
	f.Add("update or ignore [t] set a=1 limit ?2")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = limited(text) }) // it ends, without a panic
}

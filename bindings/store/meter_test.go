package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"path/filepath"
	"testing"
)

func TestRows_CountsOfParameters(t *testing.T) {
	t.Parallel()
	c, err := OpenConn(filepath.Join(t.TempDir(), "x.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec("CREATE TABLE t (a PRIMARY KEY, b)"); err != nil {
		t.Fatal(err)
	}
	rows, err := c.Script("INSERT INTO t VALUES (?, ?2)", []driver.Value{"x", 1.0})
	for err == nil {
		_, err = rows.Next()
	}
	if read, written := rows.Counts(); read != 0 || written != 2 {
		t.Errorf("read %d, wrote %d rows", read, written)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
}

// The numbers are those of the platform's runtime, for the same statements in the same order. What it
// counts by another plan, as its SQLite is older, or what cannot be known is -1.
func TestRows_Counts(t *testing.T) {
	t.Parallel()
	c, err := OpenConn(filepath.Join(t.TempDir(), "x.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, tt := range []struct {
		query         string
		read, written int
	}{
		{"CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT, age INT, city TEXT)", 1, 2},
		{"CREATE INDEX u_age ON u (age)", 2, 1},
		{"CREATE TABLE o (id INTEGER PRIMARY KEY AUTOINCREMENT, uid INT REFERENCES u (id), what TEXT UNIQUE)", 2, 5},
		{"CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID", -1, -1},
		{"CREATE TABLE nopk (a, b)", 1, 2},
		{"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO u SELECT i, 'u' || i, i % 5, 'c' || (i % 3) FROM n", -1, -1},
		{"INSERT INTO o (uid, what) VALUES (1, 'a'), (1, 'b'), (2, 'c'), (3, 'd')", 5, 9},
		{"INSERT INTO w VALUES ('a', 1), ('b', 2)", 0, 2},
		{"INSERT INTO nopk VALUES (1, 2)", 0, 1},
		{"INSERT INTO nopk VALUES (1, 2), (3, 4)", 0, 2},
		{"SELECT * FROM u", 20, 0},
		{"SELECT * FROM u LIMIT 3", 3, 0},
		{"SELECT * FROM u WHERE id = 7", 1, 0},
		{"SELECT * FROM u WHERE id = 700", 1, 0},
		{"SELECT * FROM u WHERE id IN (1,2,3)", 6, 0},
		{"SELECT * FROM u WHERE id > 15", 5, 0},
		{"SELECT * FROM u WHERE age = 2", 5, 0},
		{"SELECT id FROM u WHERE age = 2", 5, 0},
		{"SELECT * FROM u WHERE age = 99", 0, 0},
		{"SELECT * FROM u WHERE age IN (1, 2)", 12, 0},
		{"SELECT * FROM u WHERE age > 2 AND age < 4", 5, 0},
		{"SELECT * FROM u WHERE name = 'u5'", 20, 0},
		{"SELECT * FROM u WHERE name = 'zz'", 20, 0},
		{"SELECT * FROM u ORDER BY name", 40, 0},
		{"SELECT * FROM u ORDER BY name LIMIT 2", 40, 0},
		{"SELECT * FROM u ORDER BY age", 20, 0},
		{"SELECT * FROM u ORDER BY age DESC LIMIT 2", 2, 0},
		{"SELECT * FROM u ORDER BY id DESC LIMIT 1", 1, 0},
		{"SELECT count(*) FROM u", 20, 0},
		{"SELECT count(*) FROM u WHERE age = 1", 5, 0},
		{"SELECT max(id) FROM u", 1, 0},
		{"SELECT max(age) FROM u", 1, 0},
		{"SELECT max(name) FROM u", 20, 0},
		{"SELECT sum(age) FROM u", 20, 0},
		{"SELECT city, count(*) FROM u GROUP BY city", 40, 0},
		{"SELECT age, count(*) FROM u GROUP BY age", 20, 0},
		{"SELECT DISTINCT city FROM u", 20, 0},
		{"SELECT * FROM u JOIN o ON o.uid = u.id", 8, 0},
		{"SELECT * FROM o JOIN u ON o.uid = u.id WHERE o.id = 2", 2, 0},
		{"SELECT * FROM u, nopk", 80, 0},
		{"SELECT * FROM nopk, o", 15, 0},
		{"SELECT * FROM u JOIN w ON w.k = u.city", 20, 0},
		{"SELECT * FROM o WHERE what = 'c'", 1, 0},
		{"SELECT * FROM w WHERE k = 'a'", 1, 0},
		{"SELECT * FROM w", 2, 0},
		{"SELECT * FROM u WHERE id = (SELECT uid FROM o WHERE what = 'c')", 2, 0},
		{"SELECT * FROM u WHERE id IN (SELECT uid FROM o)", 10, 0},
		{"SELECT 1 UNION ALL SELECT id FROM u WHERE id < 3", 3, 0},
		{"SELECT * FROM (SELECT * FROM u LIMIT 5) WHERE age = 1", 5, 0},
		{"SELECT * FROM json_each('[1,2,3]')", 3, 0},
		{"SELECT 1", 0, 0},
		{"SELECT * FROM nopk WHERE a = 99", 3, 0},
		{"UPDATE u SET name = 'x' WHERE id = 3", 1, 1},
		{"UPDATE u SET age = age + 1 WHERE id = 3", 1, 2},
		{"UPDATE u SET age = 3 WHERE age = 2", 13, 8},
		{"UPDATE u SET name = name || 'y'", 20, 20},
		{"UPDATE u SET age = age + 1", 20, 40},
		{"UPDATE u SET name = 'q' WHERE id = 999", 1, 0},
		{"UPDATE u SET id = id + 100 WHERE id = 20", 7, 2},
		{"INSERT INTO u (id, name) VALUES (300, 'z')", 1, 2},
		{"INSERT INTO u (name, age) VALUES ('z', 1)", 0, 2},
		{"INSERT OR IGNORE INTO u (id) VALUES (300)", 1, 0},
		{"INSERT OR REPLACE INTO u (id, name) VALUES (300, 'r')", 6, 2},
		{"INSERT INTO u (id, name) VALUES (300, 's') ON CONFLICT (id) DO UPDATE SET name = excluded.name", -1, -1},
		{"INSERT INTO o (uid, what) VALUES (2, 'zz') RETURNING *", 3, 3},
		{"INSERT INTO w VALUES ('a', 5) ON CONFLICT DO UPDATE SET v = 9", 0, 1},
		{"INSERT OR REPLACE INTO w VALUES ('a', 5)", 0, 1},
		{"INSERT INTO nopk SELECT id, age FROM u WHERE id < 4", 4, 3},
		{"UPDATE w SET v = 3 WHERE k = 'a'", 1, 1},
		{"UPDATE nopk SET a = 2 WHERE b = 2", 6, 3},
		{"DELETE FROM o WHERE id = 1", 1, 1},
		{"DELETE FROM o WHERE what = 'b'", 1, 1},
		{"DELETE FROM w WHERE k = 'a'", 1, 1},
		{"DELETE FROM nopk", 0, 6},
		{"DELETE FROM o", 6, 3},
		{"DELETE FROM u WHERE id > 10", 36, 12},
		{"DELETE FROM w", 0, 1},
		{"CREATE INDEX u_city ON u (city)", -1, -1},
		{"CREATE UNIQUE INDEX u_nc ON u (name, city)", -1, -1},
		{"ALTER TABLE u ADD COLUMN extra TEXT", -1, -1},
		{"ALTER TABLE nopk RENAME TO np", -1, -1},
		{"CREATE TABLE IF NOT EXISTS u (x)", 0, 0},
		{"CREATE TABLE ct AS SELECT * FROM u", 11, 12},
		{"CREATE VIEW v AS SELECT * FROM u", 1, 2},
		{"SELECT * FROM v WHERE id = 1", 1, 0},
		{"CREATE TABLE log (t)", 1, 2},
		{"CREATE TRIGGER tr AFTER INSERT ON np BEGIN INSERT INTO log VALUES (new.a); END", 0, 1},
		{"INSERT INTO np VALUES (1, 2), (3, 4)", 2, 4},
		{"DROP INDEX u_city", -1, -1},
		{"DROP TABLE ct", -1, -1},
		{"DROP TABLE w", -1, -1},
		{"DROP VIEW v", -1, -1},
	} {
		for range 2 { // a query that only reads counts anew when it is run again
			rows, err := c.Script(tt.query, nil)
			for err == nil {
				_, err = rows.Next()
			}
			if !errors.Is(err, io.EOF) {
				t.Fatalf("%s: %v", tt.query, err)
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
			read, written := rows.Counts()
			if tt.read >= 0 && (read != tt.read || written != tt.written) {
				t.Errorf("%s: read %d, wrote %d rows, the platform %d and %d", tt.query, read, written, tt.read, tt.written)
			}
			if rows.stmt.writes {
				break
			}
		}
	}
}

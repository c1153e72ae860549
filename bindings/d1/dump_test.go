package d1_test

import (
	"strings"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/d1"
)

// original is a database of everything that an export must keep.
const original = `CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, "b c" TEXT, r REAL);
CREATE TABLE "quoted" (x);
INSERT INTO t VALUES (1, 'it''s', 2.5), (9007199254740993, 'two
lines', 1e300), (3, char(13), 2.0), (4, NULL, 9e999), (5, x'00ff', -9e999), (6, 'é', 1e21);
CREATE INDEX i ON t (r);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g AFTER INSERT ON quoted BEGIN DELETE FROM t WHERE a = new.x; END`

// exported is what wrangler makes of it, but for numbers that JavaScript does not have.
const exported = `PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, "b c" TEXT, r REAL);
INSERT INTO "t" ("a","b c","r") VALUES(1,'it''s',2.5);
INSERT INTO "t" ("a","b c","r") VALUES(3,replace('\r','\r',char(13)),2);
INSERT INTO "t" ("a","b c","r") VALUES(4,NULL,9e999);
INSERT INTO "t" ("a","b c","r") VALUES(5,X'00ff',-9e999);
INSERT INTO "t" ("a","b c","r") VALUES(6,'é',1e+21);
INSERT INTO "t" ("a","b c","r") VALUES(9007199254740993,replace('two\nlines','\n',char(10)),1e+300);
CREATE TABLE IF NOT EXISTS "quoted" (x);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name","seq") VALUES('t',9007199254740993);
CREATE INDEX i ON t (r);
CREATE TRIGGER g AFTER INSERT ON quoted BEGIN DELETE FROM t WHERE a = new.x; END;
CREATE VIEW v AS SELECT a FROM t;`

func TestDatabase_Dump(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	made := func(id, sql string) *d1.Database {
		db, err := d1.Open(h, id)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		if _, err := db.Run(d1.Query{SQL: sql}); err != nil {
			t.Fatal(err)
		}
		return db
	}
	dump := func(db *d1.Database, opts d1.DumpOptions) string {
		var text strings.Builder
		if err := db.Dump(&text, opts); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	db := made("original", original)
	t.Run("a dump has tables, rows and what stands on them", func(t *testing.T) {
		if got := dump(db, d1.DumpOptions{}); got != exported {
			t.Errorf("got\n%s\nwant\n%s", got, exported)
		}
	})
	t.Run("a database made of a dump gives the same dump", func(t *testing.T) {
		if got := dump(made("copy", exported), d1.DumpOptions{}); got != exported {
			t.Errorf("got\n%s\nwant\n%s", got, exported)
		}
	})
	t.Run("texts that look like what stands for ends of lines stay as they are", func(t *testing.T) {
		db := made("texts", `CREATE TABLE t (v); INSERT INTO t VALUES ('lit\n(\n0)' || char(10) || 'x'), ('lit\r' || char(13, 10)), ('\' || char(10) || 'n'), ('only\n'), ('nul' || char(0) || 'after'), (CAST(x'ff41' AS TEXT))`)
		got := dump(db, d1.DumpOptions{NoSchema: true})
		want := `PRAGMA defer_foreign_keys=TRUE;
INSERT INTO "t" ("v") VALUES(replace('lit\n(\n0)(\n1)x','(\n1)',char(10)));
INSERT INTO "t" ("v") VALUES(replace(replace('lit\r(\r0)\n','(\r0)',char(13)),'\n',char(10)));
INSERT INTO "t" ("v") VALUES(replace('\\nn','\n',char(10)));
INSERT INTO "t" ("v") VALUES('only\n');
INSERT INTO "t" ("v") VALUES(CAST(X'6e756c006166746572' AS TEXT));
INSERT INTO "t" ("v") VALUES(CAST(X'ff41' AS TEXT));`
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if again := dump(made("same texts", dump(db, d1.DumpOptions{})), d1.DumpOptions{NoSchema: true}); again != want {
			t.Errorf("from the dump\n%s\nwant\n%s", again, want)
		}
	})
	t.Run("what is not wanted is left out", func(t *testing.T) {
		got := dump(db, d1.DumpOptions{Tables: []string{"quoted", "v"}, NoData: true})
		want := "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE IF NOT EXISTS \"quoted\" (x);\nCREATE VIEW v AS SELECT a FROM t;"
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
	t.Run("virtual tables are refused in wrangler's words", func(t *testing.T) {
		err := made("virtual", "CREATE VIRTUAL TABLE f USING fts5(x)").Dump(&strings.Builder{}, d1.DumpOptions{})
		if err == nil || err.Error() != "D1 Export error: cannot export databases with Virtual Tables (fts5)" {
			t.Errorf("got %v", err)
		}
	})
}

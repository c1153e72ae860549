package d1_test

import (
	"os"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/d1"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: d1.Kind{}, Key: "d1_databases", Section: `[{ "binding": "DB", "database_name": "db", "database_id": "one" }, { "binding": "DB2" }]`,
		Wrong: map[string]string{
			`{}`:                                 "d1_databases",
			`[{"binding":"DB"},"DB2"]`:           "d1_databases[1]",
			`[{"binding":1}]`:                    "d1_databases[0].binding",
			`[{"binding":"D","database_id":[]}]`: "d1_databases[0].database_id",
		},
		Use:  `await B.exec("CREATE TABLE t (a, b)"); const { meta } = await B.prepare("INSERT INTO t VALUES (?, ?)").bind("x", 1).run(); return JSON.stringify([meta.changes, await B.prepare("SELECT * FROM t").all().then((r) => r.results)])`,
		Want: `[1,[{"a":"x","b":1}]]`,
		State: &bindtest.State{
			Write: `
				await B.batch(["CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, v)", "CREATE TABLE c (p REFERENCES p(id))", "CREATE VIRTUAL TABLE f USING fts5(x)",
					"CREATE VIEW w AS SELECT * FROM p", "INSERT INTO p (v) VALUES ('one')", "INSERT INTO c VALUES (1)", "ANALYZE"].map((s) => B.prepare(s)))`,
			Read:  `const tables = await B.prepare("SELECT name FROM sqlite_master WHERE name IN ('p', 'c', 'f', 'w') ORDER BY 1").raw(); return tables + ":" + (tables.length && JSON.stringify(await B.prepare("SELECT * FROM p, c").raw()))`,
			Empty: `:0`,
			Full:  `c,f,p,w:[[1,"one",1]]`,
		},
	})
}

func open(h *bindtest.Host) bindtest.Env {
	return bindtest.Env{
		"DB":  h.Open(d1.Kind{}, "d1_databases", `[{ "binding": "DB", "database_id": "one" }]`),
		"DB2": h.Open(d1.Kind{}, "d1_databases", `[{ "binding": "DB2", "database_id": "x", "preview_database_id": "two" }]`),
	}
}

func TestDatabase(t *testing.T) {
	t.Parallel()
	bindtest.Scripts(t, os.DirFS("testdata"), open)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	bindtest.Status(t, bindtest.NewWorld(h, open(h)), map[string]string{
		"D1Database": "DB", "D1PreparedStatement": "DB.prepare('SELECT 1')", "D1DatabaseSession": "DB.withSession()",
	})
}

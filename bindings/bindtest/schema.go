package bindtest

import (
	"database/sql"
	"strings"
	"testing"

	"paddock/bindings/store"
)

// SameSchema checks that two databases have the same tables, columns and indexes, however the
// statements that made them are written.
func SameSchema(t *testing.T, got, want *sql.DB) {
	t.Helper()
	describe := func(db *sql.DB) string {
		lines, err := store.Column(db, `
			SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk
			FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
			UNION ALL SELECT type || ' ' || name || ' on ' || tbl_name FROM sqlite_schema WHERE type <> 'table'
			UNION ALL SELECT m.name || ' refers to ' || f."table" || ' by ' || f."from" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
			ORDER BY 1`)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	if g, w := describe(got), describe(want); g != w {
		t.Errorf("the schema is\n%s\nwant\n%s", g, w)
	}
}

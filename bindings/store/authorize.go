package store

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// limits are those that the platform's runtime sets.
var limits = map[int]int{
	sqlite3.SQLITE_LIMIT_LENGTH: 8388642, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100000, sqlite3.SQLITE_LIMIT_COLUMN: 100,
	sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100, sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5, sqlite3.SQLITE_LIMIT_VDBE_OP: 25000,
	sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 127, sqlite3.SQLITE_LIMIT_ATTACHED: 0, sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
	sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 100, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10, sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

// argument says what a pragma may be given.
type argument func(text string) bool

var (
	none     argument = func(text string) bool { return text == "" }
	boolean  argument = func(text string) bool { return text == "" || truth.MatchString(text) }
	object   argument = func(text string) bool { return text != "" && !internal(text) }
	optional argument = func(text string) bool { return !internal(text) }
	number   argument = func(text string) bool {
		_, err := strconv.ParseInt(text, 0, 32)
		return text == "" || err == nil
	}
)

// truth is what the platform takes for a truth value.
var truth = regexp.MustCompile(`^(?i)['"]?(true|false|yes|no|on|off|1|0)`)

// pragmas are those that user SQL may run.
var pragmas = map[string]argument{
	"data_version": none, "page_size": none,
	"case_sensitive_like": boolean, "foreign_keys": boolean, "defer_foreign_keys": boolean, "ignore_check_constraints": boolean,
	"legacy_alter_table": boolean, "recursive_triggers": boolean, "reverse_unordered_selects": boolean,
	"foreign_key_list": object, "index_info": object, "index_list": object, "index_xinfo": object,
	"table_info": object, "table_xinfo": object,
	"foreign_key_check": optional, "quick_check": optional, "table_list": optional,
	"optimize": number,
}

// modules are those of the virtual tables that user SQL may make.
var modules = map[string]bool{"fts5": true, "fts5vocab": true, "rtree": true, "rtree_i32": true}

// forbidden are the functions that the platform keeps from user SQL.
var forbidden = map[string]bool{
	"load_extension": true, "sqlite_version": true, "sqlite_source_id": true, "sqlite_log": true,
	"sqlite_compileoption_get": true, "sqlite_compileoption_used": true, "sqlite_offset": true,
	"if": true, "subtype": true,
}

// internal reports whether a name is one of the platform's own.
func internal(name string) bool {
	return len(name) >= 4 && strings.EqualFold(name[:4], "_cf_")
}

// renamesToInternal finds a new name that SQLite does not tell the authorizer.
var renamesToInternal = regexp.MustCompile("(?i)RENAME\\s+TO\\s+[\"'`\\[]?_cf_")

// authorize refuses what user SQL may not do: other files, transactions, internal tables.
func (c *Conn) authorize(op int, arg1, arg2, _ string) int {
	if !c.user {
		return sqlite3.SQLITE_OK
	}
	switch op {
	case sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT:
		c.transaction = true
		return sqlite3.SQLITE_DENY
	case sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH,
		sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_CREATE_TEMP_INDEX,
		sqlite3.SQLITE_CREATE_TEMP_TRIGGER, sqlite3.SQLITE_CREATE_TEMP_VIEW:
		return sqlite3.SQLITE_DENY
	case sqlite3.SQLITE_FUNCTION:
		if forbidden[strings.ToLower(arg2)] {
			return sqlite3.SQLITE_DENY
		}
	case sqlite3.SQLITE_PRAGMA:
		if allows := pragmas[strings.ToLower(arg1)]; allows == nil || !allows(arg2) {
			return sqlite3.SQLITE_DENY
		}
	case sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE,
		sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_CREATE_INDEX,
		sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_CREATE_VIEW, sqlite3.SQLITE_DROP_VIEW, sqlite3.SQLITE_CREATE_TRIGGER,
		sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_REINDEX:
		c.reads = c.reads || op == sqlite3.SQLITE_READ
		c.schema = c.schema || op != sqlite3.SQLITE_READ && op != sqlite3.SQLITE_INSERT && op != sqlite3.SQLITE_UPDATE && op != sqlite3.SQLITE_DELETE
		if internal(arg1) || op == sqlite3.SQLITE_ALTER_TABLE && (internal(arg2) || renamesToInternal.MatchString(c.text)) {
			return sqlite3.SQLITE_DENY
		}
	case sqlite3.SQLITE_ANALYZE:
		c.schema = true
	case sqlite3.SQLITE_CREATE_VTABLE, sqlite3.SQLITE_DROP_VTABLE:
		c.schema = true
		if !modules[strings.ToLower(arg2)] || internal(arg1) {
			return sqlite3.SQLITE_DENY
		}
	}
	return sqlite3.SQLITE_OK
}

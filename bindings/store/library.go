package store

/*
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup

// Weak, because this package is linked by itself once, before the driver's library is there.
extern int sqlite3_error_offset(void *db) __attribute__((weak));

static int error_offset(void *db) {
	return sqlite3_error_offset ? sqlite3_error_offset(db) : -1;
}

extern long long sqlite3_total_changes64(void *db) __attribute__((weak));
extern long long sqlite3_last_insert_rowid(void *db) __attribute__((weak));

static long long total_changes(void *db) { return sqlite3_total_changes64 ? sqlite3_total_changes64(db) : 0; }
static long long last_insert_rowid(void *db) { return sqlite3_last_insert_rowid ? sqlite3_last_insert_rowid(db) : 0; }

extern int sqlite3_stmt_status(void *stmt, int op, int reset) __attribute__((weak));

static int stmt_status(void *stmt, int op, int reset) {
	return sqlite3_stmt_status ? sqlite3_stmt_status(stmt, op, reset) : 0;
}

// stmt_steps gives the counters 0 to 4.
static void stmt_steps(void *stmt, int *counters) {
	for (int op = 0; op <= 4; op++) counters[op] = stmt_status(stmt, op, 0);
}

// stmt_restart begins them and the counter 5 anew.
static void stmt_restart(void *stmt) {
	for (int op = 0; op <= 5; op++) stmt_status(stmt, op, 1);
}

extern long long sqlite3_changes64(void *db) __attribute__((weak));
static long long changes(void *db) { return sqlite3_changes64 ? sqlite3_changes64(db) : 0; }
*/
import "C"

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/mattn/go-sqlite3"
)

// steps gives what a statement has counted since restart: the steps of its loops, in the counter 0 those
// along an index, 1 those through a whole table, 2 sorts and 3 those that make an index for the
// occasion; and all its instructions
// (https://www.sqlite.org/c3ref/c_stmtstatus_counter.html).
func steps(s *sqlite3.SQLiteStmt) (loops [4]int, ops int) {
	stmt := statement(s)
	if stmt == nil {
		return loops, 0
	}
	var counters [5]C.int
	C.stmt_steps(stmt, &counters[0])
	for i := range loops {
		loops[i] = int(counters[i])
	}
	return loops, int(counters[4])
}

// restart begins the counters of a statement anew.
func restart(s *sqlite3.SQLiteStmt) {
	if stmt := statement(s); stmt != nil {
		C.stmt_restart(stmt)
	}
}

// repreparation is the counter of how often a statement was compiled again.
const repreparation = 5

// reprepared reports whether a statement was compiled again since restart.
func reprepared(s *sqlite3.SQLiteStmt) bool {
	stmt := statement(s)
	return stmt != nil && C.stmt_status(stmt, repreparation, 0) > 0
}

// statement gives the library's handle of a statement, or nil.
func statement(s *sqlite3.SQLiteStmt) unsafe.Pointer { return places().handle(s, places().statement) }

// hollow reports whether SQLite has found no statement in the text of s, which nobody may run then: the
// driver would have the library read at no address.
func hollow(s *sqlite3.SQLiteStmt) bool { return places().statement >= 0 && statement(s) == nil }

// handles are where the driver keeps the library's handles in its structs; < 0: elsewhere.
type handles struct{ statement, connection int }

// places is found once: finding a field by its name takes longer than what is asked of the library.
var places = sync.OnceValue(func() *handles {
	place := func(of reflect.Type, name string) int {
		f, ok := of.FieldByName(name)
		if !ok || f.Type.Kind() != reflect.Pointer || len(f.Index) != 1 {
			return -1
		}
		return f.Index[0]
	}
	return &handles{place(reflect.TypeFor[sqlite3.SQLiteStmt](), "s"), place(reflect.TypeFor[sqlite3.SQLiteConn](), "db")}
})

func (*handles) handle(of any, place int) unsafe.Pointer {
	if place < 0 {
		return nil
	}
	return reflect.ValueOf(of).Elem().Field(place).UnsafePointer()
}

// changes gives how many rows the last statement has inserted, updated or deleted itself.
func (c *Conn) changes() int {
	if db := handle(c.c); db != nil {
		return int(C.changes(db))
	}
	return 0
}

// errorOffset tells at which byte of the statement the last error of a connection is; -1 when
// it has no place. The driver has no function for it, so that this asks the library that the
// driver brings; a driver that keeps its handle elsewhere costs the offset, no more.
func errorOffset(c *sqlite3.SQLiteConn) int {
	if db := handle(c); db != nil {
		return int(C.error_offset(db))
	}
	return -1
}

// Changes gives how many rows all statements of the connection have inserted, updated or deleted, and
// the row that was inserted last.
func (c *Conn) Changes() (total, lastRowID int64) {
	if db := handle(c.c); db != nil {
		return int64(C.total_changes(db)), int64(C.last_insert_rowid(db))
	}
	return 0, 0
}

// total is the first that Changes gives.
func (c *Conn) total() int64 {
	if db := handle(c.c); db != nil {
		return int64(C.total_changes(db))
	}
	return 0
}

// handle gives the library's handle of a connection, or nil.
func handle(c *sqlite3.SQLiteConn) unsafe.Pointer { return places().handle(c, places().connection) }

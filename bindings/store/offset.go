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
*/
import "C"

import (
	"reflect"
	"unsafe"

	"github.com/mattn/go-sqlite3"
)

// Counters of a statement (https://www.sqlite.org/c3ref/c_stmtstatus_counter.html).
const (
	fullScanSteps = 1
	repreparation = 5
)

// status gives a counter of a statement, which begins anew with reset.
func status(s *sqlite3.SQLiteStmt, counter int, reset bool) int {
	stmt := reflect.ValueOf(s).Elem().FieldByName("s")
	if !stmt.IsValid() || stmt.Kind() != reflect.Pointer || stmt.IsNil() {
		return 0
	}
	again := C.int(0)
	if reset {
		again = 1
	}
	return int(C.stmt_status(stmt.UnsafePointer(), C.int(counter), again))
}

// scanned counts the rows that a statement has gone through without an index since it was asked with
// reset.
func scanned(s *sqlite3.SQLiteStmt, reset bool) int { return status(s, fullScanSteps, reset) }

// reprepared reports whether a statement was compiled again since it was asked last.
func reprepared(s *sqlite3.SQLiteStmt) bool { return status(s, repreparation, true) > 0 }

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

// handle gives the library's handle of a connection, or nil.
func handle(c *sqlite3.SQLiteConn) unsafe.Pointer {
	db := reflect.ValueOf(c).Elem().FieldByName("db")
	if !db.IsValid() || db.Kind() != reflect.Pointer {
		return nil
	}
	return db.UnsafePointer()
}

package store

/*
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup

// Weak, because this package is linked by itself once, before the driver's library is there.
extern int sqlite3_error_offset(void *db) __attribute__((weak));

static int error_offset(void *db) {
	return sqlite3_error_offset ? sqlite3_error_offset(db) : -1;
}

extern int sqlite3_stmt_status(void *stmt, int op, int reset) __attribute__((weak));

// full_scan_steps is SQLITE_STMTSTATUS_FULLSCAN_STEP.
static int full_scan_steps(void *stmt, int reset) {
	return sqlite3_stmt_status ? sqlite3_stmt_status(stmt, 1, reset) : 0;
}
*/
import "C"

import (
	"reflect"

	"github.com/mattn/go-sqlite3"
)

// scanned counts the rows that a statement has gone through without an index since it was asked with
// reset.
func scanned(s *sqlite3.SQLiteStmt, reset bool) int {
	stmt := reflect.ValueOf(s).Elem().FieldByName("s")
	if !stmt.IsValid() || stmt.Kind() != reflect.Pointer || stmt.IsNil() {
		return 0
	}
	again := C.int(0)
	if reset {
		again = 1
	}
	return int(C.full_scan_steps(stmt.UnsafePointer(), again))
}

// errorOffset tells at which byte of the statement the last error of a connection is; -1 when
// it has no place. The driver has no function for it, so that this asks the library that the
// driver brings; a driver that keeps its handle elsewhere costs the offset, no more.
func errorOffset(c *sqlite3.SQLiteConn) int {
	db := reflect.ValueOf(c).Elem().FieldByName("db")
	if !db.IsValid() || db.Kind() != reflect.Pointer || db.IsNil() {
		return -1
	}
	return int(C.error_offset(db.UnsafePointer()))
}

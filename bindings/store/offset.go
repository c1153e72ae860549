package store

/*
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup

// Weak, because this package is linked by itself once, before the driver's library is there.
extern int sqlite3_error_offset(void *db) __attribute__((weak));

static int error_offset(void *db) {
	return sqlite3_error_offset ? sqlite3_error_offset(db) : -1;
}
*/
import "C"

import (
	"reflect"

	"github.com/mattn/go-sqlite3"
)

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

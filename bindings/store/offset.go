package store

/*
#cgo linux LDFLAGS: -Wl,--unresolved-symbols=ignore-all
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup
int sqlite3_error_offset(void *db);
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
	return int(C.sqlite3_error_offset(db.UnsafePointer()))
}

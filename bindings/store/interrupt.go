package store

/*
#include <stdlib.h>

extern void sqlite3_progress_handler(void *db, int instructions, int (*handler)(void *), void *flag) __attribute__((weak));

static int stopped(void *flag) { return __atomic_load_n((int *)flag, __ATOMIC_RELAXED); }
static void stop(int *flag, int value) { __atomic_store_n(flag, value, __ATOMIC_RELAXED); }

// watch has the statements of a connection end once the flag is set.
static void watch(void *db, int *flag) {
	if (sqlite3_progress_handler) sqlite3_progress_handler(db, 10000, stopped, flag);
}
*/
import "C"

import (
	"context"
	"sync"
	"unsafe"
)

// interruption ends statements that run for too long.
type interruption struct {
	mu    sync.Mutex // guards the rest
	flag  *C.int     // what SQLite looks at while it runs a statement; nil: it looks at nothing
	asked int        // how often Interruptible was called
}

// Interruptible has statements of the connection, however long they would run, end with SQLITE_INTERRUPT once
// ctx is done, until it is called again. forget is called when ctx does not matter any more.
func (c *Conn) Interruptible(ctx context.Context) (forget func() bool) {
	i := &c.interruption
	i.mu.Lock()
	defer i.mu.Unlock()
	db := handle(c.c)
	if db == nil {
		return func() bool { return true }
	}
	if i.flag == nil {
		i.flag = (*C.int)(C.calloc(1, C.sizeof_int))
		C.watch(db, i.flag)
	}
	C.stop(i.flag, 0)
	i.asked++
	call := i.asked
	return context.AfterFunc(ctx, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.flag != nil && i.asked == call {
			C.stop(i.flag, 1)
		}
	})
}

// close is called when the connection is closed.
func (i *interruption) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	C.free(unsafe.Pointer(i.flag))
	i.flag = nil
}

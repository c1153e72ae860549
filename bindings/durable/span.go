package durable

import (
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// spanPrefix begins the names of the spans of which streams of tail Workers are told.
const spanPrefix = "durable_object_storage_"

// system is the platform's word for the storage.
const system = "cloudflare-durable-object-sql"

// tellQuery notes a query, with how many values it has.
func tellQuery(vm *jsruntime.VM, query string, values int) {
	s := trace.Here(vm)
	if s == nil {
		return
	}
	s.Set("db.system.name", system)
	s.Set("db.operation.name", "exec")
	s.Set("db.query.text", query)
	s.Set("cloudflare.durable_object.query.bindings", int64(values))
}

// tellCounts notes what a query has read and written so far.
func tellCounts(vm *jsruntime.VM, c *Cursor) {
	s := trace.Here(vm)
	if s == nil {
		return
	}
	read, written := c.run.Counts()
	s.Set("cloudflare.durable_object.response.rows_read", int64(read))
	s.Set("cloudflare.durable_object.response.rows_written", int64(written))
}

// tellSize tells that the size of the database was asked for.
func tellSize(vm *jsruntime.VM, size int64) {
	s := trace.Open(vm, spanPrefix+"getDatabaseSize")
	s.Set("db.operation.name", "getDatabaseSize")
	s.Set("cloudflare.durable_object.response.db_size", size)
	s.Close()
}

// tellSync notes a call of the synchronous key-value methods.
func tellSync(vm *jsruntime.VM, method string, args jsruntime.Args) {
	s := trace.Here(vm)
	if s == nil {
		return
	}
	s.Set("db.system.name", system)
	s.Set("db.operation.name", method)
	if method != "list" && len(args) > 0 {
		s.Set("cloudflare.durable_object.kv.query.keys", vm.Text(args[0]))
		s.Set("cloudflare.durable_object.kv.query.keys.count", int64(1))
	}
}

// tellDeleted notes whether there was a key to delete.
func tellDeleted(vm *jsruntime.VM, ok bool) {
	s := trace.Here(vm)
	if s == nil {
		return
	}
	n := int64(0)
	if ok {
		n = 1
	}
	s.Set("cloudflare.durable_object.kv.response.deleted_count", n)
}

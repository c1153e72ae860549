package d1

import (
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// tell notes what is run, for the span of the running method.
func tell(vm *jsruntime.VM, operation string, queries ...Query) {
	s := trace.Here(vm)
	if s == nil {
		return
	}
	texts := make([]string, len(queries))
	for i, q := range queries {
		texts[i] = q.SQL
	}
	s.Set("db.system.name", "cloudflare-d1")
	s.Set("db.operation.name", operation)
	s.Set("db.query.text", strings.Join(texts, "\n"))
	if operation == "batch" {
		s.Set("db.operation.batch.size", float64(len(queries)))
	}
	s.Set("cloudflare.binding.type", "D1")
}

// telling makes a method of statements one that notes which statement it is.
func telling(operation string, f func(*jsruntime.VM, *statement, jsruntime.Args) (jsruntime.Value, error)) func(*jsruntime.VM, *statement, jsruntime.Args) (jsruntime.Value, error) {
	return func(vm *jsruntime.VM, s *statement, args jsruntime.Args) (jsruntime.Value, error) {
		if trace.Here(vm) != nil && jsruntime.IsString(s.sql) {
			tell(vm, operation, Query{SQL: s.sql.String()})
		}
		return f(vm, s, args)
	}
}

// tell notes how a call ended.
func (o outcome) tell(s *trace.Span) {
	if s == nil {
		return
	}
	if o.err != nil {
		s.Set("error.type", o.err.Error())
		return
	}
	if o.bookmark != "" {
		s.Set("cloudflare.d1.response.bookmark", o.bookmark)
	}
	if len(o.results) == 0 {
		return
	}
	read, written, changes, changed := 0.0, 0.0, 0.0, false
	for _, r := range o.results {
		read, written = read+float64(r.Meta.Read), written+float64(r.Meta.Written)
		changes, changed = changes+float64(r.Meta.Changes), changed || r.Meta.Changed
	}
	last := o.results[len(o.results)-1].Meta
	s.Set("cloudflare.d1.response.size_after", float64(last.Size))
	s.Set("cloudflare.d1.response.rows_read", read)
	s.Set("cloudflare.d1.response.rows_written", written)
	s.Set("cloudflare.d1.response.last_row_id", float64(last.LastRowID))
	s.Set("cloudflare.d1.response.changed_db", changed)
	s.Set("cloudflare.d1.response.changes", changes)
	s.Set("cloudflare.d1.response.served_by_primary", true)
	s.Set("cloudflare.d1.response.total_attempts", float64(len(o.results)))
}

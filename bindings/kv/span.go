package kv

import (
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// traced makes a method one of which streams of tail Workers are told, as of an operation.
func traced(method, operation string, f func(*jsruntime.VM, *binding, jsruntime.Args) jsruntime.Value) func(*jsruntime.VM, *binding, jsruntime.Args) jsruntime.Value {
	return trace.Method("kv_"+method, func(vm *jsruntime.VM, b *binding, args jsruntime.Args) jsruntime.Value {
		if s := trace.Here(vm); s != nil {
			s.Set("db.system.name", "cloudflare-kv")
			s.Set("db.operation.name", operation)
			s.Set("cloudflare.binding.name", b.name)
			s.Set("cloudflare.binding.type", "KV")
		}
		return f(vm, b, args)
	})
}

// tellKeys notes which keys an operation is about.
func tellKeys(s *trace.Span, keys ...string) {
	if s == nil {
		return
	}
	s.Set("cloudflare.kv.query.keys", strings.Join(keys, ", "))
	s.Set("cloudflare.kv.query.keys.count", int64(len(keys)))
}

// tellGet notes how keys are read.
func tellGet(s *trace.Span, opts getOptions, keys ...string) {
	if s == nil {
		return
	}
	tellKeys(s, keys...)
	if opts.typed {
		s.Set("cloudflare.kv.query.type", opts.kind)
	}
	tellNumber(s, "cache_ttl", opts.ttl)
}

func tellNumber(s *trace.Span, name string, n *int64) {
	if n != nil {
		s.Set("cloudflare.kv.query."+name, *n)
	}
}

// tell notes what was found.
func (f found) tell(s *trace.Span) {
	if s == nil || f.missing {
		return
	}
	if f.metadata != "" {
		s.Set("cloudflare.kv.response.metadata", true)
	}
	if f.body == nil {
		s.Set("cloudflare.kv.response.size", int64(len(f.data)))
	}
	s.Set("cloudflare.kv.response.returned_rows", int64(1))
}

// tellPut notes how a value is written.
func tellPut(s *trace.Span, key string, opts PutOptions, v jsruntime.Value) {
	if s == nil {
		return
	}
	tellKeys(s, key)
	tellNumber(s, "expiration", opts.Expiration)
	tellNumber(s, "expiration_ttl", opts.ExpirationTTL)
	if opts.Metadata != "" {
		s.Set("cloudflare.kv.query.metadata", true)
	}
	kind, size := "text", int64(-1)
	if data, ok := jsruntime.Bytes(v); ok {
		kind, size = "ArrayBuffer", int64(len(data))
	} else if jsruntime.AsObject(v) != nil {
		kind = "ReadableStream"
	} else if jsruntime.IsString(v) {
		size = int64(len(v.String()))
	}
	s.Set("cloudflare.kv.query.value_type", kind)
	if size >= 0 {
		s.Set("cloudflare.kv.query.payload.size", size)
	}
}

// tellList notes what is listed.
func tellList(s *trace.Span, prefix, cursor string, limit *int64) {
	if s == nil {
		return
	}
	tellNumber(s, "limit", limit)
	for _, told := range [][2]string{{"prefix", prefix}, {"cursor", cursor}} {
		if told[1] != "" {
			s.Set("cloudflare.kv.query."+told[0], told[1])
		}
	}
}

// tell notes what a list has found.
func (p page) tell(s *trace.Span) {
	if s == nil {
		return
	}
	s.Set("cloudflare.kv.response.list_complete", p.next == "")
	if p.next != "" {
		s.Set("cloudflare.kv.response.cursor", p.next)
	}
	s.Set("cloudflare.kv.response.returned_rows", int64(len(p.keys)))
}

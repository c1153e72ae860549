package r2

import (
	"strings"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// traced makes a method one of which streams of tail Workers are told, as of an operation.
func traced[T any](method, operation string, bucket func(*T) *Bucket, f func(*jsruntime.VM, *T, jsruntime.Args) (jsruntime.Value, error)) func(*jsruntime.VM, *T, jsruntime.Args) jsruntime.Value {
	return trace.Method("r2_"+method, rejecting(func(vm *jsruntime.VM, self *T, args jsruntime.Args) (jsruntime.Value, error) {
		if s := trace.Here(vm); s != nil {
			b := bucket(self)
			s.Set("cloudflare.binding.type", "r2")
			s.Set("cloudflare.binding.name", b.binding)
			s.Set("cloudflare.r2.operation", operation)
			s.Set("cloudflare.r2.bucket", b.name)
		}
		return f(vm, self, args)
	}))
}

// ofBucket is [traced] for methods of buckets.
func ofBucket(method, operation string, f func(*jsruntime.VM, *Bucket, jsruntime.Args) (jsruntime.Value, error)) func(*jsruntime.VM, *Bucket, jsruntime.Args) jsruntime.Value {
	return traced(method, operation, func(b *Bucket) *Bucket { return b }, f)
}

// ofUpload is [traced] for methods of uploads.
func ofUpload(method, operation string, f func(*jsruntime.VM, *upload, jsruntime.Args) (jsruntime.Value, error)) func(*jsruntime.VM, *upload, jsruntime.Args) jsruntime.Value {
	return traced(method, operation, func(u *upload) *Bucket { return u.bucket }, func(vm *jsruntime.VM, u *upload, args jsruntime.Args) (jsruntime.Value, error) {
		s := trace.Here(vm)
		tellText(s, "request.upload_id", u.id)
		tellText(s, "request.key", u.key)
		return f(vm, u, args)
	})
}

func tellText(s *trace.Span, name, value string) {
	if s != nil && value != "" {
		s.Set("cloudflare.r2."+name, value)
	}
}

// tellKey notes which object an operation is about.
func tellKey(vm *jsruntime.VM, key string) { trace.Here(vm).Set("cloudflare.r2.request.key", key) }

// tellKeys notes which objects are deleted.
func tellKeys(s *trace.Span, keys []string) {
	if s != nil {
		s.Set("cloudflare.r2.request.keys", strings.Join(keys, ", "))
	}
}

// tellList notes what is listed.
func (l *listing) tell(s *trace.Span) {
	if s == nil {
		return
	}
	if l.Limit != MaxList {
		s.Set("cloudflare.r2.request.limit", int64(l.Limit))
	}
	tellText(s, "request.prefix", l.Prefix)
	tellText(s, "request.cursor", l.Cursor)
	tellText(s, "request.delimiter", l.Delimiter)
	tellText(s, "request.start_after", l.StartAfter)
}

// tell notes what a list has found.
func (p *Page) tell(s *trace.Span) {
	if s == nil {
		return
	}
	s.Set("cloudflare.r2.response.success", true)
	s.Set("cloudflare.r2.response.returned_objects", int64(len(p.Objects)))
	s.Set("cloudflare.r2.response.delimited_prefixes", int64(len(p.Prefixes)))
	s.Set("cloudflare.r2.response.truncated", p.Cursor != "")
	tellText(s, "response.cursor", p.Cursor)
}

// refusal is why an operation gives no object, in the platform's words and numbers.
type refusal struct {
	text string
	code int64
}

var (
	noKey   = refusal{"The specified key does not exist.", 10007}
	noMatch = refusal{"At least one of the pre-conditions you specified did not hold.", 10031}
)

// tellRefused notes that there is no object to give.
func tellRefused(s *trace.Span, why refusal) {
	if s == nil {
		return
	}
	s.Set("cloudflare.r2.response.success", false)
	s.Set("error.type", why.text)
	s.Set("cloudflare.r2.error.message", why.text)
	s.Set("cloudflare.r2.error.code", why.code)
}

// tell notes the object that an operation is answered with; nil: the one asked for is not there.
func (o *Object) tell(s *trace.Span) {
	if s == nil {
		return
	}
	if o == nil {
		tellRefused(s, noKey)
		return
	}
	s.Set("cloudflare.r2.response.success", true)
	o.describe(s)
}

func (o *Object) describe(s *trace.Span) {
	s.Set("cloudflare.r2.response.etag", o.ETag)
	s.Set("cloudflare.r2.response.size", float64(o.Size))
	s.Set("cloudflare.r2.response.uploaded", trace.When(time.UnixMilli(o.Uploaded)))
	if o.HTTP.ContentType != nil {
		s.Set("cloudflare.r2.response.content_type", *o.HTTP.ContentType)
	}
	if len(o.Custom) > 0 {
		s.Set("cloudflare.r2.response.custom_metadata", true)
	}
}

// tell notes what get has found.
func (f *Found) tell(s *trace.Span) {
	switch {
	case s == nil:
	case f == nil:
		tellRefused(s, noKey)
	case f.Body == nil:
		tellRefused(s, noMatch)
		f.describe(s)
	default:
		f.Object.tell(s)
	}
}

// tellDone notes that what was asked for is done.
func tellDone(s *trace.Span) { s.Set("cloudflare.r2.response.success", true) }

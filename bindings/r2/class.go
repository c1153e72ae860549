package r2

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
)

// head is the host side of HeadResult.
type head struct {
	*Object
	offset, length int64
	ranged         bool
}

// got is the host side of GetResult.
type got struct {
	head
	body   io.ReadCloser // nil once the stream has been made
	stream *jsruntime.Object
}

var (
	bucketClass    = jsruntime.NewClass[Bucket]("R2Bucket")
	headClass      = jsruntime.NewClass[head]("HeadResult")
	getClass       = jsruntime.NewClass[got]("GetResult")
	checksumsClass = jsruntime.NewClass[Object]("Checksums")
)

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	defineBucket()
	defineHead()
	defineGet()
	defineChecksums()
})

func keyOf(v jsruntime.Value) string { return v.String() }

func defineBucket() {
	unsupported := func(feature string) func(*jsruntime.VM, *Bucket, jsruntime.Args) (jsruntime.Value, error) {
		return func(*jsruntime.VM, *Bucket, jsruntime.Args) (jsruntime.Value, error) {
			return nil, &bindings.Unsupported{Feature: feature}
		}
	}
	bucketClass.
		AsyncMethod("head", 1, func(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
			key := keyOf(args.At(0))
			return jsruntime.Async(vm, func(ctx context.Context) (*Object, error) { return b.Head(ctx, key) },
				func(vm *jsruntime.VM, o *Object) (jsruntime.Value, error) {
					if o == nil {
						return jsruntime.Null(), nil
					}
					return newHead(vm, &head{Object: o, length: o.Size, ranged: true}), nil
				}), nil
		}).
		AsyncMethod("get", 1, get).
		AsyncMethod("put", 2, put).
		AsyncMethod("createMultipartUpload", 1, unsupported("R2Bucket.createMultipartUpload")).
		AsyncMethod("resumeMultipartUpload", 2, unsupported("R2Bucket.resumeMultipartUpload")).
		AsyncMethod("delete", 1, func(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
			var keys []string
			if o := jsruntime.AsObject(args.At(0)); o != nil && vm.IsIterable(o) {
				vm.Iterate(o, func(v jsruntime.Value) bool { keys = append(keys, keyOf(v)); return true })
			} else {
				keys = []string{keyOf(args.At(0))}
			}
			return jsruntime.Async(vm, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.Delete(ctx, keys...) },
				func(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil }), nil
		}).
		AsyncMethod("list", 0, list)
}

func member(o *jsruntime.Object, name string) (jsruntime.Value, bool) {
	if o == nil {
		return nil, false
	}
	v := o.Get(name)
	return v, !jsruntime.IsNullish(v)
}

func get(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	key := keyOf(args.At(0))
	options := jsruntime.AsObject(args.At(1))
	if _, ok := member(options, "onlyIf"); ok {
		return nil, &bindings.Unsupported{Feature: "R2Bucket.get({onlyIf})"}
	}
	var r Range
	if v, ok := member(options, "range"); ok {
		var err error
		if r, err = readRange(v); err != nil {
			return nil, err
		}
	}
	return jsruntime.Async(vm, func(ctx context.Context) (*got, error) {
		o, body, offset, length, err := b.Get(ctx, key, r)
		if o == nil || err != nil {
			return nil, err
		}
		return &got{head: head{o, offset, length, true}, body: body}, nil
	}, func(vm *jsruntime.VM, g *got) (jsruntime.Value, error) {
		if g == nil {
			return jsruntime.Null(), nil
		}
		object := getClass.New(vm, g)
		g.stream = streams.NewReadable(vm, g.body, streams.ReadableOptions{Length: g.length})
		show(vm, object, &g.head)
		return object, nil
	}), nil
}

// readRange reads an R2Range or the Range header of a Headers object.
func readRange(v jsruntime.Value) (Range, error) {
	if h, ok := headers.From(v); ok {
		text, _ := h.Get("Range")
		return parseRange(text), nil
	}
	o := jsruntime.AsObject(v)
	var r Range
	for _, part := range []struct {
		name, title string
		to          **int64
	}{{"offset", "range. Starting offset", &r.Offset}, {"length", "range. Length", &r.Length}, {"suffix", "suffix. Suffix", &r.Suffix}} {
		v, ok := member(o, part.name)
		if !ok {
			continue
		}
		f := v.ToFloat()
		n := int64(f)
		if f != float64(n) {
			return r, jsruntime.Errorf(jsruntime.RangeError, "Invalid %s (%s) must be an integer, not floating point.", part.title, v.String())
		}
		if n < 0 {
			return r, jsruntime.Errorf(jsruntime.RangeError, "Invalid %s (%d) must be greater than or equal to 0.", part.title, n)
		}
		*part.to = &n
	}
	if r.Suffix != nil && r.Offset != nil {
		return r, jsruntime.Errorf(jsruntime.TypeError, "Suffix is incompatible with offset.")
	}
	if r.Suffix != nil && r.Length != nil {
		return r, jsruntime.Errorf(jsruntime.TypeError, "Suffix is incompatible with length.")
	}
	return r, nil
}

// reader makes the bytes of a body to be stored.
func reader(vm *jsruntime.VM, v jsruntime.Value) (io.ReadCloser, error) {
	if data, ok := jsruntime.Bytes(v); ok {
		return io.NopCloser(bytes.NewReader(bytes.Clone(data))), nil
	}
	if b, ok := blob.From(v); ok {
		return io.NopCloser(bytes.NewReader(b.Data)), nil
	}
	if streams.IsReadable(v) {
		if _, ok := streams.KnownLength(v); !ok {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)")
		}
		return streams.Reader(vm, v)
	}
	if jsruntime.IsNullish(v) {
		return io.NopCloser(strings.NewReader("")), nil
	}
	if !jsruntime.IsString(v) {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'put' on 'R2Bucket': parameter 2 is not of type 'ReadableStream or ArrayBuffer or ArrayBufferView or string or Blob'.")
	}
	return io.NopCloser(strings.NewReader(v.String())), nil
}

func put(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	key := keyOf(args.At(0))
	if len(args) < 2 {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'put' on 'R2Bucket': parameter 2 is not of type 'ReadableStream or ArrayBuffer or ArrayBufferView or string or Blob'.")
	}
	opts, err := putOptions(jsruntime.AsObject(args.At(2)))
	if err != nil {
		return nil, err
	}
	body, err := reader(vm, args.At(1))
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(ctx context.Context) (*Object, error) {
		defer body.Close()
		return b.Put(ctx, key, body, opts)
	}, func(vm *jsruntime.VM, o *Object) (jsruntime.Value, error) {
		return newHead(vm, &head{Object: o}), nil
	}), nil
}

func putOptions(o *jsruntime.Object) (PutOptions, error) {
	opts := PutOptions{Custom: map[string]string{}}
	if _, ok := member(o, "onlyIf"); ok {
		return opts, &bindings.Unsupported{Feature: "R2Bucket.put({onlyIf})"}
	}
	if v, ok := member(o, "httpMetadata"); ok {
		opts.HTTP = readHTTP(v)
	}
	if v, ok := member(o, "customMetadata"); ok {
		if custom := jsruntime.AsObject(v); custom != nil {
			jsruntime.Entries(custom, func(name string, v jsruntime.Value) { opts.Custom[name] = v.String() })
		}
	}
	for name, digest := range digests {
		v, ok := member(o, name)
		if !ok {
			continue
		}
		if opts.Checksum != "" {
			return opts, jsruntime.Errorf(jsruntime.TypeError, "You cannot specify multiple hashing algorithms.")
		}
		size := digest.new().Size()
		data, isBytes := jsruntime.Bytes(v)
		if !isBytes {
			text := v.String()
			if len(text) != 2*size {
				return opts, jsruntime.Errorf(jsruntime.TypeError, "%s is %d hex characters, not %d", digest.name, 2*size, len(text))
			}
			var err error
			if data, err = hex.DecodeString(text); err != nil {
				return opts, jsruntime.Errorf(jsruntime.TypeError, "Provided %s wasn't a valid hex string", digest.name)
			}
		}
		if len(data) != size {
			return opts, jsruntime.Errorf(jsruntime.TypeError, "%s is %d bytes, not %d", digest.name, size, len(data))
		}
		opts.Checksum, opts.Digest = name, bytes.Clone(data)
	}
	return opts, nil
}

// readHTTP reads R2HTTPMetadata or the headers of a Headers object.
func readHTTP(v jsruntime.Value) HTTPMetadata {
	var m HTTPMetadata
	if h, ok := headers.From(v); ok {
		text := func(name string) string { s, _ := h.Get(name); return s }
		m = HTTPMetadata{
			ContentType: text("Content-Type"), ContentLanguage: text("Content-Language"),
			ContentDisposition: text("Content-Disposition"), ContentEncoding: text("Content-Encoding"),
			CacheControl: text("Cache-Control"),
		}
		if expires := text("Expires"); expires != "" {
			ms := int64(0)
			if t, err := http.ParseTime(expires); err == nil {
				ms = t.UnixMilli()
			}
			m.CacheExpiry = &ms
		}
		return m
	}
	o := jsruntime.AsObject(v)
	text := func(name string) string {
		if v, ok := member(o, name); ok {
			return v.String()
		}
		return ""
	}
	m = HTTPMetadata{
		ContentType: text("contentType"), ContentLanguage: text("contentLanguage"),
		ContentDisposition: text("contentDisposition"), ContentEncoding: text("contentEncoding"),
		CacheControl: text("cacheControl"),
	}
	if v, ok := member(o, "cacheExpiry"); ok {
		ms := jsruntime.Integer(v.ToNumber())
		m.CacheExpiry = &ms
	}
	return m
}

func list(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	var opts ListOptions
	o := jsruntime.AsObject(args.At(0))
	for name, to := range map[string]*string{"prefix": &opts.Prefix, "delimiter": &opts.Delimiter, "cursor": &opts.Cursor, "startAfter": &opts.StartAfter} {
		if v, ok := member(o, name); ok {
			*to = v.String()
		}
	}
	if v, ok := member(o, "limit"); ok {
		n := jsruntime.Integer(v)
		if n == 0 {
			n = -1 // refused; a negative one is dropped
		} else if n < 0 {
			n = 0
		}
		opts.Limit = int(n)
	}
	includeHTTP, includeCustom := false, false
	if v, ok := member(o, "include"); ok {
		var bad string
		vm.Iterate(v, func(v jsruntime.Value) bool {
			switch v.String() {
			case "httpMetadata":
				includeHTTP = true
			case "customMetadata":
				includeCustom = true
			default:
				bad = v.String()
			}
			return true
		})
		if bad != "" {
			return nil, jsruntime.Errorf(jsruntime.RangeError, "Unsupported include value %s", bad)
		}
		if includeHTTP || includeCustom {
			opts.Limit = min(opts.Limit, 100)
			if opts.Limit == 0 {
				opts.Limit = 100
			}
		}
	}
	return jsruntime.Async(vm, func(ctx context.Context) (*Page, error) { return b.List(ctx, opts) },
		func(vm *jsruntime.VM, p *Page) (jsruntime.Value, error) {
			objects := make([]jsruntime.Value, len(p.Objects))
			for i, o := range p.Objects {
				if !includeHTTP {
					o.HTTP = HTTPMetadata{}
				}
				if !includeCustom {
					o.Custom = nil
				}
				objects[i] = newHead(vm, &head{Object: o})
			}
			prefixes := make([]jsruntime.Value, len(p.Prefixes))
			for i, s := range p.Prefixes {
				prefixes[i] = vm.ToValue(s)
			}
			result := vm.NewObject()
			set(vm, result, "objects", vm.NewArrayOf(objects...))
			set(vm, result, "truncated", p.Cursor != "")
			if p.Cursor != "" {
				set(vm, result, "cursor", p.Cursor)
			}
			set(vm, result, "delimitedPrefixes", vm.NewArrayOf(prefixes...))
			return result, nil
		}), nil
}

func set(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		vm.Throw(err)
	}
}

func newHead(vm *jsruntime.VM, h *head) *jsruntime.Object {
	o := headClass.New(vm, h)
	show(vm, o, h)
	return o
}

// show puts an object's members on its result.
func show(vm *jsruntime.VM, o *jsruntime.Object, h *head) {
	set(vm, o, "storageClass", "")
	if h.ranged {
		r := vm.NewObject()
		set(vm, r, "offset", h.offset)
		set(vm, r, "length", h.length)
		set(vm, o, "range", r)
	}
	custom := vm.NewObject()
	for k, v := range h.Custom {
		set(vm, custom, k, v)
	}
	set(vm, o, "customMetadata", custom)
	meta := vm.NewObject()
	for _, m := range h.HTTP.headers() {
		set(vm, meta, m.name, m.value)
	}
	if h.HTTP.CacheExpiry != nil {
		date, err := vm.New(vm.Get("Date"), vm.ToValue(*h.HTTP.CacheExpiry))
		if err != nil {
			vm.Rethrow(err)
		}
		set(vm, meta, "cacheExpiry", date)
	}
	set(vm, o, "httpMetadata", meta)
	uploaded, err := vm.New(vm.Get("Date"), vm.ToValue(h.Uploaded))
	if err != nil {
		vm.Rethrow(err)
	}
	set(vm, o, "uploaded", uploaded)
	set(vm, o, "checksums", checksumsClass.New(vm, h.Object))
	set(vm, o, "httpEtag", `"`+h.ETag+`"`)
	set(vm, o, "etag", h.ETag)
	set(vm, o, "size", h.Size)
	set(vm, o, "version", h.Version)
	set(vm, o, "key", h.Key)
}

// headers lists the metadata that is set, with the names of members and of headers.
func (m HTTPMetadata) headers() []struct{ name, header, value string } {
	var out []struct{ name, header, value string }
	for _, h := range []struct{ name, header, value string }{
		{"contentType", "Content-Type", m.ContentType}, {"contentLanguage", "Content-Language", m.ContentLanguage},
		{"contentDisposition", "Content-Disposition", m.ContentDisposition},
		{"contentEncoding", "Content-Encoding", m.ContentEncoding}, {"cacheControl", "Cache-Control", m.CacheControl},
	} {
		if h.value != "" {
			out = append(out, h)
		}
	}
	return out
}

func defineHead() {
	headClass.Method("writeHttpMetadata", 1, func(vm *jsruntime.VM, h *head, args jsruntime.Args) jsruntime.Value {
		to, ok := headers.From(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'writeHttpMetadata' on 'HeadResult': parameter 1 is not of type 'Headers'.")
		}
		for _, m := range h.HTTP.headers() {
			to.Set(vm, m.header, m.value)
		}
		if h.HTTP.CacheExpiry != nil {
			to.Set(vm, "Expires", time.UnixMilli(*h.HTTP.CacheExpiry).UTC().Format(http.TimeFormat))
		}
		return nil
	})
}

func defineGet() {
	jsruntime.Extends(getClass, headClass, func(g *got) *head { return &g.head })
	getClass.
		Getter("body", func(_ *jsruntime.VM, g *got) jsruntime.Value { return g.stream }).
		Getter("bodyUsed", func(vm *jsruntime.VM, g *got) jsruntime.Value { return vm.ToValue(streams.Disturbed(g.stream)) })
	reads := func(name string, convert func(vm *jsruntime.VM, g *got, data []byte) (jsruntime.Value, error)) {
		getClass.AsyncMethod(name, 0, func(vm *jsruntime.VM, g *got, _ jsruntime.Args) (jsruntime.Value, error) {
			if streams.Disturbed(g.stream) {
				return nil, jsruntime.Errorf(jsruntime.TypeError, "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.")
			}
			return streams.ReadAll(vm, g.stream, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) { return convert(vm, g, data) }), nil
		})
	}
	text := func(data []byte) string { return strings.ToValidUTF8(string(data), "\uFFFD") }
	reads("arrayBuffer", func(vm *jsruntime.VM, _ *got, data []byte) (jsruntime.Value, error) { return vm.NewBuffer(data), nil })
	reads("bytes", func(vm *jsruntime.VM, _ *got, data []byte) (jsruntime.Value, error) { return vm.NewBytes(data), nil })
	reads("text", func(vm *jsruntime.VM, _ *got, data []byte) (jsruntime.Value, error) {
		return vm.ToValue(text(data)), nil
	})
	reads("json", func(vm *jsruntime.VM, _ *got, data []byte) (v jsruntime.Value, err error) {
		thrown := vm.Try(func() { v = vm.CallMethod(vm.Get("JSON").(*jsruntime.Object), "parse", vm.ToValue(text(data))) })
		return v, thrown
	})
	reads("blob", func(vm *jsruntime.VM, g *got, data []byte) (jsruntime.Value, error) {
		return blob.New(vm, data, g.HTTP.ContentType), nil
	})
}

func defineChecksums() {
	digest := func(o *Object, name string) (string, bool) {
		if sum, ok := o.Checksums[name]; ok {
			return sum, true
		}
		if name == "md5" && !strings.Contains(o.ETag, "-") {
			return o.ETag, true
		}
		return "", false
	}
	names := []string{"md5", "sha1", "sha256", "sha384", "sha512"}
	for _, name := range names {
		checksumsClass.Getter(name, func(vm *jsruntime.VM, o *Object) jsruntime.Value {
			sum, ok := digest(o, name)
			if !ok {
				return jsruntime.Undefined()
			}
			data, err := hex.DecodeString(sum)
			if err != nil {
				return jsruntime.Undefined()
			}
			return vm.NewBuffer(data)
		})
	}
	checksumsClass.Method("toJSON", 0, func(vm *jsruntime.VM, o *Object, _ jsruntime.Args) jsruntime.Value {
		out := vm.NewObject()
		for _, name := range names {
			if sum, ok := digest(o, name); ok {
				set(vm, out, name, sum)
			}
		}
		return out
	})
}

package headers

import (
	"net/http"
	"slices"
	"strings"

	"paddock/jsruntime"
)

// cloneTag is the platform's number of the class.
const cloneTag = 4

// Guards as the platform's format has them: it tells more apart.
const (
	clonedImmutable = 0
	clonedOpen      = 3
)

// maxCloned is how many headers the platform reads.
const maxCloned = 1024

// common are the names that have a number in the platform's format, which is their place here, from 1.
var common = strings.Fields(`accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin age
	allow authorization cache-control content-disposition content-encoding content-language content-length content-location
	content-range content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range
	if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range referer refresh
	retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary via www-authenticate`)

var _ jsruntime.Cloneable = (*Headers)(nil)

// CloneTag implements jsruntime.Cloneable.
func (*Headers) CloneTag() byte { return cloneTag }

// CloneTo implements jsruntime.Cloneable: those with a number come first.
func (h *Headers) CloneTo(w jsruntime.CloneWriter, _ *jsruntime.Object) {
	guard, count, names := uint64(clonedOpen), 0, make([]string, 0, len(h.Header))
	if h.Guard == Immutable {
		guard = clonedImmutable
	}
	for name, values := range h.Header {
		names, count = append(names, strings.ToLower(name)), count+len(values)
	}
	slices.Sort(names)
	w.Uint(guard)
	w.Uint(uint64(count))
	write := func(number int, name string) {
		for _, value := range h.Header[http.CanonicalHeaderKey(name)] {
			if w.Uint(uint64(number)); number == 0 {
				w.Text(name)
			}
			w.Text(value)
		}
	}
	for i, name := range common {
		write(i+1, name)
	}
	for _, name := range names {
		if !slices.Contains(common, name) {
			write(0, name)
		}
	}
}

// unclone makes the instance again.
func unclone(vm *jsruntime.VM, r jsruntime.CloneReader) *jsruntime.Object {
	guard, count := r.Uint(), r.Uint()
	if guard > clonedOpen {
		r.Refuse()
	}
	if count > maxCloned {
		vm.Throwf(jsruntime.DOMError+"DataCloneError", "Deserialization failed: header count exceeds maximum (%d)", count)
	}
	header := http.Header{}
	for range count {
		number := r.Uint()
		if number > uint64(len(common)) {
			r.Refuse()
		}
		name := ""
		if number == 0 {
			name = r.Text()
		} else {
			name = common[number-1]
		}
		header.Add(name, r.Text())
	}
	if guard == clonedImmutable {
		return New(vm, header, Immutable)
	}
	return New(vm, header, Open)
}

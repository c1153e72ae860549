package fetch

import (
	"context"
	"net/http"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/compat"
)

// properties are what the property cf of a request will hold that no script has read yet.
type properties struct {
	text     string // JSON, from the script that made the request; "": those of local development
	encoding string // what the client accepts
}

// propertiesKey finds *properties in the context of a request; nil there: the script that made it gave none.
type propertiesKey struct{}

// Accepting keeps in the context of an incoming request which content codings its client takes. The
// header of the request itself says what the platform takes.
func Accepting(ctx context.Context, encoding string) context.Context {
	return context.WithValue(ctx, propertiesKey{}, &properties{encoding: encoding})
}

// propertiesOf finds those of an incoming request.
func propertiesOf(r *http.Request) *properties {
	if found, ok := r.Context().Value(propertiesKey{}).(*properties); ok {
		return found
	}
	return &properties{encoding: r.Header.Get("Accept-Encoding")}
}

// object makes the property cf.
func (p *properties) object(vm *jsruntime.VM) jsruntime.Value {
	if p.text == "" {
		return localCF(vm, p.encoding)
	}
	cf := json.Parse(vm, p.text)
	if o := jsruntime.AsObject(cf); o != nil && !compat.Of(vm).Has("no_cf_botmanagement_default") && o.Get("botManagement") == nil {
		set(vm, o, "botManagement", usualBot(vm))
	}
	return cf
}

// usualBot is the property botManagement of requests that the platform takes for those of people.
func usualBot(vm *jsruntime.VM) *jsruntime.Object {
	detection, bot := vm.NewObject(), vm.NewObject()
	set(vm, detection, "passed", false)
	for _, p := range []member{
		{"corporateProxy", false}, {"verifiedBot", false}, {"jsDetection", detection},
		{"staticResource", false}, {"detectionIds", vm.NewObject()}, {"score", 99},
	} {
		set(vm, bot, p.name, p.v)
	}
	return bot
}

// readCF gives the property cf, and makes it when it is asked for first. That of a request which has come in is
// frozen.
func (q *Request) readCF(vm *jsruntime.VM) jsruntime.Value {
	if q.cf == nil && q.unread != nil {
		q.cf = q.unread.object(vm)
		if q.host != nil {
			vm.FreezeDeep(q.cf)
		}
	}
	return q.cf
}

// copyCF gives what a copy of a request has of its cf: one of its own, which may be changed.
func copyCF(vm *jsruntime.VM, cf jsruntime.Value) jsruntime.Value {
	if jsruntime.AsObject(cf) == nil {
		return cf
	}
	text, ok := json.Stringify(vm, cf)
	if !ok {
		return cf
	}
	return json.Parse(vm, text)
}

// withCF gives the context of an outgoing request, which takes the property cf along.
func (q *Request) withCF(vm *jsruntime.VM, ctx context.Context) context.Context {
	p := q.unread
	if q.cf != nil {
		p = nil
		if text, ok := json.Stringify(vm, q.cf); ok && !jsruntime.IsNullish(q.cf) {
			p = &properties{text: text}
		}
	}
	return context.WithValue(ctx, propertiesKey{}, p)
}

// localCF is request.cf as local development knows it: values of a data centre in Austin.
func localCF(vm *jsruntime.VM, encoding string) jsruntime.Value {
	certificate := vm.NewObject()
	for _, p := range []member{{"certPresented", "0"}, {"certVerified", "NONE"}, {"certRevoked", "0"}} {
		set(vm, certificate, p.name, p.v)
	}
	for _, name := range []string{
		"certIssuerDN", "certSubjectDN", "certIssuerDNRFC2253", "certSubjectDNRFC2253", "certIssuerDNLegacy", "certSubjectDNLegacy", "certSerial",
		"certIssuerSerial", "certSKI", "certIssuerSKI", "certFingerprintSHA1", "certFingerprintSHA256", "certNotBefore", "certNotAfter",
	} {
		set(vm, certificate, name, "")
	}
	for _, p := range []member{
		{"certRFC9440", ""}, {"certRFC9440TooLarge", false}, {"certChainRFC9440", ""}, {"certChainRFC9440TooLarge", false},
	} {
		set(vm, certificate, p.name, p.v)
	}
	bot := vm.NewObject()
	for _, p := range []member{
		{"corporateProxy", false}, {"verifiedBot", false}, {"ja3Hash", "25b4882c2bcb50cd6b469ff28c596742"},
		{"staticResource", false}, {"detectionIds", vm.NewArrayOf()}, {"score", 99},
	} {
		set(vm, bot, p.name, p.v)
	}
	o := vm.NewObject()
	for _, p := range []member{
		{"asOrganization", ""}, {"asn", 395747}, {"colo", "DFW"}, {"city", "Austin"}, {"region", "Texas"},
		{"regionCode", "TX"}, {"metroCode", "635"}, {"postalCode", "78701"}, {"country", "US"},
		{"continent", "NA"}, {"timezone", "America/Chicago"}, {"latitude", "30.27130"}, {"longitude", "-97.74260"},
		{"clientTcpRtt", 0}, {"httpProtocol", "HTTP/1.1"}, {"requestPriority", "weight=192;exclusive=0"},
		{"tlsCipher", "AEAD-AES128-GCM-SHA256"}, {"tlsVersion", "TLSv1.3"}, {"tlsClientAuth", certificate},
		{"edgeRequestKeepAliveStatus", 0}, {"clientTrustScore", 99}, {"botManagement", bot}, {"clientAcceptEncoding", encoding},
	} {
		set(vm, o, p.name, p.v)
	}
	return o
}

// member is a property and its value.
type member struct {
	name string
	v    any
}

func set(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		vm.Throw(err)
	}
}

// CF is what a request on its way tells of the property cf.
type CF struct {
	Text     string `json:"text,omitempty"`     // JSON, from the script that made the request; "": that of local development
	Encoding string `json:"encoding,omitempty"` // what the client accepts
	None     bool   `json:"none,omitempty"`     // the script that made the request gave none
}

// CFOf gives that of a request, for who brings it to another process.
func CFOf(r *http.Request) CF {
	p := propertiesOf(r)
	if p == nil {
		return CF{None: true}
	}
	return CF{Text: p.text, Encoding: p.encoding}
}

// With keeps it in the context of a request that has come from another process.
func (c CF) With(ctx context.Context) context.Context {
	p := &properties{text: c.Text, encoding: c.Encoding}
	if c.None {
		p = nil
	}
	return context.WithValue(ctx, propertiesKey{}, p)
}

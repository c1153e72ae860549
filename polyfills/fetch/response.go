package fetch

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/compat"
	"paddock/polyfills/headers"
	"paddock/polyfills/url"
	"paddock/polyfills/websocket"
)

// Response is the host side of a Response.
type Response struct {
	message
	status     int
	statusText string
	named      bool // statusText was given, even if "": it is what others are told
	url        string
	redirected bool
	failed     bool // Response.error()
	webSocket  *jsruntime.Object
	cf         jsruntime.Value
	encoded    bool // encodeBody: "manual"
	bodyless   bool // a HEAD response: its Content-Length is not of its own body
}

var responseClass = jsruntime.NewClass[Response]("Response")

// ResponseFrom gives the host side of a Response.
func ResponseFrom(v jsruntime.Value) (*Response, bool) { return responseClass.From(v) }

// Status gives the status code.
func (p *Response) Status() int { return p.status }

// ContentType gives the last Content-Type; "": none.
func (p *Response) ContentType() string { return p.contentType() }

func nullBodyStatus(status int) bool {
	return status == 101 || status == 204 || status == 205 || status == 304
}

// newResponse makes a response of a body, which init may not allow, and init. owner is the
// function that was called, for errors.
func newResponse(vm *jsruntime.VM, body func() Body, init jsruntime.Value, owner string) *Response {
	p := &Response{status: http.StatusOK}
	if given, ok := ResponseFrom(init); ok {
		p.status, p.statusText, p.named, p.webSocket, p.cf, p.encoded = given.status, given.statusText, given.named, given.webSocket, given.cf, given.encoded
		p.headers.Header = given.headers.Header.Clone()
	} else if !jsruntime.IsNullish(init) {
		o := jsruntime.AsObject(init)
		if o == nil {
			vm.Throwf(jsruntime.TypeError, "%s parameter 2 is not of type 'InitializerDict or Response'.", owner)
		}
		p.init(vm, o)
	}
	if p.status == 101 && p.webSocket == nil {
		vm.Throwf(jsruntime.RangeError, badStatus)
	}
	if p.webSocket != nil && p.status != 101 {
		vm.Throwf(jsruntime.RangeError, "Responses with a WebSocket must have status code 101.")
	}
	p.body = body()
	if p.body.present && nullBodyStatus(p.status) {
		if !p.body.empty() {
			vm.Throwf(jsruntime.TypeError, "Response with null body status (101, 204, 205, or 304) cannot have a body.")
		}
		p.body = Body{}
	}
	if p.headers.Header == nil {
		p.headers.Header = make(http.Header, 1)
	}
	p.nameType()
	return p
}

const badStatus = "Responses may only be constructed with status codes in the range 200 to 599, inclusive."

// init reads a ResponseInit in the platform's order.
func (p *Response) init(vm *jsruntime.VM, o *jsruntime.Object) {
	if v := o.Get("status"); !jsruntime.IsUndefined(v) {
		status, err := jsruntime.Int(v)
		if err != nil {
			vm.Throw(err)
		}
		if status != 101 && (status < 200 || status > 599) {
			vm.Throwf(jsruntime.RangeError, badStatus)
		}
		p.status = status
	}
	if v := o.Get("statusText"); !jsruntime.IsUndefined(v) {
		p.statusText, p.named = vm.Text(v), true
		if !phraseAllowed(p.statusText, pedantic(vm)) {
			vm.Throwf(jsruntime.TypeError, "Invalid statusText")
		}
	}
	if v := o.Get("headers"); !jsruntime.IsUndefined(v) {
		need(vm, jsruntime.AsObject(v) != nil, "headers", "InitializerDict", "Headers or Sequence or object")
		p.headers.Header = headers.Fill(vm, v)
	}
	if v := o.Get("cf"); !jsruntime.IsUndefined(v) {
		need(vm, jsruntime.AsObject(v) != nil, "cf", "InitializerDict", "Object")
		p.cf = v
	}
	if v := o.Get("webSocket"); !jsruntime.IsNullish(v) {
		_, ok := websocket.From(v)
		if needOrNull(vm, ok, "webSocket", "InitializerDict", "WebSocket") {
			p.webSocket = v.(*jsruntime.Object)
		}
	}
	if v := o.Get("encodeBody"); !jsruntime.IsUndefined(v) {
		p.encoded = manual(vm, v, "encodeBody")
	}
}

// pedantic reports whether responses keep to the standard where the platform does not for the sake of older programs.
func pedantic(vm *jsruntime.VM) bool { return compat.Of(vm).Has("pedantic_wpt") }

// phraseAllowed reports whether a script may give a reason phrase: without control characters, or, where one is
// pedantic, as RFC 9112 has it in section 4.
func phraseAllowed(text string, pedantic bool) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		if pedantic {
			return r < ' ' && r != '\t' || r == 0x7f || r > 0xff
		}
		return r < ' '
	})
}

// Reason is what the platform calls a status on its way.
func Reason(status int) string {
	switch status { // with other words than Go
	case http.StatusRequestEntityTooLarge:
		return "Payload Too Large"
	case http.StatusRequestURITooLong:
		return "URI Too Long"
	case http.StatusRequestedRangeNotSatisfiable:
		return "Range Not Satisfiable"
	case http.StatusTooEarly:
		return "Client Error"
	}
	if text := http.StatusText(status); text != "" {
		return text
	}
	switch status / 100 {
	case 2:
		return "Successful"
	case 3:
		return "Redirection"
	case 4:
		return "Client Error"
	case 5:
		return "Server Error"
	}
	return ""
}

func defineResponse() {
	c := responseClass.
		Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Response {
			return newResponse(vm, func() Body { return extract(vm, args.At(0)) }, args.At(1), "Failed to construct 'Response': constructor")
		}).
		Getter("status", func(vm *jsruntime.VM, p *Response) jsruntime.Value { return vm.ToValue(p.status) }).
		Getter("statusText", func(vm *jsruntime.VM, p *Response) jsruntime.Value {
			return vm.ToValue(p.statusText)
		}).
		Getter("headers", func(vm *jsruntime.VM, p *Response) jsruntime.Value {
			return p.headersObject(vm)
		}).
		Getter("ok", func(vm *jsruntime.VM, p *Response) jsruntime.Value {
			return vm.ToValue(p.status >= 200 && p.status < 300)
		}).
		Getter("redirected", func(vm *jsruntime.VM, p *Response) jsruntime.Value { return vm.ToValue(p.redirected) }).
		Getter("url", func(vm *jsruntime.VM, p *Response) jsruntime.Value { return vm.ToValue(p.url) }).
		Getter("webSocket", func(_ *jsruntime.VM, p *Response) jsruntime.Value {
			if p.webSocket == nil {
				return jsruntime.Null()
			}
			return p.webSocket
		}).
		Getter("cf", func(_ *jsruntime.VM, p *Response) jsruntime.Value { return p.cf }).
		Getter("type", func(vm *jsruntime.VM, p *Response) jsruntime.Value {
			if p.failed {
				return vm.ToValue("error")
			}
			return vm.ToValue("default")
		}).
		Setup(func(vm *jsruntime.VM, ctor, _ *jsruntime.Object) { standAlone(vm, ctor) })
	c.Method("clone", 0, func(vm *jsruntime.VM, p *Response, _ jsruntime.Args) jsruntime.Value {
		if p.webSocket != nil {
			vm.Throwf(jsruntime.TypeError, "Cannot clone a response to a WebSocket handshake.")
		}
		twin := *p
		twin.message = p.twin(vm)
		return c.New(vm, &twin)
	})
	jsruntime.Extends(c, bodyClass, func(p *Response) *message { return &p.message })
	c.Static("error", 0, func(vm *jsruntime.VM, _ jsruntime.Value, _ jsruntime.Args) jsruntime.Value {
		guard := headers.Open
		if pedantic(vm) {
			guard = headers.Immutable
		}
		return c.New(vm, &Response{failed: true, message: message{headers: headers.Headers{Header: http.Header{}, Guard: guard}}})
	})
	c.Static("redirect", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		status := int64(http.StatusFound)
		if v := args.At(1); !jsruntime.IsUndefined(v) {
			status = jsruntime.Integer(v)
		}
		switch status {
		case 301, 302, 303, 307, 308:
		default:
			vm.Throwf(jsruntime.RangeError, "%d is not a redirect status code. It must be one of: 301, 302, 303, 307, or 308.", status)
		}
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'redirect' on 'Response': parameter 1 is not of type 'string'.")
		}
		target := url.Text(args[0])
		u, err := url.Parse(target, "")
		if err != nil {
			vm.Throwf(jsruntime.TypeError, "Unable to parse URL: %s", target)
		}
		location := u.Href(false)
		if !compat.Of(vm).Has("response_redirect_url_standard") {
			location = target
		}
		return c.New(vm, &Response{status: int(status), message: message{headers: headers.Headers{
			Header: http.Header{"Location": {location}}, Guard: headers.Immutable}}})
	})
	c.Static("json", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'json' on 'Response': parameter 1 is not of type 'Value'.")
		}
		text, ok := json.Stringify(vm, args[0])
		switch {
		case !ok && pedantic(vm):
			vm.Throwf(jsruntime.TypeError, "Response.json() requires a value that can be serialized to JSON.")
		case !ok:
			text = "undefined" // which the platform takes for the text too
		}
		p := newResponse(vm, func() Body {
			return Body{present: true, kind: textBody, text: text, mime: textMIME}
		}, args.At(1), "Failed to execute 'json' on 'Response':")
		if o := jsruntime.AsObject(args.At(1)); o == nil || !hasContentType(vm, o) {
			p.headers.Header["Content-Type"] = []string{"application/json"}
		}
		return c.New(vm, p)
	})
}

func hasContentType(vm *jsruntime.VM, init *jsruntime.Object) bool {
	v := init.Get("headers")
	return !jsruntime.IsUndefined(v) && len(headers.Fill(vm, v)["Content-Type"]) > 0
}

// NewResponse shows a response of the host to scripts.
func NewResponse(vm *jsruntime.VM, r *http.Response) *jsruntime.Object {
	p := &Response{status: r.StatusCode, message: message{headers: headers.Headers{Header: r.Header, Guard: headers.Immutable}}}
	if p.headers.Header == nil {
		p.headers.Header = http.Header{}
	}
	if r.Status == "" {
		p.statusText = Reason(r.StatusCode)
	} else { // a server may say nothing
		p.statusText, p.named = phrase(r.Status), true
	}
	switch {
	case r.StatusCode == http.StatusSwitchingProtocols && r.Body != nil:
		p.webSocket = websocket.Incoming(vm, r)
	case r.Body == nil || r.Body == http.NoBody || nullBodyStatus(r.StatusCode):
		if r.Body != nil {
			_ = r.Body.Close()
		}
		p.bodyless = true
	default:
		p.body = native(vm, r.Body, r.ContentLength)
	}
	return responseClass.New(vm, p)
}

// phrase gives the reason phrase of a status line, of which the platform takes one that is not ASCII for none.
func phrase(status string) string {
	_, given, _ := strings.Cut(status, " ")
	return ascii(given)
}

// ascii gives text that is ASCII, and none for other.
func ascii(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return ""
	}
	return text
}

// ToResponse takes a Response out for the host: its body is used up. It answers a request of the given method.
func ToResponse(vm *jsruntime.VM, v jsruntime.Value, method string) (*http.Response, error) {
	p, ok := ResponseFrom(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for Promise: the Promise did not resolve to 'Response'.")
	}
	if p.failed {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Return value from serve handler must not be an error response (like Response.error())")
	}
	r := &http.Response{
		StatusCode: p.status, Header: p.headers.Header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: 0,
	}
	if p.named && p.statusText != Reason(p.status) {
		r.Status = fmt.Sprintf("%d %s", p.status, ascii(p.statusText))
	}
	if p.object != nil { // a script holds the headers and may go on changing them
		r.Header = p.headers.Header.Clone()
	}
	if p.webSocket != nil {
		body, err := websocket.Outgoing(vm, p.webSocket)
		r.Body = body
		return r, err
	}
	if !p.body.present {
		r.Body = http.NoBody
		return r, nil
	}
	body, length, err := p.body.take(vm)
	if err != nil {
		return nil, err
	}
	r.Body, r.ContentLength = body, length
	if !p.encoded {
		encode(r, knowsBrotli(vm))
	}
	// What a script, or the server that it got the headers from, said may not be so. To HEAD it is all that is said.
	if len(r.Header["Content-Length"]) > 0 && method != http.MethodHead {
		r.Header = r.Header.Clone()
		r.Header.Del("Content-Length")
	}
	return r, nil
}

// OnClose makes a body tell when it is closed, keeping what else it can do.
func OnClose(body io.ReadCloser, f func()) io.ReadCloser { return websocket.OnClose(body, f) }

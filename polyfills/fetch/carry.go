package fetch

import (
	"cmp"
	"fmt"
	"net/http"

	"paddock/jsruntime"
)

// Carry gives a Request or a Response a form in which it crosses over RPC; ok is false for
// any other object. Its body is used up.
func Carry(vm *jsruntime.VM, o *jsruntime.Object) (external any, ok bool, err error) {
	if q, isRequest := From(o); isRequest {
		r, err := q.carry(vm)
		return r, true, err
	}
	if p, isResponse := ResponseFrom(o); isResponse {
		r, err := p.carry(vm, o)
		return r, true, err
	}
	return nil, false, nil
}

// carriedRequest is a request as a script has it: that is more than what is sent.
type carriedRequest struct {
	*http.Request
	redirect, cache string
	bodied          bool
}

func (q *Request) carry(vm *jsruntime.VM) (c carriedRequest, err error) {
	if c.Request, err = q.out(vm, vm.Context()); err != nil {
		return c, err
	}
	c.Request.Header = q.headers.Header.Clone()
	c.redirect, c.cache, c.bodied = q.redirect, q.cache, q.body.present
	return c, nil
}

// Uncarry makes the object again.
func (c carriedRequest) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	ownHost := len(c.Request.Header["Host"]) > 0
	q := incoming(c.Request)
	if !ownHost {
		q.headers.Header.Del("Host")
	}
	if c.bodied {
		q.body = native(vm, bytesOf(c.Request), c.Request.ContentLength)
	}
	q.host, q.redirect, q.cache, q.headers.Guard = nil, cmp.Or(c.redirect, "follow"), c.cache, 0
	q.body.endWithEvent(vm)
	return requestClass.New(vm, q), nil
}

// carriedResponse is a response as a script has it: its body is not encoded.
type carriedResponse struct {
	*http.Response
	encoded, bodyless bool
	cf                jsruntime.Message // nothing: none was given
}

func (p *Response) carry(vm *jsruntime.VM, o *jsruntime.Object) (c carriedResponse, err error) {
	if p.webSocket != nil {
		c.Response, err = ToResponse(vm, o, http.MethodGet)
		return c, err
	}
	c.Response = &http.Response{
		StatusCode: p.status, Status: fmt.Sprintf("%d %s", p.status, p.statusText), Header: p.headers.Header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: http.NoBody,
	}
	c.encoded, c.bodyless = p.encoded, p.bodyless
	if p.cf != nil {
		if c.cf, err = vm.Serialize(p.cf, nil, nil); err != nil {
			return c, err
		}
	}
	if p.body.present {
		c.Body, c.ContentLength, err = p.body.take(vm)
	}
	return c, err
}

// Uncarry makes the object again.
func (c carriedResponse) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	o := NewResponse(vm, c.Response)
	p, _ := ResponseFrom(o)
	p.headers.Guard, p.encoded, p.bodyless = 0, c.encoded, c.bodyless
	p.named = p.statusText != ""
	p.failed = p.status == 0
	if c.cf.Data == nil {
		return o, nil
	}
	var err error
	p.cf, err = vm.Deserialize(c.cf, nil)
	return o, err
}

// Carried gives the request or the response that [Carry] made an external of.
func Carried(external any) (req *http.Request, resp *http.Response, ok bool) {
	switch x := external.(type) {
	case carriedRequest:
		return x.Request, nil, true
	case carriedResponse:
		return nil, x.Response, true
	}
	return nil, nil, false
}

// CarryRequest makes an external of a request, as [Carry] does.
func CarryRequest(r *http.Request) any { return carriedRequest{Request: r, bodied: bodied(r)} }

// CarryResponse makes an external of a response, as [Carry] does.
func CarryResponse(r *http.Response) any { return carriedResponse{Response: r} }

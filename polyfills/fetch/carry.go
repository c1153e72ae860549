package fetch

import (
	"net/http"

	"paddock/jsruntime"
)

// Carry gives a Request or a Response a form in which it crosses over RPC; ok is false for
// any other object. Its body is used up.
func Carry(vm *jsruntime.VM, o *jsruntime.Object) (external any, ok bool, err error) {
	if q, isRequest := From(o); isRequest {
		r, err := q.out(vm, vm.Context())
		return carriedRequest{r}, true, err
	}
	if _, isResponse := ResponseFrom(o); isResponse {
		r, err := ToResponse(vm, o)
		return carriedResponse{r}, true, err
	}
	return nil, false, nil
}

type carriedRequest struct{ *http.Request }

// Uncarry makes the object again.
func (c carriedRequest) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	q := incoming(vm, c.Request)
	q.host, q.redirect, q.headers.Guard = nil, "follow", 0
	q.body.endWithEvent(vm)
	return requestClass.New(vm, q), nil
}

type carriedResponse struct{ *http.Response }

// Uncarry makes the object again.
func (c carriedResponse) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	o := NewResponse(vm, c.Response)
	p, _ := ResponseFrom(o)
	p.headers.Guard = 0
	return o, nil
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
func CarryRequest(r *http.Request) any { return carriedRequest{r} }

// CarryResponse makes an external of a response, as [Carry] does.
func CarryResponse(r *http.Response) any { return carriedResponse{r} }
